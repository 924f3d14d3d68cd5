"""What account managers win: new customers and their volume by month, next to headcount (item A2.38)."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import connection

from kejing.domain.visits import access
from kejing.domain.visits.models import TimeTargets
from kejing.domain.visits.rules import Share
from kejing.engines.metrics.public import monthly_sources
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.periods import Month

MONTHS = 12

# Both under the walls of whoever asks: her units' customers and nobody else's.
_BEGUN = "select id from customers_customer where merged_into_id is null and since_key >= {start} and since_key < {end}"
_NEW = """
select date_trunc('month', since_key)::date, count(*) from customers_customer
where merged_into_id is null and since_key >= %(start)s and since_key < %(end)s group by 1
"""
_HEADS = """
select d.day, count(distinct a.staff_id)
from unnest(%(days)s::date[]) d(day)
join org_appointment a on a.valid_from <= d.day and (a.valid_to is null or a.valid_to > d.day)
join org_position p on p.id = a.position_id
where p.role_id = 'account_manager' and (%(all)s or p.unit_id = any (%(units)s)
      or a.id in (select h.appointment_id from org_holder h where h.id = any (%(holders)s)))
group by d.day
"""


@dataclass(frozen=True, slots=True)
class DevelopmentRow:
    """A month: account managers at its end (this one: today), customers begun in it, what these brought in it.

    `volume` None: the pack names no fact for it.
    """

    month: Month
    heads: int
    customers: int
    volume: Decimal | None

    @property
    def per_head(self) -> Fraction | None:
        return Share(self.customers, self.heads).ratio

    @property
    def volume_per_head(self) -> Decimal | None:
        return (
            None
            if self.volume is None or not self.heads
            else (self.volume / self.heads).quantize(Decimal("0.01"))
        )


def development(*, actor: Actor) -> list[DevelopmentRow]:
    """The last twelve months of the reader's scope, the newest first. Four queries.

    Raises Forbidden (403) without the right to the board.
    """
    actor.require(access.TEAM)
    months = [Month.of(clock.today())]
    while len(months) < MONTHS:
        months.append(months[-1].previous())
    last_days = [min(month.end - timedelta(days=1), clock.today()) for month in months]
    heads = _heads(actor, last_days)
    with access.counting(actor):
        begun = _rows(_NEW, {"start": months[-1].start, "end": months[0].end})
        volumes = _volumes(months)
    return [
        DevelopmentRow(
            month,
            heads.get(day, 0),
            begun.get(month.start, 0),
            volumes.get(month.start, Decimal(0)) if volumes is not None else None,
        )
        for month, day in zip(months, last_days, strict=True)
    ]


def _heads(actor: Actor, days: list[date]) -> dict[Any, Any]:
    people = actor.people
    scope = {"all": people.sees_all, "units": list(people.units), "holders": list(people.holders)}
    return _rows(_HEADS, {"days": days, **scope})


def _volumes(months: list[Month]) -> dict[Any, Any] | None:
    """By month, what its new customers brought in it: one statement, each part within one month's facts."""
    wanted = TimeTargets.objects.exclude(volume_fact="").order_by("id").first()
    if wanted is None:
        return None
    parts: list[str] = []
    params: dict[str, Any] = {}
    spans = [
        (f"m{i}_", month.start, month.end, _BEGUN.format(start=f"%(m{i}_start)s", end=f"%(m{i}_end)s"))
        for i, month in enumerate(months)
    ]
    sources = monthly_sources(
        kind=wanted.volume_fact, figure=wanted.volume_figure, folding="sum", spans=spans
    )
    for i, source in enumerate(sources):
        parts.append(f"select %(m{i}_start)s::date, sum(value) from ({source.sql}) s having count(*) > 0")  # noqa: S608
        params |= source.params
    return _rows(" union all ".join(parts), params)


def _rows(sql: str, params: dict[str, Any]) -> dict[Any, Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return dict(cursor.fetchall())
