"""Kinds of facts, subjects without a table, and people to judge."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from kejing.engines.metrics import registry
from kejing.engines.metrics.actions import IncomingFact, import_facts
from kejing.engines.metrics.loading import ImportResult
from kejing.engines.metrics.models import FactKind, Metric
from kejing.foundation.kernel import actor as actors
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor, Reach
from kejing.foundation.kernel.context import as_actor, as_system, enter

NOON = datetime(1998, 1, 15, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
SUBJECTS = "select n::bigint as subject_id, 'N' || n as number from generate_series(1, 2000) n"
HOLDERS = (
    "select *, date '1990-01-01' as valid_from, null::date as valid_to from"
    " (values (71::bigint, 7::bigint, 1::bigint), (81, 8, 1), (91, 9, 2)) h(holder_id, staff_id, unit_id)"
)
HELD = "select n::bigint as subject_id, (7 + n %% 3)::bigint as staff_id from generate_series(1, 2000) n".replace(
    "%%", "%"
)
SUM = (
    "SELECT h.staff_id AS subject_id, 'fact' AS ref_kind, f.fact_id AS ref_id, f.on_day, '' AS label,"
    " f.amount AS numerator FROM fact f JOIN held h ON h.subject_id = f.subject_id"
    " WHERE f.kind = 'sale'"
)


def register_toys() -> None:
    """Tell the engine of toys (subjects N1…N2000), who holds them, and who is judged: staff 7, 8 and 9."""
    registry.register_subject("toy", SUBJECTS)
    registry.register_view("holder", HOLDERS)
    registry.register_view("held", HELD)


def make_kinds() -> None:
    FactKind.objects.create(
        code="sale", subject_kind="toy", label_zh="销售", label_en="Sale", has_amount=True,
        figures={"balance": {"zh": "余额", "en": "Balance"}},
    )  # fmt: skip
    FactKind.objects.create(
        code="opening", subject_kind="toy", label_zh="开户", label_en="Opening", has_amount=False
    )


def make_metric(code: str = "sales", sql: str = SUM, version: int = 1, *, ratio: bool = False) -> Metric:
    return Metric.objects.create(
        code=code, version=version, label_zh=code, label_en=code, unit="money", subject_kind="staff", ratio=ratio,
        more_is_better=True, inputs=["fact", "held"], sql=sql, sha256=str(hash(sql))[:64],
    )  # fmt: skip


def sale(
    key: str, subject: int = 1, day: str = "1997-12-24", amount: str | None = "10.00", **more: Any
) -> IncomingFact:
    return IncomingFact(row_key=key, subject=f"N{subject}", on_day=day, amount=amount, **more)


def deliver(actor: Actor, *rows: IncomingFact, kind: str = "sale") -> ImportResult:
    return import_facts(actor=actor, kind=kind, source="test", rows=rows)


@contextmanager
def system() -> Iterator[Actor]:
    """The system, on 1998-01-15."""
    with clock.frozen(NOON), as_system("test") as actor:
        yield actor


@contextmanager
def person(
    staff_id: int,
    holders: Iterable[int] = (),
    units: Iterable[int] = (),
    permissions: Iterable[str] = (),
    people: Reach | None = None,
) -> Iterator[Actor]:
    """Somebody with a scope, without an organisation around her."""
    actor = Actor(
        user_id=staff_id, name=f"staff {staff_id}", role="test", permissions=frozenset(permissions),
        staff_id=staff_id, holders=tuple(holders), units=tuple(units),
        people=people or Reach(tuple(units), tuple(holders)),
    )  # fmt: skip

    def resolve(_user_id: int, _appointment_id: int | None) -> Actor:
        enter(actor)
        return actor

    known = list(actors._resolver)
    actors.set_resolver(resolve)
    try:
        with clock.frozen(NOON), as_actor(staff_id):
            yield actor
    finally:
        actors._resolver[:] = known


def day(text: str) -> date:
    return date.fromisoformat(text)
