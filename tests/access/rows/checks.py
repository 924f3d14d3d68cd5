"""Who may ask what of checks."""

from typing import Any

from tests.access.row import A1, FIGURES, MANAGERS_A, TEAM, WATCHERS, Row, others, page
from tests.cast import Cast

READS_A1 = f"{A1} {MANAGERS_A} {WATCHERS} {FIGURES}"
ROWS: list[Row] = [
    # Hours and shares of time
    page("visits:time_board", TEAM, others(TEAM)),
    page("visits:time_use", READS_A1, others(TEAM, A1), staff_id="staff_a1"),
    page("visits:explain_time", READS_A1, others(TEAM, A1), staff_id="staff_a1"),
]


def objects(cast: Cast) -> dict[str, Any]:
    return {}
