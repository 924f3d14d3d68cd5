from tests.own_cast import own_cast  # noqa: F401  # a fixture
