"""The catalogue of protected fields: `<module>.<field>`, declared once, and what a role may do with each.

A role says `show`, `read_only`, `mask` or `hide` for a field (`roles.yaml` of a pack); what it does not name is shown.
Pages, lists, forms, pickers, files and the API all ask the same three questions here: `show` for a value,
`require_seen` before filtering, sorting or searching, `refuse_written` before writing, which for a new thing
is `refuse_entered`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kejing.foundation.kernel import masks
from kejing.foundation.kernel.errors import Refused

if TYPE_CHECKING:
    from kejing.foundation.kernel.actor import Actor

_GRAMMAR = re.compile(r"[a-z]+(\.[a-z][a-z0-9_]*)+")


class Access(StrEnum):
    """What a role may do with a field. Only `show` lets it be changed; `mask` lets it be entered of something new."""

    SHOW = "show"
    READ_ONLY = "read_only"
    MASK = "mask"
    HIDE = "hide"

    @property
    def seen(self) -> bool:
        """Whether the value is seen in full."""
        return self in {Access.SHOW, Access.READ_ONLY}

    @property
    def entered(self) -> bool:
        """Whether it is taken for something new: somebody must type in what she meets masked from then on."""
        return self in {Access.SHOW, Access.MASK}


class FieldRefusal(TextChoices):
    NOT_SEEN = (
        "field_not_seen",
        _("Your role does not see “%(label)s” in full, so nothing can be filtered, sorted or found by it."),
    )
    NOT_WRITTEN = "field_not_written", _("Your role may not change “%(label)s”. Nothing was saved.")


class NotSeen(Refused):
    """A filter, sort or search on a field that the reader does not see in full."""

    status = 403


@dataclass(frozen=True, slots=True)
class Protected:
    """A field, what readers call it, and how it is masked. A `family` stands for all `<code>.<member>`."""

    code: str
    label: "str | Promise"
    mask: Callable[[str], str] = masks.anything
    family: bool = False


_catalogue: dict[str, Protected] = {}
_columns: dict[tuple[str, str], str | Mapping[str, str]] = {}


def declare_field(
    code: str, label: "str | Promise", *, mask: Callable[[str], str] = masks.anything, family: bool = False
) -> str:
    """Declare a field and return its code. Raises ValueError for a code outside the grammar."""
    if not _GRAMMAR.fullmatch(code):
        raise ValueError(f"{code!r} is not <module>.<field>")
    _catalogue[code] = Protected(code, label, mask, family)
    return code


def kept_in(table: str, column: str, code: str | Mapping[str, str]) -> None:
    """Say which column keeps a protected field, so that the history of rows shows it as the pages do.

    A family's column keeps a member under each key; a mapping says which key of an object keeps what.
    """
    _columns[table, column] = code


def show_kept(actor: "Actor", table: str, column: str, value: Any) -> Any:
    """A column's value out of the history of a row, as the actor may see it."""
    code = _columns.get((table, column))
    if code is None:
        return value
    if not isinstance(value, dict):
        return show(actor, code, value) if isinstance(code, str) else value
    codes = {key: f"{code}.{key}" for key in value} if isinstance(code, str) else code
    return {key: _each(actor, codes[key], kept) if key in codes else kept for key, kept in value.items()}


def _each(actor: "Actor", code: str, kept: Any) -> Any:
    return [show(actor, code, one) for one in kept] if isinstance(kept, list) else show(actor, code, kept)


def known_field(code: str) -> Protected:
    """The declaration of a field, or of the family it belongs to. Raises LookupError when no module made one."""
    if (found := _catalogue.get(code)) is not None and not found.family:
        return found
    family = _catalogue.get(code.rpartition(".")[0])
    if family is None or not family.family or not _GRAMMAR.fullmatch(code):
        raise LookupError(f"unknown field {code!r}")
    return family


def field_catalogue() -> dict[str, Protected]:
    return dict(_catalogue)


def show(actor: "Actor", code: str, value: Any) -> Any:
    """The value as the actor may see it: itself, masked as text, or None. Nothing stays nothing."""
    access = actor.field(code)
    if access.seen or value is None or value == "":
        return value if access is not Access.HIDE else None
    return known_field(code).mask(str(value)) if access is Access.MASK else None


def require_seen(actor: "Actor", code: str, parameter: str) -> None:
    """Raises NotSeen (403) naming the parameter: who does not see a field in full finds nothing by it.

    That holds for masked fields too: the stars of a phone number are guessed in ten thousand questions.
    """
    if not actor.field(code).seen:
        raise NotSeen(FieldRefusal.NOT_SEEN, field=parameter, label=known_field(code).label)


def withheld(actor: "Actor", fields: Mapping[str, str]) -> list[str]:
    """The names of those fields (name -> code) that the actor may not write: a form leaves them out."""
    return [name for name, code in fields.items() if actor.field(code) is not Access.SHOW]


def refuse_written(actor: "Actor", sent: Mapping[str, Any], fields: Mapping[str, str]) -> None:
    """Over-posting: raises Refused naming the first field that was sent and may not be written.

    `sent` is what a form or program sent, by its names; `fields` says which of these are protected (name -> code).
    A name that was not sent, or is None, is left as it is.
    """
    for name, code in fields.items():
        if sent.get(name) is not None and actor.field(code) is not Access.SHOW:
            raise Refused(FieldRefusal.NOT_WRITTEN, field=name, label=known_field(code).label)


def not_entered(actor: "Actor", fields: Mapping[str, str]) -> list[str]:
    """The names of those fields (name -> code) that the actor may not enter of a new thing: a form leaves them out."""
    return [name for name, code in fields.items() if not actor.field(code).entered]


def refuse_entered(actor: "Actor", sent: Mapping[str, Any], fields: Mapping[str, str]) -> None:
    """Raises Refused naming the first field that was filled in for a new thing and may not be entered."""
    for name in not_entered(actor, fields):
        if sent.get(name) not in (None, "", [], {}):
            raise Refused(FieldRefusal.NOT_WRITTEN, field=name, label=known_field(fields[name]).label)
