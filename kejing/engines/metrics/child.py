"""Start the child process that takes snapshots and computes, and wait for its answer."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo

from kejing.engines.metrics.run.job import Answer, Job, dump

ADDRESS = "KEJING_JOB_DATABASE"
_CONNECTION_WORDS = ("host", "port", "dbname", "user", "password", "options", "sslmode", "sslrootcert")
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "TZ", "SYSTEMROOT", "LD_LIBRARY_PATH")
_SLACK_SECONDS = 3_600


def run(job: Job) -> Answer:
    """Run the job in a process of its own, with this connection's address and nothing else of our secrets.

    Raises subprocess.TimeoutExpired, and RuntimeError when the process dies without an answer.
    """
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    environment[ADDRESS] = _address()
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        file.write(dump(job))
        file.flush()
        done = subprocess.run(  # noqa: S603  # our own module, a file we wrote
            [sys.executable, "-m", "kejing.engines.metrics.run", file.name],
            cwd=settings.BASE_DIR,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=job.seconds * max(1, len(job.metrics)) + _SLACK_SECONDS,
        )
    if not done.stdout:
        raise RuntimeError(f"the computing process ended with {done.returncode}: {done.stderr[-2_000:]}")
    return Answer(**json.loads(done.stdout))


def snapshot_root() -> Path:
    return Path(settings.HOME) / "snapshots"


def _address() -> str:
    """The words of libpq for the database of the open connection."""
    parameters = connection.get_connection_params()
    words = {name: parameters[name] for name in _CONNECTION_WORDS if parameters.get(name)}
    return make_conninfo(**words)
