"""pytest plugin: which tests prove which requirement items.

`@pytest.mark.requirement("A2.3", shows="…")`: at most three items on a test, ids of docs/requirements.csv,
`shows` says in a sentence what the test makes visible. A full run writes build/requirements-run.json;
`make requirements` reports from it, so only tests that passed in the last full run count.
"""

import csv
import json
from collections.abc import Generator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
CATALOGUE = ROOT / "docs" / "requirements.csv"
RUN = Path("build") / "requirements-run.json"
MOST_ITEMS = 3
PROPERTY = "requirement"


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Every item by id: its clause in the articles and what the software must do."""
    with CATALOGUE.open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "requirement(*items, shows): the items a test proves, and how it shows them"
    )
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Recorder(config), "kejing-requirements")


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """A wrong mark fails the collection of its module, under xdist as well."""
    report = yield
    known = catalogue()
    items = [item for item in report.result or () if isinstance(item, pytest.Item)]
    marks = [(item, mark) for item in items for mark in item.iter_markers("requirement")]
    if faults := [f"{item.nodeid}: {fault}" for item, mark in marks if (fault := fault_of(mark, known))]:
        report.outcome, report.longrepr, report.result = "failed", "\n".join(faults), []
    return report


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Attach the marks to the items, so that their reports carry them to xdist's controller."""
    for item in items:
        for mark in item.iter_markers("requirement"):
            for number in mark.args:
                item.user_properties.append((PROPERTY, json.dumps([number, mark.kwargs["shows"]])))


def fault_of(mark: pytest.Mark, known: dict[str, dict[str, str]]) -> str:
    """What is wrong with a mark, or ""."""
    if not 1 <= len(mark.args) <= MOST_ITEMS:
        return f"a test proves one to {MOST_ITEMS} items, not {len(mark.args)}"
    if unknown := [number for number in mark.args if number not in known]:
        return f"no such item: {', '.join(map(str, unknown))}"
    if set(mark.kwargs) != {"shows"} or not str(mark.kwargs["shows"]).strip():
        return "say with shows= what the test makes visible"
    return ""


class Recorder:
    """Gathers what the tests' reports prove; one for the whole run, on the controller."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.claims: dict[str, list[list[str]]] = {}
        self.outcomes: dict[str, set[str]] = {}
        self.broken = False

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self.broken |= report.failed

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        claims = [json.loads(str(value)) for name, value in report.user_properties if name == PROPERTY]
        if claims:
            self.claims[report.nodeid] = claims
            outcome = report.outcome if report.when == "call" or report.outcome != "passed" else "around"
            self.outcomes.setdefault(report.nodeid, set()).add(
                "xfailed" if hasattr(report, "wasxfail") else outcome
            )

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        if not self.covers_everything(session, exitstatus):
            return
        path = self.config.rootpath / RUN
        path.parent.mkdir(exist_ok=True)
        run = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "proofs": self.proofs()}
        path.write_text(json.dumps(run, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

    def proofs(self) -> list[dict[str, str]]:
        """Of the tests that ran and passed: one entry for each item."""
        return [
            {"item": number, "test": test, "shows": shows}
            for test, claims in sorted(self.claims.items())
            if self.outcomes[test] <= {"passed", "around"} and "passed" in self.outcomes[test]
            for number, shows in claims
        ]

    def covers_everything(self, session: pytest.Session, exitstatus: int) -> bool:
        """No selection by path, name, mark or last failure; nothing broken or stopped on the way."""
        option: Any = self.config.option
        chosen = {str(Path(argument.split("::")[0]).resolve()) for argument in self.config.args}
        everything = {
            str((self.config.rootpath / path).resolve()) for path in self.config.getini("testpaths")
        }
        narrowed = option.keyword or option.markexpr or option.deselect or option.collectonly
        narrowed = narrowed or getattr(option, "lf", False) or "::" in "".join(self.config.args)
        stopped = session.shouldstop or session.shouldfail or exitstatus not in {0, 1}
        return not (narrowed or stopped or self.broken) and chosen in (
            everything,
            {str(self.config.rootpath)},
        )
