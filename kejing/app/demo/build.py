"""Building the demo: pack, import, cast, history; and moving it on, day by day."""

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path

import django
from django.db import connection, connections, transaction
from django.utils import translation

from kejing.app.demo.cast import BRANCHES, OUTSIDER, Post, posts
from kejing.app.demo.history import Branch, Diary, plan_next, write_day
from kejing.domain.customers.public import assign_customers, customers_by_unit, pool_customers
from kejing.domain.duties.public import generate_duties
from kejing.domain.org.public import add_position, appoint, holder_by_number, team, unit_codes
from kejing.engines.interchange.public import GivenFile, import_run, run_import
from kejing.engines.metrics.public import PeriodState, period_state
from kejing.engines.packs.public import apply_pack
from kejing.foundation.identity.public import add_account
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.jobs import enqueue
from kejing.foundation.kernel.periods import Month
from kejing.foundation.kernel.workdays import next_workday, previous_workday, workdays

PACK = "bank"
SPECIFICATION = "bank/berka"
DATA = Path(__file__).parent / "data" / "berka"
FIRST_DAY = date(1997, 11, 3)
TODAY = date(1998, 1, 15)
FILL = "demo.fill"
Report = Callable[[str], None]


class DemoFailed(Exception):  # it says what happened
    """The demo's own data were refused: a fault in the pack or the files, named in the text."""


def build(report: Report) -> None:
    """Make the demo organisation in an empty, migrated installation; the worker writes the rest of its history."""
    translation.activate("zh-hans")  # the cast writes Chinese, whatever the terminal speaks
    clock.set_business_day(TODAY)
    _hurry()
    report("pack")
    with as_system("demo") as actor:
        apply_pack(actor=actor, code=PACK)
    report("import")
    import_data(TODAY)
    report("cast")
    seat_everybody()
    report("history")
    _write_histories(BRANCHES)
    with as_system("demo") as actor:
        generate_duties(actor=actor)
        enqueue(FILL, key=FILL)


def _write_histories(codes: Sequence[str]) -> None:
    """Each branch by a process of its own: somebody waits for these, and most machines have two cores."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("analyze")  # the server would look at the new rows only after a minute
    connections.close_all()
    with ProcessPoolExecutor(len(codes), get_context("spawn"), initializer=django.setup) as processes:
        list(processes.map(_write_branch, codes))


def _write_branch(code: str) -> None:
    translation.activate("zh-hans")
    _hurry()
    (branch,) = (branch for branch in branches() if branch.code == code)
    write_history(branch, lambda _day: None)


def _hurry() -> None:
    """Thousands of short transactions of a made-up past need not wait for the disk one by one."""
    with connection.cursor() as cursor:
        cursor.execute("set synchronous_commit to off")


def import_data(as_of: date) -> None:
    """Bring in the rows dated up to a day; those there already stay. Raises DemoFailed."""
    files = [GivenFile.at(path) for path in sorted(DATA.glob("*.csv.gz"))]
    with as_system("demo") as actor:
        run_id = run_import(actor=actor, spec=SPECIFICATION, files=files, as_of=as_of)
        run = import_run(actor=actor, run_id=run_id)
        if run.errors:
            raise DemoFailed(str(run.errors[:3]))


def seat_everybody() -> None:
    """Accounts, posts and appointments; then each customer to somebody, where there is somebody."""
    with clock.frozen(clock.at(FIRST_DAY, 8)), as_system("demo") as actor:
        for post in posts(_districts(actor)):
            _seat(actor, post)
        add_account(actor=actor, username=OUTSIDER.key, name=OUTSIDER.name)
        for branch in branches():
            _deal(actor, branch)


def branches() -> list[Branch]:
    """The units with account managers, each with the one who reviews them."""
    with as_system("demo") as actor:
        managers = team(actor, FIRST_DAY)
        above = team(actor, FIRST_DAY, ["market_manager", "branch_head"])
        codes = unit_codes({member.unit_id for member in [*managers, *above]})
    leading = {(member.role, codes[member.unit_id][0]): Diary.of(member) for member in above}
    found = []
    for unit in sorted({member.unit_id for member in managers}, key=lambda unit: codes[unit]):
        code, region = codes[unit]
        own = [Diary.of(member) for member in managers if member.unit_id == unit]
        seat = code if ("market_manager", code) in leading else region
        reviewer, head = leading["market_manager", seat], leading["branch_head", seat]
        found.append(Branch(code, unit, own, reviewer, head, led_here=seat == code))
    return found


def write_history(branch: Branch, report: Callable[[date], None], since: date = FIRST_DAY) -> None:
    """Write a branch's working days up to the one before today's, which stays the reader's to do.

    A day is written whole or not at all, so that a worker that was stopped goes on with the next.
    """
    if since == FIRST_DAY:
        for diary in branch.managers:
            plan_next(diary, previous_workday(FIRST_DAY))
    days = [day for day in workdays(since, TODAY) if _is_open(day)]
    for day in days:
        with transaction.atomic():
            write_day(branch, day, reviewed=day != days[-1], ahead=_is_open(next_workday(day)))
        report(day)


def _is_open(day: date) -> bool:
    """The reader may have closed a month before the worker came to it."""
    with as_system("demo"):
        return period_state(Month.of(day)).state != PeriodState.CLOSED


def advance(days: int = 1) -> date:
    """Move the demo on by working days: rows of the files, and everybody's work of the days that pass.

    A day passes whole or not at all. What the reader did herself stays: the cast does not write her log again.
    """
    translation.activate("zh-hans")
    with as_system("demo"):
        day = clock.today()
    for _ in range(days):
        passed, day = day, next_workday(day)
        with transaction.atomic():
            for branch in branches():
                write_day(branch, passed)
        clock.set_business_day(day)
        import_data(day)
        with as_system("demo") as actor:
            generate_duties(actor=actor)
    return day


def _districts(actor: Actor) -> list[tuple[str, str]]:
    """(district, region) codes, the one with most customers first."""
    counted = customers_by_unit(actor=actor)
    codes = unit_codes(unit for unit, _ in counted)
    return [codes[unit] for unit, _ in counted]


def _seat(actor: Actor, post: Post) -> None:
    user_id = add_account(actor=actor, username=post.key, name=post.name)
    add_position(actor=actor, code=post.key, unit=post.unit, role=post.role, reports_to=post.reports_to)
    appoint(
        actor=actor, number=post.number, name=post.name, name_en=post.name_en, position=post.key,
        valid_from=FIRST_DAY, user_id=user_id,
    )  # fmt: skip


def _deal(actor: Actor, branch: Branch) -> None:
    """Give the pool's customers to the branch's account managers, one after the other."""
    waiting = pool_customers(actor=actor, unit_id=branch.unit_id, before=FIRST_DAY)
    for i, diary in enumerate(branch.managers):
        holder = holder_by_number(diary.number, FIRST_DAY)
        assert holder is not None  # just appointed
        assign_customers(
            actor=actor, customer_ids=waiting[i :: len(branch.managers)], holder_id=holder.id,
            reason="存量客户分配到人", on=FIRST_DAY,
        )  # fmt: skip
