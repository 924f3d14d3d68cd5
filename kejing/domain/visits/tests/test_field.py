"""The route of the day, and the figures of a month in the field with their explanations."""

from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kejing.domain.visits import actions, queries
from kejing.domain.visits.queries.field import field_page
from kejing.domain.visits.queries.why_field import FieldFigure, explain_field
from kejing.domain.visits.rules import FieldFigures, Share
from kejing.domain.visits.tests.factories import YESTERDAY, found, held, planned, staff_of, working
from kejing.domain.visits.vocabulary import VisitRefusal
from kejing.engines.packs.public import apply_pack
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import Forbidden, NotVisible, Refused
from kejing.foundation.kernel.periods import Month
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db
JANUARY = Month.of(TODAY)


@pytest.fixture(autouse=True)
def policy(cast: Cast) -> None:
    with as_system("pack") as system:
        apply_pack(actor=system, code="bank")


def figures(cast: Cast, person: str = "manager_a1", reader: str | None = None) -> FieldFigures:
    with working(cast, reader or person) as actor:
        return field_page(actor=actor, staff_id=staff_of(cast, person)).figures


def visited(cast: Cast, customer: str, at: time, hour: int, minute: int = 0) -> int:
    """Planned for an hour of today, arrived at another, left 20 minutes later."""
    visit_id = planned(cast, customer=customer, at=at)
    with working(cast, "manager_a1", TODAY, hour, minute) as actor:
        actions.check_in(actor=actor, visit_id=visit_id, version=1)
    with working(cast, "manager_a1", TODAY, hour, minute + 20) as actor:
        return actions.record_planned(
            actor=actor, visit_id=visit_id, version=2, direction="outbound", goal="renew", reached="yes"
        )


class TestRouteOfDay:
    def test_the_order_is_made_by_hand(self, cast: Cast) -> None:
        late, early = planned(cast, at=time(15)), planned(cast, customer="C0002", at=time(9))
        tomorrow = planned(cast, customer="C0003", day=date(1998, 1, 16))
        with working(cast, "manager_a1", TODAY, 8) as actor:
            assert [stop.visit.id for stop in queries.route_of_day(actor=actor).stops] == [early, late]
            actions.move_in_route(actor=actor, visit_id=late, up=True)
            assert [stop.visit.id for stop in queries.route_of_day(actor=actor).stops] == [late, early]
            actions.move_in_route(actor=actor, visit_id=late, up=True)
            assert [row.visit.id for row in queries.my_day(actor=actor).visits] == [late, early]
            with pytest.raises(Refused) as caught:
                actions.move_in_route(actor=actor, visit_id=tomorrow, up=True)
        assert caught.value.code == VisitRefusal.NOT_TODAY

    @pytest.mark.requirement(
        "A3.14", shows="etiquette notes stand in the brief before a visit; checklists hold etiquette points"
    )
    def test_the_brief_says_what_to_mind_and_what_is_open(self, cast: Cast) -> None:
        visit_id = held(cast, day=YESTERDAY, next_step="bring the form")
        found(cast, "manager_a1", visit_id, YESTERDAY)
        planned(cast)
        with working(cast, "manager_a1", TODAY, 8) as actor:
            customer = cast.customers["C0001"]
            actions.note_etiquette(actor=actor, customer_id=customer, text="no calls at noon")
            (stop,) = queries.route_of_day(actor=actor).stops
        assert stop.brief is not None
        assert stop.brief.last is not None
        assert stop.brief.last.next_step == "bring the form"
        assert [line.text for line in stop.lines] == [
            "no calls at noon",
            "服务不到位: the counter was not manned",
        ]
        with clock.frozen(clock.at(TODAY, 8)):
            html = cast["manager_a1"].client.get("/my-day/route/").content.decode()
        assert "no calls at noon" in html

    def test_it_costs_the_same_whatever_the_stops(self, cast: Cast) -> None:
        def cost() -> int:
            with working(cast, "manager_a1", TODAY, 8) as actor, CaptureQueriesContext(connection) as spent:
                queries.route_of_day(actor=actor)
            return len(spent)

        planned(cast)
        one = cost()
        for customer in ("C0001", "C0002", "C0003") * 4:
            planned(cast, customer=customer)
        assert cost() == one <= 20

    @pytest.mark.requirement("A9.30", shows="overlapping plans are marked in the route of the day")
    def test_plans_too_close_are_marked(self, cast: Cast) -> None:
        planned(cast, at=time(9))
        planned(cast, customer="C0002", at=time(9, 20))
        planned(cast, customer="C0003", at=time(11))
        with working(cast, "manager_a1", TODAY, 8) as actor:
            assert [stop.overlaps for stop in queries.route_of_day(actor=actor).stops] == [True, True, False]


class TestFieldPage:
    @pytest.mark.requirement(
        "A9.30", shows="order score from unplanned share, late starts and conflicts, with its explanation"
    )
    @pytest.mark.requirement("A9.12", shows="planned against actual time of each visit, and the share kept")
    def test_order_and_adherence(self, cast: Cast) -> None:
        visited(cast, "C0001", time(9), 9, 10)
        visited(cast, "C0002", time(10), 10, 30)  # half an hour late
        held(cast, customer="C0003", hour=14)  # nobody had planned it
        one = figures(cast)
        assert (one.planned, one.punctual, one.clear) == (Share(2, 3), Share(1, 2), Share(2, 2))
        assert one.kept_day == Share(2, 2)
        assert one.order is not None
        assert round(float(one.order), 4) == 0.7222
        with working(cast, "market_manager_a") as actor:
            why = explain_field(
                actor=actor, staff_id=staff_of(cast, "manager_a1"), figure=FieldFigure.ORDER, month=JANUARY
            )
        assert why.score == "72.2%"
        assert [fact.quantity for fact in why.facts] == ["– → 14:00", "10:00 → 10:30", "09:00 → 09:10"]

    @pytest.mark.requirement("A3.13", shows="the share of goals reached, of the contacts with a goal")
    @pytest.mark.requirement(
        "A7.20", shows="working days with an evidenced visit, of all so far; low ones are marked"
    )
    def test_goals_and_presence(self, cast: Cast) -> None:
        held(cast, day=YESTERDAY, goal="g", reached="no")  # no check-in, photo or finding: no evidence
        visited(cast, "C0001", time(9), 9)
        held(cast, customer="C0003")
        one = figures(cast)
        assert one.goals == Share(1, 2)
        assert one.presence == Share(1, 10)  # 1998-01-01 was off; the 15th is the tenth working day
        with clock.frozen(clock.at(TODAY, 17)):
            html = cast["market_manager_a"].client.get("/team/field/").content.decode()
        assert "kj-st late" in html

    @pytest.mark.requirement(
        "A7.55", shows="problems found per visit, reported in time, solved; zero values are marked"
    )
    def test_the_three_measures(self, cast: Cast) -> None:
        yesterday = held(cast, day=YESTERDAY)
        found(cast, "manager_a1", yesterday, YESTERDAY, route="fixed", evidence="done")
        long_ago = held(cast, day=date(1998, 1, 12))
        found(cast, "manager_a1", long_ago)  # three days later
        one = figures(cast, reader="market_manager_a")
        assert (one.findings, one.in_time, one.solved) == (Share(2, 2), Share(1, 2), Share(1, 1))
        assert (one.fixed, one.rectify, one.escalated) == (Share(1, 2), Share(1, 2), Share(0, 2))

    @pytest.mark.requirement(
        "A7.38",
        shows="duration, findings and evidence; visits in a row without finding and next step are flagged",
    )
    def test_visits_that_came_to_nothing(self, cast: Cast) -> None:
        held(cast, hour=8, next_step="an offer")
        for hour in (9, 10, 11, 12):
            held(cast, hour=hour, minutes=5)
        assert figures(cast).shallow_run == 4
        held(cast, hour=13, minutes=30)
        one = figures(cast)
        assert (one.shallow_run, one.short, one.evidenced) == (5, Share(4, 5), Share(0, 6))
        found(cast, "manager_a1", held(cast, hour=14))
        assert figures(cast).shallow_run == 0

    @pytest.mark.requirement(
        "A3.9", shows="standards of a visit as a checklist, and the share kept per person"
    )
    def test_standards_kept(self, cast: Cast) -> None:
        held(cast, checklist={"on_time": True, "dressed": True, "thanked": True})
        held(cast, hour=11)
        one = figures(cast)
        assert (one.checklist, one.filled, one.held) == (Share(3, 6), 1, 2)

    def test_only_for_herself_and_her_managers(self, cast: Cast) -> None:
        staff = staff_of(cast, "manager_a1")
        for person, error in (("manager_a2", Forbidden), ("market_manager_b", NotVisible)):
            with working(cast, person) as actor, pytest.raises(error):
                field_page(actor=actor, staff_id=staff)

    @pytest.mark.parametrize("figure", list(FieldFigure))
    def test_every_figure_opens_its_explanation(self, cast: Cast, figure: FieldFigure) -> None:
        found(cast, "manager_a1", visited(cast, "C0001", time(9), 9))
        staff = staff_of(cast, "manager_a1")
        with clock.frozen(clock.at(TODAY, 17)):
            answer = cast["manager_a1"].client.get(f"/team/{staff}/field/{figure.value}/?month=1998-01")
            page = cast["manager_a1"].client.get(f"/team/{staff}/field/").content.decode()
        assert answer.status_code == 200
        assert f"/team/{staff}/field/{figure.value}/" in page


class TestFieldBoard:
    def test_it_costs_the_same_whatever_the_people(self, cast: Cast) -> None:
        costs = []
        for reader in ("market_manager_b", "auditor"):
            with working(cast, reader) as actor, CaptureQueriesContext(connection) as spent:
                queries.field_board(actor=actor)
            costs.append(len(spent))
        assert costs[0] == costs[1] <= 12
