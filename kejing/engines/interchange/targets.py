"""What can be imported into. Modules declare their targets in `exchange.py`; `app.wiring` registers them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import TYPE_CHECKING, Literal

from django.db.models import TextChoices
from django.utils.functional import Promise, lazy
from django.utils.translation import get_language

if TYPE_CHECKING:
    from kejing.engines.interchange.staging import Staging

FieldType = Literal["text", "integer", "decimal", "date", "boolean", "json"]


@dataclass(frozen=True, slots=True)
class Reference:
    """A value must stand in `column` of `table`, as the importing actor sees it. `thing` names it in errors."""

    table: str
    column: str
    thing: "str | Promise"


@dataclass(frozen=True, slots=True)
class TargetField:
    """One field of a target. A json field is filled member by member: `attributes.home.code`.

    `label` names it to a person, `also` are other heads its column may have; `words` gives each of the
    `choices` its name and other spellings; `paths` are the members of a json field that it fills. A field without
    a label is for specifications alone.
    """

    name: str
    type: FieldType = "text"
    required: bool = False
    references: Reference | None = None
    max_length: int | None = None
    choices: tuple[str, ...] = ()
    scale: int = 2
    label: "str | Promise" = ""
    also: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    words: "Mapping[str, tuple[str | Promise, ...]]" = dataclass_field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Computed:
    """Further staging columns computed from others, in Python, before the rows reach the database."""

    fields: tuple[TargetField, ...]
    of: tuple[str, ...]
    compute: Callable[..., tuple[str | None, ...]]


@dataclass(frozen=True, slots=True)
class Check:
    """A set-based question: `rows` is SQL over `{staging}` that selects `row_no` and a text of each bad row.

    It is asked when the staging has all the fields in `needs`.
    """

    fault: TextChoices
    column: str
    rows: str
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    created: int = 0
    updated: int = 0
    unchanged: int = 0


class RowsAtFault(Exception):
    """Raised by an `apply` that finds faults of its own: (row number, column, fault, value), of `rows` rows."""

    def __init__(self, errors: Sequence[tuple[int, str, TextChoices, str]], rows: int) -> None:
        super().__init__(f"{rows} rows")
        self.errors = errors
        self.rows = rows


@dataclass(frozen=True, slots=True)
class ImportTarget:
    """A place rows can go: its fields, its key, and `apply`, which moves them from staging by SQL.

    `apply` says what it did; its changes are undone when it, or a later step, finds a fault.
    """

    name: str
    label: "str | Promise"
    fields: tuple[TargetField, ...]
    key: tuple[str, ...]
    apply: Callable[["Staging"], Outcome]
    computed: tuple[Computed, ...] = ()
    checks: tuple[Check, ...] = ()
    keys: tuple[tuple[str, ...], ...] = ()
    members: Callable[[], Sequence[TargetField]] = tuple
    """The members of its json field as fields, known only when somebody maps columns to them."""
    permission: str = ""
    """A right that is needed besides the right to import."""
    lasting: bool = False
    """Are its rows never deleted? A run with them cannot be undone."""
    before_undo: Callable[[int], None] | None = None
    """Called with the journal line of a run that is to be undone, before its rows go."""
    facts: tuple[tuple[str, str], ...] = ()
    """(table, SQL over its row `t`: do facts hang on it): what no foreign key says, asked before a run is undone."""

    @property
    def all_keys(self) -> tuple[tuple[str, ...], ...]:
        """What rows can be known by; the first is the usual one."""
        return (self.key, *self.keys)

    def offered(self) -> list[TargetField]:
        """The fields that a person can map a column to; none for a target of specifications alone."""
        named = [field for field in self.fields if field.label]
        return [*named, *self.members()] if named else []

    def field(self, name: str) -> TargetField:
        """Raises LookupError for an unknown field."""
        for one in self.fields:
            if one.name == name:
                return one
        raise LookupError(f"{self.name} has no field {name}")


def spoken(chinese: str, english: str) -> "str | Promise":
    """A label that data carry in both languages, in the reader's."""
    return _spoken(chinese, english)


def _in_language(chinese: str, english: str) -> str:
    return english if (get_language() or "").startswith("en") else chinese


_spoken = lazy(_in_language, str)


Generator = Callable[..., str]

_targets: dict[str, ImportTarget] = {}
_generators: dict[str, Generator] = {}


def register_target(target: ImportTarget) -> None:
    _targets[target.name] = target


def target(name: str) -> ImportTarget:
    """Raises LookupError for a target no module registered."""
    if name not in _targets:
        raise LookupError(f"unknown target {name}")
    return _targets[name]


def targets() -> list[ImportTarget]:
    return [_targets[name] for name in sorted(_targets)]


def register_generator(name: str, generator: Generator) -> None:
    """Register a pure function that a specification may fill a column with (`generate: name`)."""
    _generators[name] = generator


def generator(name: str) -> Generator:
    """Raises LookupError for a generator no module registered."""
    if name not in _generators:
        raise LookupError(f"unknown generator {name}")
    return _generators[name]
