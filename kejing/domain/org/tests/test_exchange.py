"""Importing units: each with its pool, under a parent that is there."""

from pathlib import Path
from typing import Any

import pytest

from kejing.domain.org.models import Holder, Unit
from kejing.engines.interchange.public import GivenFile, RunPage, import_run, run_import
from kejing.foundation.kernel.context import as_system
from tests.cast import Cast

SPEC = """
name: units
version: 1
label: {zh: 机构, en: Units}
sources:
  - name: unit
    label: {zh: 机构, en: Units}
    file: unit.csv
    columns:
      - {name: code, type: code, required: true}
      - {name: name, type: text}
      - {name: name_en, type: text}
      - {name: kind, type: code}
      - {name: parent, type: code}
steps:
  - target: org.unit
    from: unit
    key: [code]
    columns: {code: code, name: name, name_en: name_en, kind: kind, parent: parent}
"""


@pytest.fixture(autouse=True)
def packs(cast: Cast, tmp_path: Path, settings: Any) -> None:
    settings.PACKS_DIR = tmp_path
    path = tmp_path / "test" / "imports" / "units.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(SPEC, encoding="utf-8")


def load(cast: Cast, *lines: str) -> RunPage:
    content = "\n".join(["code,name,name_en,kind,parent", *lines]).encode()
    with cast["administrator"].acting() as actor:
        run_id = run_import(actor=actor, spec="test/units", files=[GivenFile.of("unit.csv", content)])
        return import_run(actor=actor, run_id=run_id)


def test_a_unit_comes_with_its_pool_and_its_place_in_the_tree(cast: Cast) -> None:
    run = load(cast, "C,丙支行,Branch C,branch,EAST", "A,甲支行,Branch A,branch,EAST")
    (step,) = run.steps
    assert (step.created, step.updated, step.unchanged) == (1, 1, 0)
    with as_system("look"):
        unit = Unit.objects.get(code="C")
        assert unit.parent == cast.units["EAST"]
        assert Holder.objects.get(unit=unit).name == "丙支行公海"
        assert Unit.objects.get(code="A").version == 2
    assert load(cast, "C,丙支行,Branch C,branch,EAST").steps[0].unchanged == 1


@pytest.mark.parametrize(
    ("line", "column"),
    [("D,丁,D,branch,NOWHERE", "parent"), ("D,,D,branch,EAST", "name"), ("D,丁,D,,EAST", "kind")],
)
def test_a_unit_that_does_not_fit_is_refused(cast: Cast, line: str, column: str) -> None:
    run = load(cast, "C,丙支行,Branch C,branch,EAST", line)
    assert [(error.row, error.column) for error in run.errors] == [(3, column)]
    with as_system("look"):
        assert Unit.objects.count() == len(cast.units)


def test_a_unit_cannot_be_put_below_itself(cast: Cast) -> None:
    run = load(cast, "EAST,东区,East,region,A")
    assert [(error.row, error.column) for error in run.errors] == [(0, "")]
    with as_system("look"):
        assert Unit.objects.get(code="EAST").parent == cast.units["HQ"]
