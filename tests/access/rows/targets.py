"""Who may ask what of targets."""

from decimal import Decimal
from typing import Any

from kejing.domain.targets.public import set_target
from kejing.foundation.kernel import clock
from tests.access.row import A1, A2, B1, LEADERS, MANAGERS_A, MANAGERS_B, WATCHERS, Row, form, page, sent
from tests.cast import TODAY, Cast

NONE = "hr outsider"
"""Without the right to see targets."""
ADMIN = "administrator"
ALL = f"{A1} {A2} {B1} {LEADERS} {WATCHERS} {ADMIN}"
SEES_A = f"{MANAGERS_A} {WATCHERS} {ADMIN}"
SEES_A1 = f"{A1} {SEES_A}"
SETS_A = f"{MANAGERS_A} {ADMIN}"
SPLITS_A1 = f"{A1} {SETS_A}"
AMS_B = f"{A2} {B1} {MANAGERS_B}"
SET = {"measure": "cards_issued", "kind": "month", "day": "TODAY", "staff_id": "staff_a2", "base": "10"}
CHANGE = {"base": "50", "reason": "less", "version": 1}
DIVIDE = {"version": 1, "base-C0001": "10"}
PARTS = {"version": 1, "way": "subject", "parts": [{"key": "C0001", "base": "10"}]}
WHY = {"explanation": "spare"}

ROWS: list[Row] = [
    page("targets:my_targets", ALL, NONE),
    page("targets:person_targets", SEES_A1, NONE, staff_id="staff_a1"),
    page("targets:target_tree", ALL, NONE),
    page("targets:theme_page", ALL, NONE),
    page("targets:pick_unit", ALL, NONE, query="q=U"),
    page("targets:pick_person", ALL, NONE, query="q=S00"),
    page("targets:target_page", SEES_A1, NONE, target_id="target_of_a1"),
    page("targets:target_page", SEES_A, NONE, target_id="target_of_unit"),
    page("targets:target_parts", SEES_A, NONE, target_id="target_of_unit"),
    page("targets:explain_target", SEES_A1, NONE, target_id="target_of_a1"),
    page("targets:set_target", f"{SETS_A} {A1} {AMS_B}", f"{WATCHERS} {NONE}"),
    sent("targets:set_target", SET, SETS_A, f"{A1} {AMS_B} {WATCHERS} {NONE}"),
    *form("targets:change_target", CHANGE, SETS_A, f"{A1} {WATCHERS} {NONE}", target_id="target_of_a1"),
    *form("targets:cascade_target", DIVIDE, SPLITS_A1, f"{WATCHERS} {NONE}", works=False, target_id="target_of_a1"),
    *form("targets:explain_difference", WHY, SETS_A, f"{WATCHERS} {NONE}", target_id="target_of_unit", way="subject"),
    page("api:progress", SEES_A1, NONE, query="staff_id=staff_a1"),
    page("api:measures", ALL, NONE),
    page("api:themes", ALL, NONE),
    page("api:target_tree", ALL, NONE, query="measure=accounts_opened"),
    page("api:target_page", SEES_A1, NONE, target_id="target_of_a1"),
    page("api:target_parts", SEES_A, NONE, target_id="target_of_unit"),
    sent("api:set_target", SET, SETS_A, f"{A1} {AMS_B} {WATCHERS} {NONE}"),
    sent("api:change_target", CHANGE, SETS_A, f"{A1} {WATCHERS} {NONE}", target_id="target_of_a1"),
    sent("api:cascade_target", PARTS, SPLITS_A1, f"{WATCHERS} {NONE}", works=False, target_id="target_of_a1"),
    sent("api:explain_difference", WHY | {"way": "subject"}, SETS_A, f"{WATCHERS} {NONE}", target_id="target_of_unit"),
]  # fmt: skip


def objects(cast: Cast) -> dict[str, Any]:
    """A target of unit A, and one of manager_a1 that is a part of it."""
    start: dict[str, Any] = {"measure": "accounts_opened", "kind": "month", "day": TODAY}
    with clock.frozen(clock.at(TODAY, 9)), cast["market_manager_a"].acting() as actor:
        unit = set_target(actor=actor, base=Decimal(100), unit_id=cast.units["A"].pk, **start)
        person = set_target(actor=actor, base=Decimal(60), staff_id=cast["manager_a1"].staff_id, **start)
    return {"target_of_unit": unit, "target_of_a1": person, "staff_a2": cast["manager_a2"].staff_id}
