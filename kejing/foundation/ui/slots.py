"""Named places on a page that modules above fill, without the page knowing them.

`app.wiring` registers the panels; a template asks for them with `{% slot "customer.side" customer.id %}`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.http import Http404, HttpRequest

Render = Callable[[HttpRequest, int], str]


class Comes(StrEnum):
    """When a panel comes. By a request of its own, its queries do not count for the page; the value is its trigger."""

    WITH_PAGE = ""
    SOON = "load"
    """By itself, right after the page: what belongs to the first look."""
    SEEN = "intersect once"
    """Once its place comes into view."""


@dataclass(frozen=True, slots=True)
class Panel:
    slot: str
    name: str
    render: Render
    order: int
    comes: Comes


_panels: dict[str, dict[str, Panel]] = {}


def register(
    slot: str, name: str, render: Render, order: int = 100, *, comes: Comes = Comes.WITH_PAGE
) -> None:
    """Put a panel into a slot. `render(request, id)` gives its HTML, or "" for nothing to show this reader."""
    panels = _panels.setdefault(slot, {})
    if name in panels:
        raise ValueError(f"slot {slot!r} already has a panel {name!r}")
    panels[name] = Panel(slot, name, render, order, comes)


def panels(slot: str) -> list[Panel]:
    return sorted(_panels.get(slot, {}).values(), key=lambda panel: (panel.order, panel.name))


def panel(slot: str, name: str) -> Panel:
    """Raises Http404 for a panel nobody registered."""
    found = _panels.get(slot, {}).get(name)
    if found is None:
        raise Http404
    return found
