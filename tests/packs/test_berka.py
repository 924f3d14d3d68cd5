"""The Berka bank through its import specification: what arrives, and what another run changes."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from kejing.engines.interchange.public import GivenFile, import_run, run_import
from kejing.engines.interchange.queries import RunPage
from kejing.engines.packs.public import apply_pack
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.testing import as_owner

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
DATA = Path(__file__).parents[2] / "kejing/app/demo/data/berka"
TODAY, LAST_DAY = date(1998, 1, 15), date(1998, 12, 31)


# The ledger of each account closes; the source rounds its balances to ten hellers, hence one crown of slack.
CLOSING = """
select a.subject_id from (
    select f.subject_id, sum(f.amount) as net, array_agg((f.detail ->> 'balance')::numeric) as balances
    from metrics_fact f join metrics_factkind k on k.id = f.kind_id and k.code = 'transaction'
    group by f.subject_id) a
where exists (select 1 from unnest(a.balances) balance where abs(a.net - balance) <= 1)
"""


def load(day: date, **replaced: bytes) -> RunPage:
    """Import the shipped files on a business day; `replaced` gives a file's content by its name's first part."""
    with as_owner():
        clock.set_business_day(day, using="default")
    files = [
        GivenFile.of(path.name, replaced[name])
        if (name := path.name.split(".")[0]) in replaced
        else GivenFile.at(path)
        for path in sorted(DATA.glob("*.csv.gz"))
    ]
    with as_system("test") as actor:
        return import_run(actor=actor, run_id=run_import(actor=actor, spec="bank/berka", files=files))


def ask(sql: str) -> Any:
    """The rows of a query, seeing all; a single value as itself."""
    with as_system("look"), connection.cursor() as cursor:
        cursor.execute(sql)
        rows = cursor.fetchall()
    return rows[0][0] if len(rows) == 1 and len(rows[0]) == 1 else rows


@pytest.fixture
def pack(db: None) -> None:
    with as_system("test") as actor:
        apply_pack(actor=actor, code="bank")


def fact_counts(month: str) -> dict[str, int]:
    return dict(
        ask(
            "select k.code, count(*) from metrics_fact f join metrics_factkind k on k.id = f.kind_id"
            f" where to_char(f.on_day, 'YYYY-MM') = '{month}' group by 1"
        )
    )


def test_the_bank_arrives_with_its_reference_counts(pack: None) -> None:
    run = load(TODAY)
    assert run.errors == []
    assert {line.label: line.rows for line in run.sources} == {
        "地区": 77, "客户": 5369, "账户": 4500, "账户权限": 5369, "贷款": 682, "银行卡": 892,
        "定期代付": 6471, "账户流水": 30200,
    }  # fmt: skip
    assert ask("select kind, count(*) from org_unit group by 1 order by 2") == [
        ("head_office", 1), ("region", 8), ("branch", 77)]  # fmt: skip
    assert ask("select count(*) from org_holder where kind = 'pool'") == 86
    assert fact_counts("1997-12") == {
        "account_opened": 64,
        "loan_granted": 23,
        "card_issued": 29,
        "transaction": 1170,
    }
    check_customers()
    check_holdings()


def check_customers() -> None:
    assert ask("select count(*), count(distinct name) > 5000, bool_and(name_is_generated) from customers_customer") == [
        (5369, True, True)]  # fmt: skip
    elsewhere = "attributes #>> '{home,code}' <> u.code"
    assert (
        ask(
            f"select count(*) from customers_customer c join org_unit u on u.id = c.unit_id where {elsewhere}"
        )
        == 494
    )
    # Client 1 was born on 1970-12-13, a woman of Písek; her account is there since 1995.
    assert ask(
        "select c.name, u.name, u.name_en, attributes ->> 'birth_date', attributes #>> '{sex,code}',"
        " attributes #>> '{home,en}', since::text from customers_customer c join org_unit u on u.id = c.unit_id"
        " where number = '1'"
    ) == [("朱珍月", "皮塞克支行", "Písek branch", "1970-12-13", "female", "Písek", "1995-03-24")]
    assert (
        ask(
            "select count(*) from customers_customer c join org_holder h on h.id = c.holder_id and h.kind = 'pool'"
            " join customers_ownership o on o.customer_id = c.id and o.holder_id = h.id and o.valid_from = c.since"
        )
        == 5369
    )


def check_holdings() -> None:
    assert ask(
        "select p.line, count(*) from customers_holding h join customers_product p on p.id = h.product_id"
        " group by 1 order by 1"
    ) == [("account", 4500), ("card", 453), ("loan", 534), ("order", 6471)]
    # Loans of 1997 and 1998 wait to be classified; no loan of a later day is known.
    assert dict(ask("select status, count(*) from customers_holding where status <> '' group by 1")) == {
        "good": 282, "bad": 28, "watch": 18, "unclassified": 206}  # fmt: skip
    assert (
        ask(
            "select count(*) from customers_holding where status = 'unclassified' and opened_on < '1997-01-01'"
        )
        == 0
    )
    assert ask("select role, count(*) from customers_holdingparty p join customers_holding h on h.id = p.holding_id"
               " where h.parent_id is null group by 1 order by 1") == [("disponent", 869), ("owner", 4500)]  # fmt: skip


def test_a_second_run_changes_nothing_and_a_later_day_brings_the_rest(pack: None) -> None:
    first = load(TODAY)
    changes = ask("select count(*) from kernel_rowchange where table_name <> 'interchange_importrun'")
    again = load(TODAY)
    assert [(line.rows, line.created, line.updated) for line in again.steps] == [
        (line.rows, 0, 0) for line in first.steps
    ]
    assert ask("select count(*) from kernel_rowchange where table_name <> 'interchange_importrun'") == changes
    load(LAST_DAY)
    assert ask("select count(*) from metrics_fact") == 4500 + 682 + 892 + 30200
    assert dict(ask("select status, count(*) from customers_holding where status <> '' group by 1")) == {
        "good": 282, "bad": 28, "watch": 18, "unclassified": 354}  # fmt: skip
    assert len(ask(CLOSING)) == 354


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("disp", b"disp_id,client_id,account_id,type\n1,999999,1,OWNER\n", "unknown"),
        (
            "loan",
            b"loan_id,account_id,date,amount,duration,payments,status\n1,999999,930705,1,12,1.00,B\n",
            "unknown",
        ),
        ("card", b"card_id,disp_id,type,issued\n1,1,platinum,931107 00:00:00\n", "code"),
        ("client", b"client_id,birth_number,district_id\n1,709913,18\n", "form"),
        ("account", b"account_id,district_id,frequency,date\n1,18,POPLATEK MESICNE,930230\n", "date"),
    ],
)
def test_faulty_files_change_nothing(pack: None, name: str, content: bytes, fault: str) -> None:
    run = load(TODAY, **{name: content})
    assert run.errors
    assert run.state == "refused"
    assert ask("select (select count(*) from org_unit) + (select count(*) from customers_customer)") == 0
