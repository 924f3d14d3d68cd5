"""Importing whose customers are: what is locked to a person stays with her, whichever way the change comes."""

from pathlib import Path
from typing import Any

import pytest

from kejing.domain.customers.actions import lock_customers
from kejing.domain.customers.tests.factories import as_, stretches
from kejing.domain.customers.vocabulary import ImportFault
from kejing.engines.interchange.public import GivenFile, RunPage, import_run, run_import
from tests.cast import Cast

pytestmark = pytest.mark.django_db
SPEC = """
name: ownership
version: 1
label: {zh: 归属, en: Ownership}
sources:
  - name: change
    label: {zh: 归属, en: Ownership}
    file: change.csv
    columns:
      - {name: customer, type: code}
      - {name: since, type: date, format: "%Y-%m-%d"}
      - {name: holder, type: code}
steps:
  - target: customers.ownership
    from: change
    key: [customer, since]
    columns: {customer: customer, since: since, holder: holder}
"""


@pytest.fixture(autouse=True)
def packs(cast: Cast, tmp_path: Path, settings: Any) -> None:
    settings.PACKS_DIR = tmp_path
    path = tmp_path / "test" / "imports" / "ownership.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(SPEC, encoding="utf-8")


def load(cast: Cast, *lines: str) -> RunPage:
    file = GivenFile.of("change.csv", "\n".join(["customer,since,holder", *lines]).encode())
    with cast["administrator"].acting() as actor:
        return import_run(actor=actor, run_id=run_import(actor=actor, spec="test/ownership", files=[file]))


def test_a_locked_customer_does_not_move_by_an_import(cast: Cast) -> None:
    as_(cast, "market_manager_a", lock_customers, numbers=["C0001"], reason="stock")
    found = load(cast, "C0001,1998-01-10,S004", "C0002,1998-01-10,S004").errors
    assert [(error.row, error.column, error.value, error.text) for error in found] == [
        (2, "customer", "manager_a1", str(ImportFault.LOCKED.label) % {"value": "manager_a1"})
    ]
    assert stretches(cast, "C0002")[-1][0] == "manager_a1"  # none moves
    assert load(cast, "C0002,1998-01-10,S004").errors == []
    assert stretches(cast, "C0002")[-1][0] == "manager_a2"
