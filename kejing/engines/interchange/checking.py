"""Set-based questions about the rows in staging. Each bad row becomes a fault; none is dropped silently."""

from collections.abc import Iterator

from django.db.models import TextChoices

from kejing.engines.interchange.building import Plan
from kejing.engines.interchange.faults import Faults
from kejing.engines.interchange.staging import Staging
from kejing.engines.interchange.targets import TargetField
from kejing.engines.interchange.vocabulary import Fault

_Question = tuple[TextChoices, str, str, dict[str, object]]
"""Fault, column, SQL that selects row_no and a text, parameters of the sentence."""


def check(staging: Staging, plan: Plan, faults: Faults, bad: set[int]) -> None:
    """Ask every question; the numbers of the rows at fault go to `bad`."""
    for fault, column, rows, params in _questions(staging, plan):
        for row_no, value in staging.fetch(
            f"select row_no, value from ({rows}) q (row_no, value) order by 1"  # noqa: S608  # names from code
        ):
            faults.add(plan.step.source, row_no, column, fault, value or "", **params)
            bad.add(row_no)


def _questions(staging: Staging, plan: Plan) -> Iterator[_Question]:
    for field in plan.fields:
        yield from _of_field(field)
    yield _double_key(plan)
    for one in plan.target.checks:
        if staging.has(*one.needs):
            yield one.fault, one.column, one.rows, {}


def _of_field(field: TargetField) -> Iterator[_Question]:
    name = field.name
    shown = f"select row_no, {name}::text from {{staging}} where"  # noqa: S608  # names from code
    if field.required:
        yield Fault.BLANK_CELL, name, f"{shown} {name} is null", {}
    if field.max_length is not None:
        limit = field.max_length
        yield Fault.TOO_LONG, name, f"{shown} char_length({name}) > {limit}", {"limit": limit}
    if field.choices:
        known = ", ".join(f"'{choice}'" for choice in field.choices)
        yield Fault.UNKNOWN_CODE, name, f"{shown} {name} not in ({known})", {}
    if at := field.references:
        missing = f"{shown} {name} is not null and not exists"
        yield (
            Fault.UNKNOWN_REFERENCE,
            name,
            f"{missing} (select 1 from {at.table} r where r.{at.column} = {name})",  # noqa: S608  # as above
            {"thing": at.thing},
        )


def _double_key(plan: Plan) -> _Question:
    """The second and later rows of a key; the first stands."""
    key = ", ".join(plan.step.key)
    text = f"concat_ws(' ', {key})"
    numbered = (
        f"select row_no, {text} as value, row_number() over (partition by {key} order by row_no) as nth"
    )
    given = " and ".join(f"{name} is not null" for name in plan.step.key)
    rows = f"select row_no, value from ({numbered} from {{staging}} where {given}) n where nth > 1"  # noqa: S608  # names from code
    return Fault.DOUBLE_KEY, plan.step.key[0], rows, {}
