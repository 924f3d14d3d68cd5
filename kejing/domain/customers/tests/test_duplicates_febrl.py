"""The batch search on records whose duplicates are known: FEBRL, brought in by the product's own import.

Method and threshold (rules/duplicates.py) were chosen on these two files; see docs/algorithms/duplicates.md.
"""

import csv
import gzip
import io
from collections import defaultdict
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from kejing.domain.customers.actions import search_duplicates
from kejing.domain.customers.models import DuplicatePair
from kejing.engines.interchange.public import GivenFile, import_run, run_import
from kejing.foundation.kernel.context import as_system
from tests.cast import Cast

DATA = Path(__file__).parents[5] / "shared" / "data" / "febrl-dedup"
SPEC = """
name: febrl
version: 1
label: {zh: 测试, en: Records}
sources:
  - name: record
    label: {zh: 记录, en: Records}
    file: record.csv
    columns:
      - {name: rec_id, type: code, required: true}
      - {name: name, type: text}
      - {name: address, type: text}
      - {name: born, type: code}
      - {name: soc_sec_id, type: code}
steps:
  - target: customers.customer
    from: record
    key: [number]
    columns: {number: rec_id, name: name, kind: {value: person}, unit: {value: A}, address: address, identity_number: soc_sec_id, attributes.birth_date: born}
"""
Pair = frozenset[str]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not DATA.exists(), reason="the data set lies beside the repository"),
]


@pytest.fixture(autouse=True)
def packs(cast: Cast, tmp_path: Path, settings: Any) -> None:
    settings.PACKS_DIR = tmp_path
    path = tmp_path / "test" / "imports" / "febrl.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(SPEC, encoding="utf-8")


def as_one_line(row: dict[str, str]) -> list[str]:
    """A record as a clerk keeps it: one field for the name, one for the address. Blank names get a dash."""
    name = " ".join(filter(None, (row["given_name"], row["surname"]))) or "-"
    street = f"{row['street_number']} {row['address_1']}".strip()
    place = f"{row['state']} {row['postcode']}".strip()
    address = ", ".join(filter(None, (street, row["address_2"], row["suburb"], place)))
    return [row["rec_id"], name, address, row["date_of_birth"], row["soc_sec_id"]]


def load(cast: Cast, name: str) -> set[Pair]:
    """Import a file; returns the pairs that are one person: those with the same number in `rec_id`."""
    with gzip.open(DATA / f"{name}.csv.gz", "rt", encoding="utf-8") as file:
        rows = [
            {key: (value or "").strip() for key, value in row.items()}
            for row in csv.DictReader(file, skipinitialspace=True)
        ]
    out = io.StringIO()
    csv.writer(out).writerows([["rec_id", "name", "address", "born", "soc_sec_id"], *map(as_one_line, rows)])
    with cast["administrator"].acting() as actor:
        run_id = run_import(
            actor=actor, spec="test/febrl", files=[GivenFile.of("record.csv", out.getvalue().encode())]
        )
        assert import_run(actor=actor, run_id=run_id).errors == []
    groups: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        groups[row["rec_id"].split("-")[1]].append(row["rec_id"])
    return {frozenset(pair) for group in groups.values() for pair in combinations(group, 2)}


def found() -> set[Pair]:
    with as_system("look"):
        rows = DuplicatePair.objects.filter(
            first__number__startswith="rec-", second__number__startswith="rec-"
        )
        return {frozenset(pair) for pair in rows.values_list("first__number", "second__number")}


@pytest.mark.parametrize("name", ["dataset1", "dataset2"])
def test_f1_on_febrl(cast: Cast, name: str) -> None:
    truth = load(cast, name)
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
    search_duplicates()
    pairs = found()
    right = len(pairs & truth)
    precision, recall = right / len(pairs), right / len(truth)
    f1 = 2 * precision * recall / (precision + recall)
    print(f"{name}: precision {precision:.4f}, recall {recall:.4f}, F1 {f1:.4f}")
    assert f1 >= 0.97
    assert precision >= 0.98
