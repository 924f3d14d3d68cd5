"""Saving, changing and deleting views of lists."""

from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import NoReverseMatch
from django.utils.translation import gettext_lazy as _

from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.ui import saved_views
from kejing.foundation.ui.models import SavedView
from kejing.foundation.ui.vocabulary import SHARE_WITH_ALL, Share, ViewRefusal

LONGEST_QUERY = 1_000


@action("ui.save_view", label=_("Save a view"), permission=None, subject="view")
def save_view(
    *,
    actor: Actor,
    route: str,
    name: str,
    query: str,
    share: str = Share.OWN,
    idempotency_key: str | None = None,
) -> int:
    """Keep a list's address under a name. What its parameters mean, the list itself judges when it is opened.

    Raises Refused for a route that is no list, a name taken or missing; Forbidden for sharing with everybody
    without the right.
    """
    try:
        saved_views.address_of(route, "")
    except NoReverseMatch as error:
        raise Refused(ViewRefusal.UNKNOWN_LIST, field="route") from error
    kept = saved_views.canonical(query)
    if len(kept) > LONGEST_QUERY:
        raise Refused(ViewRefusal.TOO_LONG, field="query")
    view = SavedView(
        owner_id=actor.user_id or 0,
        owner_name=actor.name,
        route=route,
        query=kept,
        **_named(actor, name, share),
    )
    _save(view)
    return view.pk


@action("ui.change_view", label=_("Change a saved view"), permission=None, subject="view")
def change_view(
    *, actor: Actor, view_id: int, name: str, share: str, idempotency_key: str | None = None
) -> int:
    """Rename one's own view, or share it otherwise. Raises NotVisible (404) for another's; else as `save_view`."""
    view = saved_views.get_own(actor, view_id)
    for field, value in _named(actor, name, share).items():
        setattr(view, field, value)
    view.version = F("version") + 1
    _save(view)
    return view_id


@action("ui.delete_view", label=_("Delete a saved view"), permission=None, subject="view")
def delete_view(*, actor: Actor, view_id: int, idempotency_key: str | None = None) -> int:
    """Forget one's own view. Raises NotVisible (404) for another's."""
    saved_views.get_own(actor, view_id).delete()
    return view_id


def _named(actor: Actor, name: str, share: str) -> dict[str, object]:
    if not name.strip():
        raise Refused(ViewRefusal.NO_NAME, field="name")
    if share == Share.ALL:
        actor.require(SHARE_WITH_ALL)
    if share == Share.UNIT and actor.unit_id is None:
        raise Refused(ViewRefusal.NO_UNIT, field="share")
    unit_id = actor.unit_id if share == Share.UNIT else None
    return {"name": name.strip()[:60], "share": Share(share), "unit_id": unit_id}


def _save(view: SavedView) -> None:
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        raise Refused(ViewRefusal.NAME_TAKEN, field="name", name=view.name) from error
