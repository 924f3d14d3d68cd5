"""From the rows of a source or a SELECT to the rows of a target's staging table."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from kejing.engines.interchange import targets
from kejing.engines.interchange.converters import CellError, Convert, converters
from kejing.engines.interchange.faults import Faults
from kejing.engines.interchange.reader import Row, as_text
from kejing.engines.interchange.specification import Column, SpecificationError, Step, Value
from kejing.engines.interchange.targets import Computed, ImportTarget, TargetField
from kejing.engines.interchange.vocabulary import Blank, Fault

Build = Callable[[Row], str | None]


@dataclass(frozen=True, slots=True)
class Plan:
    """What the staging table holds: its fields in order, and how each is made from an incoming row."""

    step: Step
    target: ImportTarget
    fields: tuple[TargetField, ...]
    policies: dict[str, Blank]
    _builds: tuple[Build, ...]
    _checked: tuple[tuple[int, str, Convert], ...]
    _computed: tuple[tuple[Computed, tuple[int, ...]], ...]

    def rows(self, incoming: Iterator[Row], faults: Faults, bad: set[int]) -> Iterator[Row]:
        """Staging rows: the row number, then each field. A row with a bad value goes to `faults` and `bad`."""
        for row in incoming:
            built: Row = [row[0], *[build(row) for build in self._builds]]
            if self._checked and not self._is_sound(built, faults):
                bad.add(int(row[0] or 0))
                continue
            for computed, places in self._computed:
                built.extend(computed.compute(*[built[place] for place in places]))
            yield built

    def _is_sound(self, built: Row, faults: Faults) -> bool:
        before = faults.total
        for place, name, convert in self._checked:
            value = built[place]
            if value is None:
                continue
            try:
                built[place] = convert(value)
            except CellError as error:
                faults.add(self.step.source, int(built[0] or 0), name, error.fault, value, **error.params)
        return faults.total == before


def plan(step: Step, names: list[str]) -> Plan:
    """How a step's rows, whose columns are `names`, become rows of its target.

    Raises SpecificationError when they do not fit: unknown target, field, column or generator, missing key.
    """
    target = _target(step)
    values = _values(step, target, names)
    groups: dict[str, dict[str, Value]] = {}
    for path, value in values.items():
        groups.setdefault(path.partition(".")[0], {})[path] = value
    fields = tuple(_field(target, name, groups[name]) for name in groups)
    _check_key(step, target, groups)
    builds = tuple(_build(field, groups[field.name], names) for field in fields)
    places = {field.name: place for place, field in enumerate(fields, start=1)}
    return Plan(
        step=step,
        target=target,
        fields=fields + _computed_fields(target, places),
        policies={name: next(iter(group.values())).blank for name, group in groups.items()},
        _builds=builds,
        _checked=_checks(fields, places) if step.select is not None else (),
        _computed=tuple(
            (computed, tuple(places[name] for name in computed.of))
            for computed in target.computed
            if set(computed.of) <= places.keys()
        ),
    )


def _target(step: Step) -> ImportTarget:
    try:
        return targets.target(step.target)
    except LookupError as error:
        raise SpecificationError(str(error)) from error


def _values(step: Step, target: ImportTarget, names: list[str]) -> dict[str, Value]:
    """The values the specification names; a SELECT's other columns go to the fields they are called after.

    A column that only feeds another value needs no field of its name.
    """
    values = step.values
    for field, value in values.items():
        for name in [value.column] if value.column else value.of:
            if name not in names:
                raise SpecificationError(f"{step.target}.{field}: unknown column {name}")
    if step.select is None:
        return values
    feeding = {name for value in values.values() for name in [value.column, *value.of]}
    known = {field.name for field in target.fields}
    implied = [
        name
        for name in names
        if name != "row_no" and name not in values and (name not in feeding or name in known)
    ]
    return values | {name: Value(column=name) for name in implied}


def _field(target: ImportTarget, name: str, group: dict[str, Value]) -> TargetField:
    try:
        field = target.field(name)
    except LookupError as error:
        raise SpecificationError(str(error)) from error
    if (field.type == "json") != all("." in path for path in group):
        raise SpecificationError(
            f"{target.name}.{name}: a json field, and only that, is filled member by member"
        )
    return field


def _check_key(step: Step, target: ImportTarget, groups: dict[str, dict[str, Value]]) -> None:
    if tuple(step.key) not in target.all_keys:
        raise SpecificationError(f"{target.name}: its key is {', '.join(target.key)}")
    needed = {field.name for field in target.fields if field.required} | set(step.key)
    if missing := sorted(needed - groups.keys()):
        raise SpecificationError(f"{target.name}: {', '.join(missing)} must be given")


def _computed_fields(target: ImportTarget, places: dict[str, int]) -> tuple[TargetField, ...]:
    return tuple(
        field
        for computed in target.computed
        if set(computed.of) <= places.keys()
        for field in computed.fields
    )


def _checks(fields: tuple[TargetField, ...], places: dict[str, int]) -> tuple[tuple[int, str, Convert], ...]:
    """What a SELECT gives is held against the field's type; a file's cells were checked when read."""
    return tuple(
        (places[field.name], field.name, convert) for field in fields if (convert := _convert(field))
    )


def _convert(field: TargetField) -> Convert | None:
    match field.type:
        case "text" | "json":
            return None
        case "boolean":
            return _boolean
        case "date":
            return converters(Column(name=field.name, type="date", format="%Y-%m-%d"))[0]
        case "decimal":
            return converters(Column(name=field.name, type="decimal", scale=field.scale))[0]
        case "integer":
            return converters(Column(name=field.name, type="integer"))[0]


def _boolean(cell: str) -> str:
    if cell not in {"true", "false"}:
        raise CellError(Fault.WRONG_FORM)
    return cell


def _build(field: TargetField, group: dict[str, Value], names: list[str]) -> Build:
    if field.type == "json":
        members = [(path.split(".")[1:], _one(value, names)) for path, value in group.items()]
        keep = {path.split(".")[1] for path, value in group.items() if value.blank is Blank.CLEAR}
        return _object(members, keep)
    return _one(group[field.name], names)


def _one(value: Value, names: list[str]) -> Build:
    if value.value is not None:
        constant = as_text(value.value)
        return lambda _row: constant
    if value.generate is not None:
        return _generated(value, names)
    if value.numbered is not None:
        before = value.numbered
        return lambda row: f"{before}{row[0]}"
    place = names.index(value.column or "")
    if value.default is None:
        return lambda row: row[place]
    default = as_text(value.default)
    return lambda row: row[place] if row[place] is not None else default


def _generated(value: Value, names: list[str]) -> Build:
    try:
        make = targets.generator(value.generate or "")
    except LookupError as error:
        raise SpecificationError(str(error)) from error
    places = [names.index(name) for name in value.of]
    return lambda row: make(*[row[place] for place in places])


def _object(members: list[tuple[list[str], Build]], clear: set[str]) -> Build:
    """JSON text of the members that have a value; a blank one is left out, or null where it is to be cleared."""

    def build(row: Row) -> str:
        made: dict[str, Any] = dict.fromkeys(sorted(clear))
        for path, member in members:
            if (value := member(row)) is None:
                continue
            place = made
            for name in path[:-1]:
                place = _inner(place, name)
            place[path[-1]] = value
        return json.dumps(made, ensure_ascii=False)

    return build


def _inner(place: dict[str, Any], name: str) -> dict[str, Any]:
    if not isinstance(place.get(name), dict):
        place[name] = {}
    inner: dict[str, Any] = place[name]
    return inner
