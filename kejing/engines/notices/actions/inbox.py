"""One's own inbox and one's own choices."""

from collections.abc import Mapping, Sequence
from datetime import time

from django.utils.translation import gettext_lazy as _

from kejing.engines.notices import access
from kejing.engines.notices.kinds import kind_of
from kejing.engines.notices.models import Preference, Reach
from kejing.engines.notices.vocabulary import Channel, NoticeRefusal
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.clock import system_now
from kejing.foundation.kernel.errors import Difference, Refused, Stale


@action("notices.mark_read", label=_("Mark a notice"), permission=None, subject="notice")
def mark_read(*, actor: Actor, notice_id: int, read: bool = True) -> int:
    """Mark one's own notice as read, or as unread again. Raises NotVisible (404)."""
    row = access.get_visible(actor, notice_id)
    if read != (row.read_at is not None):
        row.read_at = system_now() if read else None
        row.save(update_fields=["read_at"])
    return row.pk


@action("notices.mark_all_read", label=_("Mark all notices as read"), permission=None, subject="inbox")
def mark_all_read(*, actor: Actor, kind: str = "") -> int:
    """Mark all of one's own as read, or those of a kind; gives how many. Raises Refused for an unknown kind."""
    if kind and kind_of(kind) is None:
        raise Refused(NoticeRefusal.UNKNOWN_KIND, field="kind", code=kind)
    rows = access.visible(actor).filter(read_at=None)
    return (rows.filter(kind=kind) if kind else rows).update(read_at=system_now())


@action(
    "notices.choose", label=_("Choose where notices go"), permission=None, subject="reach", private=("email",)
)
def choose(
    *, actor: Actor, channels: Mapping[str, Sequence[str]], email: str, digest_hour: int, quiet_from: time,
    quiet_to: time, version: int, idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Say for each kind where its notices go, and how and when one is reached outside.

    Raises Refused for an unknown kind; Stale when it was chosen otherwise meanwhile. Gives the new version.
    """
    user = actor.user_id or 0
    for code in channels:
        if kind_of(code) is None:
            raise Refused(NoticeRefusal.UNKNOWN_KIND, code=code)
    reach = Reach.objects.select_for_update().filter(user_id=user).first()
    if version != (reach.version if reach else 0):
        raise Stale([Difference("email", email, reach.email if reach else "")])
    reach = reach or Reach(user_id=user, version=0)
    reach.email, reach.digest_hour = email, digest_hour
    reach.quiet_from, reach.quiet_to = quiet_from, quiet_to
    reach.version += 1
    reach.save()
    Preference.objects.bulk_create(
        [
            Preference(user_id=user, kind=code, channels=[c.value for c in Channel if c in wanted])
            for code, wanted in channels.items()
        ],
        update_conflicts=True,
        unique_fields=["user", "kind"],
        update_fields=["channels"],
    )
    return reach.version
