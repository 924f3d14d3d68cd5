"""The matrix's lines of each topic, and the objects they name: one file each."""

from typing import Any

from tests.access.row import Row
from tests.access.rows import checks, duties, leave, meetings, notices, plans, targets, visits
from tests.cast import Cast

TOPICS = (targets, duties, plans, visits, checks, leave, notices, meetings)
ALL: list[Row] = [row for topic in TOPICS for row in topic.ROWS]


def objects(cast: Cast) -> dict[str, Any]:
    """What the lines name, by name."""
    return {name: thing for topic in TOPICS for name, thing in topic.objects(cast).items()}
