"""One process under the supervisor: start, watch, restart with a growing pause, stop."""

import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

STOP_SECONDS = 8
PARENT = "KEJING_SUPERVISOR"
_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 30.0
_STEADY_SECONDS = 60
_LONGEST_LOG = 20_000_000
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG


def die_with_supervisor() -> None:
    """Called in a child: end when the supervisor is killed, so that the next start finds the port free."""
    parent = os.environ.get(PARENT)
    if parent is None:
        return
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGTERM)
    if os.getppid() != int(parent):
        sys.exit("the supervisor is gone")


@dataclass
class Child:
    """A `kejing` command kept running; what it says goes to its log."""

    name: str
    log: Path
    restarts: int = 0
    _pause: float = _FIRST_PAUSE
    _started: float = 0.0
    _next_start: float = 0.0
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def start(self) -> None:
        self._started = time.monotonic()
        with self.log.open("ab") as log:
            # A session of its own: Ctrl-C is for the supervisor, which stops its children in order.
            self._process = subprocess.Popen(
                [sys.executable, "-m", "kejing", self.name],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                env=os.environ | {PARENT: str(os.getpid()), "PYTHONUNBUFFERED": "1"},
            )  # fmt: skip

    def watch(self) -> None:
        """Start it again if it ended: at once after a long run, later and later if it keeps ending."""
        now = time.monotonic()
        if self._process and self._process.poll() is not None:
            self._kill_group()  # what it started itself may still hold the port
            if now - self._started > _STEADY_SECONDS:
                self._pause = _FIRST_PAUSE
            self._process, self._next_start = None, now + self._pause
            self._pause = min(self._pause * 2, _LONGEST_PAUSE)
            self.restarts += 1
        if self._process is None and now >= self._next_start:
            self.start()

    def shorten_log(self) -> None:
        """Keep the last log beside the new one. Writers append, so an emptied file goes on at its start."""
        if self.log.exists() and self.log.stat().st_size > _LONGEST_LOG:
            shutil.copyfile(self.log, self.log.with_suffix(".log.1"))
            os.truncate(self.log, 0)

    def ask_to_stop(self) -> None:
        if self._process and self._process.poll() is None:
            self._process.terminate()

    def wait(self, deadline: float) -> None:
        """Wait for the end until `deadline` (of `time.monotonic`), then kill the whole group."""
        if self._process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(max(0.0, deadline - time.monotonic()))
        self._kill_group()  # also what a crashed one left behind
        self._process.wait()
        self._process = None

    def _kill_group(self) -> None:
        if self._process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
