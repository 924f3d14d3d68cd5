"""Importing whom a customer stands below: by number or name, in the file or already there, and never in a circle."""

from pathlib import Path
from typing import Any

import pytest

from kejing.domain.customers.models import Customer
from kejing.domain.customers.vocabulary import ImportFault
from kejing.engines.interchange.public import GivenFile, RunPage, import_run, run_import
from kejing.foundation.kernel.context import as_system
from tests.cast import Cast

SPEC = """
name: groups
version: 1
label: {zh: 集团, en: Groups}
sources:
  - name: customer
    label: {zh: 客户, en: Customers}
    file: customer.csv
    columns:
      - {name: number, type: code, required: true}
      - {name: name, type: text}
      - {name: parent, type: text}
steps:
  - target: customers.customer
    from: customer
    key: [number]
    columns: {number: number, name: name, kind: {value: organisation}, unit: {value: A}, parent: parent}
"""


@pytest.fixture(autouse=True)
def packs(cast: Cast, tmp_path: Path, settings: Any) -> None:
    settings.PACKS_DIR = tmp_path
    path = tmp_path / "test" / "imports" / "groups.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(SPEC, encoding="utf-8")


def load(cast: Cast, *lines: str) -> RunPage:
    file = GivenFile.of("customer.csv", "\n".join(["number,name,parent", *lines]).encode())
    with cast["administrator"].acting() as actor:
        return import_run(actor=actor, run_id=run_import(actor=actor, spec="test/groups", files=[file]))


def faults(run: RunPage) -> list[tuple[int, str]]:
    return [(error.row, error.value) for error in run.errors]


def above(number: str) -> str | None:
    with as_system("look"):
        return Customer.objects.values_list("parent__number", flat=True).get(number=number)


def test_a_parent_is_named_by_number_or_by_a_name_that_one_has(cast: Cast) -> None:
    run = load(cast, "G1,Holding,", "G2,Daughter,G1", "G3,Sister,Holding", "G4,Fourth,C0001")
    assert faults(run) == []
    assert [above(number) for number in ("G1", "G2", "G3", "G4")] == [None, "G1", "G1", "C0001"]


def test_a_parent_nobody_has_or_several_have_is_refused_with_its_row(cast: Cast) -> None:
    run = load(cast, "G1,Twin,", "G2,Twin,", "G3,Third,Twin", "G4,Fourth,Nobody")
    assert faults(run) == [(4, "Twin"), (5, "Nobody")]


def test_a_circle_is_refused_with_all_its_rows(cast: Cast) -> None:
    run = load(cast, "G1,First,G3", "G2,Second,First", "G3,Third,G2", "G4,Fourth,G4", "G5,Fifth,G1")
    assert faults(run) == [(2, "G1"), (3, "G2"), (4, "G3"), (5, "G4")]
    assert str(ImportFault.BELOW_ITSELF.label % {"value": "G1"}) in [str(error.text) for error in run.errors]
