"""Handbook inspections and coaching: planned and by surprise, scored, replied to; talks with a next check."""

from datetime import date
from decimal import Decimal

import pytest

from kejing.domain.checks.actions import coaching, inspections
from kejing.domain.checks.models import Coaching, Inspection, InspectionSample, InspectionScore
from kejing.domain.checks.queries.coaching import coaching_list
from kejing.domain.checks.queries.inspections import inspection_list, inspection_page
from kejing.domain.checks.tests.factories import coached, inspected, with_policy
from kejing.domain.checks.vocabulary import CheckRefusal
from kejing.domain.visits.tests.factories import YESTERDAY, held, staff_of, submitted, working
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import Forbidden, NotVisible, Refused, Stale
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db
POINTS = {"complete": 8, "followed": 4}


@pytest.fixture(autouse=True)
def handbook(cast: Cast) -> None:
    with_policy()
    for hour in (9, 10, 11):
        held(cast, day=YESTERDAY, hour=hour)
    submitted(cast, day=YESTERDAY)


def scored(cast: Cast, inspection: int, by: str = "branch_head_a", version: int = 1, **points: int) -> int:
    with working(cast, by) as actor:
        return inspections.score_inspection(
            actor=actor, inspection_id=inspection, points=points or POINTS, comment="thin", version=version
        )


class TestInspection:
    @pytest.mark.requirement("A2.56", shows="a surprise inspection: sample, score, comment, reply")
    def test_from_the_surprise_to_the_reply(self, cast: Cast) -> None:
        inspection = inspected(cast)
        with working(cast, "branch_head_a") as actor:
            page = inspection_page(actor=actor, inspection_id=inspection)
        assert (len([s for s in page.sample if s.log_id]), len([s for s in page.sample if s.visit_id])) == (
            1,
            2,
        )
        client = cast["branch_head_a"].client
        answer = client.post(
            f"/checks/inspections/{inspection}/",
            {"points_complete": "8", "points_followed": "4", "comment": "thin", "version": "1"},
        )
        assert answer.status_code == 302
        mine = cast["manager_a1"].client
        assert "80.0 %" in mine.get(f"/checks/inspections/{inspection}/").content.decode()
        assert (
            mine.post(f"/checks/inspections/{inspection}/reply/", {"reply": "I was ill"}).status_code == 302
        )
        with as_system("test"):
            row = Inspection.objects.get(pk=inspection)
        assert (row.score, row.comment, row.reply) == (Decimal("80.0"), "thin", "I was ill")

    @pytest.mark.requirement(
        "A2.56", shows="a planned inspection, by the corporate department too; coverage listed"
    )
    def test_a_planned_one_is_announced_and_begun_on_its_day(self, cast: Cast) -> None:
        inspection = inspected(cast, by="compliance", kind="planned")
        assert cast["manager_a1"].client.get(f"/checks/inspections/{inspection}/").status_code == 200
        with working(cast, "compliance") as actor:
            inspections.open_inspection(actor=actor, inspection_id=inspection)
            assert InspectionSample.objects.filter(inspection_id=inspection).count() == 3
        scored(cast, inspection, by="compliance", version=2)
        with working(cast, "compliance") as actor:
            rows = {row.staff_id: row.is_due for row in inspection_list(actor=actor).coverage}
        assert rows[staff_of(cast, "manager_a1")] is False
        assert rows[staff_of(cast, "manager_b1")] is True

    def test_a_surprise_is_unknown_until_it_is_done(self, cast: Cast) -> None:
        inspection = inspected(cast)
        with working(cast, "manager_a1"):
            assert (Inspection.objects.count(), InspectionSample.objects.count()) == (0, 0)
        assert cast["manager_a1"].client.get(f"/checks/inspections/{inspection}/").status_code == 404
        scored(cast, inspection)
        with working(cast, "manager_a1"):
            assert (Inspection.objects.count(), InspectionScore.objects.count()) == (1, 2)
        with working(cast, "manager_a2"):
            assert Inspection.objects.count() == 0

    @pytest.mark.parametrize(
        "points", [{"complete": 8}, {"complete": 11, "followed": 1}, {**POINTS, "golf": 1}]
    )
    def test_points_that_are_none_are_refused(self, cast: Cast, points: dict[str, int]) -> None:
        inspection = inspected(cast)
        with pytest.raises(Refused) as caught:
            scored(cast, inspection, **points)
        assert caught.value.code in {CheckRefusal.POINTS_WRONG, CheckRefusal.CRITERION_UNKNOWN}
        with as_system("test"):
            assert InspectionScore.objects.count() == 0

    def test_not_oneself_not_another_unit_not_without_the_right(self, cast: Cast) -> None:
        for person, by, error in (
            ("manager_b1", "branch_head_a", NotVisible), ("manager_a1", "market_manager_a", Forbidden),
            ("branch_head_a", "branch_head_a", Refused),
        ):  # fmt: skip
            with pytest.raises(error):
                inspected(cast, person, by)

    def test_only_the_inspector_scores_and_only_what_is_open(self, cast: Cast) -> None:
        inspection = inspected(cast)
        with pytest.raises(Refused) as caught:
            scored(cast, inspection, by="compliance")
        assert caught.value.status == 403
        with pytest.raises(Stale):
            scored(cast, inspection, version=9)
        scored(cast, inspection)
        with pytest.raises(Refused):
            scored(cast, inspection, version=2)

    def test_begun_once_replied_to_once_and_by_her_alone(self, cast: Cast) -> None:
        inspection = inspected(cast, kind="planned")
        with working(cast, "branch_head_a") as actor:
            inspections.open_inspection(actor=actor, inspection_id=inspection)
            with pytest.raises(Refused) as caught:
                inspections.open_inspection(actor=actor, inspection_id=inspection)
            assert caught.value.code == CheckRefusal.NOT_PLANNED
            with pytest.raises(Refused) as caught:
                inspections.reply_inspection(actor=actor, inspection_id=inspection, reply="r")
            assert caught.value.status == 403
        with working(cast, "manager_a1") as actor:
            with pytest.raises(Refused) as caught:
                inspections.reply_inspection(actor=actor, inspection_id=inspection, reply="r")
            assert caught.value.code == CheckRefusal.NOT_DONE
        scored(cast, inspection, version=2)
        with working(cast, "manager_a1") as actor:
            inspections.reply_inspection(actor=actor, inspection_id=inspection, reply="r")
            with pytest.raises(Refused) as caught:
                inspections.reply_inspection(actor=actor, inspection_id=inspection, reply="again")
            assert caught.value.code == CheckRefusal.REPLIED

    @pytest.mark.parametrize(
        "days", [(date(1998, 1, 9), date(1998, 1, 9)), (date(1998, 1, 16), date(1998, 1, 20))]
    )
    def test_a_period_without_days_or_to_come_is_refused(self, cast: Cast, days: tuple[date, date]) -> None:
        with working(cast, "branch_head_a") as actor, pytest.raises(Refused) as caught:
            inspections.plan_inspection(
                actor=actor,
                staff_id=staff_of(cast, "manager_a1"),
                kind="surprise",
                start=days[0],
                end=days[1],
            )
        assert caught.value.code == CheckRefusal.PERIOD_EMPTY


class TestCoaching:
    @pytest.mark.requirement(
        "A4.50", shows="from a log read to a coaching record with a next check and its result"
    )
    def test_from_the_talk_to_what_became_of_it(self, cast: Cast) -> None:
        coaching_id = coached(cast)
        mine = cast["manager_a1"].client
        assert "goals missing" in mine.get("/checks/mine/").content.decode()
        assert mine.post(f"/checks/coaching/{coaching_id}/", {"answer": "I will"}).status_code == 302
        with working(cast, "market_manager_a", date(1998, 1, 22)) as actor:
            assert [row.id for row in coaching_list(actor=actor).due] == [coaching_id]
            coaching.follow_coaching(actor=actor, coaching_id=coaching_id, result="partly", remark="better")
            assert coaching_list(actor=actor).due == ()
        with as_system("test"):
            row = Coaching.objects.get()
        assert (row.answer, row.outcome, row.followed_on) == ("I will", "partly", date(1998, 1, 22))

    def test_refused(self, cast: Cast) -> None:
        with working(cast, "market_manager_a") as actor:
            said = {"actor": actor, "reason": "r", "agreed": "a"}
            with pytest.raises(Refused) as caught:
                coaching.record_coaching(**said, staff_id=staff_of(cast, "manager_a1"), check_on=TODAY)
            assert caught.value.code == CheckRefusal.CHECK_IN_THE_PAST
            with pytest.raises(NotVisible):
                coaching.record_coaching(
                    **said, staff_id=staff_of(cast, "manager_b1"), check_on=date(1998, 2, 1)
                )
            with pytest.raises(NotVisible):
                coaching.record_coaching(
                    **said, staff_id=staff_of(cast, "manager_a1"), check_on=date(1998, 2, 1), log_id=10**9
                )

    def test_only_she_reads_and_only_the_coach_follows_up(self, cast: Cast) -> None:
        coaching_id = coached(cast)
        with working(cast, "branch_head_a") as actor:
            with pytest.raises(Refused) as caught:
                coaching.answer_coaching(actor=actor, coaching_id=coaching_id)
            assert caught.value.status == 403
            with pytest.raises(Refused) as caught:
                coaching.follow_coaching(actor=actor, coaching_id=coaching_id, result="not")
            assert caught.value.status == 403
        with working(cast, "manager_a2") as actor, pytest.raises(NotVisible):
            coaching.answer_coaching(actor=actor, coaching_id=coaching_id)
        with working(cast, "manager_a1") as actor:
            coaching.answer_coaching(actor=actor, coaching_id=coaching_id)
            with pytest.raises(Refused):
                coaching.answer_coaching(actor=actor, coaching_id=coaching_id)

    def test_the_panels(self, cast: Cast) -> None:
        coached(cast)
        with clock.frozen(clock.at(TODAY, 17)):
            html = cast["market_manager_a"].client.get("/checks/coaching/").content.decode()
            assert "goals missing" in html
            form = cast["market_manager_a"].client.get(f"/checks/coaching/of/{staff_of(cast, 'manager_a1')}/")
            assert form.status_code == 200
