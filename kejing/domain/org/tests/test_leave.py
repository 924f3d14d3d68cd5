"""Leave: asked for, decided, ended; who knows why; days of leave are no working days."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.urls import reverse

from kejing.domain.org.actions import (
    arrange_cover,
    ask_absence,
    cancel_absence,
    decide_absence,
    end_absence,
    enter_absence,
)
from kejing.domain.org.models import Absence, Cover
from kejing.domain.org.public import absent_days, waiting_absences
from kejing.domain.org.queries import absence_calendar
from kejing.domain.org.tests.factories import leave_kinds
from kejing.domain.org.tests.test_covers import as_, refused, seen
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.testing import as_owner
from tests.cast import Cast

pytestmark = pytest.mark.django_db
FIRST, LAST = date(1998, 1, 19), date(1998, 1, 23)


@pytest.fixture(autouse=True)
def _kinds(cast: Cast) -> None:
    leave_kinds()


def wanted(**more: Any) -> dict[str, Any]:
    return {"kind": "annual", "first": FIRST, "last": LAST, "reason": "wedding", **more}


def asked(cast: Cast, person: str = "manager_a1", **more: Any) -> int:
    pk: int = as_(cast, person, ask_absence, **wanted(**more))
    return pk


def approved(cast: Cast, absence: int, by: str = "market_manager_a", **more: Any) -> int:
    pk: int = as_(cast, by, decide_absence, **{"absence_id": absence, "approve": True, "version": 1, **more})
    return pk


def entered(cast: Cast, person: str, **more: Any) -> int:
    person_id = cast[person].holder_id
    pk: int = as_(cast, "branch_head_a", enter_absence, **wanted(person_id=person_id, **more))
    return pk


def read(absence: int) -> Absence:
    with as_system("test"):
        return Absence.objects.get(pk=absence)


class TestAskAndDecide:
    def test_approved_with_a_deputy_who_acts_from_the_first_day_to_the_last(self, cast: Cast) -> None:
        deputy = cast["manager_a2"].holder_id
        pk = asked(cast, deputy_id=deputy)
        assert seen(cast, "manager_a2") == {"C0004", "C0005"}
        approved(cast, pk, deputy_id=deputy)
        row = read(pk)
        assert (row.state, row.decided_by_id) == ("approved", cast["market_manager_a"].staff_id)
        for day, acts in (
            (FIRST - timedelta(days=1), False),
            (FIRST, True),
            (LAST, True),
            (LAST + timedelta(days=1), False),
        ):
            with clock.frozen(clock.at(day, 9)):
                assert ("C0001" in seen(cast, "manager_a2")) is acts

    def test_pressed_twice_it_is_asked_once(self, cast: Cast) -> None:
        assert asked(cast, idempotency_key="k") == asked(cast, idempotency_key="k")

    def test_refused_to_ask(self, cast: Cast) -> None:
        a1, a2, b1 = (cast[f"manager_{key}"].holder_id for key in ("a1", "a2", "b1"))
        entered(cast, "manager_a2", last=FIRST)
        for more, code in (
            ({"kind": "moon"}, "no_kind"),
            ({"last": FIRST - timedelta(days=1)}, "no_days"),
            ({"first": date(1996, 1, 1)}, "too_far"),
            ({"last": date(1999, 6, 1)}, "too_long"),
            ({"half": "am"}, "half_of_one"),
            ({"deputy_id": a1}, "self_cover"),
            ({"deputy_id": a2}, "deputy_away"),
            ({"deputy_id": cast["auditor"].holder_id}, "deputy_far"),
            ({"deputy_id": 1_000_000}, "no_deputy"),
        ):
            assert refused(cast, "manager_a1", ask_absence, **wanted(**more)) == code, more
        assert refused(cast, "outsider", ask_absence, **wanted()) == "forbidden"
        asked(cast, deputy_id=b1)  # a unit beside it
        assert refused(cast, "manager_a1", ask_absence, **wanted(first=LAST, last=LAST)) == "overlaps"

    def test_who_decides(self, cast: Cast) -> None:
        pk, own = asked(cast), asked(cast, "market_manager_a")
        yes = {"approve": True, "version": 1}
        assert refused(cast, "manager_a1", decide_absence, absence_id=pk, **yes) == "forbidden"
        assert refused(cast, "manager_a2", decide_absence, absence_id=pk, **yes) == "forbidden"
        assert refused(cast, "market_manager_b", decide_absence, absence_id=pk, **yes) == "404"
        assert refused(cast, "market_manager_a", decide_absence, absence_id=own, **yes) == "own"
        assert refused(cast, "hr", decide_absence, absence_id=pk, approve=True, version=7) == "stale"
        assert read(pk).state == "asked"
        as_(cast, "hr", decide_absence, absence_id=pk, approve=False, version=1, note="too many are away")
        assert (read(pk).state, read(pk).note) == ("refused", "too many are away")
        assert refused(cast, "hr", decide_absence, absence_id=pk, **yes) == "decided"
        with pytest.raises(IntegrityError), as_system("by hand"), transaction.atomic():
            Absence.objects.filter(pk=own).update(
                state="approved", decided_by=cast["market_manager_a"].staff_id
            )

    def test_a_superior_enters_it_for_her_people_alone(self, cast: Cast) -> None:
        row = read(entered(cast, "manager_a1", kind="sick"))
        assert (row.state, row.asked_by_id) == ("approved", cast["branch_head_a"].staff_id)
        for person, who, code in (
            ("branch_head_a", "manager_b1", "outside"),
            ("branch_head_a", "branch_head_a", "own"),
            ("manager_a2", "manager_a1", "forbidden"),
        ):
            given = wanted(person_id=cast[who].holder_id)
            assert refused(cast, person, enter_absence, **given) == code

    def test_nothing_into_a_closed_month(self, cast: Cast) -> None:
        with as_owner(), connection.cursor() as cursor:
            cursor.execute(
                "insert into metrics_period (month, state, closed_by, snapshot_hash) values ('1997-12-01', 'closed', '', '')"
            )
        given = wanted(
            person_id=cast["manager_a1"].holder_id, first=date(1997, 12, 30), last=date(1998, 1, 2)
        )
        assert refused(cast, "branch_head_a", enter_absence, **given) == "period_closed"


class TestCancelAndReturn:
    def test_taken_back_before_it_begins_the_cover_goes(self, cast: Cast) -> None:
        pk = asked(cast)
        approved(cast, pk, deputy_id=cast["manager_a2"].holder_id)
        assert refused(cast, "manager_a2", cancel_absence, absence_id=pk) == "404"
        as_(cast, "manager_a1", cancel_absence, absence_id=pk)
        assert read(pk).state == "cancelled"
        with clock.frozen(clock.at(FIRST, 9)):
            assert "C0001" not in seen(cast, "manager_a2")
        assert refused(cast, "manager_a1", cancel_absence, absence_id=pk) == "decided"

    def test_an_early_return_hands_back(self, cast: Cast) -> None:
        pk = entered(cast, "manager_a1", deputy_id=cast["manager_a2"].holder_id)
        back = {"absence_id": pk, "version": 2}
        with clock.frozen(clock.at(FIRST + timedelta(days=1), 9)):
            assert refused(cast, "manager_a1", cancel_absence, absence_id=pk) == "begun"
            for day, code in (
                (FIRST, "not_early"),
                (LAST + timedelta(days=1), "not_early"),
                (LAST, "in_future"),
            ):
                assert refused(cast, "manager_a1", end_absence, back_on=day, **back) == code
            assert refused(cast, "manager_a1", end_absence, back_on=LAST, absence_id=pk, version=1) == "stale"
            as_(cast, "manager_a1", end_absence, back_on=FIRST + timedelta(days=1), **back)
            assert "C0001" not in seen(cast, "manager_a2")
        with as_system("test"):
            assert Cover.objects.get().valid_to == FIRST + timedelta(days=1)
            assert absent_days([cast["manager_a1"].staff_id or 0], FIRST, LAST) == {
                cast["manager_a1"].staff_id: frozenset({FIRST})
            }

    def test_a_deputy_who_is_away_is_no_deputy_of_a_cover_either(self, cast: Cast) -> None:
        entered(cast, "manager_a2")
        given = {
            "covered_id": cast["manager_a1"].holder_id, "deputy_id": cast["manager_a2"].holder_id,
            "first": FIRST, "last": FIRST, "reason": "",
        }  # fmt: skip
        assert refused(cast, "market_manager_a", arrange_cover, **given) == "deputy_away"


class TestWhoKnows:
    @pytest.mark.parametrize(
        ("person", "knows"),
        [
            ("manager_a1", True),
            ("market_manager_a", True),
            ("hr", True),
            ("manager_a2", False),
            ("market_manager_b", False),
            ("auditor", False),
        ],
    )
    def test_why_is_for_those_it_concerns(self, cast: Cast, person: str, knows: bool) -> None:
        pk = entered(cast, "manager_a1", kind="sick", reason="operation")
        assert cast[person].client.get(reverse("org:absence_page", args=[pk])).status_code == (
            200 if knows else 404
        )
        with cast[person].acting(), connection.cursor() as cursor:
            cursor.execute("select count(*) from org_absence")
            assert cursor.fetchone() == (int(knows),)

    def test_a_colleague_sees_until_when(self, cast: Cast) -> None:
        entered(cast, "manager_a1", kind="sick", reason="operation")
        with cast["manager_a2"].acting() as actor:
            [row] = absence_calendar(actor=actor).rows
        assert (row.id, row.kind, row.away.last_day) == (None, "", LAST)
        page = cast["manager_a2"].client.get(reverse("org:absence_calendar")).text
        assert "manager_a1" in page
        assert "sick" not in page
        with cast["manager_b1"].acting() as actor:
            assert absence_calendar(actor=actor).rows == ()
        assert "sick" in cast["hr"].client.get(reverse("org:absence_calendar")).text

    def test_the_badge_counts_what_waits_for_her(self, cast: Cast) -> None:
        asked(cast)
        asked(cast, "market_manager_a")
        for person, n in (
            ("market_manager_a", 1),
            ("branch_head_a", 2),
            ("branch_head_b", 0),
            ("manager_a1", 0),
        ):
            with cast[person].acting() as actor:
                assert waiting_absences(actor) == n


class TestAbsentDays:
    def test_half_a_day_is_a_working_day_still(self, cast: Cast) -> None:
        entered(cast, "manager_a1", first=FIRST, last=FIRST, half="am")
        staff = cast["manager_a1"].staff_id or 0
        with as_system("test"):
            assert absent_days([staff, 7], FIRST, LAST) == {staff: frozenset(), 7: frozenset()}
