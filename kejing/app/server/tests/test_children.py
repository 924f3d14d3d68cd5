import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kejing.app.server import children
from kejing.app.server.children import Child


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Child]:
    """A child whose program is a shell script instead of `kejing web`."""

    def make(script: str) -> Child:
        path = tmp_path / "program"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        monkeypatch.setattr(sys, "executable", str(path))
        return Child("web", tmp_path / "web.log")

    return make


def until(holds: Callable[[], object]) -> None:
    end = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


def group_is_alive(pid: int) -> bool:
    try:
        os.killpg(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_one_that_ends_is_started_again_later_and_later(
    program: Callable[[str], Child], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(children, "_FIRST_PAUSE", 0.02)
    child = program("echo ran; exit 3")
    child._pause = 0.02

    def ended() -> bool:
        child.watch()
        return child.restarts >= 3

    until(ended)
    assert child._pause == pytest.approx(0.16)
    assert child.log.read_text().count("ran") == 3
    child.wait(time.monotonic() + 1)


def test_it_is_asked_to_stop(program: Callable[[str], Child]) -> None:
    child = program("trap 'echo bye; exit 0' TERM; echo up; while :; do sleep 0.05; done")
    child.start()
    until(lambda: "up" in child.log.read_text())
    child.ask_to_stop()
    child.wait(time.monotonic() + 5)
    assert "bye" in child.log.read_text()
    assert child.pid is None


def test_one_that_does_not_listen_is_killed_with_what_it_started(program: Callable[[str], Child]) -> None:
    child = program("trap '' TERM; sh -c \"trap '' TERM; echo $$ up; sleep 60\" & wait; sleep 60")
    child.start()
    until(lambda: "up" in child.log.read_text())
    pid = child.pid
    assert pid
    child.ask_to_stop()
    child.wait(time.monotonic() + 0.1)
    until(lambda: not group_is_alive(pid))


def test_a_long_log_is_put_aside(program: Callable[[str], Child], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "_LONGEST_LOG", 10)
    child = program("exit 0")
    child.log.write_text("a long line\n")
    child.shorten_log()
    assert child.log.read_text() == ""
    assert child.log.with_suffix(".log.1").read_text() == "a long line\n"
