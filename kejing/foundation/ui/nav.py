"""The ways through the product: the rail, the phone's bar, the list of all places.

`app.wiring` fills the registry once; what a reader sees follows from the actor's permissions.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from django.db.models import TextChoices
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.kept import kept

MOST_GROUPS, MOST_ENTRIES = 4, 10
Text = str | Promise


class Group(TextChoices):
    """The headings of the rail, in their order; the first is unwritten."""

    TODAY = "today", _("Today")
    CUSTOMERS = "customers", pgettext_lazy("rail", "Customers")
    WORK = "work", pgettext_lazy("rail", "Work")
    BUSINESS = "business", pgettext_lazy("rail", "Business")
    RULES = "rules", pgettext_lazy("rail", "Rules")
    MINE = "mine", pgettext_lazy("rail", "Mine")
    HOUSE = "house", pgettext_lazy("rail", "Administration")


@dataclass(frozen=True, slots=True)
class Badge:
    """Work that waits; red only when something of it is overdue."""

    n: int
    late: bool = False


@dataclass(frozen=True, slots=True)
class NavEntry:
    """A place to go.

    `permission` None shows it to every signed-in reader; `key` is the letter after `g`. `tab` is its
    place on the phone (1, 2, 4; 3 is the deed of the role, 5 is always "More"), with `tab_label` in two
    to four characters. `group` None keeps it out of the rail.
    """

    url: str
    label: Text
    icon: str
    group: Group | None = Group.TODAY
    permission: str | None = None
    order: int = 100
    badge: Callable[[HttpRequest], Badge | None] | None = None
    tab: int | None = None
    tab_label: Text = ""
    key: str = ""

    def visible_to(self, actor: Actor) -> bool:
        return self.permission is None or actor.may(self.permission)


@dataclass(frozen=True, slots=True)
class Place:
    """An entry as one reader sees it now."""

    entry: NavEntry
    address: str
    current: bool
    badge: Badge | None


@dataclass(frozen=True, slots=True)
class Section:
    group: Group
    places: tuple[Place, ...]

    @property
    def heading(self) -> str:
        return "" if self.group is Group.TODAY else str(self.group.label)


_entries: list[NavEntry] = []


def register(*entries: NavEntry) -> None:
    _entries.extend(entries)


def places(request: HttpRequest) -> list[Place]:
    """All places this reader may go, in order. Nobody signed in: none."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        return []
    shown = sorted((entry for entry in _entries if entry.visible_to(actor)), key=lambda entry: entry.order)
    addresses = [reverse(entry.url) for entry in shown]
    here = _nearest(request.path, addresses)
    return [
        Place(entry, address, address == here, _badge(entry, request, actor))
        for entry, address in zip(shown, addresses, strict=True)
    ]


def _badge(entry: NavEntry, request: HttpRequest, actor: Actor) -> Badge | None:
    """Kept for a while: every page shows it."""
    return kept(actor, f"badge:{entry.url}", partial(entry.badge, request)) if entry.badge else None


def _nearest(path: str, addresses: Iterable[str]) -> str | None:
    """The place a page belongs to: the longest address that the path starts with."""
    fitting = [a for a in addresses if path == a or (a != "/" and path.startswith(a))]
    return max(fitting, key=len, default=None)


def sections(found: Iterable[Place], *, whole: bool = False) -> list[Section]:
    """Places under their headings: the first by order, ten in four groups at most, or the `whole` list."""
    listed = [place for place in found if place.entry.group is not None]
    shown = listed if whole else _first(listed)
    groups = {group: tuple(place for place in shown if place.entry.group is group) for group in Group}
    return [Section(group, places) for group, places in groups.items() if places]


def _first(listed: Iterable[Place]) -> list[Place]:
    """What a reader's rail has room for: an entry that would be the eleventh, or open a fifth group, is left out."""
    first: list[Place] = []
    for place in listed:
        groups = {other.entry.group for other in first} | {place.entry.group}
        if len(first) < MOST_ENTRIES and len(groups) <= MOST_GROUPS:
            first.append(place)
    return first


def tabs(found: Iterable[Place]) -> list[Place | None]:
    """The four filled places of the phone's bar, in order; the fifth, "More", is the template's own."""
    by_tab: dict[int, Place] = {}
    for place in found:
        if place.entry.tab is not None:
            by_tab.setdefault(place.entry.tab, place)
    return [by_tab.get(tab) for tab in range(1, 5)]


class Navigation:
    """What the templates use. Worked out once for a page, and not at all for a fragment."""

    def __init__(self, request: HttpRequest) -> None:
        self._places: list[Place] | None = None
        self._find = partial(places, request)

    @property
    def places(self) -> list[Place]:
        if self._places is None:
            self._places = self._find()
        return self._places

    @property
    def sections(self) -> list[Section]:
        return sections(self.places)

    @property
    def goes_on(self) -> bool:
        """Whether the whole list holds more than the rail has room for."""
        return sum(len(section.places) for section in self.sections) < sum(
            len(section.places) for section in self.whole
        )

    @property
    def whole(self) -> list[Section]:
        return sections(self.places, whole=True)

    @property
    def tabs(self) -> list[Place | None]:
        return tabs(self.places)
