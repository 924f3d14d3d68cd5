"""Contexts: no context, no rows; they nest; each ends as it began; the two clocks."""

from datetime import date, datetime

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_actor, as_system, current_actor, leave
from kejing.foundation.kernel.models import CalendarDay, RowChange
from kejing.foundation.kernel.testing import as_owner
from kejing.foundation.kernel.tests.samples import set_day
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def seen() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from customers_customer"
        )  # a table behind the wall; which, does not matter
        row = cursor.fetchone()
    assert row is not None
    return int(row[0])


def test_tests_are_bound_by_the_walls() -> None:
    with as_system("test"), connection.cursor() as cursor:
        cursor.execute("select current_user, session_user, kj_all(), kj_actor()")
        assert cursor.fetchone() == ("kejing_app", "kejing_owner", True, "system: test")


def test_no_context_no_rows(cast: Cast) -> None:
    assert seen() == 0
    assert current_actor() is None


def test_no_context_no_write() -> None:
    with pytest.raises(DatabaseError, match="no actor"), transaction.atomic():
        CalendarDay.objects.create(day=date(2026, 1, 1), works=False)


def test_contexts_nest_and_each_gives_back_the_one_around_it(cast: Cast) -> None:
    with cast["manager_a1"].acting() as outer:
        assert seen() == 3
        with as_system("inside"):
            assert seen() == 8
            with cast["manager_b1"].acting():
                assert seen() == 2
            assert seen() == 8
        assert seen() == 3
        assert current_actor() == outer
    assert seen() == 0


def test_an_inner_context_that_fails_leaves_the_outer_one_as_it_was(cast: Cast) -> None:
    with cast["manager_a1"].acting() as outer:
        with pytest.raises(ZeroDivisionError), as_system("inside"):
            CalendarDay.objects.create(day=date(2026, 1, 1), works=False)
            _ = 1 / 0
        assert seen() == 3
        assert current_actor() == outer
        assert not CalendarDay.objects.exists()


def test_an_inner_context_keeps_the_journal_line_of_the_action_around_it(cast: Cast) -> None:
    from kejing.foundation.kernel.actions import action, registry
    from kejing.foundation.kernel.actor import Actor

    @action("samples.with_progress", permission=None, subject="day")
    def with_progress(*, actor: Actor) -> None:
        with as_system("progress"):
            CalendarDay.objects.create(day=date(2026, 1, 1), works=False)
        CalendarDay.objects.create(day=date(2026, 1, 2), works=False)

    del registry["samples.with_progress"]
    with cast["manager_a1"].acting() as actor:
        with_progress(actor=actor)
    with as_system("look"):
        inner, outer = RowChange.objects.filter(table_name="kernel_calendarday").order_by("id")
    assert inner.journal_id is None
    assert outer.journal_id is not None


def test_after_leaving_there_are_no_rows_left_in_a_transaction_that_goes_on(cast: Cast) -> None:
    with cast["auditor"].acting():
        assert seen() == 8
        leave()
        assert seen() == 0


def test_somebody_without_a_position_sees_and_may_nothing(cast: Cast) -> None:
    with cast["outsider"].acting() as actor:
        assert (actor.permissions, actor.units, actor.holders, actor.sees_all) == (frozenset(), (), (), False)
        assert seen() == 0


def test_a_disabled_account_and_one_that_never_was_are_nobody(cast: Cast) -> None:
    person = cast["branch_head_a"]
    with as_system("disable"):
        person.user.is_active = False
        person.user.save()
    for user_id in (person.user.pk, 999_999):
        with as_actor(user_id) as actor:
            assert (actor.permissions, actor.units, actor.holders) == (frozenset(), (), ())
            assert seen() == 0


def test_somebody_elses_position_cannot_be_chosen(cast: Cast) -> None:
    with as_actor(cast["manager_a1"].user.pk, cast["branch_head_b"].appointment_id) as actor:
        assert actor.appointment_id == cast["manager_a1"].appointment_id
        assert seen() == 3


class TestClocks:
    def test_the_business_day_holds_inside_a_context_and_not_after_it(self, cast: Cast) -> None:
        with cast["manager_a1"].acting():
            assert clock.today() == clock.now().date() == date(1998, 1, 15)
            assert clock.now().tzinfo is not None
        assert clock.today() == clock.real_day()

    def test_the_database_has_the_same_day(self, cast: Cast) -> None:
        with cast["manager_a1"].acting(), connection.cursor() as cursor:
            cursor.execute("select kj_business_day()")
            assert cursor.fetchone() == (date(1998, 1, 15),)

    def test_a_frozen_moment_wins_in_both(self, cast: Cast) -> None:
        moment = clock.at(date(1997, 12, 31), 9, 30)
        with clock.frozen(moment), cast["manager_a1"].acting(), connection.cursor() as cursor:
            assert clock.now() == moment
            cursor.execute("select kj_business_day()")
            assert cursor.fetchone() == (date(1997, 12, 31),)

    def test_without_a_set_day_it_is_the_real_one(self, db: None) -> None:
        with as_system("look"), connection.cursor() as cursor:
            cursor.execute("select kj_business_day()")
            assert cursor.fetchone() == (clock.real_day(),)

    def test_the_trail_keeps_the_system_clock(self, cast: Cast) -> None:
        before = clock.system_now()
        with clock.frozen(clock.at(date(1997, 12, 31), 9)), cast["administrator"].acting() as actor:
            set_day(actor=actor)
        with as_system("look"):
            change = RowChange.objects.get(table_name="kernel_calendarday")
        assert change.at >= before

    def test_the_application_cannot_set_it(self, cast: Cast) -> None:
        with pytest.raises(DatabaseError, match="denied"), transaction.atomic():
            clock.set_business_day(date(2030, 1, 1), using="default")

    def test_the_owner_can(self, cast: Cast) -> None:
        with as_owner():
            clock.set_business_day(date(1998, 2, 2), using="default")
        with as_system("look"):
            assert clock.today() == date(1998, 2, 2)
        clock.use_business_day(None)


def test_system_time_is_aware() -> None:
    now: datetime = clock.system_now()
    assert now.tzinfo is not None
