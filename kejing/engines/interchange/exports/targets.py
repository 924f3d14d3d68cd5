"""What can be exported. Modules declare their targets in `exchange.py`; `app.wiring` registers them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import override

from kejing.engines.interchange.exports.vocabulary import ExportRefusal
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.kernel.fields import Access, show

Choose = Callable[[Actor, Mapping[str, str]], tuple[QuerySet[Any], Sequence[str]]]
"""(actor, parameters of the list's address) -> the rows the list shows her, and the keys to page them by.

Raises as the list itself does: Refused for a filter it does not have, NotSeen for a protected field."""


Words = Callable[[Actor, Mapping[str, str]], Sequence[str]]
"""(actor, parameters of the list's address) -> its filters and order in the reader's language. Raises as `Choose`."""


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """A column: `value` of a row is text, a number, a day or None. `field` names the protected field it shows."""

    name: str
    label: "str | Promise"
    value: Callable[[Any], Any]
    field: str = ""


def _as_they_are(actor: Actor, rows: list[Any]) -> list[Any]:  # one signature for all targets
    return rows


@dataclass(frozen=True, slots=True)
class ExportTarget:
    """A list as a file: the page's route, its columns, its rows, and everything the actor may see of that kind.

    `prepare` turns rows of the query into what the columns read, a batch at a time.
    """

    name: str
    label: "str | Promise"
    route: str
    columns: Callable[[Actor], Sequence[ExportColumn]]
    choose: Choose
    words: Words
    visible: Callable[[Actor], QuerySet[Any]]
    prepare: Callable[[Actor, list[Any]], list[Any]] = _as_they_are

    def columns_for(self, actor: Actor) -> list[ExportColumn]:
        """The columns of the actor's file: hidden fields are left out."""
        return [c for c in self.columns(actor) if not c.field or actor.field(c.field) is not Access.HIDE]


def cells(actor: Actor, columns: Sequence[ExportColumn], row: Any) -> list[Any]:
    """A row as the actor may see it: masked fields are masked in the file too."""
    return [show(actor, c.field, c.value(row)) if c.field else c.value(row) for c in columns]


def parameters(query: str) -> dict[str, str]:
    return QueryDict(query).dict()


def worded(target: ExportTarget, actor: Actor, query: str) -> dict[str, str]:
    """The filters of a list in words, in every language we speak: a record says later what was asked for then."""
    said = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            said[language] = " · ".join(str(word) for word in target.words(actor, parameters(query)))
    return said


_targets: dict[str, ExportTarget] = {}


def register_export(target: ExportTarget) -> None:
    _targets[target.name] = target


def export_target(name: str) -> ExportTarget:
    """Raises Refused for a target no module registered."""
    if name not in _targets:
        raise Refused(ExportRefusal.UNKNOWN_TARGET, field="target", name=name[:60])
    return _targets[name]
