"""Who sees which exports: her own; those of her units, for who approves or keeps the register."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet, Sum

from kejing.engines.interchange.exports.models import Export
from kejing.engines.interchange.exports.targets import ExportTarget
from kejing.engines.interchange.exports.vocabulary import APPROVE, REGISTER, ExportState
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible

CHUNK = 10_000


def own(actor: Actor) -> QuerySet[Export]:
    return Export.objects.filter(taker_id=actor.user_id or 0)


def visible(actor: Actor) -> QuerySet[Export]:
    """The actor's own; with the right to approve or to keep the register those of her units, or all."""
    mine = Q(taker_id=actor.user_id or 0)
    if not (actor.may(APPROVE) or actor.may(REGISTER)):
        return Export.objects.filter(mine)
    return (
        Export.objects.all() if actor.sees_all else Export.objects.filter(mine | Q(unit_id__in=actor.units))
    )


def get_visible(actor: Actor, export_id: int) -> Export:
    """Raises NotVisible (404)."""
    found = visible(actor).filter(pk=export_id).first()
    if found is None:
        raise NotVisible
    return found


def get_own(actor: Actor, export_id: int) -> Export:
    """The row, locked. Raises NotVisible (404) for anybody else's: a file is for its taker alone."""
    found = own(actor).select_for_update().filter(pk=export_id).first()
    if found is None:
        raise NotVisible
    return found


def seen_of(actor: Actor, target: ExportTarget, ids: Sequence[int]) -> int:
    """How many of the rows the actor sees today."""
    rows = target.visible(actor).order_by()
    return sum(rows.filter(pk__in=ids[n : n + CHUNK]).count() for n in range(0, len(ids), CHUNK))


def used_today(actor: Actor) -> int:
    """Rows the actor has taken, or is about to, of today's allowance. Approved exports use none of it."""
    taken = own(actor).filter(day=clock.real_day(), needs_approval=False).exclude(state=ExportState.FAILED)
    return taken.aggregate(n=Sum("rows"))["n"] or 0
