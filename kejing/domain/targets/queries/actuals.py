"""What was reached: facts and activities attributed to people, units, customers as they stood on the day.

A fact counts for who held the customer on its day, or for whom its holding was packed to, as in the points. All
targets asked for are counted in one statement.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection

from kejing.domain.targets.models import Measure
from kejing.domain.targets.rules import Source
from kejing.domain.targets.vocabulary import ACTUALS, Folding, Level
from kejing.foundation.kernel import clock, sections
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.context import as_system

MOST_FACTS = 60
HOLDING = "holding"


@dataclass(frozen=True, slots=True)
class Wanted:
    """One figure asked for: `key` is the caller's."""

    key: int
    measure: Measure
    level: str
    subject: int
    product_id: int | None
    begins: date
    ends: date


@dataclass(frozen=True, slots=True)
class Counted:
    """One thing that counted: a fact of a holding or a customer, or something done."""

    ref: int
    on: date
    label: str
    value: Decimal


@dataclass
class _Statement:
    """Pieces of one statement with their parameters."""

    pieces: list[str] = field(default_factory=list)
    params: dict[str, Any] = field(default_factory=dict)

    def add(self, text: str, **params: Any) -> None:
        mark = f"p{len(self.pieces)}_"
        self.params |= {mark + name: value for name, value in params.items()}
        self.pieces.append(text.replace("%(", f"%({mark}"))


_WANTED = (
    "(select * from unnest(%(keys)s::bigint[], %(subjects)s::bigint[], %(products)s::bigint[])"
    " as w(key, subject, product)) w"
)
_ON = "x.valid_from <= {day} and (x.valid_to is null or {day} < x.valid_to)"
# Who had it on the day: of whom it was packed to, else of the customer's holder.
_OWNERS = (
    " join customers_ownership o on o.customer_id = coalesce(c.merged_into_id, c.id) and "
    + _ON.replace("x.", "o.")
    + " join org_holder h on h.id = o.holder_id left join org_appointment a on a.id = h.appointment_id"
)
_PACKED = (
    " left join customers_holdingownership k on k.holding_id = f.subject_id and "
    + _ON.replace("x.", "k.")
    + " left join org_holder kh on kh.id = k.holder_id left join org_appointment ka on ka.id = kh.appointment_id"
)
_OF_HOLDING = (
    " join customers_holding g on g.id = f.subject_id"
    " join customers_holdingparty p on p.holding_id = g.id and p.role = 'owner'"
    " join customers_customer c on c.id = p.customer_id" + _OWNERS + _PACKED
)
_OF_CUSTOMER = " join customers_customer c on c.id = f.subject_id" + _OWNERS
_WHERE = (
    "f.kind_id = (select id from metrics_factkind where code = %(fact)s)"
    " and f.subject_kind = %(of)s and f.on_day < %(end)s"
)
_UNIT = (
    " join org_unitclosure u on u.ancestor_id = w.subject and u.descendant_id = {unit} and "
    + _ON.replace("x.", "u.")
)
# Which holdings can count at all: an index leads to their facts, and a person's page reads no other's.
_HELD_BY = """
 and f.subject_id in (
    select p.holding_id from customers_holdingparty p
    join customers_customer c on c.id = p.customer_id
    join customers_ownership o on o.customer_id = coalesce(c.merged_into_id, c.id)
    join org_holder h on h.id = o.holder_id join org_appointment a on a.id = h.appointment_id
    where a.staff_id = any (%(subjects)s)
      and o.valid_from < %(end)s and coalesce(o.valid_to, 'infinity') > %(start)s
    union all
    select k.holding_id from customers_holdingownership k
    join org_holder h on h.id = k.holder_id join org_appointment a on a.id = h.appointment_id
    where a.staff_id = any (%(subjects)s))"""
_MEMBERS = (
    "select c.id from customers_customer c"
    " where c.id = any (%(subjects)s) or c.merged_into_id = any (%(subjects)s)"
)
_OF_THEM = (
    " and f.subject_id in (select p.holding_id from customers_holdingparty p"  # noqa: S608  # constants
    f" where p.customer_id in ({_MEMBERS}))"
)
_CUSTOMERS_OF = """
 and f.subject_id in (
    select c.id from customers_customer c
    join customers_ownership o on o.customer_id = coalesce(c.merged_into_id, c.id)
    join org_holder h on h.id = o.holder_id join org_appointment a on a.id = h.appointment_id
    where a.staff_id = any (%(subjects)s)
      and o.valid_from < %(end)s and coalesce(o.valid_to, 'infinity') > %(start)s)"""
_NARROW = {
    (HOLDING, Level.STAFF): _HELD_BY,
    (HOLDING, Level.CUSTOMER): _OF_THEM,
    ("customer", Level.STAFF): _CUSTOMERS_OF,
    ("customer", Level.CUSTOMER): f" and f.subject_id in ({_MEMBERS})",
}


def count_reached(wanted: Sequence[Wanted]) -> dict[int, Decimal]:
    """What was reached, by key; nothing for what nobody measures. One statement, as the system: the sums of what a
    person reached hold customers in them who went on to others since.
    """
    with as_system("what was reached of targets") as system:
        statement = _Statement()
        sources = activities(system)
        for group in _groups(wanted):
            _add(statement, group, sources)
        measured = [one for one in wanted if not one.measure.activity or one.measure.activity in sources]
        if not statement.pieces:
            return {}
        with connection.cursor() as cursor:
            cursor.execute(" union all ".join(statement.pieces), statement.params)
            sums = dict(cursor.fetchall())
    return {one.key: sums.get(one.key) or Decimal(0) for one in measured}


def counted(one: Wanted) -> list[Counted]:
    """What makes a figure up, the newest first, as the system; the caller says what of it is shown."""
    with as_system("what was reached of a target") as system:
        text = _rows([one], activities(system))
        if text is None:
            return []
        statement = _Statement()
        statement.add(f"select ref, day, label, value from ({text}) n order by day desc, ref desc limit %(most)s",  # noqa: S608  # constants
                      **_params([one]), most=MOST_FACTS + 1)  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(statement.pieces[0], statement.params)
            return [Counted(*row) for row in cursor.fetchall()]


def activities(actor: Actor) -> dict[str, str]:
    """The SELECT of each activity that a module above counts."""
    found: list[Source] = list(sections.collect(ACTUALS, actor=actor).values())
    return {source.activity: source.sql for source in found}


def _groups(wanted: Sequence[Wanted]) -> list[list[Wanted]]:
    by: dict[tuple[object, ...], list[Wanted]] = defaultdict(list)
    for one in wanted:
        by[one.measure.pk, one.level, one.begins, one.ends].append(one)
    return list(by.values())


def _add(statement: _Statement, group: list[Wanted], sources: dict[str, str]) -> None:
    text = _rows(group, sources)
    if text is not None:
        # A thing counts once for each target, also where two owners share it.
        statement.add(f"select key, sum(value) from ({text}) n group by key", **_params(group))  # noqa: S608  # constants


def _params(group: list[Wanted]) -> dict[str, Any]:
    one, today = group[0], clock.today()
    params: dict[str, Any] = {
        "keys": [each.key for each in group],
        "subjects": [each.subject for each in group],
        "products": [each.product_id for each in group],
        "start": one.begins,
        "end": min(one.ends, today + timedelta(days=1)),
        "last": min(one.ends - timedelta(days=1), today),
    }
    if one.measure.fact:
        params |= {"fact": one.measure.fact, "of": one.measure.fact_of, "figure": one.measure.figure}
    return params


def _rows(group: list[Wanted], sources: dict[str, str]) -> str | None:
    """SELECT of `key, ref, day, label, value` of all targets of a group; None where nobody measures it."""
    measure, level = group[0].measure, group[0].level
    if not measure.fact:
        return _of_activity(sources.get(measure.activity), level)
    return _of_facts(measure, level)


def _of_activity(sql: str | None, level: str) -> str | None:
    if sql is None:
        return None
    join = f" join {_WANTED} on {_match(level, 'e.staff_id', 'e.customer_id')}"
    if level == Level.UNIT:
        join += _UNIT.format(unit="e.unit_id", day="e.day")
    return (
        f"select w.key, e.ref, e.day, '' as label, e.value from ({sql}) e{join}"  # noqa: S608  # texts of modules
        " where w.product is null and e.day >= %(start)s and e.day < %(end)s"
    )


def _match(level: str, staff: str, customer: str) -> str:
    return {Level.STAFF: f"{staff} = w.subject", Level.CUSTOMER: f"{customer} = w.subject"}.get(
        Level(level), "true"
    )


def _of_facts(measure: Measure, level: str) -> str:
    of_holding = measure.fact_of == HOLDING
    value = (
        f"f.{measure.figure}"
        if measure.figure in {"amount", "quantity"}
        else "(f.detail ->> %(figure)s)::numeric"
    )
    narrow = _NARROW.get((measure.fact_of, Level(level)), "")
    where = _WHERE + narrow
    day, facts = "f.on_day", "metrics_fact f"
    if measure.folding == Folding.LAST:
        day = "%(last)s::date"
        facts = (
            f"(select distinct on (f.subject_id) f.* from metrics_fact f where {where}"  # noqa: S608  # constants
            " order by f.subject_id, f.on_day desc, f.id desc) f"
        )
        where = "true"
    else:
        where += " and f.on_day >= %(start)s"
    owners = (_OF_HOLDING if of_holding else _OF_CUSTOMER).replace("{day}", day)
    staff = "coalesce(ka.staff_id, a.staff_id)" if of_holding else "a.staff_id"
    unit = "coalesce(kh.unit_id, o.unit_id)" if of_holding else "o.unit_id"
    join = f" join {_WANTED} on {_match(level, staff, 'coalesce(c.merged_into_id, c.id)')}"
    join += " and (w.product is null or w.product = g.product_id)" if of_holding else " and w.product is null"
    if level == Level.UNIT:
        join += _UNIT.format(unit=unit, day=day)
    label = "g.number" if of_holding else "c.number"
    return (
        f"select distinct w.key, f.id as ref, f.on_day as day, {label} as label, {value} as value"  # noqa: S608  # constants
        f" from {facts}{owners}{join} where {where}"
    )
