"""What the customer list can be narrowed to and sorted by, read from an address; the same for page, API and file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kejing.domain.customers import access
from kejing.domain.customers.models import Customer
from kejing.domain.customers.vocabulary import IDENTITY_NUMBER, PHONE, CustomerKind, CustomerRefusal, Risk
from kejing.domain.org.public import HolderCard, HolderKind, UnitCard, holder_cards, unit_card, units_within
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.kernel.fields import require_seen
from kejing.foundation.ui.formats import local

SORTS: dict[str, tuple[str, ...]] = {
    "name": ("sort_key", "id"),
    "number": ("number",),
    "since": ("since_key", "id"),
}
"""What the list is sorted by, with the keys of its pages; `-` before the name turns it round."""
PLACES = frozenset({"after", "why"})
"""Parameters that say where on the list the reader is, not which list it is."""
PROTECTED = {"phone": PHONE, "identity_number": IDENTITY_NUMBER}
LONGEST = 80


@dataclass(frozen=True, slots=True)
class CustomerFilter:
    """Which customers, in which order. `since_to` is not included; a unit stands for all below it too."""

    query: str = ""
    unit: UnitCard | None = None
    holder: HolderCard | None = None
    kind: str = ""
    risk: str = ""
    since_from: date | None = None
    since_to: date | None = None
    pool: bool = False
    phone: str = ""
    identity_number: str = ""
    sort: str = "name"

    @property
    def narrows(self) -> bool:
        """Whether anything but the text narrows or turns the list."""
        return self != CustomerFilter(query=self.query)

    @property
    def chooses(self) -> bool:
        """Whether it names some customers, not all of them."""
        return replace(self, sort="name") != CustomerFilter()


def read_filter(actor: Actor, params: Mapping[str, str]) -> CustomerFilter:
    """A filter from the parameters of an address; empty ones say nothing.

    Raises Refused naming a parameter that the list does not have or whose value will not do, and a unit or
    holder out of scope; NotSeen (403) for a field that the reader does not see in full.
    """
    found: dict[str, Any] = {}
    for name, text in params.items():
        if name in PLACES or name.endswith("-label"):  # what a picker shows travels with its id
            continue
        read = _READERS.get(name)
        if read is None:
            raise Refused(CustomerRefusal.UNKNOWN_FILTER, field=name[:40], name=name[:40])
        if name in PROTECTED:
            require_seen(actor, PROTECTED[name], name)
        if text.strip():
            found["query" if name == "q" else name] = read(actor, name, text.strip())
    return CustomerFilter(**found)


def filter_words(wanted: CustomerFilter) -> dict[str, str]:
    """What the list is narrowed to, in the reader's words, by parameter; without the text searched for."""
    named = {
        "unit": wanted.unit and local(wanted.unit.name, wanted.unit.name_en),
        "holder": wanted.holder and local(wanted.holder.name, wanted.holder.name_en),
        "kind": wanted.kind and CustomerKind(wanted.kind).label,
        "risk": wanted.risk and Risk(wanted.risk).label,
        "since_from": wanted.since_from
        and _("since %(day)s or later") % {"day": wanted.since_from.isoformat()},
        "since_to": wanted.since_to and _("before %(day)s") % {"day": wanted.since_to.isoformat()},
        "pool": wanted.pool and _("in a pool"),
        "phone": wanted.phone,
        "identity_number": wanted.identity_number,
    }
    return {name: str(said) for name, said in named.items() if said}


def list_words(wanted: CustomerFilter) -> list[str]:
    """The same in a row, after the text searched for."""
    searched = [_("“%(text)s”") % {"text": wanted.query}] if wanted.query else []
    return [*searched, *filter_words(wanted).values()]


def narrowed(actor: Actor, wanted: CustomerFilter) -> tuple[QuerySet[Customer], tuple[str, ...]]:
    """The customers in scope that a filter names, without its text; and the keys to page them by."""
    rows = access.visible(actor)
    if wanted.unit:
        rows = rows.filter(unit_id__in=units_within(wanted.unit.id, clock.today()))
    if wanted.holder:
        rows = rows.filter(holder_id=wanted.holder.id)
    if wanted.pool:
        rows = rows.filter(holder__kind=HolderKind.POOL)
    for name in ("kind", "risk", "phone", "identity_number"):
        if value := getattr(wanted, name):
            rows = rows.filter(**{name: value})
    if wanted.since_from:
        rows = rows.filter(since_key__gte=wanted.since_from)
    if wanted.since_to:
        rows = rows.filter(since__isnull=False, since_key__lt=wanted.since_to)
    return rows, sort_keys(wanted.sort)


def sort_keys(sort: str) -> tuple[str, ...]:
    keys = SORTS[sort.removeprefix("-")]
    return tuple(f"-{key}" for key in keys) if sort.startswith("-") else keys


def _bad(name: str, text: str) -> Refused:
    return Refused(CustomerRefusal.BAD_FILTER, field=name, value=text[:LONGEST])


def _text(_actor: Actor, name: str, text: str) -> str:
    if len(text) > LONGEST or "\0" in text:
        raise _bad(name, text.replace("\0", ""))
    return text


def _one_of(choices: list[str]) -> Callable[[Actor, str, str], str]:
    def read(_actor: Actor, name: str, text: str) -> str:
        if text not in choices:
            raise _bad(name, text)
        return text

    return read


def _day(_actor: Actor, name: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise _bad(name, text) from error


def _yes(_actor: Actor, name: str, text: str) -> bool:
    if text not in {"1", "on"}:
        raise _bad(name, text)
    return True


def _id(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise _bad(name, text)
    return int(text)


def _unit(actor: Actor, name: str, text: str) -> UnitCard:
    """A unit in scope, or the reader's own; of others nobody learns that they exist."""
    unit_id = _id(name, text)
    if not (actor.sees_all or unit_id in actor.units or unit_id == actor.unit_id):
        raise Refused(CustomerRefusal.NO_SUCH_UNIT, field=name)
    try:
        return unit_card(unit_id)
    except ObjectDoesNotExist as error:
        raise Refused(CustomerRefusal.NO_SUCH_UNIT, field=name) from error


def _holder(actor: Actor, name: str, text: str) -> HolderCard:
    found = holder_cards([_id(name, text)])
    holder = next(iter(found.values()), None)
    if holder is None or not (actor.sees_all or holder.id in actor.holders or holder.unit_id in actor.units):
        raise Refused(CustomerRefusal.NO_SUCH_HOLDER, field=name)
    return holder


_READERS: dict[str, Callable[[Actor, str, str], Any]] = {
    "q": _text,
    "unit": _unit,
    "holder": _holder,
    "kind": _one_of(list(CustomerKind.values)),
    "risk": _one_of([value for value in Risk.values if value]),
    "since_from": _day,
    "since_to": _day,
    "pool": _yes,
    "phone": _text,
    "identity_number": _text,
    "sort": _one_of([*SORTS, *(f"-{name}" for name in SORTS)]),
}
