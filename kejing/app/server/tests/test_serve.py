"""`kejing init`, then `kejing serve`, as a person would: started, started again, killed, started again."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import socket

import pytest

pytestmark = pytest.mark.slow
ENVIRONMENT = {
    name: value for name, value in os.environ.items() if not name.startswith(("KEJING_", "DATABASE_"))
}


def free_port() -> int:
    with socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
    return port


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A real installation with the bank pack, made by the command; static files are served from where they lie."""
    home = tmp_path_factory.mktemp("serve") / "home"
    environment = ENVIRONMENT | {"KEJING_HOME": str(home), "KEJING_PORT": str(free_port()), "KEJING_DEV": "1"}
    environment |= {"KEJING_WEB_WORKERS": "1"}
    made = kejing(environment, "init", "--pack", "bank")
    assert made.returncode == 0, made.stderr
    environment["LINK"] = re.findall(r"http://\S+", made.stdout)[0]
    return environment


def kejing(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kejing", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@contextmanager
def served(environment: dict[str, str]) -> Iterator[tuple[subprocess.Popen[str], float]]:
    """`kejing serve` up to its address, with the seconds it took."""
    started = time.monotonic()
    with subprocess.Popen(
        [sys.executable, "-m", "kejing", "serve"], env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        line = process.stdout.readline()
        try:
            assert "is ready: http://127.0.0.1" in line
            yield process, time.monotonic() - started
        finally:
            process.terminate()


def get(environment: dict[str, str], path: str) -> tuple[int, str]:
    with urllib.request.urlopen(f"http://127.0.0.1:{environment['KEJING_PORT']}{path}") as answer:
        return answer.status, answer.read().decode()


def children_of(pid: int) -> list[int]:
    found = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=True
    )
    return [int(word) for word in found.stdout.split()]


def test_the_first_administrators_link_opens(environment: dict[str, str]) -> None:
    with served(environment) as (process, _seconds):
        status, page = get(environment, environment["LINK"].partition(environment["KEJING_PORT"])[2])
        assert (status, "password" in page) == (200, True)
        assert get(environment, "/healthz") == (200, "ok\n")
        assert '"migrations": "ok"' in get(environment, "/readyz")[1]
        second = kejing(environment, "serve")
        assert second.returncode == 1
        assert "runs already" in second.stderr
        process.terminate()
        assert process.wait(20) == 0


@pytest.mark.parametrize("_round", range(int(os.environ.get("KEJING_KILLS", "1"))))
def test_it_starts_again_quickly_and_comes_back_after_a_kill(
    environment: dict[str, str], _round: int
) -> None:
    with served(environment) as (process, seconds):
        assert seconds < 10, "five on a machine with nothing else to do"
        left = children_of(process.pid)
        process.kill()
        process.wait()
    deadline = time.monotonic() + 15
    with served(environment) as (process, _seconds):
        # The first web and worker are gone; PostgreSQL was taken over.
        while time.monotonic() < deadline and sum(Path(f"/proc/{pid}").exists() for pid in left) > 1:
            time.sleep(0.1)
        assert sum(Path(f"/proc/{pid}").exists() for pid in left) == 1
        web = next(pid for pid in children_of(process.pid) if "web" in command_of(pid))
        os.kill(web, signal.SIGKILL)
        assert wait_until_ready(environment)


def test_a_real_installation_never_serves_as_a_demo(environment: dict[str, str]) -> None:
    refused = kejing(environment, "demo", "serve")
    assert (refused.returncode, "never become" in refused.stderr) == (1, True)
    mark = Path(environment["KEJING_HOME"]) / "kejing.toml"
    text = mark.read_text()
    mark.write_text(text.replace('"real"', '"demo"'))
    try:
        refused = kejing(environment, "demo", "serve")
    finally:
        mark.write_text(text)
    assert refused.returncode == 1
    assert "this is refused" in refused.stderr


def test_doctor_finds_only_that_nobody_serves_and_nothing_was_backed_up(environment: dict[str, str]) -> None:
    said = kejing(environment, "doctor").stdout
    assert [line.split(":")[0] for line in said.splitlines() if line.startswith("BAD")] == [
        "BAD  worker",
        "BAD  backup",
    ]


@pytest.fixture
def restored(environment: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """A copy of the installation, brought back from a backup."""
    file = tmp_path / "kept.tar"
    assert kejing(environment, "backup", str(file)).returncode == 0
    copy = environment | {"KEJING_HOME": str(tmp_path / "restored")}
    answer = kejing(copy, "restore", str(file))
    assert "equal to the backup" in answer.stdout, answer.stderr
    return copy


def test_a_backup_comes_back(restored: dict[str, str], tmp_path: Path) -> None:
    assert "the trail is whole" in kejing(restored, "trail", "verify").stdout
    again = kejing(restored, "restore", str(tmp_path / "kept.tar"))
    assert (again.returncode, "not empty" in again.stderr) == (1, True)


def test_a_row_altered_past_the_product_is_named(restored: dict[str, str]) -> None:
    kejing(restored, "psql", "--", "-c", "update org_unit set name = '别处' where code = 'HQ'")
    answer = kejing(restored, "trail", "verify")
    assert answer.returncode == 1
    assert "org_unit row 1" in answer.stderr


def command_of(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text()


def wait_until_ready(environment: dict[str, str]) -> bool:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            if get(environment, "/readyz")[0] == 200:
                return True
        except OSError:
            time.sleep(0.1)
    return False
