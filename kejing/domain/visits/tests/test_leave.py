"""Days of leave are no working days: logs, rates, the board, what the deputy hands back."""

import re
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from kejing.domain.org.public import enter_absence
from kejing.domain.org.tests.factories import leave_kinds
from kejing.domain.visits.queries import my_logs, person_page, team_board
from kejing.domain.visits.queries.why import Figure, explain_rate
from kejing.domain.visits.rules import Share
from kejing.domain.visits.tests.factories import held, submitted
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.periods import Month
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db
LAST = date(1998, 1, 23)
JANUARY = Month(1998, 1)


@pytest.fixture(autouse=True)
def _kinds(cast: Cast) -> None:
    leave_kinds()


def entered(cast: Cast, person: str, **more: Any) -> int:
    with cast["branch_head_a"].acting() as actor:
        return enter_absence(actor=actor, person_id=cast[person].holder_id or 0, kind="sick", **more)


class TestWorkdays:
    """Requirements, formulas: workdays exclude leave."""

    def test_no_log_is_due_while_away(self, cast: Cast) -> None:
        monday = date(1998, 1, 12)
        submitted(cast, "manager_a1", monday)
        with cast["manager_a1"].acting() as actor, clock.frozen(clock.at(TODAY, 18)):
            before = my_logs(actor=actor).record
        assert date(1998, 1, 13) in before.missing
        entered(cast, "manager_a1", first=date(1998, 1, 1), last=date(1998, 1, 9))
        entered(cast, "manager_a1", first=date(1998, 1, 13), last=date(1998, 1, 14))
        staff = cast["manager_a1"].staff_id or 0
        with cast["manager_a1"].acting() as actor, clock.frozen(clock.at(TODAY, 18)):
            record = my_logs(actor=actor).record
            assert explain_rate(actor=actor, staff_id=staff, figure=Figure.LOGS, month=JANUARY).conclusion
        assert (record.completeness, record.missing, record.streak) == (Share(1, 1), (), 1)
        with cast["market_manager_a"].acting() as actor, clock.frozen(clock.at(TODAY, 18)):
            assert person_page(actor=actor, staff_id=staff).record.completeness == Share(1, 1)
            row = next(m for m in team_board(actor=actor).members if m.staff_id == staff)
        assert (row.missing, row.log_was_due, row.log_is_missing) == ((), False, False)

    def test_the_board_says_until_when(self, cast: Cast) -> None:
        entered(cast, "manager_a1", first=TODAY, last=LAST)
        page = cast["market_manager_a"].client.get(
            reverse("visits:team_board"), headers={"accept-language": "en"}
        )
        assert "away until 23 Jan" in page.text


def test_handed_back_it_shows_what_the_deputy_did(cast: Cast) -> None:
    pk = entered(cast, "manager_a1", first=TODAY, last=LAST, deputy_id=cast["manager_a2"].holder_id)
    held(cast, "manager_a2", "C0001", result="handed over the card")
    page = cast["manager_a1"].client.get(reverse("org:absence_page", args=[pk])).text
    address = re.findall(r"/organisation/covers/\d+/", page)[0]
    assert "曾国华" in cast["manager_a1"].client.get(address).text
