"""Facts come in by delivery and are put right by reversal; nothing else changes them."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from kejing.engines.metrics.loading import FactError, ImportResult, load
from kejing.engines.metrics.models import Fact
from kejing.engines.metrics.vocabulary import IMPORT, FactFault, MetricsRefusal
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused

STAGING = "kj_facts"
_OPEN = (
    f"create temporary table {STAGING} (row_no bigint, kind text, row_key text, subject text, on_day date,"
    " amount numeric, quantity numeric, detail jsonb) on commit drop"
)


@dataclass(frozen=True, slots=True)
class IncomingFact:
    """One row of a delivery: typed, or as text. `subject` is the number that the organisation knows it by."""

    row_key: str
    subject: str
    on_day: date | str
    amount: Decimal | str | None = None
    quantity: Decimal | str = "1"
    detail: dict[str, Any] = field(default_factory=dict)


class RowsRefused(Refused):
    """Rows with errors; nothing was imported. `result` has the counts and the first thousand errors."""

    def __init__(self, result: ImportResult) -> None:
        super().__init__(MetricsRefusal.ROWS_REFUSED, rows=result.rows, refused=result.refused)
        self.result = result


@action(
    "metrics.import_facts", label=_("Import facts"), permission=IMPORT, subject="batch", private=("rows",)
)
def import_facts(*, actor: Actor, kind: str, source: str, rows: Iterable[IncomingFact]) -> ImportResult:
    """Import rows of one kind, all or none; rows that are there already count as repeated.

    Row numbers in errors start at 1. Raises RowsRefused.
    """
    with _staged(kind, rows) as (count, content_hash, unreadable):
        result = load(
            actor=actor,
            table=STAGING,
            source=source,
            content_hash=content_hash,
            rows=count,
            unreadable=unreadable,
        )
    if result.refused:
        raise RowsRefused(result)
    return result


def check_facts(*, actor: Actor, kind: str, source: str, rows: Iterable[IncomingFact]) -> ImportResult:
    """What `import_facts` would do, done and undone: the same path, so that the trial tells the truth."""
    with transaction.atomic():
        try:
            result = import_facts(actor=actor, kind=kind, source=source, rows=rows)
        except RowsRefused as refused:
            return refused.result
        transaction.set_rollback(True)
    return result


def load_staged(*, actor: Actor, table: str, source: str, content_hash: str) -> ImportResult:
    """Import the rows of a caller's staging table (see `loading`), inside the caller's action.

    Raises RowsRefused.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*) from {table}")  # noqa: S608  # a name from code
        count = int((cursor.fetchone() or (0,))[0])
    result = load(actor=actor, table=table, source=source, content_hash=content_hash, rows=count)
    if result.refused:
        raise RowsRefused(result)
    return result


@action("metrics.reverse_fact", label=_("Reverse a fact"), permission=IMPORT, subject="fact")
def reverse_fact(*, actor: Actor, fact_id: int, fact_day: date, reason: str) -> int:
    """Take a fact back by its opposite, dated today, so that a closed month stays as it was.

    `fact_day` is the day of the fact. Raises Refused for an unknown fact and for one reversed before.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtext('metrics.reverse_fact'), %s)", [fact_id % 2**31]
        )
    fact = Fact.objects.filter(pk=fact_id, on_day=fact_day, reverses=None).first()
    if fact is None:
        raise Refused(MetricsRefusal.UNKNOWN_FACT, field="fact_id")
    if Fact.objects.filter(
        subject_kind=fact.subject_kind, subject_id=fact.subject_id, on_day__gte=fact_day, reverses=fact_id
    ).exists():
        raise Refused(MetricsRefusal.ALREADY_REVERSED, field="fact_id")
    today = clock.today()
    with connection.cursor() as cursor:
        cursor.execute("select kj_fact_partition(%s)", [today])
    return _opposite(fact, today, reason)


def _opposite(fact: Fact, today: date, reason: str) -> int:
    opposite = Fact.objects.create(
        kind_id=fact.kind_id,
        subject_kind=fact.subject_kind,
        subject_id=fact.subject_id,
        on_day=today,
        amount=None if fact.amount is None else -fact.amount,
        quantity=-fact.quantity,
        row_key=f"reversal:{fact.pk}",
        reverses=fact.pk,
        detail={"reason": reason},
    )
    return int(opposite.pk)


@contextmanager
def _staged(kind: str, rows: Iterable[IncomingFact]) -> Iterator[tuple[int, str, list[FactError]]]:
    """Rows in a table private to this import: (rows read, hash of their content, those that are unreadable)."""
    digest, count, unreadable = hashlib.sha256(), 0, list[FactError]()
    with connection.cursor() as cursor:
        cursor.execute(_OPEN)
        with cursor.copy(f"copy {STAGING} from stdin") as copy:
            for count, row in enumerate(rows, 1):
                detail = json.dumps(row.detail, ensure_ascii=False, sort_keys=True) if row.detail else "{}"
                line = (row.row_key, row.subject, str(row.on_day), str(row.amount), str(row.quantity), detail)
                digest.update("\x1f".join(line).encode())
                if errors := list(_errors(count, row)):
                    unreadable += errors
                else:
                    copy.write_row((count, kind, *line[:3], row.amount, row.quantity, detail))
        cursor.execute(f"analyze {STAGING}")
    yield count, digest.hexdigest(), unreadable
    with connection.cursor() as cursor:
        cursor.execute(f"drop table {STAGING}")


def _errors(row_no: int, row: IncomingFact) -> Iterator[FactError]:
    """What keeps a row out of a typed table. The set-based checks see the rest."""
    if isinstance(row.on_day, str) and not _is_day(row.on_day):
        yield FactError(row_no, "on_day", FactFault.BAD_DAY, row.on_day[:60])
    for name, value in (("amount", row.amount), ("quantity", row.quantity)):
        if isinstance(value, str) and not _is_figure(value):
            yield FactError(row_no, name, FactFault.BAD_FIGURE, value[:60])
    for name, value in (("row_key", row.row_key), ("subject", row.subject)):
        if "\0" in value:
            yield FactError(row_no, name, FactFault.BAD_FIGURE, value.replace("\0", "␀")[:60])


def _is_day(text: str) -> bool:
    try:
        return text[4:8:3] == "--" and len(text) == len("1997-12-31") and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _is_figure(text: str) -> bool:
    try:
        return text.isascii() and "_" not in text and Decimal(text).is_finite()
    except InvalidOperation:
        return False
