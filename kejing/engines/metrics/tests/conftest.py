"""The engine's tests tell it of toys; what the product registered stands again after each of them."""

from collections.abc import Iterator

import pytest

from kejing.engines.metrics import registry


@pytest.fixture(autouse=True)
def registered_as_before() -> Iterator[None]:
    kept = [dict(known) for known in (registry._subjects, registry._views)]
    yield
    for known, before in zip((registry._subjects, registry._views), kept, strict=True):
        known.clear()
        known.update(before)
