"""Facts from a staging table into their months: checked as a set, all or nothing, once.

The staging table has the columns `row_no bigint, kind text, row_key text, subject text, on_day date,
amount numeric, quantity numeric, detail jsonb`; further columns do not matter.
"""

# ruff: noqa: S608  # texts are made of constants and registered SQL, values are parameters

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from kejing.engines.metrics.models import Batch, FactKind, Period
from kejing.engines.metrics.registry import subject_sql
from kejing.engines.metrics.vocabulary import FactFault, PeriodState
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.periods import Month

KEPT_ERRORS = 1_000
FAULTS = "kj_fact_faults"
_OPEN_FAULTS = (
    f"create temporary table {FAULTS} (row_no bigint, field text, fault text, value text) on commit drop"
)


@dataclass(frozen=True, slots=True)
class FactError:
    """One thing wrong with one row. `row_no` is the caller's number of it, `field` the column at fault."""

    row_no: int
    field: str
    fault: FactFault
    value: str = ""

    @property
    def text(self) -> str:
        """The sentence in the reader's language."""
        return str(self.fault.label) % {"value": self.value}


@dataclass(frozen=True, slots=True)
class ImportResult:
    """`accepted` rows are new, `repeated` ones were there already, `refused` ones have errors.

    When any row is refused, nothing was imported. The first thousand errors are kept, in the order of rows.
    """

    rows: int
    accepted: int = 0
    repeated: int = 0
    refused: int = 0
    batch_id: int | None = None
    errors: tuple[FactError, ...] = ()


@dataclass(frozen=True, slots=True)
class _Check:
    """SQL over a staging row `s`: the condition of a fault, and the value to show."""

    fault: FactFault
    field: str
    value: str
    condition: str


def load(
    *,
    actor: Actor,
    table: str,
    source: str,
    content_hash: str,
    rows: int,
    unreadable: Sequence[FactError] = (),
) -> ImportResult:
    """Move the rows of a staging table into their months; `unreadable` are rows that did not get into it.

    Rows at fault stop all of it; the caller rolls back when `refused` is not 0, since other content under a
    known key shows only on insertion.
    """
    _execute(_OPEN_FAULTS)
    _note(unreadable)
    kinds = _check(table)
    result = ImportResult(rows)
    if not _refused():
        result = _insert_all(actor, table, kinds, result, source, content_hash)
    if refused := _refused():
        result = ImportResult(rows, refused=refused, errors=_errors())
    _execute(f"drop table {FAULTS}")
    return result


def _check(table: str) -> list[FactKind]:
    """Note what is wrong with the rows; return the kinds among them."""
    known = {kind.code: kind for kind in FactKind.objects.order_by("code")}
    present = [row[0] for row in _fetch(f"select distinct coalesce(kind, '') from {table} order by 1")]
    for code in present:
        if code in known:
            _check_rows(table, known[code])
        else:
            _note_where(table, code, _Check(FactFault.UNKNOWN_KIND, "kind", "s.kind", "true"))
    return [known[code] for code in present if code in known]


def _check_rows(table: str, kind: FactKind) -> None:
    _note_rows(table, kind.code, tuple(_row_checks(kind)))
    numbers = f"select 1 from ({subject_sql(kind.subject_kind)}) k where k.number = s.subject"
    doubled = f"select row_key from {table} where kind = '{kind.code}' group by 1 having count(*) > 1"
    for check in (
        _Check(FactFault.UNKNOWN_SUBJECT, "subject", "coalesce(s.subject, '')", f"not exists ({numbers})"),
        _Check(FactFault.DOUBLE_KEY, "row_key", "s.row_key", f"s.row_key in ({doubled})"),
    ):
        _note_where(table, kind.code, check)


def _row_checks(kind: FactKind) -> Iterator[_Check]:
    """What one row alone can tell."""
    today = clock.today().isoformat()
    day = "coalesce(s.on_day::text, '')"
    yield _Check(FactFault.NO_KEY, "row_key", "''", "coalesce(s.row_key, '') = ''")
    yield _Check(FactFault.BAD_DAY, "on_day", day, "s.on_day is null or s.on_day < date '1900-01-01'")
    yield _Check(FactFault.FUTURE_DAY, "on_day", day, f"s.on_day > date '{today}'")
    if kind.has_amount:
        yield _Check(FactFault.NO_AMOUNT, "amount", "''", "s.amount is null")
    else:
        yield _Check(FactFault.SURPLUS_AMOUNT, "amount", "s.amount::text", "s.amount is not null")
    for field, scale in (("amount", 2), ("quantity", 4)):
        column = f"s.{field}"
        bad = f"{column} <> round({column}, {scale}) or abs({column}) >= 1e14"
        yield _Check(FactFault.BAD_FIGURE, field, f"{column}::text", f"coalesce({bad}, false)")
    # A row that is there already changes nothing: a delivery may repeat what a closed month holds.
    new = (
        f"not exists (select 1 from metrics_fact f where f.kind_id = {kind.pk}"
        " and f.row_key = s.row_key and f.on_day = s.on_day)"
    )
    for month in _closed_months():
        inside = f"s.on_day >= date '{month.start}' and s.on_day < date '{month.end}' and {new}"
        yield _Check(FactFault.CLOSED_MONTH, "on_day", "to_char(s.on_day, 'YYYY-MM')", inside)


def _closed_months() -> list[Month]:
    months = Period.objects.exclude(state=PeriodState.OPEN).order_by("month").values_list("month", flat=True)
    return [Month.of(month) for month in months]


def _note_rows(table: str, kind: str, checks: tuple[_Check, ...]) -> None:
    """Note the first of the faults that a row has, in one pass over the table."""
    which = " ".join(f"when {check.condition} then {i}" for i, check in enumerate(checks))
    value = " ".join(f"when {i} then {check.value}" for i, check in enumerate(checks))
    field = " ".join(f"when {i} then '{check.field}'" for i, check in enumerate(checks))
    fault = " ".join(f"when {i} then '{check.fault.value}'" for i, check in enumerate(checks))
    _execute(
        f"insert into {FAULTS} select s.row_no, case s.which {field} end, case s.which {fault} end,"
        f" left(case s.which {value} end, 60)"
        f" from (select s.*, case {which} end as which from {table} s where coalesce(s.kind, '') = %s) s"
        " where s.which is not null",
        [kind],
    )


def _note_where(table: str, kind: str, check: _Check) -> None:
    """Note the rows under a condition that the planner can turn into a join."""
    _execute(
        f"insert into {FAULTS} select s.row_no, '{check.field}', '{check.fault.value}', left({check.value}, 60)"
        f" from {table} s where coalesce(s.kind, '') = %s and ({check.condition})",
        [kind],
    )


def _insert_all(
    actor: Actor, table: str, kinds: list[FactKind], result: ImportResult, source: str, content_hash: str
) -> ImportResult:
    batch_id = int(_fetch("select nextval('metrics_batch_id_seq')")[0][0])
    for (month,) in _fetch(f"select distinct date_trunc('month', on_day)::date from {table} order by 1"):
        _fetch("select kj_fact_partition(%s)", [month])
    accepted = sum(_insert(table, kind, batch_id) for kind in kinds)
    if accepted < result.rows:
        for kind in kinds:
            _note_differing(table, kind, batch_id)
    repeated = result.rows - accepted
    if accepted:
        _record(actor, batch_id, source, content_hash, (result.rows, accepted, repeated))
    return ImportResult(result.rows, accepted, repeated, batch_id=batch_id if accepted else None)


def _insert(table: str, kind: FactKind, batch_id: int) -> int:
    return _execute(
        "insert into metrics_fact"
        " (kind_id, subject_kind, subject_id, on_day, amount, quantity, row_key, batch_id, detail)"
        " select %s, %s, k.subject_id, s.on_day, s.amount, coalesce(s.quantity, 1), s.row_key, %s,"
        " coalesce(s.detail, '{}')"
        f" from {table} s join ({subject_sql(kind.subject_kind)}) k on k.number = s.subject"
        " where s.kind = %s on conflict do nothing",
        [kind.pk, kind.subject_kind, batch_id, kind.code],
    )


def _note_differing(table: str, kind: FactKind, batch_id: int) -> None:
    """Rows whose key was delivered before, in the same month, with other content."""
    (first, last) = _fetch(f"select min(on_day), max(on_day) from {table} where kind = %s", [kind.code])[0]
    _execute(
        f"insert into {FAULTS} select s.row_no, 'row_key', '{FactFault.OTHER_CONTENT.value}', left(s.row_key, 60)"
        f" from {table} s join ({subject_sql(kind.subject_kind)}) k on k.number = s.subject"
        " join metrics_fact f on f.kind_id = %s and f.row_key = s.row_key"
        " and date_trunc('month', f.on_day) = date_trunc('month', s.on_day)"
        " where s.kind = %s and f.batch_id is distinct from %s and f.on_day >= %s and f.on_day < %s"
        " and (f.subject_id, f.on_day, f.amount, f.quantity, f.detail) is distinct from"
        " (k.subject_id, s.on_day, s.amount, coalesce(s.quantity, 1), coalesce(s.detail, '{}'))",
        [kind.pk, kind.code, batch_id, Month.of(first).start, Month.of(last).end],
    )


def _record(
    actor: Actor, batch_id: int, source: str, content_hash: str, counts: tuple[int, int, int]
) -> None:
    Batch.objects.create(
        pk=batch_id,
        source=source,
        content_hash=content_hash,
        rows=counts[0],
        accepted=counts[1],
        repeated=counts[2],
        made_by=actor.user_id,
        made_by_name=actor.name,
        made_at=clock.system_now(),
    )


def _note(errors: Sequence[FactError]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"copy {FAULTS} from stdin") as copy:
        for error in errors:
            copy.write_row((error.row_no, error.field, error.fault.value, error.value))


def _refused() -> int:
    return int(_fetch(f"select count(distinct row_no) from {FAULTS}")[0][0])


def _errors() -> tuple[FactError, ...]:
    rows = _fetch(f"select * from {FAULTS} order by row_no, field, fault limit {KEPT_ERRORS}")
    return tuple(
        FactError(row_no, field, FactFault(fault), value or "") for row_no, field, fault, value in rows
    )


def _fetch(sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params or None)
        return list(cursor.fetchall())


def _execute(sql: str, params: Sequence[Any] = ()) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, params or None)
        return int(cursor.rowcount)
