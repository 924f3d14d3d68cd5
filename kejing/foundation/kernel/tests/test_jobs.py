"""Jobs: queued with their transaction, once for a key; progress is written down, failures too."""

import pytest
from django.db import connection

from kejing.foundation.kernel import jobs
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.models import Progress

pytestmark = pytest.mark.django_db


@pytest.fixture
def sample(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setitem(jobs._jobs, "samples.job", lambda **arguments: None)
    return "samples.job"


def queued(name: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from procrastinate_jobs where task_name = %s", [name])
        row = cursor.fetchone()
    assert row is not None
    return int(row[0])


def test_a_job_is_queued(sample: str) -> None:
    with as_system("test"):
        jobs.enqueue(sample, month="1997-12")
        assert queued(sample) == 1


def test_a_key_that_waits_is_not_queued_again_and_the_transaction_goes_on(sample: str) -> None:
    with as_system("test"):
        jobs.enqueue(sample, key="close-1997-12")
        jobs.enqueue(sample, key="close-1997-12")
        assert queued(sample) == 1


def test_an_unknown_job_is_a_programmers_error() -> None:
    with pytest.raises(LookupError):
        jobs.enqueue("samples.nothing")


def test_progress_counts_and_ends() -> None:
    with as_system("test"), jobs.progress("p", total=3) as work:
        work.step("first", done=1)
        assert Progress.objects.get(key="p").state == Progress.State.RUNNING
    row = Progress.objects.get(key="p")
    assert (row.state, row.step, row.done, row.total) == (Progress.State.DONE, "first", 1, 3)
    assert row.ended_at is not None


def test_a_failure_is_written_down_and_raised() -> None:
    with pytest.raises(ZeroDivisionError), jobs.progress("p"):
        _ = 1 / 0
    assert Progress.objects.get(key="p").state == Progress.State.FAILED
