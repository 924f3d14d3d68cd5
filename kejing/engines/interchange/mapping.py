"""What a person says of a file's columns, and the specification it becomes: the same strict form, the same run."""

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress

from django.conf import settings
from django.utils.translation import override
from pydantic import Field, ValidationError

from kejing.engines.interchange.converters import CellError, converters
from kejing.engines.interchange.specification import (
    DAY_ORDERS,
    Code,
    Column,
    Label,
    Layout,
    Source,
    Specification,
    Step,
    Strict,
    Value,
)
from kejing.engines.interchange.targets import ImportTarget, TargetField
from kejing.engines.interchange.targets import target as known_target
from kejing.engines.interchange.vocabulary import Blank, Refusal
from kejing.foundation.kernel.errors import Refused

REASON = "__reason__"
"""What the head of the column with the reasons begins with, in a file that was given back to be corrected."""
NUMBER_MARK = "#"
_TRUE = ("true", "yes", "y", "1", "是", "有", "t", "√")
_FALSE = ("false", "no", "n", "0", "否", "无", "f", "×")


class ColumnUse(Strict):
    """Where one column goes. `values` gives our code for each of its values, `default` what a blank becomes."""

    column: str
    field: str
    blank: Blank = Field(default=Blank.LEAVE, strict=False)
    default: str = ""
    order: str = "ymd"
    values: dict[str, str] = Field(default_factory=dict)


class ColumnMap(Strict):
    """A mapping: the columns in use, what is the same for all rows, and by what a row is known again.

    A fixed text that ends in `#` is followed by the row's number.
    """

    key: list[str] = Field(min_length=1)
    columns: list[ColumnUse] = Field(min_length=1)
    fixed: dict[str, str] = Field(default_factory=dict)
    leave_out: bool = True


def fingerprint(names: Sequence[str]) -> str:
    """The same for files with the same columns, in any order; the reasons of an earlier refusal do not count."""
    heads = sorted(_normal(name) for name in names if not name.startswith(REASON))
    return hashlib.sha256(json.dumps(heads).encode()).hexdigest()


def guess(target: ImportTarget, names: Sequence[str], values: dict[str, list[str]]) -> ColumnMap:
    """Map the columns whose heads are called like a field, in either language; each field once."""
    heads = {head: field for field in target.offered() for head in _heads(field)}
    taken: set[str] = set()
    uses = []
    for name in names:
        field = heads.get(_normal(name))
        if field is None or field.name in taken:
            continue
        taken.add(field.name)
        seen = values.get(name, [])
        uses.append(
            ColumnUse(
                column=name,
                field=field.name,
                order=guess_order(seen),
                values={value: code for value in seen if (code := meaning(field, value))},
            )
        )
    return ColumnMap.model_construct(key=list(target.key), columns=uses, fixed={}, leave_out=True)


def meaning(field: TargetField, value: str) -> str:
    """Our code for a value as people write it; empty when it is not known."""
    wanted = _normal(value)
    for code, words in coded(field).items():
        if wanted in {_normal(code), *(spelling for word in words for spelling in _spoken(word))}:
            return code
    return ""


def coded(field: TargetField) -> dict[str, tuple[object, ...]]:
    """The codes a field can have with their words; none for a field that takes anything."""
    if field.type == "boolean":
        return {"true": _TRUE, "false": _FALSE}
    return {code: field.words.get(code, ()) for code in field.choices}


def guess_order(values: Sequence[str]) -> str:
    """The first order of year, month and day in which all the values are days."""
    for order in DAY_ORDERS:
        convert = converters(Column(name="day", type="date", format=order))[0]
        with suppress(CellError):
            for value in values:
                convert(value)
            return order
    return DAY_ORDERS[0]


def read_map(raw: object) -> ColumnMap:
    """Raises Refused for what is no mapping."""
    try:
        return ColumnMap.model_validate(raw)
    except ValidationError as error:
        raise Refused(Refusal.BAD_MAPPING, detail=str(error.errors()[0]["msg"])) from error


def specification_of(target: ImportTarget, layout: Layout, chosen: ColumnMap) -> Specification:
    """The specification of a mapping.

    Raises Refused for a field twice, a key or needed field without a column, a coded column with values that
    nobody explained.
    """
    fields = {field.name: field for field in target.offered()}
    _check(target, fields, chosen)
    label = _label(target)
    return Specification(
        name="own",
        version=1,
        label=label,
        sources=[
            Source(
                name="file",
                label=label,
                file="*",
                layout=layout,
                columns=[_column(fields[use.field], use) for use in chosen.columns],
            )
        ],
        steps=[
            Step.model_validate(
                {
                    "target": target.name,
                    "from": "file",
                    "key": chosen.key,
                    "columns": dict(_values(fields, chosen)),
                }
            )
        ],
        at_fault="leave_out" if chosen.leave_out else "refuse",
    )


def column_words(specification: Specification) -> dict[tuple[str, str], str]:
    """What a reader calls fields, by (source, field): as the file calls its column, else by the field's label."""
    words: dict[tuple[str, str], str] = {}
    for step in specification.steps:
        with suppress(LookupError):  # a run of old may name a target that is no more
            labels = {
                field.name: str(field.label) for field in known_target(step.target).fields if field.label
            }
            words |= {(step.source, name): label for name, label in labels.items()}
        words |= {(step.source, name): value.column for name, value in step.values.items() if value.column}
    return words


def _check(target: ImportTarget, fields: dict[str, TargetField], chosen: ColumnMap) -> None:
    given = [use.field for use in chosen.columns] + list(chosen.fixed)
    for name in given:
        if name not in fields:
            raise Refused(Refusal.UNKNOWN_FIELD, field=name, name=name)
        if given.count(name) > 1:
            raise Refused(Refusal.FIELD_TWICE, field=name, name=str(fields[name].label))
    if tuple(chosen.key) not in target.all_keys:
        raise Refused(Refusal.UNKNOWN_KEY, field="key")
    needed = [field.name for field in target.fields if field.required] + chosen.key
    for name in needed:
        if name not in given:
            raise Refused(Refusal.FIELD_MISSING, field=name, name=str(fields[name].label))


def _column(field: TargetField, use: ColumnUse) -> Column:
    words: dict[str, object] = {"name": use.column}
    if codes := coded(field):
        spelled = {code: code for code in codes} | {value: code for value, code in use.values.items() if code}
        words |= {
            "type": "code",
            "map": {given: Code(code=code, zh=code, en=code) for given, code in spelled.items()},
        }
    elif field.type == "date":
        words |= {"type": "date", "format": use.order}
    elif field.type in {"decimal", "integer"}:
        words |= {"type": field.type} | ({"scale": field.scale} if field.type == "decimal" else {})
    else:
        words |= {"type": "code"}
    return Column.model_validate(words)


def _values(fields: dict[str, TargetField], chosen: ColumnMap) -> Iterator[tuple[str, Value]]:
    for use in chosen.columns:
        default = {"default": use.default} if use.blank is Blank.DEFAULT else {}
        value = Value.model_validate({"column": use.column, "blank": use.blank, **default})
        for path in fields[use.field].paths or (use.field,):
            yield path, value
    for name, text in chosen.fixed.items():
        numbered = text.endswith(NUMBER_MARK)
        value = Value(numbered=text.removesuffix(NUMBER_MARK)) if numbered else Value(value=text)
        for path in fields[name].paths or (name,):
            yield path, value


def _label(target: ImportTarget) -> Label:
    with override("zh-hans"):
        chinese = str(target.label)
    with override("en"):
        return Label(zh=chinese, en=str(target.label))


def _heads(field: TargetField) -> set[str]:
    return {_normal(field.name), *_spoken(field.label), *(_normal(word) for word in field.also)}


def _spoken(word: object) -> set[str]:
    """A word in every language we speak, as it is compared."""
    found = set()
    for language, _name in settings.LANGUAGES:
        with override(language):
            found.add(_normal(str(word)))
    return found


def _normal(text: str) -> str:
    return re.sub(r"[\s_\-./()（）*:：]+", "", text).lower()
