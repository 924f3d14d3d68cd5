"""Handing in, correcting with a mark, reviewing."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from kejing.domain.visits import actions
from kejing.domain.visits.models import Log, LogCorrection, Review
from kejing.domain.visits.queries.duty import log_due_at, rhythm
from kejing.domain.visits.tests.factories import PARTS, YESTERDAY, submitted, working
from kejing.domain.visits.tests.test_actions_visits import close
from kejing.domain.visits.vocabulary import LogRefusal, ReviewRefusal
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.errors import Forbidden, KernelRefusal, NotVisible, Refused, Stale
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db
FRIDAY, MONDAY = date(1998, 1, 16), date(1998, 1, 19)


class TestSubmitLog:
    @pytest.mark.requirement("A2.55", shows="a daily log with three parts, kept as it was handed in")
    def test_three_parts_kept_with_the_clocks(self, cast: Cast) -> None:
        log_id = submitted(cast)
        with working(cast, "manager_a1"):
            log = Log.objects.get(pk=log_id)
        assert (log.visits_part, log.results_part, log.reflections_part) == (
            "visits",
            "results",
            "reflections",
        )
        assert (log.due_at, log.review_due_at) == (clock.at(FRIDAY, 9), clock.at(FRIDAY, 18))
        assert log.on_time

    def test_a_second_log_of_a_day_is_refused(self, cast: Cast) -> None:
        submitted(cast)
        with pytest.raises(Refused) as caught:
            submitted(cast)
        assert caught.value.code == LogRefusal.SECOND_LOG
        with working(cast, "manager_a1"):
            assert Log.objects.count() == 1

    def test_a_double_press_is_one_log(self, cast: Cast) -> None:
        with working(cast, "manager_a1") as actor:
            ids = {actions.submit_log(actor=actor, day=TODAY, **PARTS, idempotency_key="k") for _ in range(2)}
            assert ids == set(Log.objects.values_list("pk", flat=True))

    @pytest.mark.parametrize(
        ("on", "at", "goes"), [(FRIDAY, (9, 0), True), (FRIDAY, (9, 1), False), (MONDAY, (8, 0), False)]
    )
    def test_the_cut_off_is_the_next_working_day_at_nine(
        self, cast: Cast, on: date, at: tuple[int, int], goes: bool
    ) -> None:
        with working(cast, "manager_a1", on, *at) as actor:
            if goes:
                assert actions.submit_log(actor=actor, day=TODAY, **PARTS)
                return
            with pytest.raises(Refused) as caught:
                actions.submit_log(actor=actor, day=TODAY, **PARTS)
            assert caught.value.code == LogRefusal.PAST_CUTOFF
            assert "1998-01-16 09:00" in caught.value.text
            assert not Log.objects.exists()

    def test_over_a_weekend_and_a_holiday_the_cut_off_waits(self, cast: Cast) -> None:
        with working(cast, "manager_a1"):
            settings = rhythm()
            assert log_due_at(FRIDAY, settings) == clock.at(MONDAY, 9)
            assert log_due_at(date(1997, 12, 31), settings) == clock.at(date(1998, 1, 2), 9)

    @pytest.mark.parametrize(
        ("day", "code"), [(FRIDAY, LogRefusal.LOG_IN_FUTURE), (date(1992, 12, 31), LogRefusal.BEFORE_POST)]
    )
    def test_days_that_have_no_log(self, cast: Cast, day: date, code: LogRefusal) -> None:
        with working(cast, "manager_a1") as actor, pytest.raises(Refused) as caught:
            actions.submit_log(actor=actor, day=day, **PARTS)
        assert caught.value.code == code

    def test_an_empty_log_is_refused(self, cast: Cast) -> None:
        with working(cast, "manager_a1") as actor, pytest.raises(Refused) as caught:
            actions.submit_log(actor=actor, day=TODAY, **dict.fromkeys(PARTS, ""))
        assert caught.value.code == LogRefusal.NOTHING_SAID

    def test_it_needs_the_right(self, cast: Cast) -> None:
        with working(cast, "branch_head_a") as actor, pytest.raises(Forbidden):
            actions.submit_log(actor=actor, day=TODAY, **PARTS)


NEW = {"visits_part": "v2", "results_part": "", "reflections_part": ""}


class TestCorrectLog:
    def test_what_was_handed_in_never_changes(self, cast: Cast) -> None:
        log_id = submitted(cast, day=YESTERDAY)
        with working(cast, "manager_a1") as actor:
            assert actions.correct_log(actor=actor, day=YESTERDAY, reason="forgot one", **NEW) == log_id
            log, correction = Log.objects.get(), LogCorrection.objects.get()
        assert (log.visits_part, log.on_time) == ("visits", True)
        assert (correction.kind, correction.visits_part, correction.reason) == ("amended", "v2", "forgot one")
        assert (correction.original_at, correction.at) == (log.submitted_at, clock.at(TODAY, 17))

    def test_the_database_keeps_logs_corrections_and_reviews(self, cast: Cast) -> None:
        submitted(cast)
        with working(cast, "manager_a1"):
            for table in (Log, LogCorrection, Review):
                with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                    table.objects.update(id=0)
                with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                    table.objects.all()._raw_delete("default")

    def test_a_late_log_is_marked_with_both_times(self, cast: Cast) -> None:
        with working(cast, "manager_a1") as actor:
            log_id = actions.correct_log(actor=actor, day=date(1998, 1, 13), reason="was ill", **NEW)
            log, correction = Log.objects.get(pk=log_id), LogCorrection.objects.get()
        assert (log.on_time, log.visits_part) == (False, "v2")
        assert (log.due_at, log.submitted_at) == (clock.at(YESTERDAY, 9), clock.at(TODAY, 17))
        assert (correction.kind, correction.original_at) == ("late", None)

    @pytest.mark.parametrize(
        ("day", "code"), [(TODAY, LogRefusal.NOT_LATE_YET), (date(1998, 1, 7), LogRefusal.TOO_LONG_AGO)]
    )
    def test_refused(self, cast: Cast, day: date, code: LogRefusal) -> None:
        with working(cast, "manager_a1") as actor, pytest.raises(Refused) as caught:
            actions.correct_log(actor=actor, day=day, reason="r", **NEW)
        assert caught.value.code == code

    def test_a_closed_month_takes_no_late_log(self, cast: Cast) -> None:
        close(date(1998, 1, 1))
        with working(cast, "manager_a1", date(1998, 2, 3)) as actor, pytest.raises(Refused) as caught:
            actions.correct_log(actor=actor, day=date(1998, 1, 30), reason="r", **NEW)
        assert caught.value.code == KernelRefusal.PERIOD_CLOSED


def review(
    cast: Cast, person: str, log_id: int, mark: int = 4, version: int = 0, comment: str = "good"
) -> int:
    with working(cast, person, TODAY, 18) as actor:
        return actions.review_log(actor=actor, log_id=log_id, mark=mark, comment=comment, version=version)


class TestReviewLog:
    @pytest.mark.requirement("A4.50", shows="a manager marks a log of her team from 1 to 5 with a comment")
    @pytest.mark.parametrize("reviewer", ["market_manager_a", "branch_head_a"])
    def test_a_manager_reviews_the_logs_of_her_team(self, cast: Cast, reviewer: str) -> None:
        log_id = submitted(cast)
        review(cast, reviewer, log_id)
        with working(cast, "manager_a1"):
            found = Review.objects.get()
        assert (found.log_id, found.mark, found.comment) == (log_id, 4, "good")
        assert found.reviewer_id == cast[reviewer].staff_id

    def test_nobody_reviews_her_own_log(self, cast: Cast) -> None:
        log_id = submitted(cast, "market_manager_a")
        with pytest.raises(Refused) as caught:
            review(cast, "market_manager_a", log_id)
        assert caught.value.code == ReviewRefusal.OWN_LOG
        review(cast, "branch_head_a", log_id)

    @pytest.mark.parametrize("stranger", ["market_manager_b", "branch_head_b"])
    def test_a_log_of_another_branch_does_not_exist(self, cast: Cast, stranger: str) -> None:
        log_id = submitted(cast)
        with pytest.raises(NotVisible):
            review(cast, stranger, log_id)

    @pytest.mark.parametrize("person", ["manager_a1", "manager_a2", "auditor"])
    def test_it_needs_the_right(self, cast: Cast, person: str) -> None:
        log_id = submitted(cast)
        with pytest.raises(Forbidden):
            review(cast, person, log_id)

    def test_once_and_then_by_a_change_that_keeps_the_first(self, cast: Cast) -> None:
        log_id = submitted(cast)
        review(cast, "market_manager_a", log_id)
        with pytest.raises(Refused) as caught:
            review(cast, "branch_head_a", log_id, mark=2)
        assert caught.value.code == ReviewRefusal.REVIEWED_ALREADY
        review(cast, "branch_head_a", log_id, mark=2, version=1)
        with working(cast, "manager_a1"):
            assert list(Review.objects.order_by("seq").values_list("seq", "mark")) == [(1, 4), (2, 2)]

    def test_a_stale_change_is_refused_with_what_differs(self, cast: Cast) -> None:
        log_id = submitted(cast)
        review(cast, "market_manager_a", log_id)
        review(cast, "branch_head_a", log_id, mark=2, version=1)
        with pytest.raises(Stale) as caught:
            review(cast, "market_manager_a", log_id, mark=5, version=1)
        assert [(d.field, d.yours, d.theirs) for d in caught.value.differences] == [("mark", 5, 2)]
