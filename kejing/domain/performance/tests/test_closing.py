"""The close, in a database of its own: the computing process sees only what is committed."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, connections, transaction
from django.db.models import Sum

from kejing.domain.customers.models import HoldingParty
from kejing.domain.customers.public import add_collaborator, assign_customers, lock_customers, pack_holdings
from kejing.domain.performance import actions, rules
from kejing.domain.performance.models import CloseRun, PointLine, Standing
from kejing.domain.performance.queries import evidence_page
from kejing.domain.performance.tests.factories import EARNED, MONTH, World, hold_visit, make_world
from kejing.domain.visits.public import submit_log
from kejing.engines.metrics import public as metrics
from kejing.engines.metrics.public import IncomingFact, PeriodState, RowsRefused
from kejing.foundation.kernel import clock, jobs
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.kernel.models import JournalLine, Progress
from kejing.foundation.kernel.periods import Month
from tests.cast import make_cast
from tests.database import point_at

DECEMBER = Month.parse(MONTH)


@pytest.fixture
def world(own_database: str) -> World:
    """Entered as the owner in the application's role, so that the cast can be built; the walls bind all the same."""
    point_at(connections, settings, own_database)
    return make_world(make_cast())


def earned(world: World) -> dict[str, Any]:
    by_id = {person.staff_id: key for key, person in world.cast.people.items()}
    with as_system("look"):
        return {by_id[row.staff_id]: row.points for row in Standing.objects.order_by("staff_id")}


def state() -> PeriodState:
    with as_system("look"):
        return metrics.period_state(DECEMBER).state


@pytest.mark.requirement("A2.42", shows="a close turns facts and visits into points by the versioned table")
def test_a_close_publishes_points_and_ranks(world: World) -> None:
    run_id = actions.close(MONTH)
    assert earned(world) == EARNED
    with as_system("look"):
        run = CloseRun.objects.get(pk=run_id)
        lines = PointLine.objects.filter(run=run)
        assert (run.state, run.counts["people"], run.counts["lines"]) == ("done", 3, 30)
        assert len(run.snapshot_hash) == 64
        assert dict(lines.values_list("staff_id").annotate(Sum("points"))) == dict(
            Standing.objects.values_list("staff_id", "points")
        )
        places = Standing.objects.order_by("rank_all").values_list("rank", "of", "rank_all", "of_all")
        assert list(places) == [(1, 2, 1, 3), (1, 1, 2, 3), (2, 2, 3, 3)]
    assert state() == PeriodState.CLOSED


class TestWhoEarnsByAHolding:
    """Two accounts of `manager_a1`, two of `manager_a2`, 10 points each; A1 is also owned by C0004 of `manager_a2`."""

    @pytest.fixture(autouse=True)
    def joint(self, world: World) -> None:
        with as_system("joint") as _system:
            HoldingParty.objects.create(
                holding_id=world.holdings["A1"], customer_id=world.cast.customers["C0004"], role="owner"
            )

    def test_owned_by_two_it_counts_for_the_holders_of_both(self, world: World) -> None:
        actions.close(MONTH)
        assert earned(world) == EARNED | {"manager_a2": Decimal("30.00")}

    @pytest.mark.requirement("A2.58", shows="of an account locked to a person nobody else earns at the close")
    def test_locked_it_counts_for_her_alone(self, world: World) -> None:
        with clock.frozen(clock.at(date(1997, 11, 20), 9)), world.cast["market_manager_a"].acting() as actor:
            lock_customers(actor=actor, numbers=["C0001"], reason="existing accounts")
        actions.close(MONTH)
        assert earned(world) == EARNED

    def test_packed_to_who_works_on_her_it_counts_for_that_one_from_that_day(self, world: World) -> None:
        c0002 = {
            "customer_id": world.cast.customers["C0002"],
            "holder_id": world.cast["manager_a2"].holder_id or 0,
        }
        with clock.frozen(clock.at(date(1997, 12, 15), 9)):
            with world.cast["manager_a1"].acting() as actor:
                add_collaborator(actor=actor, role="specialist", reason="relief", **c0002)
            with world.cast["market_manager_a"].acting() as actor:
                pack_holdings(actor=actor, holding_ids=[world.holdings["A2"]], reason="package", **c0002)
        with as_system("late") as system:
            early = IncomingFact("early", "A2", date(1997, 12, 14))
            metrics.import_facts(actor=system, kind="card_issued", source="test", rows=[early])
        actions.close(MONTH)
        # The account of the 31st is hers, the card of the 14th (8) is the holder's; joint A1 counts for both.
        assert earned(world) == EARNED | {"manager_a1": Decimal("64.00"), "manager_a2": Decimal("40.00")}


def test_the_close_of_a_person_carries_her_name_and_is_journaled(world: World) -> None:
    head = world.cast["branch_head_a"]
    jobs.run_now("performance.close_month", month=MONTH, user_id=head.user.pk)
    with as_system("look"):
        assert metrics.period_state(DECEMBER).closed_by == "branch_head_a"
        line = JournalLine.objects.get(action="performance.close_month")
        assert (line.user_id, line.outcome, line.subject) == (head.user.pk, "done", "close")
        assert Progress.objects.get(key="close:1997-12").state == "done"


@pytest.mark.slow
def test_of_two_closes_at_once_exactly_one_runs(world: World) -> None:
    ready = threading.Barrier(2)

    def press() -> str:
        try:
            with as_system("race") as system:
                ready.wait(10)
                actions.close_month(actor=system, month=MONTH)
                return "closed"
        except Refused as refused:
            return refused.code.value
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        ended = [future.result() for future in [pool.submit(press) for _ in range(2)]]
    assert "closed" in ended
    assert set(ended) - {"closed"} <= {"being_closed", "already_closed"}
    assert len(set(ended)) == 2
    with as_system("look"):
        assert Standing.objects.count() == 3
        assert CloseRun.objects.count() == 1
    assert earned(world) == EARNED


def test_evidence_leads_down_to_what_counted_for_whom_it_opens(world: World) -> None:
    actions.close(MONTH)
    cast, a1 = world.cast, world.cast["manager_a1"]

    def behind(person: str, metric: str) -> list[tuple[str, str, str]]:
        with cast[person].acting() as actor:
            found = evidence_page(actor=actor, month=DECEMBER, staff_id=a1.staff_id or 0, metric=metric)
        return [(row.label, row.what, row.url) for row in found.rows.rows]

    opened = behind("manager_a1", "accounts_opened")
    assert [(label, what) for label, what, _ in opened] == [("A2", "开户"), ("A1", "开户")]
    assert all(url.startswith("/customers/") for _, _, url in opened)
    assert all(url.startswith("/visits/") for _, _, url in behind("market_manager_a", "visits_held"))
    with as_system("give away") as system:
        assign_customers(
            actor=system, customer_ids=[cast.customers[n] for n in ("C0001", "C0002", "C0003")],
            holder_id=cast["manager_b1"].holder_id or 0, reason="moved",
        )  # fmt: skip
    assert behind("manager_a1", "accounts_opened") == [("A2", "", ""), ("A1", "", "")]


def test_after_the_close_the_month_takes_nothing_more(world: World) -> None:
    actions.close(MONTH)
    late = IncomingFact("late", "A1", date(1997, 12, 30))
    with as_system("late") as system, pytest.raises(RowsRefused):
        metrics.import_facts(actor=system, kind="account_opened", source="late", rows=[late])
    with pytest.raises(Refused) as visit:
        hold_visit(world.cast, "manager_a1", "C0001", date(1997, 12, 30))
    assert visit.value.code == "period_closed"
    with (
        pytest.raises(Refused) as log,
        clock.frozen(clock.at(date(1997, 12, 31), 17)),
        world.cast["manager_a1"].acting() as actor,
    ):
        submit_log(actor=actor, day=date(1997, 12, 31), visits_part="a", results_part="", reflections_part="")
    assert log.value.code == "period_closed"
    assert earned(world) == EARNED


@pytest.mark.parametrize("table", ["performance_pointline", "performance_standing"])
@pytest.mark.parametrize("change", ["update {} set points = 1000", "delete from {}", "truncate {}"])
def test_what_was_published_cannot_be_changed_by_the_application(cast: Any, table: str, change: str) -> None:
    with as_system("alter"), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(change.format(table))


def test_a_recomputation_gives_the_published_values(world: World) -> None:
    actions.close(MONTH)
    with as_system("again") as system:
        assert metrics.recompute(actor=system, month=DECEMBER) == []


def test_a_failure_leaves_the_month_open_and_nothing_published(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("disk full")

    with monkeypatch.context() as broken:
        broken.setattr(rules, "ranks", fail)
        with pytest.raises(RuntimeError):
            actions.close(MONTH)
    assert state() == PeriodState.OPEN
    with as_system("look") as system:
        assert not Standing.objects.exists()
        assert not PointLine.objects.exists()
        assert metrics.values(actor=system, month=DECEMBER) == []
        run = CloseRun.objects.get()
        assert (run.state, run.error) == ("failed", "RuntimeError: disk full")
        assert JournalLine.objects.get(action="performance.close_month").outcome == "failed"
        assert Progress.objects.get(key="close:1997-12").state == "failed"
    hold_visit(world.cast, "manager_a2", "C0004", date(1997, 12, 30))
    assert actions.close(MONTH) == run.pk
    assert earned(world)["manager_a2"] == EARNED["manager_a2"] + 42


def test_progress_shows_while_the_transaction_of_the_close_is_open(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str, str]] = []

    def look() -> None:
        with as_system("look"):
            row = Progress.objects.get(key="close:1997-12")
            seen.append((row.state, row.step))
        connection.close()

    def spying(**arguments: Any) -> Any:
        with ThreadPoolExecutor(1) as aside:
            aside.submit(look).result()
        return calculate(**arguments)

    calculate = metrics.calculate
    monkeypatch.setattr(metrics, "calculate", spying)
    actions.close(MONTH)
    assert seen == [("running", "metrics")]


def test_pressing_twice_with_one_key_closes_once(world: World) -> None:
    with as_system("press") as system:
        first = actions.close_month(actor=system, month=MONTH, idempotency_key="k")
        assert actions.close_month(actor=system, month=MONTH, idempotency_key="k") == first


def test_a_closed_month_is_refused_and_its_run_stays_done(world: World) -> None:
    actions.close(MONTH)
    with pytest.raises(Refused) as refused:
        actions.close(MONTH)
    assert refused.value.code == "already_closed"
    with as_system("look"):
        assert CloseRun.objects.get().state == "done"
        assert Progress.objects.get(key="close:1997-12").state == "done"


def test_from_a_result_down_to_a_fact_and_a_visit(world: World) -> None:
    actions.close(MONTH)
    person = world.cast["manager_a1"]
    page = person.client.get(f"/results/{MONTH}/{person.staff_id}/why/accounts_opened/").content.decode()
    assert "2 × 10 = 20.00" in page
    assert "v1" in page
    assert "A1" in page
    assert "1997-12-31" in page
    page = person.client.get(f"/results/{MONTH}/{person.staff_id}/visits_held/").content.decode()
    assert page.count("/visits/") >= 3
    assert "C0002" in page
