"""The unit tree over time, and whose customers are in whose scope on a day."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kejing.domain.org.models import Appointment, Cover, Unit, UnitClosure
from kejing.domain.org.queries import is_in_team, staff_in_team, team, units_within
from kejing.foundation.identity.models import Role
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_system
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db
START = date(1998, 1, 1)
UNITS = 6
MOVES = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, UNITS - 1), st.integers(-1, UNITS - 1)), max_size=12
)
GENTLE = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def below(parents: dict[int, int | None], unit: int) -> set[int]:
    """The unit and all under it, from who is whose parent."""
    found = {unit}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found


@GENTLE
@given(MOVES)
def test_every_day_of_the_closure_is_the_tree_of_that_day(moves: list[tuple[int, int, int]]) -> None:
    with undone():
        with as_system("build"):
            ids = [
                Unit.objects.create(code=f"U{i}", name="x", name_en="x", kind="x").pk for i in range(UNITS)
            ]
        parents: dict[int, int | None] = dict.fromkeys(ids)
        day, history = START, {START - timedelta(days=1): dict(parents)}
        for later, unit, above in moves:
            day += timedelta(days=later)
            wanted = ids[above] if above >= 0 else None
            moved = move(ids[unit], wanted, day)
            assert moved == (wanted not in below(parents, ids[unit]))
            if moved:
                parents[ids[unit]] = wanted
            history[day] = dict(parents)
        for on, tree in history.items():
            assert {pk: set(units_within(pk, on)) for pk in ids} == {pk: below(tree, pk) for pk in ids}
        assert no_overlap()


def move(unit_id: int, parent_id: int | None, day: date) -> bool:
    """False when the database refuses: a unit cannot stand below itself."""
    try:
        with clock.frozen(clock.at(day, 9)), as_system("move"):
            Unit.objects.filter(pk=unit_id).update(parent_id=parent_id)
    except DatabaseError:
        return False
    return True


def no_overlap() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from org_unitclosure a join org_unitclosure b on a.id < b.id"
            " and a.ancestor_id = b.ancestor_id and a.descendant_id = b.descendant_id"
            " and daterange(a.valid_from, a.valid_to) && daterange(b.valid_from, b.valid_to)"
        )
        return [*cursor.fetchall()] == [(0,)]


def test_the_closure_is_the_triggers_alone() -> None:
    with as_system("x"), pytest.raises(DatabaseError, match="denied"), transaction.atomic():
        UnitClosure.objects.all().delete()


def scope(cast: Cast, person: str) -> tuple[set[int], set[int], bool]:
    with cast[person].acting() as actor:
        return set(actor.units), set(actor.holders), actor.sees_all


def set_scope(role: str, value: str) -> None:
    with as_system("set up"):
        Role.objects.filter(code=role).update(scope=value)


class TestScope:
    def test_own(self, cast: Cast) -> None:
        assert scope(cast, "manager_a1") == (set(), {cast["manager_a1"].holder_id}, False)

    def test_team_is_oneself_and_those_who_report_now(self, cast: Cast) -> None:
        set_scope("market_manager", "team")
        people = ("market_manager_a", "manager_a1", "manager_a2")
        assert scope(cast, "market_manager_a") == (set(), {cast[p].holder_id for p in people}, False)

    def test_unit_is_all_below(self, cast: Cast) -> None:
        set_scope("branch_head", "unit")
        units, _holders, everything = scope(cast, "branch_head_a")
        assert (units, everything) == ({cast.units["A"].pk}, False)

    def test_none_and_all(self, cast: Cast) -> None:
        assert scope(cast, "hr") == (set(), set(), False)
        assert scope(cast, "auditor")[2] is True

    @pytest.mark.parametrize(
        ("people", "seen"),
        [
            ("", ()),
            ("none", ()),
            ("team", ("manager_a1", "manager_a2")),
            ("unit", ("manager_a1", "manager_a2")),
            ("all", ("manager_a1", "manager_a2", "manager_b1")),
        ],
    )
    def test_people_may_be_in_sight_whose_customers_are_not(
        self, cast: Cast, people: str, seen: tuple[str, ...]
    ) -> None:  # fmt: skip
        with as_system("set up"):
            Role.objects.filter(code="market_manager").update(scope="none", people=people)
        with cast["market_manager_a"].acting() as actor:
            assert [member.name for member in team(actor, TODAY)] == list(seen)
            assert actor.sees_people_apart is bool(seen)
            with connection.cursor() as cursor:
                cursor.execute("select count(*) from customers_customer")
                assert cursor.fetchone() == (0,)
            staff = cast["manager_a1"].staff_id or 0
            assert is_in_team(actor, staff, TODAY) is (staff in staff_in_team(actor, TODAY)) is bool(seen)

    def test_a_deputy_has_the_covered_ones_customers_while_it_lasts(self, cast: Cast) -> None:
        with as_system("cover"):
            Cover.objects.create(
                covered_id=cast["manager_b1"].appointment_id, deputy_id=cast["manager_a1"].appointment_id,
                valid_from=TODAY, valid_to=TODAY + timedelta(days=2),
            )  # fmt: skip
        both = {cast["manager_a1"].holder_id, cast["manager_b1"].holder_id}
        own = {cast["manager_a1"].holder_id}
        for days, expected in ((-1, own), (0, both), (1, both), (2, own)):
            with clock.frozen(clock.at(TODAY + timedelta(days=days), 9)):
                assert scope(cast, "manager_a1")[1] == expected

    def test_an_ended_appointment_gives_nothing_from_that_day(self, cast: Cast) -> None:
        with as_system("end"):
            Appointment.objects.filter(pk=cast["manager_b1"].appointment_id).update(valid_to=TODAY)
        assert scope(cast, "manager_b1") == (set(), set(), False)
        with clock.frozen(clock.at(TODAY - timedelta(days=1), 9)):
            assert scope(cast, "manager_b1")[1] == {cast["manager_b1"].holder_id}

    def test_a_unit_moved_changes_the_scope_from_that_day(self, cast: Cast) -> None:
        assert move(cast.units["B"].pk, cast.units["A"].pk, TODAY)
        both = {cast.units["A"].pk, cast.units["B"].pk}
        assert scope(cast, "branch_head_a")[0] == both
        with clock.frozen(clock.at(TODAY - timedelta(days=1), 9)):
            assert scope(cast, "branch_head_a")[0] == {cast.units["A"].pk}


class TestTeam:
    def members(self, cast: Cast, person: str) -> list[str]:
        with cast[person].acting() as actor:
            return [member.name for member in team(actor, TODAY)]

    def test_a_manager_has_her_branchs_account_managers(self, cast: Cast) -> None:
        assert self.members(cast, "market_manager_a") == ["manager_a1", "manager_a2"]
        assert self.members(cast, "branch_head_b") == ["manager_b1"]

    def test_an_account_manager_is_her_own_team_and_others_have_none(self, cast: Cast) -> None:
        assert self.members(cast, "manager_a1") == ["manager_a1"]
        assert self.members(cast, "outsider") == self.members(cast, "administrator") == []

    def test_who_left_is_no_member_any_more(self, cast: Cast) -> None:
        with as_system("end"):
            Appointment.objects.filter(pk=cast["manager_a2"].appointment_id).update(valid_to=TODAY)
        assert self.members(cast, "market_manager_a") == ["manager_a1"]
