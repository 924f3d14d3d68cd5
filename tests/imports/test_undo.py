"""Taking back a run that brought units in with the people, accounts, customers and holdings in them."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from kejing.domain.customers.models import Customer, Holding, HoldingParty, Ownership
from kejing.domain.org.models import Appointment, Holder, Position, Staff, Unit
from kejing.engines.interchange.models import ImportRun
from kejing.engines.interchange.public import GivenFile, run_import, undo_import
from kejing.engines.metrics.models import FactKind
from kejing.engines.metrics.public import IncomingFact, import_facts
from kejing.foundation.identity.actions import invite, use_link
from kejing.foundation.identity.models import OneTimeLink, User
from kejing.foundation.kernel.errors import Refused
from tests.cast import Cast
from tests.imports.clerk import everything

SPEC = """
name: branch
version: 1
label: {zh: 网点, en: Branch}
sources:
  - name: unit
    label: {zh: 机构, en: Units}
    columns: [{name: code, type: code}, {name: above, type: code}]
    rows: [[N, EAST], [N1, N]]
  - name: person
    label: {zh: 人员, en: People}
    columns: [{name: number, type: code}, {name: login, type: code}, {name: post, type: code}]
    rows: [[P1, new.one, N-1], [P2, new.two, N-2]]
  - name: product
    label: {zh: 产品, en: Products}
    columns: [{name: code, type: code}]
    rows: [[loan]]
  - name: customer
    label: {zh: 客户, en: Customers}
    columns: [{name: number, type: code}, {name: holder, type: code}]
    rows: [[K1, P1], [K2, null]]
  - name: holding
    label: {zh: 账户, en: Accounts}
    columns: [{name: number, type: code}, {name: customer, type: code}]
    rows: [[ACC1, K1], [ACC2, K2]]
  - name: unused
    label: {zh: 无, en: Unused}
    file: unused.csv
    optional: true
    columns: [{name: x, type: code}]
steps:
  - target: org.unit
    from: unit
    key: [code]
    columns: {code: code, name: code, name_en: code, kind: {value: branch}, parent: above}
  - target: org.position
    from: person
    key: [code]
    columns: {code: post, unit: {value: N}, role: {value: account_manager}}
  - target: org.staff
    from: person
    key: [number]
    columns: {number: number, name: number, name_en: number, username: login, post: post}
  - target: customers.product
    from: product
    key: [code]
    columns: {code: code, line: code, label_zh: code, label_en: code}
  - target: customers.customer
    from: customer
    key: [number]
    columns: {number: number, name: number, kind: {value: person}, unit: {value: N}, holder: holder}
  - target: customers.holding
    from: holding
    key: [number]
    columns: {number: number, product: {value: loan}, unit: {value: N}}
  - target: customers.holding_party
    from: holding
    key: [holding, customer]
    columns: {holding: number, customer: customer, role: {value: owner}}
"""
OPENED = date(1998, 1, 5)


@pytest.fixture
def run(cast: Cast, tmp_path: Path, settings: Any) -> ImportRun:
    """Branch N with its sub-branch, two people with accounts, their customers and these customers' accounts."""
    settings.PACKS_DIR = tmp_path
    path = tmp_path / "test" / "imports" / "branch.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(SPEC, encoding="utf-8")
    with cast["administrator"].acting() as actor:
        given = [GivenFile.of("unused.csv", b"x\n")]
        found = ImportRun.objects.get(pk=run_import(actor=actor, spec="test/branch", files=given))
    assert (found.errors, found.state) == ([], "done")
    assert set(there()) == WHOLE
    return found


WHOLE = {
    "units", "pools", "posts", "people", "accounts", "appointments", "holders", "customers", "ownerships", "holdings",
    "parties", "below",
}  # fmt: skip


def there() -> dict[str, int]:
    """What of the run is there, by kind."""
    with everything(), connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from org_unitclosure c left join org_unit u on u.id = c.descendant_id"
            " where u.id is null or u.code in ('N', 'N1')"
        )
        counts = {
            "units": Unit.objects.filter(code__in=["N", "N1"]).count(),
            "pools": Holder.objects.filter(name__in=["N公海", "N1公海"]).count(),
            "posts": Position.objects.filter(code__startswith="N-").count(),
            "people": Staff.objects.filter(number__in=["P1", "P2"]).count(),
            "accounts": User.objects.filter(username__startswith="new.").count(),
            "appointments": Appointment.objects.filter(position__code__startswith="N-").count(),
            "holders": Holder.objects.filter(name__in=["P1", "P2"]).count(),
            "customers": Customer.objects.filter(number__in=["K1", "K2"]).count(),
            "ownerships": Ownership.objects.filter(reason="import", customer__number__startswith="K").count(),
            "holdings": Holding.objects.filter(number__startswith="ACC").count(),
            "parties": HoldingParty.objects.filter(holding__number__startswith="ACC").count(),
            "below": (cursor.fetchone() or (0,))[0],
        }
    return {name: n for name, n in counts.items() if n}


def undo(cast: Cast, run: ImportRun) -> None:
    with cast["administrator"].acting() as actor:
        undo_import(actor=actor, import_run_id=run.pk, reason="wrong file")


def refused(cast: Cast, run: ImportRun) -> tuple[str, str]:
    before = there()
    with pytest.raises(Refused) as found:
        undo(cast, run)
    assert there() == before
    return str(found.value.code.value), str(found.value.params.get("rows", ""))


def invited(cast: Cast, username: str) -> str:
    with cast["administrator"].acting() as actor:
        return invite(actor=actor, user_id=User.objects.get(username=username).pk)


def fact(subject_kind: str, subject: str) -> None:
    with everything() as system, connection.cursor() as cursor:
        cursor.execute("select kj_fact_partition(%s)", [OPENED])
        FactKind.objects.create(
            code="opened", subject_kind=subject_kind, label_zh="开户", label_en="Opened", has_amount=False
        )
        import_facts(
            actor=system, kind="opened", source="test",
            rows=[IncomingFact(row_key="1", subject=subject, on_day=OPENED)],
        )  # fmt: skip


def test_units_with_people_accounts_customers_and_holdings_go_as_a_whole(cast: Cast, run: ImportRun) -> None:
    undo(cast, run)
    assert there() == {}


def test_it_can_be_brought_in_again(cast: Cast, run: ImportRun) -> None:
    first = there()
    undo(cast, run)
    with cast["administrator"].acting() as actor:
        given = [GivenFile.of("unused.csv", b"x\n")]
        run_import(actor=actor, spec="test/branch", files=given)
    assert there() == first


def test_an_invitation_nobody_used_goes_along(cast: Cast, run: ImportRun) -> None:
    invited(cast, "new.one")
    undo(cast, run)
    assert there() == {}
    with everything():
        assert not OneTimeLink.objects.exists()


def test_an_account_somebody_uses_is_named_and_all_stays(cast: Cast, run: ImportRun) -> None:
    """An account is named by its person's name."""
    use_link(secret=invited(cast, "new.one"), password="a long enough word of mine")
    assert refused(cast, run) == ("changed_since", "P1")


def test_a_unit_that_something_else_stands_in_by_now_is_named(cast: Cast, run: ImportRun) -> None:
    with everything():
        unit = Unit.objects.get(code="N1")
        Unit.objects.create(code="N11", name="x", name_en="x", kind="branch", parent=unit)
    assert refused(cast, run) == ("changed_since", "N1")


@pytest.mark.parametrize(("subject_kind", "subject"), [("holding", "ACC1"), ("customer", "K2")])
def test_what_facts_hang_on_is_named_and_all_stays(
    cast: Cast, run: ImportRun, subject_kind: str, subject: str
) -> None:
    """Facts are never deleted: without this they would be about nobody."""
    fact(subject_kind, subject)
    assert refused(cast, run) == ("facts_hang", subject)
