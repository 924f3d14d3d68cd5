"""Unusual entries raise a question with its facts; she answers, those above close; logs unread are seen upward."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kejing.domain.checks.actions import questions as actions
from kejing.domain.checks.models import Question
from kejing.domain.checks.tests.factories import asked, with_policy
from kejing.domain.checks.vocabulary import CheckRefusal, Pattern
from kejing.domain.visits.public import record_visit, review_log, unread_logs
from kejing.domain.visits.tests.factories import YESTERDAY, held, staff_of, submitted, working
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import Forbidden, NotVisible, Refused
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db
MONDAY = date(1998, 1, 12)


@pytest.fixture(autouse=True)
def policy_in_force(cast: Cast) -> None:
    with_policy()


def overlapping(cast: Cast) -> Question:
    held(cast, minutes=90)
    held(cast, customer="C0002", hour=11, minutes=30)
    (found,) = asked()
    return found


class TestPatterns:
    def test_overlapping_visits(self, cast: Cast) -> None:
        question = overlapping(cast)
        assert (question.pattern, question.staff_id) == (Pattern.OVERLAP, staff_of(cast, "manager_a1"))
        assert [fact["label"] for fact in question.facts] == ["10:00 + 90 min", "11:00 + 30 min"]
        assert question.answer_due == date(1998, 1, 20)

    def test_visits_one_after_the_other_are_no_matter(self, cast: Cast) -> None:
        held(cast, minutes=55)
        held(cast, customer="C0002", hour=11, minutes=30)
        assert asked() == []

    def test_hardly_any_time_between(self, cast: Cast) -> None:
        held(cast, minutes=58)
        held(cast, customer="C0002", hour=11, minutes=30)
        assert [question.pattern for question in asked()] == [Pattern.GAPS]

    def test_many_in_a_day(self, cast: Cast) -> None:
        for hour in (9, 10, 11, 13):
            held(cast, hour=hour, minutes=20)
        (question,) = asked()
        assert (question.pattern, len(question.facts)) == (Pattern.CROWDED, 4)

    def test_copied_text_but_for_signs_and_spaces(self, cast: Cast) -> None:
        for day, text in (
            (12, "客户对产品满意，没有问题。"),
            (13, "客户对产品满意 没有问题"),
            (14, "客户对产品满意；没有问题！"),
        ):
            held(cast, day=date(1998, 1, day), result=text)
        (question,) = asked()
        assert (question.pattern, len(question.facts)) == (Pattern.COPIED, 3)

    def test_short_phrases_are_no_copies(self, cast: Cast) -> None:
        for day in (12, 13, 14):
            held(cast, day=date(1998, 1, day), result="已联系")
        assert asked() == []

    def test_back_dated(self, cast: Cast) -> None:
        for hour in (9, 11):
            with working(cast, "manager_a1", TODAY) as actor:
                record_visit(
                    actor=actor, customer_id=cast.customers["C0001"], happened_at=clock.at(MONDAY, hour),
                    direction="outbound",
                )  # fmt: skip
        (question,) = asked()
        assert (question.pattern, [f["label"] for f in question.facts]) == (
            Pattern.BACKDATED,
            ["+3 d", "+3 d"],
        )

    def test_reviews_that_always_give_the_same_mark(self, cast: Cast) -> None:
        for day, mark in ((12, 4), (13, 4), (14, 4)):
            log_id = submitted(cast, day=date(1998, 1, day))
            with working(cast, "market_manager_a", TODAY) as actor:
                review_log(actor=actor, log_id=log_id, mark=mark)
        (question,) = asked()
        assert (question.pattern, question.staff_id) == (
            Pattern.SAME_MARKS,
            staff_of(cast, "market_manager_a"),
        )

    def test_only_the_system_and_those_who_close_may_have_it_ask(self, cast: Cast) -> None:
        with working(cast, "manager_a1") as actor, pytest.raises(Forbidden):
            actions.raise_questions(actor=actor)

    def test_nothing_is_asked_twice_and_the_cost_does_not_grow(self, cast: Cast) -> None:
        overlapping(cast)
        counts = []
        for hours in ((13, 14), (15, 16)):
            for hour in hours:
                held(cast, "manager_a2", "C0004", hour=hour, minutes=5)
            once = asked()
            with CaptureQueriesContext(connection) as found:
                assert asked() == once, "the second time nothing is new, and nobody is told again"
            counts.append(len(found))
        assert counts[1] - counts[0] <= 2


class TestAnswering:
    def test_from_the_question_to_its_close(self, cast: Cast) -> None:
        question = overlapping(cast)
        address = f"/checks/questions/{question.pk}/"
        mine = cast["manager_a1"].client
        assert "10:00 + 90 min" in mine.get(address).content.decode()
        assert mine.post(address, {"answer": "the first ended early"}).status_code == 302
        above = cast["market_manager_a"].client
        assert "the first ended early" in above.get(address).content.decode()
        said = {"result": "explained", "reason": "plausible"}
        assert above.post(f"{address}close/", said).status_code == 302
        with as_system("test"):
            row = Question.objects.get()
        assert (row.state, row.outcome, row.reason) == ("closed", "explained", "plausible")

    def test_not_closed_before_her_time_to_answer_is_over(self, cast: Cast) -> None:
        question = overlapping(cast)
        said = {"question_id": question.pk, "result": "agreed", "reason": "r"}
        with working(cast, "market_manager_a", date(1998, 1, 20)) as actor, pytest.raises(Refused) as caught:
            actions.close_question(actor=actor, **said)
        assert caught.value.code == CheckRefusal.NOT_ANSWERED
        with working(cast, "market_manager_a", date(1998, 1, 21)) as actor:
            actions.close_question(actor=actor, **said)
        with working(cast, "manager_a1", date(1998, 1, 21)) as actor, pytest.raises(Refused) as caught:
            actions.answer_question(actor=actor, question_id=question.pk, answer="late")
        assert caught.value.code == CheckRefusal.CLOSED

    def test_only_she_answers_nobody_closes_her_own(self, cast: Cast) -> None:
        question = overlapping(cast)
        with working(cast, "market_manager_a") as actor, pytest.raises(Refused) as caught:
            actions.answer_question(actor=actor, question_id=question.pk, answer="x")
        assert caught.value.status == 403
        with working(cast, "manager_a2") as actor, pytest.raises(NotVisible):
            actions.answer_question(actor=actor, question_id=question.pk, answer="x")
        with working(cast, "market_manager_b"):
            assert Question.objects.count() == 0
        with working(cast, "manager_a1") as actor:
            actions.answer_question(actor=actor, question_id=question.pk, answer="x")


class TestUnreadUpward:
    @pytest.mark.requirement(
        "A4.50", shows="unread logs per reviewer: how many wait, since when, seen by the branch head"
    )
    def test_per_reviewer_with_the_oldest(self, cast: Cast) -> None:
        for day in (MONDAY, MONDAY + timedelta(days=1)):
            submitted(cast, day=day)
        read = submitted(cast, "manager_a2", YESTERDAY)
        with working(cast, "market_manager_a") as actor:
            review_log(actor=actor, log_id=read, mark=3)
        submitted(cast, "market_manager_a", YESTERDAY)
        with working(cast, "branch_head_a", TODAY, 17) as actor:
            rows = unread_logs(actor=actor)
        assert [(row.reviewer_id, row.waiting, row.late, row.writers) for row in rows] == [
            (staff_of(cast, "market_manager_a"), 2, 2, 1), (staff_of(cast, "branch_head_a"), 1, 0, 1),
        ]  # fmt: skip
        assert rows[0].oldest == clock.at(MONDAY, 18)
        with clock.frozen(clock.at(TODAY, 17)):
            assert "market_manager_a" in cast["branch_head_a"].client.get("/checks/unread/").content.decode()
