"""Facts come in all or nothing, once; each row at fault is told; what is wrong is put right by reversal."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils.translation import override

from kejing.engines.metrics.actions import (
    IncomingFact,
    RowsRefused,
    check_facts,
    import_facts,
    load_staged,
    reverse_fact,
)
from kejing.engines.metrics.models import Batch, Fact, Period
from kejing.engines.metrics.tests.factories import deliver, make_kinds, person, register_toys, sale, system
from kejing.engines.metrics.vocabulary import FactFault, MetricsRefusal, PeriodState
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Forbidden, Refused
from kejing.foundation.kernel.models import JournalLine
from kejing.foundation.kernel.testing import as_owner


@pytest.fixture
def actor(db: None) -> Iterator[Actor]:
    register_toys()
    with system() as actor:
        make_kinds()
        yield actor


def test_rows_arrive_in_their_months_with_a_batch_and_a_journal_line(actor: Actor) -> None:
    result = deliver(actor, sale("a"), sale("b", day="1997-11-30", amount="0.05", detail={"balance": "7.50"}))
    assert (result.rows, result.accepted, result.repeated, result.refused) == (2, 2, 0, 0)
    batch = Batch.objects.get()
    assert (batch.rows, batch.accepted, batch.source) == (2, 2, "test")
    b = Fact.objects.get(row_key="b")
    assert (b.subject_id, b.on_day, b.amount, b.detail) == (
        1,
        date(1997, 11, 30),
        Decimal("0.05"),
        {"balance": "7.50"},
    )
    with as_owner():
        line = JournalLine.objects.get(action="metrics.import_facts")
    assert line.detail == {"kind": "sale", "source": "test"}


def test_the_same_content_twice_has_one_effect(actor: Actor) -> None:
    rows = [sale(f"k{i}", subject=i) for i in range(1, 6)]
    first = deliver(actor, *rows)
    again = deliver(actor, *rows)
    assert (again.accepted, again.repeated, again.batch_id) == (0, 5, None)
    part = deliver(actor, *rows[:2], sale("new"))
    assert (part.accepted, part.repeated) == (1, 2)
    assert Fact.objects.count() == 6
    assert Batch.objects.count() == 2
    assert first.batch_id != part.batch_id


@pytest.mark.parametrize(
    ("row", "fault", "field"),
    [
        (sale(""), FactFault.NO_KEY, "row_key"),
        (sale("x", subject=2001), FactFault.UNKNOWN_SUBJECT, "subject"),
        (sale("x", day="1997-02-30"), FactFault.BAD_DAY, "on_day"),
        (sale("x", day="31.12.1997"), FactFault.BAD_DAY, "on_day"),
        (sale("x", day="19971231"), FactFault.BAD_DAY, "on_day"),
        (sale("x", day="1997-W01-1"), FactFault.BAD_DAY, "on_day"),
        (sale("x", day="1812-01-01"), FactFault.BAD_DAY, "on_day"),
        (sale("x", day="1998-01-16"), FactFault.FUTURE_DAY, "on_day"),
        (sale("x", amount=None), FactFault.NO_AMOUNT, "amount"),
        (sale("x", amount="1e3x"), FactFault.BAD_FIGURE, "amount"),
        (sale("x", amount="NaN"), FactFault.BAD_FIGURE, "amount"),
        (sale("x", amount="0.001"), FactFault.BAD_FIGURE, "amount"),
        (sale("x", amount="1e20"), FactFault.BAD_FIGURE, "amount"),
        (sale("x", quantity="１"), FactFault.BAD_FIGURE, "quantity"),
        (sale("x\0"), FactFault.BAD_FIGURE, "row_key"),
    ],
)
def test_a_row_at_fault_is_told_and_nothing_is_imported(
    actor: Actor, row: IncomingFact, fault: FactFault, field: str
) -> None:
    with pytest.raises(RowsRefused) as refused:
        deliver(actor, sale("good"), row)
    result = refused.value.result
    assert (result.rows, result.accepted, result.refused) == (2, 0, 1)
    assert [(e.row_no, e.field, e.fault) for e in result.errors] == [(2, field, fault)]
    assert Fact.objects.count() == 0
    assert Batch.objects.count() == 0


def test_errors_are_counted_by_row_and_told_in_both_languages(actor: Actor) -> None:
    with pytest.raises(RowsRefused) as refused:
        deliver(actor, sale("a", day="x", amount="y"), sale("b"), sale("c", subject=9999))
    assert refused.value.result.refused == 2
    assert [e.row_no for e in refused.value.result.errors] == [1, 1, 3]
    with override("en"):
        assert refused.value.text == "2 of 3 rows have errors; nothing was imported."
        assert refused.value.result.errors[2].text == "“N9999” is not known here."
    with override("zh-hans"):
        assert refused.value.text == "3 行中有 2 行有错误，未导入任何数据。"


def test_an_amount_is_refused_where_the_kind_has_none(actor: Actor) -> None:
    with pytest.raises(RowsRefused) as refused:
        deliver(actor, sale("a"), kind="opening")
    assert refused.value.result.errors[0].fault is FactFault.SURPLUS_AMOUNT
    assert deliver(actor, sale("a", amount=None), kind="opening").accepted == 1


def test_an_unknown_kind_is_refused(actor: Actor) -> None:
    with pytest.raises(RowsRefused) as refused:
        deliver(actor, sale("a"), kind="theft")
    assert refused.value.result.errors[0].fault is FactFault.UNKNOWN_KIND


def test_a_key_twice_in_a_file_is_refused(actor: Actor) -> None:
    with pytest.raises(RowsRefused) as refused:
        deliver(actor, sale("a"), sale("b"), sale("a", amount="11"))
    assert [(e.row_no, e.fault) for e in refused.value.result.errors] == [
        (1, FactFault.DOUBLE_KEY),
        (3, FactFault.DOUBLE_KEY),
    ]


@pytest.mark.parametrize(
    "other",
    [sale("a", amount="11"), sale("a", subject=2), sale("a", day="1997-12-25"), sale("a", quantity="2")],
)
def test_other_content_under_a_known_key_is_refused(actor: Actor, other: IncomingFact) -> None:
    deliver(actor, sale("a"))
    with pytest.raises(RowsRefused) as refused:
        deliver(actor, sale("b"), other)
    assert [(e.row_no, e.fault) for e in refused.value.result.errors] == [(2, FactFault.OTHER_CONTENT)]
    assert list(Fact.objects.values_list("row_key", flat=True)) == ["a"]


def test_rows_of_a_closed_month_are_refused(actor: Actor) -> None:
    deliver(actor, sale("a", day="1997-11-01"))
    Period.objects.filter(month=date(1997, 11, 1)).update(state=PeriodState.CLOSED)
    with pytest.raises(RowsRefused) as refused:
        deliver(actor, sale("b", day="1997-11-30"), sale("c"))
    (error,) = refused.value.result.errors
    assert (error.row_no, error.fault, error.value) == (1, FactFault.CLOSED_MONTH, "1997-11")


def test_a_trial_tells_what_the_import_will_do_and_leaves_nothing(actor: Actor) -> None:
    deliver(actor, sale("a"))
    rows = [sale("a"), sale("b")]
    trial = check_facts(actor=actor, kind="sale", source="test", rows=rows)
    assert (trial.accepted, trial.repeated) == (1, 1)
    assert Fact.objects.count() == 1
    real = deliver(actor, *rows)
    assert (real.accepted, real.repeated) == (trial.accepted, trial.repeated)
    bad = check_facts(
        actor=actor, kind="sale", source="test", rows=[sale("z", amount="1"), sale("z", day="x")]
    )
    assert (bad.refused, Fact.objects.count()) == (1, 2)


def test_a_callers_staging_table_with_several_kinds_is_loaded(actor: Actor) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "create temporary table theirs (row_no bigint, kind text, row_key text, subject text, on_day date,"
            " amount numeric, quantity numeric, detail jsonb, colour text) on commit drop"
        )
        cursor.execute(
            "insert into theirs values (1, 'sale', 'a', 'N1', '1997-12-01', 5, null, null, 'red'),"
            " (2, 'opening', 'a', 'N1', '1997-12-01', null, 1, '{}', 'blue')"
        )
    result = load_staged(actor=actor, table="theirs", source="file.csv", content_hash="0" * 64)
    assert (result.rows, result.accepted) == (2, 2)
    assert Fact.objects.get(amount=5).quantity == 1


def test_importing_needs_the_right(db: None) -> None:
    with person(7, permissions=["customers.view"]) as actor, pytest.raises(Forbidden):
        import_facts(actor=actor, kind="sale", source="test", rows=[])


def test_facts_cannot_be_changed_or_reached_past_their_table(actor: Actor) -> None:
    deliver(actor, sale("a"))
    for statement in (
        "update metrics_fact set amount = 0",
        "delete from metrics_fact",
        "truncate metrics_fact",
        "select * from metrics_fact_1997_12",
        "insert into metrics_fact_1997_12 (kind_id) values (1)",
        "drop table metrics_fact_1997_12",
        "delete from metrics_batch",
        "select setval('metrics_fact_id_seq', 1)",
    ):
        with pytest.raises(DatabaseError) as refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
        assert getattr(refused.value.__cause__, "sqlstate", "") == "42501", statement


def test_partitions_are_made_for_plausible_months_only(actor: Actor) -> None:
    for month in ("1899-12-01", "1998-03-01"):
        with (
            pytest.raises(DatabaseError, match="no month for facts"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("select kj_fact_partition(%s::date)", [month])


def test_a_fact_is_reversed_by_its_opposite_once(actor: Actor) -> None:
    deliver(actor, sale("a", day="1997-12-31", amount="12.50"))
    fact = Fact.objects.get()
    opposite = Fact.objects.get(
        pk=reverse_fact(actor=actor, fact_id=fact.pk, fact_day=fact.on_day, reason="typo")
    )
    assert (opposite.amount, opposite.quantity, opposite.on_day) == (
        Decimal("-12.50"),
        Decimal(-1),
        date(1998, 1, 15),
    )
    assert (opposite.subject_id, opposite.reverses) == (fact.subject_id, fact.pk)
    for wrong, code in (
        (fact.pk, MetricsRefusal.ALREADY_REVERSED),
        (opposite.pk, MetricsRefusal.UNKNOWN_FACT),
        (fact.pk + 99, MetricsRefusal.UNKNOWN_FACT),
    ):
        with pytest.raises(Refused) as refused:
            reverse_fact(actor=actor, fact_id=wrong, fact_day=fact.on_day, reason="again")
        assert refused.value.code is code
    assert Fact.objects.count() == 2


def test_facts_of_subjects_nobody_registered_a_wall_for_are_seen_by_who_sees_all_only(actor: Actor) -> None:
    deliver(actor, sale("a"))
    with as_owner():
        assert Fact.objects.count() == 1
    with person(7, holders=[71], units=[1]):
        assert Fact.objects.count() == 0
