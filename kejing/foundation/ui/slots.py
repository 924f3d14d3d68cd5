"""Named places on a page that modules above fill, without the page knowing them.

`app.wiring` registers the panels; a template asks for them with `{% slot "customer.side" customer.id %}`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404, HttpRequest

Render = Callable[[HttpRequest, int], str]


@dataclass(frozen=True, slots=True)
class Panel:
    slot: str
    name: str
    render: Render
    order: int
    deferred: bool


_panels: dict[str, dict[str, Panel]] = {}


def register(slot: str, name: str, render: Render, order: int = 100, *, deferred: bool = False) -> None:
    """Put a panel into a slot. `render(request, id)` gives its HTML, or "" for nothing to show this reader.

    A deferred panel is fetched by its own request after the page: its queries do not count for the page.
    """
    panels = _panels.setdefault(slot, {})
    if name in panels:
        raise ValueError(f"slot {slot!r} already has a panel {name!r}")
    panels[name] = Panel(slot, name, render, order, deferred)


def panels(slot: str) -> list[Panel]:
    return sorted(_panels.get(slot, {}).values(), key=lambda panel: (panel.order, panel.name))


def panel(slot: str, name: str) -> Panel:
    """Raises Http404 for a panel nobody registered."""
    found = _panels.get(slot, {}).get(name)
    if found is None:
        raise Http404
    return found
