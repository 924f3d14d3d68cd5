"""A worker that dies in the middle of an import, and the one that takes the job up again."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connections

from kejing.domain.customers.models import Customer, Ownership
from kejing.engines.interchange.actions import running
from kejing.engines.interchange.models import ImportRun, Intake
from kejing.engines.interchange.public import run_tried
from kejing.engines.interchange.vocabulary import Asked
from kejing.foundation.kernel.models import JournalLine, Progress, RowChange
from tests.cast import Cast, make_cast
from tests.database import ROOT, point_at, url_for
from tests.imports.clerk import Clerk, counts, everything

ROWS, CHUNK = 50, 10
FILE = "no,name,type,branch\n" + "".join(f"N{n:03},公司{n},company,A\n" for n in range(ROWS))


@pytest.fixture
def cast(own_database: str) -> Iterator[Cast]:
    """Real commits: what a killed process leaves behind is what the database keeps of it."""
    point_at(connections, settings, own_database)
    yield make_cast()


WORKER = """
import os, signal, sys
from itertools import islice
import django
django.setup()
from kejing.engines.interchange import staging
from kejing.foundation.kernel import jobs
intake_id, user_id, appointment_id, chunk, dies = (int(word) for word in sys.argv[1:])
taken = 0
def take(rows, size):
    global taken
    taken += 1
    if dies and taken == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return islice(rows, size)
staging._CHUNK, staging.islice = chunk, take
jobs.run_now("interchange.perform", intake_id=intake_id, user_id=user_id, appointment_id=appointment_id)
"""
"""A process of its own: a fork of this one would take along what other tests left in it, a browser's loop say."""


def worker(cast: Cast, intake_id: int, database: str, *, dies: bool = False) -> int:
    """Do the job, or begin it and die in the third chunk; how the process ended."""
    person = cast["administrator"]
    numbers = (intake_id, person.user.pk, person.appointment_id, CHUNK, int(dies))
    environment = os.environ | {
        "DATABASE_URL": url_for(database, "APP"), "DATABASE_OWNER_URL": url_for(database, "OWNER"),
        "DJANGO_SETTINGS_MODULE": "kejing.app.settings", "KEJING_HOME": str(settings.HOME),
    }  # fmt: skip
    command = [sys.executable, "-c", WORKER, *(str(number) for number in numbers)]
    return subprocess.run(command, env=environment, cwd=ROOT, check=False).returncode


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
    cast: Cast, own_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = Clerk(cast)
    trial = clerk.map(clerk.bring("customers.customer", FILE.encode()))
    monkeypatch.setattr(running, "AT_ONCE", 0)
    with cast["administrator"].acting() as actor:
        intake_id = run_tried(actor=actor, import_run_id=trial.pk)

    assert worker(cast, intake_id, own_database, dies=True) == -signal.SIGKILL
    assert left() == ([], 0, 0)
    with everything():
        assert Intake.objects.get(pk=intake_id).asked == Asked.RUN
        assert Progress.objects.get(key=f"import:{intake_id}").state == Progress.State.RUNNING
        assert not ImportRun.objects.filter(intake_id=intake_id, dry=False).exists()

    assert worker(cast, intake_id, own_database) == 0
    assert left() == ([f"N{n:03}" for n in range(ROWS)], ROWS, ROWS)
    assert worker(cast, intake_id, own_database) == 0
    assert left() == ([f"N{n:03}" for n in range(ROWS)], ROWS, ROWS)
    with everything():
        (run,) = ImportRun.objects.filter(intake_id=intake_id, dry=False)
        assert (run.state, counts(run), run.counts) == ("done", (ROWS, 0, 0), trial.counts)
        assert Intake.objects.get(pk=intake_id).asked == Asked.NOTHING
        assert Progress.objects.get(key=f"import:{intake_id}").state == Progress.State.DONE
        assert JournalLine.objects.filter(pk=run.line, user_id=cast["administrator"].user.pk).count() == 1
