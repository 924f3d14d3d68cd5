"""One PostgreSQL of its own for the launcher's tests; the suite's is left alone."""

from collections.abc import Iterator

import pytest

from kejing.app.server.postgres import EmbeddedPostgres

QUICK = {"fsync": "off"}


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    server = EmbeddedPostgres(tmp_path_factory.mktemp("cluster") / "home", settings=QUICK)
    server.start()
    yield server
    server.stop()
