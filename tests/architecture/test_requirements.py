"""The plugin that says which items are proved: only passed tests of a full run count."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.requirements import ROOT, RUN, catalogue
from tests.requirements_report import by_item

PROJECT = """
import pytest

@pytest.mark.requirement("A2.3", "A2.55", shows="two at once")
def test_passes(): pass

@pytest.mark.requirement("A4.43", shows="never seen")
def test_fails(): assert False

@pytest.mark.requirement("A4.50", shows="never seen")
@pytest.mark.skip
def test_skipped(): pass

@pytest.mark.requirement("A9.1", shows="a set-up that breaks")
def test_breaks(broken): pass

@pytest.fixture
def broken():
    yield
    raise RuntimeError
"""
WRONG = {
    'requirement("A2.999", shows="x")': "no such item: A2.999",
    'requirement("A2.1")': "say with shows=",
    'requirement("A2.1", "A2.2", "A2.3", "A2.4", shows="x")': "one to 3 items, not 4",
    'requirement(shows="x")': "one to 3 items, not 0",
}


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    (folder / "pytest.ini").write_text(
        "[pytest]\naddopts = -p tests.requirements --strict-markers\ntestpaths = checks\n"
    )
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PYTEST_PLUGINS": "xdist.plugin",
    }
    environment.pop("PYTEST_XDIST_WORKER", None)
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def write(folder: Path, text: str) -> None:
    (folder / "checks").mkdir(exist_ok=True)
    (folder / "checks" / "test_it.py").write_text(text)


def test_the_catalogue_holds_every_item() -> None:
    items = catalogue()
    assert len(items) == 474
    assert all(row["clause"] and row["text"] for row in items.values())


@pytest.mark.parametrize("workers", ["0", "2"])
def test_only_passed_tests_of_a_full_run_count(tmp_path: Path, workers: str) -> None:
    write(tmp_path, PROJECT)
    run(tmp_path, "-n", workers)
    proofs = json.loads((tmp_path / RUN).read_text())["proofs"]
    assert [(p["item"], p["test"], p["shows"]) for p in proofs] == [
        ("A2.3", "checks/test_it.py::test_passes", "two at once"),
        ("A2.55", "checks/test_it.py::test_passes", "two at once"),
    ]


@pytest.mark.parametrize("narrowed", [["-k", "passes"], ["checks/test_it.py"], ["-x"], ["--collect-only"]])
def test_a_part_of_the_suite_proves_nothing(tmp_path: Path, narrowed: list[str]) -> None:
    write(tmp_path, PROJECT)
    run(tmp_path, *narrowed)
    assert not (tmp_path / RUN).exists()


@pytest.mark.parametrize("workers", ["0", "2"])
def test_a_wrong_mark_fails_the_collection(tmp_path: Path, workers: str) -> None:
    tests = [f"@pytest.mark.{mark}\ndef test_{i}(): pass\n" for i, mark in enumerate(WRONG)]
    write(tmp_path, "import pytest\n" + "".join(tests))
    answer = run(tmp_path, "-n", workers)
    assert answer.returncode != 0
    assert all(said in answer.stdout for said in WRONG.values())
    assert not (tmp_path / RUN).exists()


def test_the_report_keeps_the_articles_order() -> None:
    assert list(by_item([{"item": "A10.1"}, {"item": "A2.10"}, {"item": "A2.9"}])) == [
        "A2.9",
        "A2.10",
        "A10.1",
    ]
