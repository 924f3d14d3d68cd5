"""Saved views: who sees which, the ones of a list, what of an address is kept."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.urls import NoReverseMatch, reverse

from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible
from kejing.foundation.kernel.kept import kept
from kejing.foundation.ui.models import SavedView
from kejing.foundation.ui.vocabulary import Share

PLACES = frozenset({"after", "why", "csrfmiddlewaretoken"})
"""Parameters that say where on a list the reader is, not which list it is."""
MOST = 40


@dataclass(frozen=True, slots=True)
class ViewLink:
    """A saved view as the bar above its list shows it."""

    id: int
    name: str
    address: str
    shared_by: str
    current: bool


@dataclass(frozen=True, slots=True)
class ViewBar:
    """The views of one list, and the query that could be saved as another."""

    route: str
    links: list[ViewLink]
    query: str
    is_saved: bool


def canonical(query: str | Mapping[str, str]) -> str:
    """What is kept of an address's query: filters and sort, without empty ones and the place on the list."""
    pairs = QueryDict(query).dict() if isinstance(query, str) else query
    kept = QueryDict(mutable=True)
    for name, value in sorted(pairs.items()):
        if value and name not in PLACES and not name.endswith("-label"):
            kept[name] = str(value)
    return kept.urlencode()


def address_of(route: str, query: str) -> str:
    """Raises NoReverseMatch for a route that is no list."""
    return f"{reverse(route)}?{query}" if query else reverse(route)


def visible(actor: Actor) -> QuerySet[SavedView]:
    """The actor's own views, those of her unit, and those for everybody."""
    shared = Q(share=Share.ALL)
    if actor.unit_id is not None:
        shared |= Q(share=Share.UNIT, unit_id=actor.unit_id)
    return SavedView.objects.filter(Q(owner_id=actor.user_id or 0) | shared)


def get_own(actor: Actor, view_id: int) -> SavedView:
    """Raises NotVisible (404) for another's view, also a shared one: it is not hers to change."""
    found = SavedView.objects.filter(pk=view_id, owner_id=actor.user_id or 0).first()
    if found is None:
        raise NotVisible
    return found


def own_views(*, actor: Actor) -> list[SavedView]:
    return list(SavedView.objects.filter(owner_id=actor.user_id or 0).order_by("route", "name")[:500])


def bar(*, actor: Actor, route: str, params: Mapping[str, str]) -> ViewBar:
    """The bar of a list; at most one query, every half minute."""
    query = canonical(params)
    rows = visible(actor).filter(route=route).order_by("share", "name", "id")[:MOST]
    known = kept(actor, f"views:{route}", lambda: list(rows))
    links = [_link(row, actor, query) for row in known]
    return ViewBar(route, links, query, any(link.current for link in links))


def address(view: SavedView) -> str:
    """Where the view leads; nowhere once its list is gone."""
    try:
        return address_of(view.route, view.query)
    except NoReverseMatch:
        return ""


def _link(row: SavedView, actor: Actor, query: str) -> ViewLink:
    shared_by = "" if row.owner_id == actor.user_id else row.owner_name
    return ViewLink(row.pk, row.name, address(row), shared_by, row.query == query)
