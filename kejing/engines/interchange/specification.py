"""The strict form of an import specification: a YAML file of a pack. An unknown key is an error."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from kejing.engines.interchange.vocabulary import Blank

NAME = r"^[a-z][a-z0-9_]*$"
Scalar = str | int | bool


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, populate_by_name=True)


class Label(Strict):
    zh: str
    en: str


class Code(Strict):
    """What a code of the file means: our code, and its name in both languages."""

    code: str
    zh: str
    en: str


class Layout(Strict):
    """How a file of any sort is read as a table: its format, its dialect, where its header lies.

    Without one, a source is CSV as the specification says, to the letter.
    """

    kind: Literal["text", "workbook", "vcard"]
    encoding: str = "utf-8"
    delimiter: str = ","
    quote: str = '"'
    escape: str = ""
    padded: bool = False
    sheet: str = ""
    skip: int = Field(default=0, ge=0, le=1_000)
    header_rows: int = Field(default=1, ge=0, le=9)


DAY_ORDERS = ("ymd", "dmy", "mdy")
"""Formats of a date that say only in which order year, month and day stand."""


class Column(Strict):
    """One column of a file. With a `map`, the step also finds `<name>_zh` and `<name>_en`."""

    name: str
    type: Literal["text", "code", "integer", "decimal", "date"]
    label: Label | None = None
    required: bool = False
    format: str | None = None
    scale: int = Field(default=2, ge=0, le=10)
    pattern: str | None = None
    blanks: list[str] = Field(default_factory=list)
    map: dict[str, Code] | None = None

    @model_validator(mode="after")
    def _options_fit_the_type(self) -> Self:
        if (self.type == "date") != (self.format is not None):
            raise ValueError(f"{self.name}: a date, and only a date, has a format")
        if self.type not in {"text", "code"} and (self.map or self.pattern):
            raise ValueError(f"{self.name}: only text and codes have a map or a pattern")
        return self

    @property
    def outputs(self) -> list[str]:
        return [self.name, f"{self.name}_zh", f"{self.name}_en"] if self.map else [self.name]


class Source(Strict):
    """A file, or a few rows written in the specification itself (`rows`)."""

    name: str = Field(pattern=NAME)
    label: Label
    columns: list[Column] = Field(min_length=1)
    file: str | None = None
    rows: list[list[Scalar | None]] | None = None
    delimiter: str = Field(default=",", min_length=1, max_length=1)
    encoding: Literal["utf-8", "gb18030"] = "utf-8"
    optional: bool = False
    until: str | None = None
    layout: Layout | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if (self.file is None) == (self.rows is None):
            raise ValueError(f"{self.name}: give either a file or rows")
        outputs = self.outputs
        if doubles := {name for name in outputs if outputs.count(name) > 1}:
            raise ValueError(f"{self.name}: column {min(doubles)} twice")
        dated = {column.name for column in self.columns if column.type == "date"}
        if self.until is not None and self.until not in dated:
            raise ValueError(f"{self.name}: until names no date column")
        return self

    @property
    def outputs(self) -> list[str]:
        return [name for column in self.columns for name in column.outputs]


class Value(Strict):
    """Where a target's field gets its value: a column, a constant, a registered generator, or the row's number
    behind the text `numbered`.
    """

    column: str | None = None
    value: Scalar | None = None
    generate: str | None = None
    numbered: str | None = None
    of: list[str] = Field(default_factory=list)
    blank: Blank = Field(default=Blank.LEAVE, strict=False)
    default: Scalar | None = None

    @model_validator(mode="after")
    def _has_one_origin(self) -> Self:
        if [self.column, self.value, self.generate, self.numbered].count(None) != 3:
            raise ValueError("a value has exactly one of column, value, generate, numbered")
        if bool(self.of) != (self.generate is not None):
            raise ValueError("`of` goes with `generate`")
        if (self.blank is Blank.DEFAULT) != (self.default is not None):
            raise ValueError("`default` goes with `blank: default`")
        return self


class Step(Strict):
    """Rows for one target: straight from a source, or from a SELECT that keeps the source's `row_no`."""

    target: str
    source: str = Field(alias="from")
    label: Label | None = None
    select: str | None = None
    columns: dict[str, str | Value] = Field(default_factory=dict)
    key: list[str] = Field(min_length=1)

    @model_validator(mode="after")
    def _says_what_it_loads(self) -> Self:
        if self.select is None and not self.columns:
            raise ValueError(f"{self.target}: a step has columns or a select")
        return self

    @property
    def values(self) -> dict[str, Value]:
        return {
            field: Value(column=value) if isinstance(value, str) else value
            for field, value in self.columns.items()
        }


class Specification(Strict):
    name: str = Field(pattern=NAME)
    version: int = Field(ge=1)
    label: Label
    note: Label | None = None
    sources: list[Source] = Field(min_length=1)
    steps: list[Step] = Field(min_length=1)
    at_fault: Literal["refuse", "leave_out"] = "refuse"

    @model_validator(mode="after")
    def _steps_use_known_sources(self) -> Self:
        names = [source.name for source in self.sources]
        if len(set(names)) < len(names):
            raise ValueError("two sources have the same name")
        for step in self.steps:
            if step.source not in names:
                raise ValueError(f"{step.target}: unknown source {step.source}")
            if step.select is None:
                _check_columns(step, set(self.source(step.source).outputs))
        return self

    def source(self, name: str) -> Source:
        return next(source for source in self.sources if source.name == name)


class SpecificationError(Exception):
    """The file is not a specification; the text says where and why."""


def _check_columns(step: Step, known: set[str]) -> None:
    for field, value in step.values.items():
        for name in [value.column] if value.column else value.of:
            if name not in known:
                raise ValueError(f"{step.target}.{field}: unknown column {name}")


class _Loader(yaml.SafeLoader):
    """YAML without its traps: `no` and dates stay text, a key given twice is an error."""

    def construct_mapping(  # the base's signature
        self,
        node: yaml.MappingNode,
        deep: bool = False,  # noqa: FBT002
    ) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise SpecificationError(f"line {node.start_mark.line + 1}: key {key!r} twice")
        return super().construct_mapping(node, deep=deep)


def _plain_resolvers() -> Iterator[tuple[str, list[tuple[str, Any]]]]:
    """The resolvers of `SafeLoader` without timestamps, floats and the yes/no/on/off booleans."""
    dropped = {"tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:float", "tag:yaml.org,2002:bool"}
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items():
        yield first, [pair for pair in resolvers if pair[0] not in dropped]


_Loader.yaml_implicit_resolvers = dict(_plain_resolvers())
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), ["t", "f"])


def read_specification(text: str) -> Specification:
    """Parse a specification.

    Raises SpecificationError with the place and the reason; unknown and repeated keys are errors.
    """
    try:
        raw = yaml.load(text, Loader=_Loader)  # noqa: S506  # a restricted SafeLoader
        return Specification.model_validate(raw)
    except yaml.YAMLError as error:
        raise SpecificationError(" ".join(str(error).split())) from error
    except ValidationError as error:
        raise SpecificationError("; ".join(_reasons(error))) from error


def load_specification(path: Path) -> Specification:
    """Read a specification from its file. Raises SpecificationError, OSError."""
    return read_specification(path.read_text(encoding="utf-8"))


def _reasons(error: ValidationError) -> Iterator[str]:
    for one in error.errors(include_url=False)[:5]:
        place = ".".join(str(part) for part in one["loc"])
        yield f"{place}: {one['msg']}" if place else str(one["msg"])
