"""A closed month takes nothing in; of two closes at once exactly one runs; no entry slips past a close."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

import pytest
from django.db import DatabaseError, connection, transaction

from kejing.engines.metrics.close import begin_close, finish_close
from kejing.engines.metrics.models import Fact, Period
from kejing.engines.metrics.queries.values import closed_months, period_state, require_open
from kejing.engines.metrics.tests.factories import deliver, make_kinds, register_toys, sale, system
from kejing.engines.metrics.vocabulary import MetricsRefusal, PeriodState
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import KernelRefusal, Refused
from kejing.foundation.kernel.periods import Month
from kejing.foundation.kernel.testing import as_owner

DECEMBER = Month(1997, 12)
GUARDED = """
create table guarded (id bigint generated always as identity primary key, day date, note text);
{triggers}
"""


@pytest.fixture
def actor(db: None) -> Iterator[Actor]:
    register_toys()
    with system() as actor:
        make_kinds()
        yield actor


def close(month: Month) -> None:
    with system() as actor:
        begin_close(actor=actor, month=month)
        finish_close(actor=actor, month=month)


AT_ONCE = 10.0
"""Seconds; a close in these tests takes 20."""


def sqlstate(run: Callable[[], object]) -> str:
    """The SQLSTATE that a statement is refused with, or nothing."""
    try:
        with transaction.atomic():
            run()
    except DatabaseError as error:
        return str(getattr(error.__cause__, "sqlstate", ""))
    return ""


def execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_month_is_open_until_it_is_closed_for_ever(actor: Actor) -> None:
    assert period_state(DECEMBER).state is PeriodState.OPEN
    require_open(date(1997, 12, 31))
    close(DECEMBER)
    card = period_state(DECEMBER)
    assert (card.state, card.closed_by) == (PeriodState.CLOSED, "system: test")
    assert [c.month for c in closed_months()] == [DECEMBER]
    with pytest.raises(Refused) as refused:
        require_open(date(1998, 1, 2), date(1997, 12, 31))
    assert refused.value.code is KernelRefusal.PERIOD_CLOSED
    for statement in (
        "update metrics_period set state = 'open'",
        "update metrics_period set closed_by = 'x'",
    ):
        assert sqlstate(partial(execute, statement)) == "KJ001"
    assert sqlstate(lambda: execute("delete from metrics_period")) == "42501"


@pytest.mark.parametrize(
    ("month", "code"),
    [(Month(1998, 1), MetricsRefusal.NOT_ENDED), (DECEMBER, MetricsRefusal.ALREADY_CLOSED)],
)
def test_a_close_is_refused(actor: Actor, month: Month, code: MetricsRefusal) -> None:
    close(DECEMBER)
    with pytest.raises(Refused) as refused:
        close(month)
    assert refused.value.code is code


def test_finishing_needs_a_beginning(actor: Actor) -> None:
    with pytest.raises(RuntimeError):
        finish_close(actor=actor, month=DECEMBER)


def test_facts_into_a_closed_month_are_stopped_by_the_database_itself(actor: Actor) -> None:
    deliver(actor, sale("a"))
    close(DECEMBER)
    row = Fact.objects.get()
    again = {f.name: getattr(row, f.name) for f in Fact._meta.fields if f.name != "id"}
    assert sqlstate(lambda: Fact.objects.create(**again | {"row_key": "b"})) == "KJ001"
    assert (
        sqlstate(lambda: Fact.objects.create(**again | {"row_key": "b", "on_day": date(1998, 1, 2)}))
        == "23514"
    )
    deliver(actor, sale("c", day="1998-01-02"))
    assert sqlstate(lambda: Fact.objects.create(**again | {"row_key": "d", "on_day": date(1998, 1, 3)})) == ""


def test_any_table_can_be_guarded_for_every_kind_of_change(actor: Actor) -> None:
    from kejing.engines.metrics.migration_ops import GuardPeriod

    with as_owner():
        execute(GUARDED.format(triggers=";".join(map(str, GuardPeriod("guarded", "day").sql))))
        execute("insert into guarded (day) values ('1997-12-05'), ('1998-01-05'), (null)")
    with as_owner():
        execute("update metrics_period set state = 'closed' where month = '1997-12-01'")
    outcomes = {
        statement: sqlstate(partial(execute, statement))
        for statement in (
            "insert into guarded (day) values ('1998-01-06'), ('1997-12-06')",
            "insert into guarded (day) values ('1998-01-06'), (null)",
            "update guarded set note = 'x' where day = '1997-12-05'",
            "update guarded set day = '1997-12-31' where day = '1998-01-05'",
            "update guarded set day = '1998-01-31' where day = '1997-12-05'",
            "update guarded set note = 'x' where day is null or day > '1998-01-01'",
            "delete from guarded where day = '1997-12-05'",
            "delete from guarded where day = '1998-01-05'",
        )
    }
    assert list(outcomes.values()) == ["KJ001", "", "KJ001", "KJ001", "KJ001", "", "KJ001", ""]


def in_thread(work: Callable[[], None]) -> threading.Thread:
    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@pytest.mark.slow
def test_of_two_closes_at_once_exactly_one_runs(own_database: str) -> None:
    told: list[str] = []
    inside, go_on = threading.Event(), threading.Event()

    def first() -> None:
        with system() as actor:
            begin_close(actor=actor, month=DECEMBER)
            inside.set()
            go_on.wait(20)
            finish_close(actor=actor, month=DECEMBER)
            told.append("closed")

    thread = in_thread(first)
    assert inside.wait(20)
    with pytest.raises(Refused) as refused:
        close(DECEMBER)
    assert refused.value.code is MetricsRefusal.BEING_CLOSED
    go_on.set()
    thread.join(20)
    with pytest.raises(Refused) as refused:
        close(DECEMBER)
    assert refused.value.code is MetricsRefusal.ALREADY_CLOSED
    assert told == ["closed"]


@pytest.mark.slow
def test_an_entry_during_a_close_is_refused_at_once_and_one_before_it_is_waited_for(
    own_database: str,
) -> None:
    register_toys()
    with system() as actor:
        make_kinds()
        deliver(actor, sale("first"))
    entered, commit, closing, finish = (threading.Event() for _ in range(4))
    seen: list[int] = []

    def slow_entry() -> None:
        with system() as actor:
            deliver(actor, sale("slow"))
            entered.set()
            commit.wait(20)

    def closer() -> None:
        with system() as actor:
            begin_close(actor=actor, month=DECEMBER)
            seen.append(Fact.objects.count())
            closing.set()
            finish.wait(20)
            finish_close(actor=actor, month=DECEMBER)

    threads = [in_thread(slow_entry)]
    assert entered.wait(20)
    threads.append(in_thread(closer))
    assert not closing.wait(0.5), "the close waits for the entry under way"
    commit.set()
    assert closing.wait(20)
    assert seen == [2], "and sees it"
    with system() as actor:
        began = time.monotonic()
        assert sqlstate(lambda: execute("select kj_open_period(date '1997-12-24')")) == "KJ001"
        assert time.monotonic() - began < AT_ONCE
        assert sqlstate(lambda: execute("select kj_open_period(date '1997-11-24')")) == ""
    finish.set()
    for thread in threads:
        thread.join(20)
    with system():
        assert Period.objects.get(month=DECEMBER.start).state == PeriodState.CLOSED


@pytest.mark.slow
def test_an_entry_into_a_month_whose_row_only_its_close_sees_is_refused_at_once(own_database: str) -> None:
    closing, finish = threading.Event(), threading.Event()

    def closer() -> None:
        with system() as actor:
            begin_close(actor=actor, month=DECEMBER)
            closing.set()
            finish.wait(20)

    thread = in_thread(closer)
    assert closing.wait(20)
    began = time.monotonic()
    with system():
        assert sqlstate(lambda: execute("select kj_open_period(date '1997-12-24')")) == "KJ001"
    assert time.monotonic() - began < AT_ONCE
    finish.set()
    thread.join(20)


@pytest.mark.slow
def test_an_import_that_meets_a_close_after_its_checks_is_refused_in_words(own_database: str) -> None:
    register_toys()
    with system() as actor:
        make_kinds()
        deliver(actor, sale("first"))
    closing, finish = threading.Event(), threading.Event()

    def closer() -> None:
        with system() as actor:
            begin_close(actor=actor, month=DECEMBER)
            closing.set()
            finish.wait(20)

    thread = in_thread(closer)
    assert closing.wait(20)
    began = time.monotonic()
    with system() as actor, pytest.raises(Refused) as refused:
        deliver(actor, sale("late"))
    assert time.monotonic() - began < AT_ONCE
    assert refused.value.code is KernelRefusal.PERIOD_CLOSED
    assert refused.value.params == {"day": "1997-12-01"}
    finish.set()
    thread.join(20)


@pytest.mark.slow
def test_posters_and_closers_in_disorder_leave_no_entry_behind(own_database: str) -> None:
    """The naive design lost 8 to 17 entries in each trial (promises, 3.2)."""
    register_toys()
    with system() as actor:
        make_kinds()
    counted: list[int] = []
    accepted: list[str] = []
    start = threading.Barrier(6)

    def poster(n: int) -> None:
        start.wait(20)
        for i in range(12):
            try:
                with system() as actor:
                    deliver(actor, sale(f"{n}-{i}"))
                accepted.append(f"{n}-{i}")
            except (Refused, DatabaseError):
                return

    def closer() -> None:
        start.wait(20)
        try:
            with system() as actor:
                begin_close(actor=actor, month=DECEMBER)
                counted.append(Fact.objects.count())
                finish_close(actor=actor, month=DECEMBER)
        except Refused:
            return

    threads = [in_thread(partial(poster, n)) for n in range(4)] + [in_thread(closer) for _ in range(2)]
    for thread in threads:
        thread.join(60)
    with system():
        assert counted == [Fact.objects.count()] == [len(accepted)]
