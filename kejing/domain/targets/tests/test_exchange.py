"""Targets from a file: as delivered, all or nothing, with their history and their places in the tree."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kejing.domain.targets.tests.factories import D, closed, counts, found, given, history
from kejing.engines.interchange.public import GivenFile, RunPage, import_run, run_import
from kejing.foundation.kernel import clock
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db
SPEC = """
name: targets
version: 1
label: {zh: 目标, en: Targets}
sources:
  - name: targets
    label: {zh: 目标, en: Targets}
    file: targets.csv
    columns:
      - {name: measure, type: code, required: true}
      - {name: kind, type: code, required: true}
      - {name: day, type: date, format: "%Y-%m-%d", required: true}
      - {name: unit, type: code}
      - {name: staff, type: code}
      - {name: base, type: decimal, required: true}
      - {name: floor, type: decimal}
steps:
  - target: targets.target
    from: targets
    key: [measure, kind, day, unit, staff]
    columns: {measure: measure, kind: kind, day: day, unit: unit, staff: staff, base: base, floor: floor}
"""


@pytest.fixture(autouse=True)
def packs(cast: Cast, tmp_path: Path, settings: Any) -> None:
    settings.PACKS_DIR = tmp_path
    path = tmp_path / "test" / "imports" / "targets.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(SPEC, encoding="utf-8")


def load(cast: Cast, *lines: str, person: str = "administrator") -> RunPage:
    file = GivenFile.of("targets.csv", "\n".join(["measure,kind,day,unit,staff,base,floor", *lines]).encode())
    with clock.frozen(clock.at(TODAY, 9)), cast[person].acting() as actor:
        return import_run(actor=actor, run_id=run_import(actor=actor, spec="test/targets", files=[file]))


def faults(run: RunPage) -> Sequence[tuple[int, str]]:
    return [(error.row, error.column) for error in run.errors]


def test_created_changed_and_left_alone(cast: Cast) -> None:
    load(
        cast,
        "loans,month,1998-01-20,A,,100,80",
        "loans,month,1998-01-01,,S003,60,",
        "loans,half,1998-08-09,,,500,",
    )
    rows = found()
    assert [
        (r.level, r.kind, r.begins, r.ends, r.base, r.floor) for r in sorted(rows, key=lambda r: r.base)
    ] == [
        ("staff", "month", date(1998, 1, 1), date(1998, 2, 1), D(60), None),
        ("unit", "month", date(1998, 1, 1), date(1998, 2, 1), D(100), D(80)),
        ("organisation", "half", date(1998, 7, 1), date(1999, 1, 1), D(500), None),
    ]
    (person,), (branch,) = found(level="staff"), found(level="unit")
    assert (person.above_id, person.holder_id) == (branch.pk, cast["manager_a1"].holder_id)
    load(cast, "loans,month,1998-01-20,A,,120,80", "loans,month,1998-01-02,,S003,60,")
    assert [(c.version, c.kind, c.base, c.made_by_name) for c in history(branch.pk)] == [
        (1, "imported", D(100), "administrator"), (2, "imported", D(120), "administrator"),
    ]  # fmt: skip
    assert len(history(person.pk)) == 1


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        (["loans,month,1998-01-20,A,S003,100,"], [(2, "staff")]),
        (["none,month,1998-01-20,A,,100,"], [(2, "measure")]),
        (["loans,decade,1998-01-20,A,,100,"], [(2, "kind")]),
        (["loans,month,1998-01-20,A,,100,101"], [(2, "floor")]),
        (["loans,month,1998-01-20,A,,-1,"], [(2, "base")]),
        (["loans,month,1998-01-20,A,,1,", "loans,month,1998-01-21,A,,2,"], [(3, "day")]),
        (["loans,month,1998-01-20,A,,100,", "loans,month,1998-01-20,,S003,101,"], [(3, "base")]),
    ],
)
def test_a_row_at_fault_is_named_and_nothing_comes_in(
    cast: Cast, lines: list[str], wanted: list[tuple[int, str]]
) -> None:
    assert faults(load(cast, *lines)) == wanted
    assert counts() == 0


def test_nothing_into_a_closed_month(cast: Cast) -> None:
    pk = given(cast)
    closed(date(1998, 1, 1))
    load(cast, "loans,month,1998-01-20,,S003,60,")
    assert [row.base for row in history(pk)] == [D(100)]
