import pytest

from kejing.domain.targets.tests.factories import brought
from tests.cast import Cast, make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast, with the measures and themes of a pack."""
    made = make_cast()
    brought()
    return made
