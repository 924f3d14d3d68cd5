"""A worker that dies in the middle of an import, and the one that takes the job up again."""

import os
import signal
import traceback
from collections.abc import Iterator
from itertools import islice
from typing import Any

import pytest
from django.conf import settings
from django.db import connections

from kejing.domain.customers.models import Customer, Ownership
from kejing.engines.interchange import staging
from kejing.engines.interchange.actions import running
from kejing.engines.interchange.models import ImportRun, Intake
from kejing.engines.interchange.public import run_tried
from kejing.engines.interchange.vocabulary import Asked
from kejing.foundation.kernel import jobs
from kejing.foundation.kernel.models import JournalLine, Progress, RowChange
from tests.cast import Cast, make_cast
from tests.database import point_at
from tests.imports.clerk import Clerk, counts, everything

ROWS, CHUNK = 50, 10
FILE = "no,name,type,branch\n" + "".join(f"N{n:03},公司{n},company,A\n" for n in range(ROWS))


@pytest.fixture
def cast(own_database: str) -> Iterator[Cast]:
    """Real commits: what a killed process leaves behind is what the database keeps of it."""
    point_at(connections, settings, own_database)
    yield make_cast()


def die_in_the_third_chunk(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[int] = []

    def take(rows: Iterator[Any], size: int) -> Iterator[Any]:
        taken.append(size)
        if len(taken) == 3:
            os.kill(os.getpid(), signal.SIGKILL)
        return islice(rows, size)

    monkeypatch.setattr(staging, "islice", take)


def worker(cast: Cast, intake_id: int) -> None:
    person = cast["administrator"]
    jobs.run_now(
        "interchange.perform",
        intake_id=intake_id,
        user_id=person.user.pk,
        appointment_id=person.appointment_id,
    )


def killed(cast: Cast, intake_id: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """Let a process of its own begin the job; the signal that it died of."""
    connections.close_all()
    if (pid := os.fork()) == 0:
        die_in_the_third_chunk(monkeypatch)
        try:
            worker(cast, intake_id)
        finally:
            traceback.print_exc()
            os._exit(1)
    return os.WTERMSIG(os.waitpid(pid, 0)[1])


def left() -> tuple[list[str], int, int]:
    """The customers that came in, their ownerships, and what the trail has of either."""
    with everything():
        rows = Customer.objects.filter(number__startswith="N").order_by("number")
        numbers = list(rows.values_list("number", flat=True))
        owned = Ownership.objects.filter(customer__number__startswith="N").count()
        tracked = RowChange.objects.filter(
            table_name="customers_customer", op="I", new__number__startswith="N"
        ).count()
    return numbers, owned, tracked


def test_what_a_killed_worker_left_undone_is_done_by_the_next(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "_CHUNK", CHUNK)
    clerk = Clerk(cast)
    trial = clerk.map(clerk.bring("customers.customer", FILE.encode()))
    monkeypatch.setattr(running, "AT_ONCE", 0)
    with cast["administrator"].acting() as actor:
        intake_id = run_tried(actor=actor, import_run_id=trial.pk)

    assert killed(cast, intake_id, monkeypatch) == signal.SIGKILL
    assert left() == ([], 0, 0)
    with everything():
        assert Intake.objects.get(pk=intake_id).asked == Asked.RUN
        assert Progress.objects.get(key=f"import:{intake_id}").state == Progress.State.RUNNING
        assert not ImportRun.objects.filter(intake_id=intake_id, dry=False).exists()

    worker(cast, intake_id)
    assert left() == ([f"N{n:03}" for n in range(ROWS)], ROWS, ROWS)
    worker(cast, intake_id)
    assert left() == ([f"N{n:03}" for n in range(ROWS)], ROWS, ROWS)
    with everything():
        (run,) = ImportRun.objects.filter(intake_id=intake_id, dry=False)
        assert (run.state, counts(run), run.counts) == ("done", (ROWS, 0, 0), trial.counts)
        assert Intake.objects.get(pk=intake_id).asked == Asked.NOTHING
        assert Progress.objects.get(key=f"import:{intake_id}").state == Progress.State.DONE
        assert JournalLine.objects.filter(pk=run.line, user_id=cast["administrator"].user.pk).count() == 1
