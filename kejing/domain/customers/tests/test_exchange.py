"""Importing customers and what they hold: to whom they come, what is refused, what an import leaves alone."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from kejing.domain.customers.models import Customer, Holding, Ownership
from kejing.engines.interchange.public import GivenFile, RunPage, import_run, run_import
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.testing import as_owner
from tests.cast import TODAY, Cast

SPEC = """
name: people
version: 1
label: {zh: 人员, en: People}
sources:
  - name: product
    label: {zh: 产品, en: Products}
    columns: [{name: code, type: code}]
    rows: [[loan]]
  - name: customer
    label: {zh: 客户, en: Customers}
    file: customer.csv
    optional: true
    columns:
      - {name: number, type: code, required: true}
      - {name: name, type: text}
      - {name: unit, type: code}
      - {name: holder, type: code}
      - {name: since, type: date, format: "%Y-%m-%d"}
      - {name: risk, type: code}
  - name: holding
    label: {zh: 产品, en: Holdings}
    file: holding.csv
    optional: true
    columns:
      - {name: number, type: code}
      - {name: customer, type: code}
      - {name: role, type: code}
      - {name: amount, type: decimal}
steps:
  - target: customers.product
    from: product
    key: [code]
    columns: {code: code, line: code, label_zh: code, label_en: code}
  - target: customers.customer
    from: customer
    key: [number]
    columns: {number: number, name: name, kind: {value: person}, unit: unit, holder: holder, since: since, risk: risk}
  - target: customers.holding
    from: holding
    key: [number]
    columns: {number: number, product: {value: loan}, unit: {value: A}, amount: amount}
  - target: customers.holding_party
    from: holding
    key: [holding, customer]
    columns: {holding: number, customer: customer, role: role}
"""
CUSTOMER = "number,name,unit,holder,since,risk"
HOLDING = "number,customer,role,amount"


@pytest.fixture(autouse=True)
def packs(cast: Cast, tmp_path: Path, settings: Any) -> None:
    settings.PACKS_DIR = tmp_path
    path = tmp_path / "test" / "imports" / "people.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(SPEC, encoding="utf-8")


def load(cast: Cast, *, customer: Sequence[str] = (), holding: Sequence[str] = ()) -> RunPage:
    """Import as the administrator, who sees no customer."""
    given = [("customer", CUSTOMER, customer), ("holding", HOLDING, holding)]
    files = [
        GivenFile.of(f"{name}.csv", "\n".join([header, *lines]).encode())
        for name, header, lines in given
        if lines
    ]
    with cast["administrator"].acting() as actor:
        return import_run(actor=actor, run_id=run_import(actor=actor, spec="test/people", files=files))


def faults(run: RunPage) -> list[tuple[int, str, str]]:
    return [(error.row, error.column, error.value) for error in run.errors]


def held(number: str) -> list[tuple[str, date, "date | None"]]:
    with as_system("look"):
        rows = Ownership.objects.filter(customer__number=number).order_by("valid_from")
        return [(row.holder.name, row.valid_from, row.valid_to) for row in rows.select_related("holder")]


def customers() -> int:
    with as_system("look"):
        return Customer.objects.count()


def test_a_customer_comes_to_the_pool_of_her_unit_or_to_the_person_named(cast: Cast) -> None:
    run = load(cast, customer=["N1,欧阳娜,A,,1997-05-01,", "N2,王芳,A,S003,1997-06-01,good", "N3,李强,B,,,"])
    assert faults(run) == []
    assert held("N1") == [("机构A公海", date(1997, 5, 1), None)]
    assert held("N2") == [("manager_a1", date(1997, 6, 1), None)]
    assert held("N3") == [("机构B公海", TODAY, None)]
    with cast["manager_a1"].acting():
        assert Customer.objects.filter(number__startswith="N").values_list("number", "risk").get() == (
            "N2",
            "good",
        )


def test_an_imported_customer_is_found_by_name_number_and_pinyin(cast: Cast) -> None:
    load(cast, customer=["N1,曾巧玲,A,S003,,"])
    with cast["manager_a1"].acting(), connection.cursor() as cursor:
        for query in ("曾巧", "巧玲", "n1", "zql", "cql", "qiaoling"):
            cursor.execute("select id from kj_find_customers(%s, true, true, null, null, null, 10)", [query])
            assert len(cursor.fetchall()) == 1, query


def test_an_import_changes_what_it_brings_and_nobodys_holder(cast: Cast) -> None:
    load(cast, customer=["C0001,曾国强,B,,,bad"])
    with as_system("look"):
        row = Customer.objects.get(number="C0001")
        assert (row.name, row.risk, row.unit.code, row.version) == ("曾国强", "bad", "A", 2)
        assert row.sort_key == "zeng guo qiang"
    assert held("C0001") == [("manager_a1", date(1993, 1, 1), None)]


def test_a_customer_delivered_late_is_held_from_the_first_open_day(cast: Cast) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("insert into metrics_period (month, state, closed_by, snapshot_hash)"
                       " values ('1997-12-01', 'closed', '', '')")  # fmt: skip
    load(cast, customer=["N1,王芳,A,,1997-05-01,"])
    assert held("N1") == [("机构A公海", date(1998, 1, 1), None)]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("N1,王芳,Z,,,", (2, "unit", "Z")),
        ("N1,王芳,A,S999,,", (2, "holder", "S999")),
        ("N1,王芳,B,S003,,", (2, "holder", "S003")),
        ("N1,,A,,,", (2, "name", "")),
        ("N1,王芳,A,,,terrible", (2, "risk", "terrible")),
    ],
)
def test_a_customer_that_does_not_fit_is_refused(cast: Cast, line: str, fault: tuple[int, str, str]) -> None:
    before = customers()
    run = load(cast, customer=[line, "N2,李强,A,,,"])
    assert set(faults(run)) == {fault}
    assert customers() == before


def test_a_holding_is_shared_by_its_parties(cast: Cast) -> None:
    run = load(cast, holding=["L1,C0001,owner,100.00", "L2,C0001,owner,5.00"])
    assert faults(run) == []
    with cast["manager_a1"].acting():
        shared = Holding.objects.order_by("number")
        assert [(one.number, str(one.amount)) for one in shared] == [("L1", "100.00"), ("L2", "5.00")]
    with cast["manager_b1"].acting():
        assert not Holding.objects.exists()


def test_an_unknown_customer_number_is_refused_and_no_holding_stays(cast: Cast) -> None:
    run = load(cast, holding=["L1,C0001,owner,1.00", "L2,C9999,owner,1.00"])
    assert faults(run) == [(3, "customer", "C9999")]
    with as_system("look"):
        assert not Holding.objects.exists()
