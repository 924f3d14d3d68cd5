"""`kejing serve`: PostgreSQL, web and worker as children of one process.

The order is the point: the database first, then whatever an update needs (backup, migrations, static files),
then web and worker; and the other way round at the end.
"""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException
from types import FrameType

from kejing.app.server import home as homes
from kejing.app.server import stamp, state
from kejing.app.server.children import STOP_SECONDS, Child
from kejing.app.server.home import Home, HomeError

_PAUSE = 0.05
_LOGS_EVERY = 60.0
_GIVE_UP_AFTER = 5
Say = Callable[[str], None]


class Supervisor:
    """Serves one installation until it is told to stop."""

    def __init__(self, home: Home, say: Say) -> None:
        self._home = home
        self._say = say
        self._server = home.postgres()
        self._children = [Child(name, home.logs / f"{name}.log") for name in ("web", "worker")]
        self._stopping = False
        self._next_logs = 0.0

    def run(self) -> int:
        """Serve until SIGTERM or SIGINT. Returns the exit code; raises HomeError, PostgresError and the like."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)
        with self._home.lock():
            _refuse_taken_port()
            try:
                return self._serve()
            finally:
                self._stop()

    def _serve(self) -> int:
        self._home.logs.mkdir(mode=0o700, exist_ok=True)
        if self._server:
            self._server.start()
        self._home.enter()
        stamp.refuse_other(homes.owner_url(), self._home.mark.kind)
        if state.of_home(self._home.path) != state.of_code():
            code = self._prepare()
            if code or self._stopping:
                return code
        for child in self._children:
            child.start()
        return self._watch()

    def _prepare(self) -> int:
        """In a process of its own, which gives its memory back."""
        with subprocess.Popen([sys.executable, "-m", "kejing", "upgrade", "--locked"]) as process:
            while process.poll() is None:
                if self._stopping:
                    process.terminate()
                time.sleep(_PAUSE)
        return process.returncode

    def _watch(self) -> int:
        announced = False
        while not self._stopping:
            for child in self._children:
                child.watch()
            if self._server and not self._server.running:
                self._server.start()
            if not announced:
                announced = self._announce()
                if not announced and self._children[0].restarts >= _GIVE_UP_AFTER:
                    raise HomeError(f"The web server does not start; its log: {self._children[0].log}")
            if time.monotonic() > self._next_logs:
                self._next_logs = time.monotonic() + _LOGS_EVERY
                for child in self._children:
                    child.shorten_log()
            time.sleep(_PAUSE if not announced else _PAUSE * 4)
        return 0

    def _announce(self) -> bool:
        """Print the address as soon as the pages can be had."""
        host, port = homes.listening_host(), homes.listening_port()
        if not is_ready(_reachable(host), port):
            return False
        page = "demo/" if self._home.is_demo else ""
        self._say(f"Kejing is ready: http://{_written(_reachable(host))}:{port}/{page}   (Ctrl-C stops it)")
        return True

    def _stop(self) -> None:
        for child in self._children:
            child.ask_to_stop()
        deadline = time.monotonic() + STOP_SECONDS
        for child in self._children:
            child.wait(deadline)
        if self._server:
            self._server.stop()

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping = True


def is_ready(host: str, port: int) -> bool:
    """Whether `/readyz` answers that all is well."""
    connection = HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", "/readyz", headers={"Host": "localhost"})
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _reachable(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  # compared, not listened on


def _written(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _refuse_taken_port() -> None:
    host, port = homes.listening_host(), homes.listening_port()
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            raise HomeError(
                f"Kejing cannot listen on {host} port {port} ({error.strerror}); choose another with KEJING_PORT."
            ) from None
