"""The statement that says which segment each customer is in: rules compiled over columns made for them.

One statement whatever the number of customers. It reads what its rules name and nothing else.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.db import connection

from kejing.domain.customers.public import of_owners
from kejing.domain.segments.models import Figure
from kejing.domain.segments.queries.fields import PROFILE, RuleField
from kejing.domain.segments.rules.conditions import Rule, compile_rule, conditions
from kejing.domain.segments.vocabulary import CONTACT
from kejing.domain.visits.public import CONTACTS_BETWEEN
from kejing.engines.metrics.public import closed_months, fact_source
from kejing.foundation.kernel.periods import Month

_ONLY = "select %(only)s::bigint"
_HELD = (
    "held as (select p.customer_id, count(distinct pr.line) as lines, array_agg(distinct pr.line::text) as held,"
    " coalesce(sum(h.amount) filter (where pr.line = 'loan'), 0) as lent"
    " from customers_holdingparty p join customers_holding h on h.id = p.holding_id"
    " join customers_product pr on pr.id = h.product_id"
    " where (h.closed_on is null or h.closed_on > %(day)s){only} group by p.customer_id)"
)
_UNITS = (
    "select u.code, array_agg(c.descendant_id) from org_unit u join org_unitclosure c on c.ancestor_id = u.id"
    " and c.valid_to is null where u.code = any (%s) group by u.code"
)
_COLUMNS = {
    "kind": "b.kind",
    "risk": "b.risk",
    "unit": "b.unit_id",
    "since": "b.since::text",
    "months": "(extract(year from age(%(day)s::date, b.since)) * 12 + extract(month from age(%(day)s::date, b.since)))",
    "lines": "coalesce(held.lines, 0)",
    "holds": "coalesce(held.held, '{}')",
    "lent": "coalesce(held.lent, 0)",
    "days_without_contact": "(%(day)s::date - served.last_on)",
}
_HOLDINGS = frozenset({"lines", "holds", "lent"})


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL of `customer_id, unit_id, holder_id` and one column for each field, named by `columns`."""

    sql: str
    columns: dict[str, str]
    params: dict[str, Any]


def window(months: int, today: date) -> tuple[Month, Month]:
    """The last full months, the end exclusive: closed ones where there are any, else those before this month.

    A close makes figures final; an organisation that has closed none yet still has classes, by the same facts.
    """
    closed = closed_months(limit=1)
    end = closed[0].month.next() if closed else Month.of(today)
    return end.plus(-months), end


def valued(
    fields: Mapping[str, RuleField], names: Iterable[str], day: date, only: int | None = None
) -> Statement:
    """Customers with the values of fields; `only` restricts every part of it to one customer."""
    wanted = sorted(set(names))
    params: dict[str, Any] = {"day": day, "only": only}
    parts, joins, columns = [], [], {}
    if _HOLDINGS & set(wanted):
        parts.append(_HELD.format(only=f" and p.customer_id in ({_ONLY})" if only else ""))
        joins.append("left join held on held.customer_id = b.id")
    if "days_without_contact" in wanted:
        joins.append("left join segments_service served on served.customer_id = b.id")
    for n, name in enumerate(wanted):
        figure = fields[name].figure
        if figure is not None:
            text, more = figure_source(figure, day, f"f{n}_", only=only is not None)
            parts.append(f"f{n} as ({text})")
            joins.append(f"left join f{n} on f{n}.customer_id = b.id")
            columns[name] = f"coalesce(f{n}.value, 0)"
            params |= more
        elif name.startswith(PROFILE):
            params[f"k{n}"] = name.removeprefix(PROFILE)
            columns[name] = _profile_column(fields[name].profile_kind, f"%(k{n})s")
        else:
            columns[name] = _COLUMNS[name]
    selected = "".join(f", {sql} as c{n}" for n, sql in enumerate(columns.values()))
    head = f"with {', '.join(parts)} " if parts else ""
    where = " and b.id = %(only)s" if only else ""
    sql = (
        f"{head}select b.id as customer_id, b.unit_id, b.holder_id{selected} from customers_customer b"  # noqa: S608  # names of ours
        f" {' '.join(joins)} where b.merged_into_id is null{where}"
    )
    return Statement(sql, {name: f"v.c{n}" for n, name in enumerate(columns)}, params)


def figure_source(
    figure: Figure, day: date, prefix: str, *, only: bool = False
) -> tuple[str, dict[str, Any]]:
    """SQL of `customer_id, value` for a figure, and its parameters: facts of holdings count for their owner.

    Contacts (Q10) are no facts that were delivered, and counted where they are recorded.
    """
    start, end = window(figure.months, day)
    if figure.fact == CONTACT:
        names = {"start": f"%({prefix}start)s", "end": f"%({prefix}end)s"}
        text = CONTACTS_BETWEEN.format(**names, only=" and customer_id = %(only)s" if only else "")
        return text, {f"{prefix}start": start.start, f"{prefix}end": end.start}
    of_one = (
        "select p.holding_id from customers_holdingparty p where p.customer_id = %(only)s and p.role = 'owner'"
        " union all select %(only)s::bigint"
    )
    source = fact_source(
        kind=figure.fact, figure=figure.figure, folding=cast("Any", figure.measure), start=start.start,
        end=end.start, prefix=prefix, subjects=of_one if only else "",
    )  # fmt: skip
    return of_owners(source), source.params


def _profile_column(kind: str, key: str) -> str:
    """A member of the attributes; a coded one holds an object with its code. What is no number is unknown."""
    text = (
        f"case jsonb_typeof(b.attributes -> {key}) when 'object' then b.attributes -> {key} ->> 'code'"
        f" else b.attributes ->> {key} end"
    )
    if kind == "number":
        number = r"'^-?\d{1,15}(\.\d{1,9})?$'"
        return f"case when b.attributes ->> {key} ~ {number} then (b.attributes ->> {key})::numeric end"
    return text


def placed(
    fields: Mapping[str, RuleField], rules: Mapping[str, Rule], day: date, unit_id: int | None
) -> tuple[str, dict[str, Any]]:
    """The statement of `customer_id, place, found`: the first rule that fits, from 1; null where none does.

    `found`: the values that decided, by field. `unit_id` restricts it to a unit and all below.
    """
    names = {condition.field for rule in rules.values() for condition in conditions(rule)}
    base = valued(fields, names, day)
    units = units_of(rules.values())
    params = {**base.params, "set_unit": unit_id}
    cases = []
    for place, rule in enumerate(rules.values(), 1):
        compiled = compile_rule(rule, base.columns, units, f"r{place}_")
        params |= compiled.params
        cases.append(f"when {compiled.sql} then {place}")
    found = ", ".join(f"'{name}', {column}" for name, column in base.columns.items())
    scope = (
        " where v.unit_id in (select descendant_id from org_unitclosure"
        " where ancestor_id = %(set_unit)s and valid_to is null)"
        if unit_id
        else ""
    )
    sql = (
        f"select v.customer_id, case {' '.join(cases)} end as place,"  # noqa: S608  # names of ours
        f" jsonb_build_object({found}) as found from ({base.sql}) v{scope}"
    )
    return sql, params


def judged(
    fields: Mapping[str, RuleField], rules: Mapping[str, Rule], day: date, customer_id: int
) -> tuple[dict[str, Any], dict[str, list[bool]]]:
    """One customer's values now, and for each rule which of its conditions hold, in their order. Two queries."""
    found = [condition for rule in rules.values() for condition in conditions(rule)]
    base = valued(fields, {condition.field for condition in found}, day, only=customer_id)
    units = units_of(rules.values())
    params, tests = dict(base.params), []
    for n, condition in enumerate(found):
        compiled = compile_rule(Rule(True, (condition,)), base.columns, units, f"q{n}_")  # every
        params |= compiled.params
        tests.append(compiled.sql)
    values = ", ".join(f"'{name}', {column}" for name, column in base.columns.items())
    with connection.cursor() as cursor:
        cursor.execute(
            f"select jsonb_build_object({values})::text, array[{', '.join(tests)}]::boolean[] from ({base.sql}) v",  # noqa: S608  # as above
            params,
        )
        row = cursor.fetchone()
    if row is None:
        return {}, {}
    results = iter(row[1] or [])
    return json.loads(row[0]), {
        code: [next(results) for _ in conditions(rule)] for code, rule in rules.items()
    }


def units_of(rules: Iterable[Rule]) -> dict[str, list[int]]:
    """Unit code → ids of it and all below; a code nobody has gives none."""
    codes = {
        str(condition.value) for rule in rules for condition in conditions(rule) if condition.field == "unit"
    }
    if not codes:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_UNITS, [sorted(codes)])
        found: dict[str, list[int]] = {code: [] for code in codes}
        return found | dict(cursor.fetchall())
