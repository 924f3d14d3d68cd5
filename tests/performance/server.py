"""What is measured: PostgreSQL with full durability and granian with one worker, as in production."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from kejing.app.server.postgres import EmbeddedPostgres
from kejing.app.server.supervisor import is_ready

ROOT = Path(__file__).parents[2]
HOME = ROOT / "build" / "bench-home"
THREADS = 4
START_SECONDS = 60
SETTINGS = "tests.performance.settings"


@contextmanager
def postgres() -> Iterator[EmbeddedPostgres]:
    """The benchmark's own server, with the settings the product ships; its addresses go where `tests.database` looks."""
    server = EmbeddedPostgres(ROOT / "build" / "bench-postgres")
    server.start()
    urls = {"SUPERUSER": server.superuser_url, "OWNER": server.owner_url, "APP": server.app_url}
    os.environ.update({f"KEJING_TEST_{role}_URL": url for role, url in urls.items()})
    try:
        yield server
    finally:
        server.stop()


def environment(app_url: str, owner_url: str) -> dict[str, str]:
    """The environment of a production process over the given database."""
    return {
        "DATABASE_URL": app_url,
        "DATABASE_OWNER_URL": owner_url,
        "KEJING_HOME": str(HOME),
        "KEJING_SECRET_KEY": "for the benchmark only",
        "KEJING_TRAIL_KEY": "for the benchmark only",
        "KEJING_DEMO": "",
        "KEJING_TESTING": "",
        "KEJING_DEV": "",
        "DJANGO_SETTINGS_MODULE": SETTINGS,
    }


def collect_static() -> None:
    """Compressed and under immutable names, as `kejing serve` does; before Django reads the list of them."""
    command = [sys.executable, "-W", "ignore", "-m", "django", "collectstatic", "--noinput", "-v0"]
    subprocess.run(command, cwd=ROOT, check=True)


@dataclass(frozen=True, slots=True)
class Web:
    """The running web server: where it listens, and its worker."""

    port: int
    worker: psutil.Process

    @property
    def memory(self) -> float:
        """Resident memory of the worker in MB: what it shares with its parent counts in full."""
        return float(self.worker.memory_info().rss) / 1e6


@contextmanager
def web() -> Iterator[Web]:
    """Serve the product and the bare view from one worker with four threads, over `os.environ`'s database."""
    port = _free_port()
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    command += ["--workers", "1", "--blocking-threads", str(THREADS), "--no-ws", "--log-level", "warning"]
    log = (HOME / "web.log").open("wb")
    process = subprocess.Popen(
        [*command, "tests.performance.wsgi:application"], cwd=ROOT, stdout=log, stderr=log
    )
    try:
        _wait(process, port)
        workers = psutil.Process(process.pid).children()
        yield Web(port, max(workers, key=lambda found: found.memory_info().rss))
    finally:
        process.terminate()
        process.wait()
        log.close()


def _wait(process: "subprocess.Popen[bytes]", port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not is_ready("127.0.0.1", port):
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"the web server does not start; its log: {HOME / 'web.log'}")
        time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])
