"""Rates, days, boards and queues as their pages read them."""

from datetime import date
from fractions import Fraction

import pytest
from django.db import connection

from kejing.domain.customers.public import GoesAlong, owner_as_of
from kejing.domain.org.models import Appointment
from kejing.domain.org.public import holder_cards
from kejing.domain.visits import actions, queries
from kejing.domain.visits.models import Log, Review, Visit
from kejing.domain.visits.pack import VisitsSection
from kejing.domain.visits.pack import apply as apply_settings
from kejing.domain.visits.queries.duty import rhythm
from kejing.domain.visits.queries.rates import contact_rates
from kejing.domain.visits.queries.why import Figure
from kejing.domain.visits.rules import Share
from kejing.domain.visits.tests.factories import (
    PARTS,
    YESTERDAY,
    held,
    holder_of,
    planned,
    staff_of,
    submitted,
    working,
)
from kejing.domain.visits.vocabulary import Following
from kejing.foundation.kernel import clock, sections
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import Forbidden, NotVisible
from kejing.foundation.kernel.models import CalendarDay
from kejing.foundation.kernel.periods import Month
from kejing.foundation.kernel.testing import as_owner
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db
JANUARY = Month(1998, 1)


class TestRates:
    @pytest.mark.requirement("A2.3", shows="the outbound share of a person and month, from marked contacts")
    def test_outbound_share_by_person_and_month(self, cast: Cast) -> None:
        held(cast, day=date(1997, 12, 31))
        for direction in ("outbound", "outbound", "inbound"):
            held(cast, direction=direction)
        held(cast, "manager_a2", "C0004", direction="inbound")
        planned(cast)
        a1, a2 = staff_of(cast, "manager_a1"), staff_of(cast, "manager_a2")
        with working(cast, "branch_head_a") as actor:
            found = contact_rates(actor, [a1, a2], JANUARY)
        assert (found[a1].outbound, found[a2].outbound) == (Share(2, 3), Share(0, 1))

    @pytest.mark.requirement("A9.1", shows="the productive-visit rate: visits with a result of all held")
    def test_productive_visits(self, cast: Cast) -> None:
        for result in ("agreed", "", "", "signed", ""):
            held(cast, result=result)
        staff = staff_of(cast, "manager_a1")
        with working(cast, "manager_a1") as actor:
            found = contact_rates(actor, [staff], JANUARY)[staff].productive
        assert (found, found.ratio) == (Share(2, 5), Fraction(2, 5))

    @pytest.mark.requirement("A2.3", "A9.1", shows="nobody is judged by a month without contacts")
    def test_no_contacts_no_rate(self, cast: Cast) -> None:
        with working(cast, "manager_a1") as actor:
            page = queries.my_logs(actor=actor)
        assert page.rates.outbound.ratio is None
        assert page.rates.productive.ratio is None

    @pytest.mark.requirement("A4.50", shows="the review rate of a month: in time, of those handed in")
    def test_review_rate(self, cast: Cast) -> None:
        days = [date(1998, 1, d) for d in (9, 12, 13, 14)]
        logs = [submitted(cast, day=day) for day in days]
        late, in_time = clock.at(date(1998, 1, 13), 9), clock.at(date(1998, 1, 13), 18)
        for log_id, at in ((logs[0], late), (logs[1], in_time)):
            with clock.frozen(at), cast["market_manager_a"].acting() as actor:
                actions.review_log(actor=actor, log_id=log_id, mark=3)
        with working(cast, "market_manager_a") as actor:
            queue = queries.review_queue(actor=actor)
            board = queries.team_board(actor=actor)
            assert [row.day for row in queue.page.rows] == [days[2], days[3]]
            # Friday's was late, Monday's at the last minute, Tuesday's lapsed, Wednesday's still has time.
            assert queue.rate == board.reviewed == Share(1, 3)
            assert (queue.waiting.n, queue.late.n) == (2, 1)
            assert queries.explain_reviews(actor=actor, month=JANUARY).conclusion


class TestMyDay:
    def test_today_in_order_with_what_to_know(self, cast: Cast) -> None:
        held(cast, day=date(1998, 1, 12), result="agreed", next_step="bring papers", next_step_on=TODAY)
        first = held(cast, "manager_a1", "C0002", hour=9)
        planned(cast, customer="C0003", at="14:00")
        planned(cast, customer="C0003", day=date(1998, 1, 13))
        planned(cast, customer="C0002", day=date(1998, 1, 20))
        with working(cast, "manager_a1") as actor:
            page = queries.my_day(actor=actor)
        assert [(row.visit.at, row.visit.goal, row.is_next) for row in page.visits] == [
            ("09:00", "", False), ("14:00", "renew the deposit", True), ("", "bring papers", False),
        ]  # fmt: skip
        assert page.visits[0].visit.id == first
        brief = page.visits[2].brief
        assert brief is not None
        assert brief.last is not None
        assert (brief.last.result, brief.last.next_step) == ("agreed", "bring papers")
        assert [row.day for row in page.overdue] == [date(1998, 1, 13)]
        assert [row.day for row in page.ahead] == [date(1998, 1, 20)]
        assert page.held == Share(1, 3)

    @pytest.mark.requirement("A2.55", shows="streak, missing days and today's cut-off on the first page")
    def test_the_log_with_its_clock_streak_and_missing_days(self, cast: Cast) -> None:
        for d in (5, 6, 8, 9, 12, 13, 14):
            submitted(cast, day=date(1998, 1, d))
        held(cast)
        with working(cast, "manager_a1") as actor:
            page = queries.my_day(actor=actor)
            assert (page.log.is_submitted, page.log.drafted) == (False, 1)
            assert page.log.due_at == clock.at(date(1998, 1, 16), 9)
            # 1 January is a holiday; 2 January was a working day without a log, as was the 7th.
            assert page.record.missing == (date(1998, 1, 2), date(1998, 1, 7))
            assert page.record.streak == 5
            assert page.record.completeness == Share(7, 9)
        submitted(cast)
        with working(cast, "manager_a1") as actor:
            assert queries.my_day(actor=actor).record.streak == 6

    def test_days_before_the_appointment_are_not_due(self, cast: Cast) -> None:
        with as_owner():
            Appointment.objects.filter(staff_id=staff_of(cast, "manager_a1")).update(
                valid_from=date(1998, 1, 13)
            )
        with working(cast, "manager_a1") as actor:
            assert queries.my_day(actor=actor).record.missing == (date(1998, 1, 13), YESTERDAY)

    def test_the_organisations_own_calendar_decides(self, cast: Cast) -> None:
        with as_system("calendar"):
            CalendarDay.objects.create(day=YESTERDAY, works=False)
            CalendarDay.objects.create(day=date(1998, 1, 11), works=True)
        with working(cast, "manager_a1") as actor:
            missing = queries.my_day(actor=actor).record.missing
        assert YESTERDAY not in missing
        assert date(1998, 1, 11) in missing

    def test_whoever_writes_no_logs_has_no_day(self, cast: Cast) -> None:
        with working(cast, "auditor") as actor, pytest.raises(Forbidden):
            queries.my_day(actor=actor)


class TestDayLog:
    @pytest.mark.requirement(
        "A4.43", shows="the log is drafted from the plan's remarks and the day's records, which stay"
    )
    def test_drafted_from_plan_and_record(self, cast: Cast) -> None:
        visit_id = planned(cast, goal="talk about the loan")
        planned(cast, customer="C0002", goal="not reached today")
        with working(cast, "manager_a1", hour=12) as actor:
            actions.record_planned(
                actor=actor, visit_id=visit_id, version=1, happened_at=clock.at(TODAY, 9, 30), direction="outbound",
                goal="talk about the loan", reached="yes", result="she signs", observations="sells her shop",
            )  # fmt: skip
        with working(cast, "manager_a1") as actor:
            visits, results, reflections = queries.draft_of_day(actor=actor, day=TODAY, language="en")
            assert visits.splitlines() == [
                "1 customer contacts: 1 outbound, 0 inbound.",
                "1. 09:30 曾国华 (Visit): talk about the loan; Reached",
                "Planned, not held: 重庆: not reached today",
            ]
            assert (results, reflections) == ("· 曾国华: she signs", "· 曾国华: sells her shop")
            page = queries.day_log(actor=actor, day=TODAY)
            assert (len(page.held), len(page.unheld), page.log) == (1, 1, None)
            actions.submit_log(actor=actor, day=TODAY, **PARTS)
            assert Visit.objects.get(pk=visit_id).result == "she signs"

    def test_a_correction_of_the_visit_leaves_the_log_alone(self, cast: Cast) -> None:
        visit_id = held(cast, result="agreed")
        with working(cast, "manager_a1") as actor:
            draft = queries.draft_of_day(actor=actor, day=TODAY)
            actions.submit_log(
                actor=actor, day=TODAY, visits_part=draft[0], results_part=draft[1], reflections_part=draft[2]
            )
            actions.correct_visit(
                actor=actor, visit_id=visit_id, version=1, direction="inbound", channel="call", goal="", reached="none",
                result="refused", observations="", next_step="",
            )  # fmt: skip
            assert "agreed" in Log.objects.get().results_part

    @pytest.mark.parametrize(
        "day", [date(1998, 1, 16), date(1992, 12, 31), date(1, 1, 1), date(9999, 12, 31)]
    )
    def test_days_without_a_log_do_not_exist(self, cast: Cast, day: date) -> None:
        with working(cast, "manager_a1") as actor, pytest.raises(NotVisible):
            queries.day_log(actor=actor, day=day)


class TestTeam:
    @pytest.mark.requirement(
        "A2.55", "A4.50", shows="the manager sees who has not handed in, and her own clock"
    )
    def test_the_board(self, cast: Cast) -> None:
        submitted(cast, day=YESTERDAY)
        held(cast)
        planned(cast, customer="C0002")
        with working(cast, "market_manager_a") as actor:
            board = queries.team_board(actor=actor)
        first, second = board.members
        assert (first.name, second.name) == ("manager_a1", "manager_a2")
        assert (first.held, first.planned, first.logged_today) == (1, 1, False)
        assert (first.log is not None, first.log_is_missing, first.unread) == (True, False, 1)
        assert first.unread_due_at == clock.at(TODAY, 18)
        assert (second.log, second.log_is_missing) == (None, True)
        assert (board.missing, board.held) == (1, Share(1, 2))
        assert first.rates.outbound == Share(1, 1)
        assert board.waiting is not None
        assert (board.waiting.n, board.waiting.late) == (1, 0)

    def test_nothing_of_the_neighbouring_branch(self, cast: Cast) -> None:
        with working(cast, "market_manager_b") as actor:
            assert [row.name for row in queries.team_board(actor=actor).members] == ["manager_b1"]
            with pytest.raises(NotVisible):
                queries.person_page(actor=actor, staff_id=staff_of(cast, "manager_a1"))
            with pytest.raises(NotVisible):
                queries.explain_rate(
                    actor=actor, staff_id=staff_of(cast, "manager_a1"), figure=Figure.LOGS, month=JANUARY
                )

    def test_one_person(self, cast: Cast) -> None:
        held(cast, result="r")
        submitted(cast, day=YESTERDAY)
        with working(cast, "branch_head_a") as actor:
            page = queries.person_page(actor=actor, staff_id=staff_of(cast, "manager_a1"))
        assert (page.name, len(page.today), [log.day for log in page.logs]) == ("manager_a1", 1, [YESTERDAY])
        assert page.record.streak == 1

    def test_the_board_needs_the_right(self, cast: Cast) -> None:
        with working(cast, "manager_a1") as actor:
            with pytest.raises(Forbidden):
                queries.team_board(actor=actor)
            with pytest.raises(Forbidden):
                queries.explain_rate(
                    actor=actor,
                    staff_id=staff_of(cast, "manager_a2"),
                    figure=Figure.OUTBOUND,
                    month=JANUARY,
                )


class TestExplanation:
    @pytest.mark.parametrize("person", ["manager_a1", "market_manager_a"])
    def test_the_same_figure_for_both_down_to_the_visit(self, cast: Cast, person: str) -> None:
        visit_id = held(cast)
        held(cast, direction="inbound")
        with working(cast, person) as actor:
            found = queries.explain_rate(
                actor=actor, staff_id=staff_of(cast, "manager_a1"), figure=Figure.OUTBOUND, month=JANUARY
            )
        assert (found.score, [row.value for row in found.criteria]) == ("50.0%", ["1", "2"])
        assert (found.facts[-1].url, found.facts[-1].quantity, found.facts[-1].label) == (
            f"/visits/{visit_id}/", "1", "C0001",
        )  # fmt: skip

    def test_missing_days_are_named(self, cast: Cast) -> None:
        submitted(cast, day=YESTERDAY)
        with working(cast, "manager_a1") as actor:
            found = queries.explain_rate(
                actor=actor, staff_id=actor.staff_id or 0, figure=Figure.LOGS, month=JANUARY
            )
        assert [fact.on for fact in found.facts] == [date(1998, 1, d) for d in (2, 5, 6, 7, 8, 9, 12, 13)]


class TestSettings:
    @pytest.mark.usefixtures("db")
    def test_defaults_until_a_pack_says_otherwise_and_the_first_pack_decides(self) -> None:
        with as_system("pack") as actor:
            assert (rhythm().log_cutoff.hour, rhythm().max_days_back) == (9, 7)
            section = VisitsSection.model_validate({"log_cutoff": "10:30", "max_days_back": 3})
            assert apply_settings(section, actor).created == 1
            assert apply_settings(VisitsSection(), actor).kept == 1
            assert (rhythm().log_cutoff.minute, rhythm().max_days_back) == (30, 3)


def test_the_snapshots_views_run_and_hold_no_words(cast: Cast) -> None:
    held(cast, goal="secret goal", reached="yes", result="secret result")
    log_id = submitted(cast)
    with working(cast, "market_manager_a") as actor:
        actions.review_log(actor=actor, log_id=log_id, mark=2, comment="secret comment")
    with as_system("close"), connection.cursor() as cursor:
        for name, rows in (("visit", 1), ("log", 1), ("review", 1), ("log_duty", 5)):
            sql = queries.SNAPSHOT_VIEWS[name]
            cursor.execute(
                sql.replace(":period_start", "date '1998-01-01'").replace(":period_end", "date '1998-02-01'")
            )
            found = cursor.fetchall()
            assert (name, len(found)) == (name, rows)
            assert "secret" not in str(found)
    assert Review.objects.count() == 0


def test_what_goes_along_when_customers_are_transferred(cast: Cast) -> None:
    planned(cast, "manager_a1", "C0001")
    planned(cast, "manager_a1", "C0002")
    held(cast, "manager_a1", "C0001")
    staff_holder = holder_of(cast, "manager_a2")
    asked = [cast.customers["C0001"], cast.customers["C0003"]]
    with cast["market_manager_a"].acting() as actor:
        pool = owner_as_of(actor=actor, customer_id=cast.customers["C0008"], day=TODAY)
        for target, word in (
            (holder_cards([staff_holder])[staff_holder], Following.GOES),
            (pool, Following.STAYS),
        ):
            found = sections.collect("customers.transfer", actor=actor, customer_ids=asked, target=target)
            assert found == {"plans": GoesAlong(str(word.label), 1)}
