"""The command's answers: what is refused, with which code and words."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kejing.app.cli import main as cli
from kejing.app.server import home as homes

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in an environment without installations: (exit code, said, complained)."""
    monkeypatch.setattr(
        os, "environ", {k: v for k, v in os.environ.items() if not k.startswith(("KEJING_", "DATABASE_"))}
    )
    monkeypatch.setattr(homes, "default_root", lambda: tmp_path)

    def call(*arguments: str) -> tuple[int, str, str]:
        try:
            code = cli.main(arguments)
        except SystemExit as stop:
            code = int(str(stop.code or 0))
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def test_help_names_every_command(run: Run) -> None:
    code, said, _ = run("--help")
    assert code == 0
    wanted = "serve web worker init doctor backup restore psql close trail demo upgrade"
    assert [word for word in wanted.split() if f"    {word} " not in said] == []


def test_an_unknown_command_is_not_understood(run: Run) -> None:
    code, _, complaint = run("fly")
    assert (code, "invalid choice" in complaint) == (2, True)


@pytest.mark.parametrize("command", ["serve", "web", "worker", "doctor", "backup", "psql"])
def test_without_an_installation_it_says_how_to_make_one(run: Run, command: str) -> None:
    code, _, complaint = run(command)
    assert (code, "kejing init --pack bank" in complaint) == (1, True)


@pytest.mark.parametrize("command", [("demo", "status"), ("demo", "advance")])
def test_without_a_demo_it_says_how_to_make_one(run: Run, command: tuple[str, ...]) -> None:
    code, _, complaint = run(*command)
    assert (code, "make run" in complaint) == (1, True)


def test_a_pack_that_is_not_there(run: Run, tmp_path: Path) -> None:
    code, _, complaint = run("init", "--pack", "fishing")
    assert (code, "there are: " in complaint) == (1, True)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_backup(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "letter.tar"
    file.write_text("dear reader")
    code, _, complaint = run("restore", str(file))
    assert (code, "not a whole backup" in complaint) == (1, True)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.tar"]


def test_a_home_without_a_mark(run: Run, tmp_path: Path) -> None:
    os.environ["KEJING_HOME"] = str(tmp_path / "nothing")
    code, _, complaint = run("serve")
    assert (code, "holds no installation" in complaint) == (1, True)


def test_a_cluster_node_needs_its_keys_from_the_environment(run: Run) -> None:
    os.environ["DATABASE_URL"] = "postgresql://kejing_app@db/kejing"
    code, _, complaint = run("web")
    assert (code, "no installation" in complaint) == (1, True)
