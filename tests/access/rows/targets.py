"""Who may ask what of targets."""

from typing import Any

from tests.access.row import Row
from tests.cast import Cast

ROWS: list[Row] = []


def objects(cast: Cast) -> dict[str, Any]:
    return {}
