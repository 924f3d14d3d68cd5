"""J1: the day's rows are exact under concurrency, and an approval is used once."""

import pytest

from kejing.domain.customers.tests.factories import limits
from kejing.engines.interchange.exports.actions import decide_export, make_approved, start_export
from kejing.engines.interchange.exports.models import Export
from kejing.foundation.kernel.context import as_system
from tests.cast import Cast
from tests.own_cast import at_once

pytestmark = pytest.mark.slow


def _ask(cast: Cast) -> int:
    with cast["manager_a1"].acting() as actor:
        return start_export(actor=actor, target="customers.customer", query="", file_format="csv", reason="r")


def test_six_exports_at_once_take_no_more_than_the_day_allows(own_cast: Cast) -> None:
    limits("account_manager", {"exports.rows_per_day": 7})  # three rows each: two fit
    answers = at_once(*[lambda: _ask(own_cast)] * 6)
    assert all(isinstance(answer, int) for answer in answers)
    with as_system("look"):
        states = sorted(Export.objects.values_list("state", flat=True))
    assert states == ["asked"] * 4 + ["ready"] * 2


def test_an_approval_used_twice_at_once_makes_one_file(own_cast: Cast) -> None:
    limits("account_manager", {"exports.rows": 1})
    export_id = _ask(own_cast)
    with own_cast["branch_head_a"].acting() as actor:
        decide_export(actor=actor, export_id=export_id, approve=True)

    def use() -> int:
        with own_cast["manager_a1"].acting() as actor:
            return make_approved(actor=actor, export_id=export_id)

    answers = at_once(*[use] * 4)
    assert sorted(type(answer).__name__ for answer in answers) == ["Refused"] * 3 + ["int"]
