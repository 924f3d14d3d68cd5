"""Arriving and leaving: what the clock keeps, what is refused, and how few taps a plain visit takes."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from kejing.domain.visits import actions
from kejing.domain.visits.models import Place, Visit
from kejing.domain.visits.tasks import nightly
from kejing.domain.visits.tests.factories import YESTERDAY, covering, planned, staff_of, working
from kejing.domain.visits.vocabulary import VisitRefusal
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.errors import NotVisible, Refused
from kejing.foundation.kernel.models import JournalLine, RowChange
from kejing.foundation.kernel.testing import as_owner
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db


def arrived(cast: Cast, visit_id: int, person: str = "manager_a1", hour: int = 9, **said: object) -> int:
    with working(cast, person, TODAY, hour) as actor:
        return actions.check_in(actor=actor, visit_id=visit_id, version=1, **said)


def row(visit_id: int) -> Visit:
    with as_owner():
        return Visit.objects.get(pk=visit_id)


class TestCheckIn:
    def test_the_clock_says_when_and_how_long(self, cast: Cast) -> None:
        visit_id = arrived(cast, planned(cast))
        with working(cast, "manager_a1", TODAY, 9, 25) as actor:
            actions.record_planned(
                actor=actor, visit_id=visit_id, version=2, direction="outbound", goal="renew", reached="yes",
                minutes=500, happened_at=clock.at(TODAY, 7),
            )  # fmt: skip
        visit = row(visit_id)
        assert (visit.state, visit.happened_at, visit.minutes) == ("done", clock.at(TODAY, 9), 25)
        assert visit.left_at == clock.at(TODAY, 9, 25)
        assert visit.planned_for == TODAY

    def test_a_second_one_elsewhere_is_refused_until_the_first_is_left(self, cast: Cast) -> None:
        first, second = planned(cast), planned(cast, customer="C0002")
        arrived(cast, first)
        with pytest.raises(Refused) as caught:
            arrived(cast, second, hour=10)
        assert caught.value.code == VisitRefusal.SOMEWHERE_ELSE
        with working(cast, "manager_a1", TODAY, 10) as actor:
            with pytest.raises(Refused) as again:
                actions.drop_in(actor=actor, customer_id=cast.customers["C0003"])
            assert again.value.code == VisitRefusal.SOMEWHERE_ELSE
            actions.check_out(actor=actor, visit_id=first)
        assert row(second).arrived_at is None
        arrived(cast, second, hour=11)
        assert row(second).arrived_at == clock.at(TODAY, 11)
        assert row(first).left_at == clock.at(TODAY, 10)

    def test_pressing_twice_is_one_arrival(self, cast: Cast) -> None:
        visit_id = planned(cast)
        assert arrived(cast, visit_id, idempotency_key="k") == arrived(cast, visit_id, idempotency_key="k")
        with pytest.raises(Refused):
            arrived(cast, visit_id)

    def test_only_for_customers_one_acts_for(self, cast: Cast) -> None:
        visit_id = planned(cast)
        with pytest.raises(NotVisible):
            arrived(cast, visit_id, "manager_a2")
        covering(cast, "manager_a1", "manager_a2")
        arrived(cast, visit_id, "manager_a2")
        assert row(visit_id).staff_id == staff_of(cast, "manager_a2")

    def test_without_a_plan_it_counts_as_unplanned(self, cast: Cast) -> None:
        with working(cast, "manager_a1", TODAY, 9) as actor:
            visit_id = actions.drop_in(actor=actor, customer_id=cast.customers["C0001"])
        with working(cast, "manager_a1", TODAY, 10) as actor:
            actions.record_planned(actor=actor, visit_id=visit_id, version=1, direction="outbound")
        assert (row(visit_id).planned_for, row(visit_id).minutes) == (None, 60)

    def test_a_check_out_forgotten_asks_for_the_minutes(self, cast: Cast) -> None:
        visit_id = arrived(cast, planned(cast))
        said = {"visit_id": visit_id, "version": 2, "direction": "outbound"}
        with working(cast, "manager_a1", TODAY + timedelta(days=1), 9) as actor:
            with pytest.raises(Refused) as caught:
                actions.check_out(actor=actor, visit_id=visit_id)
            assert caught.value.code == VisitRefusal.MINUTES_MISSING
            with pytest.raises(Refused) as caught:
                actions.record_planned(actor=actor, **said)
            assert (caught.value.code, caught.value.field) == (VisitRefusal.MINUTES_MISSING, "minutes")
            actions.record_planned(actor=actor, minutes=40, **said)
        assert (row(visit_id).day, row(visit_id).minutes) == (TODAY, 40)

    def test_without_check_in_the_moment_is_said(self, cast: Cast) -> None:
        visit_id = planned(cast)
        with working(cast, "manager_a1") as actor, pytest.raises(Refused) as caught:
            actions.record_planned(actor=actor, visit_id=visit_id, version=1, direction="outbound")
        assert (caught.value.code, caught.value.field) == (VisitRefusal.MOMENT_MISSING, "happened_at")


class TestPlace:
    def test_it_is_coarse_and_in_no_trail_and_goes_after_its_days(self, cast: Cast) -> None:
        visit_id = arrived(cast, planned(cast), latitude=Decimal("50.087465"), longitude=Decimal("14.421254"))
        with as_owner():
            place = Place.objects.get(visit_id=visit_id)
            assert (str(place.latitude), str(place.longitude)) == ("50.09", "14.42")
            assert place.forget_on == date(1998, 2, 14)
            assert not RowChange.objects.filter(table_name="visits_place").exists()
            assert "50.0" not in str(list(JournalLine.objects.values_list("detail", flat=True)))
        with clock.frozen(clock.at(date(1998, 2, 13), 3)):
            nightly()
        with as_owner():
            assert Place.objects.count() == 1
        with clock.frozen(clock.at(date(1998, 2, 14), 3)):
            nightly()
        with as_owner():
            assert Place.objects.count() == 0

    def test_nobody_else_sees_it_and_half_a_place_is_refused(self, cast: Cast) -> None:
        visit_id = planned(cast)
        with pytest.raises(Refused) as caught:
            arrived(cast, visit_id, latitude=Decimal(50))
        assert caught.value.code == VisitRefusal.PLACE_INCOMPLETE
        assert row(visit_id).arrived_at is None
        arrived(cast, visit_id, latitude=Decimal(50), longitude=Decimal(14))
        with working(cast, "market_manager_a"):
            assert Place.objects.count() == 0


class TestCheckInOnMyDay:
    def test_my_day_leads_through_the_visit(self, cast: Cast) -> None:
        visit_id, client = planned(cast), cast["manager_a1"].client
        with clock.frozen(clock.at(TODAY, 9)):
            assert f"/visits/{visit_id}/check-in/" in client.get("/my-day/").content.decode()
            arriving = client.post(f"/visits/{visit_id}/check-in/", {"version": 1, "idempotency_key": "k1"})
            assert arriving["Location"] == f"/visits/{visit_id}/record/"
            html = client.get(arriving["Location"]).content.decode()
            assert 'name="happened_at"' not in html
            done = client.post(
                arriving["Location"],
                {"reached": "yes", "goal": "renew the deposit", "direction": "outbound", "channel": "visit",
                 "version": 2},
            )  # fmt: skip
            assert done["Location"] == "/my-day/"
        assert (row(visit_id).state, row(visit_id).reached) == ("done", "yes")

    def test_a_visit_of_yesterday_still_open_stands_on_top(self, cast: Cast) -> None:
        visit_id = planned(cast, day=YESTERDAY)
        arrived(cast, visit_id)
        other = planned(cast, customer="C0002")
        client = cast["manager_a1"].client
        with clock.frozen(clock.at(TODAY, 10)):
            assert "Check out" in client.get("/my-day/", headers={"accept-language": "en"}).content.decode()
            answer = client.post(
                f"/visits/{other}/check-in/", {"version": 1}, follow=True, headers={"accept-language": "en"}
            )
        assert "still checked in" in answer.content.decode()
