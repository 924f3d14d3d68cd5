"""Rules of segments: a tree of conditions, read strictly, compiled to SQL with parameters, written in words.

    {all: [{field: lent, is: ">", value: 0}, {any: [{field: kind, is: is, value: person}, …]}]}

A rule without conditions fits everybody: the last of a set of classes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

Kind = Literal["number", "choice", "text", "date", "unit", "line"]
MOST_CONDITIONS, MOST_DEPTH = 20, 4
LARGEST = Decimal(10) ** 15
LONGEST_TEXT = 120
COMPARISONS: dict[Kind, tuple[str, ...]] = {
    "number": (">=", ">", "<=", "<", "="),
    "choice": ("is", "is_not"),
    "text": ("is", "is_not"),
    "date": ("from", "before"),
    "unit": ("within", "not_within"),
    "line": ("has", "has_not"),
}
_SQL = {
    ">=": "{0} >= {1}", ">": "{0} > {1}", "<=": "{0} <= {1}", "<": "{0} < {1}", "=": "{0} = {1}",
    "is": "{0} = {1}", "is_not": "{0} is distinct from {1}", "from": "{0} >= {1}", "before": "{0} < {1}",
    "within": "{0} = any ({1})", "not_within": "{0} <> all ({1})",
    "has": "{1} = any ({0})", "has_not": "not ({1} = any ({0}))",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Field:
    """What a rule may name. `choices`: the values it may have, None for any. `allowed`: whether the reader may."""

    code: str
    kind: Kind
    choices: frozenset[str] | None = None
    allowed: bool = True


@dataclass(frozen=True, slots=True)
class Condition:
    field: str
    comparison: str
    value: str | Decimal | date


@dataclass(frozen=True, slots=True)
class Group:
    """Conditions of which all hold, or any. Without one it fits everybody."""

    every: bool
    parts: tuple["Condition | Group", ...]


Rule = Group
EVERYBODY = Group(every=True, parts=())


class BadRule(ValueError):
    """What is wrong with a rule: `code` is a member of `vocabulary.RuleRefusal`, by its value."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code, self.params = code, params


def read_rule(data: object, fields: Mapping[str, Field]) -> Rule:
    """A rule out of JSON or YAML. Raises BadRule for an unknown field, by its name, and everything else amiss."""
    rule = _group(data, fields, 1)
    if sum(1 for _ in conditions(rule)) > MOST_CONDITIONS:
        raise BadRule("too_big", most=MOST_CONDITIONS, depth=MOST_DEPTH)
    return rule


def _group(data: object, fields: Mapping[str, Field], depth: int) -> Group:
    if depth > MOST_DEPTH:
        raise BadRule("too_big", most=MOST_CONDITIONS, depth=MOST_DEPTH)
    if not isinstance(data, Mapping) or len(data) != 1 or next(iter(data)) not in {"all", "any"}:
        raise BadRule("bad_shape")
    ((word, parts),) = data.items()
    if (
        not isinstance(parts, Sequence)
        or isinstance(parts, str)
        or (not parts and (word == "any" or depth > 1))
    ):
        raise BadRule("bad_shape")
    return Group(
        word == "all",
        tuple(
            _condition(part, fields) if isinstance(part, Mapping) and "field" in part
            else _group(part, fields, depth + 1)
            for part in parts
        ),
    )  # fmt: skip


def _condition(data: Mapping[str, Any], fields: Mapping[str, Field]) -> Condition:
    if set(data) != {"field", "is", "value"}:
        raise BadRule("bad_shape")
    code, comparison = str(data["field"]), str(data["is"])
    field = fields.get(code)
    if field is None:
        raise BadRule("unknown_field", name=code)
    if not field.allowed:
        raise BadRule("field_not_yours", name=code)
    if comparison not in COMPARISONS[field.kind]:
        raise BadRule("bad_comparison", name=code, comparison=comparison)
    return Condition(code, comparison, _value(field, data["value"]))


def _value(field: Field, given: object) -> str | Decimal | date:
    """The value as its kind. Raises BadRule for one that is none."""
    text = given.isoformat() if isinstance(given, date) else str(given).strip()
    bad = BadRule("bad_value", name=field.code, value=text[:LONGEST_TEXT])
    if field.kind == "number":
        try:
            number = Decimal(text)
        except InvalidOperation as error:
            raise bad from error
        if isinstance(given, bool) or not number.is_finite() or abs(number) >= LARGEST:
            raise bad
        return number
    if field.kind == "date":
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            raise bad from error
    known = field.choices is None or text in field.choices
    if isinstance(given, dict | list) or len(text) > LONGEST_TEXT or "\0" in text or not known:
        raise bad
    if not text and field.choices is None:
        raise bad
    return text


def conditions(rule: Rule) -> Iterator[Condition]:
    for part in rule.parts:
        if isinstance(part, Group):
            yield from conditions(part)
        else:
            yield part


def written(rule: Rule) -> dict[str, Any]:
    """The rule as it is kept: what `read_rule` reads."""
    return {
        "all" if rule.every else "any": [
            written(part)
            if isinstance(part, Group)
            else {"field": part.field, "is": part.comparison, "value": _plain(part.value)}
            for part in rule.parts
        ]
    }


def _plain(value: str | Decimal | date) -> str | int | float:
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


@dataclass(frozen=True, slots=True)
class Compiled:
    """SQL of a condition with named parameters."""

    sql: str
    params: dict[str, Any]


def compile_rule(
    rule: Rule, columns: Mapping[str, str], units: Mapping[str, Sequence[int]], prefix: str
) -> Compiled:
    """The rule over columns (field → SQL of ours). Values become parameters; what is unknown does not fit.

    `units`: code → ids of the unit and all below it.
    """
    params: dict[str, Any] = {}

    def text(part: Condition | Group) -> str:
        if isinstance(part, Group):
            word = " and " if part.every else " or "
            return f"({word.join(text(inner) for inner in part.parts)})" if part.parts else "true"
        name = f"{prefix}{len(params)}"
        params[name] = list(units[str(part.value)]) if part.comparison.endswith("within") else part.value
        if isinstance(part.value, date):
            params[name] = part.value.isoformat()
        return f"coalesce({_SQL[part.comparison].format(columns[part.field], f'%({name})s')}, false)"

    return Compiled(text(rule), params)
