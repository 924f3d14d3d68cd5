"""Unread logs by reviewer, for those above the reviewers (item A4.50)."""

from kejing.domain.visits import public as visits
from kejing.domain.visits.public import UnreadRow
from kejing.foundation.kernel.actor import Actor


def unread_logs(*, actor: Actor) -> list[UnreadRow]:
    """Raises Forbidden (403) for who neither reviews nor sees a team."""
    return visits.unread_logs(actor=actor)


def unread_above(*, actor: Actor) -> list[UnreadRow]:
    """Those that wait for others than the reader and are late."""
    return [row for row in visits.unread_logs(actor=actor) if row.reviewer_id != actor.staff_id and row.late]
