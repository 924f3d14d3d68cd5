"""What people bring to an exchange meeting, and the leader's comment on it. Items A2.57, U25."""

from django.utils.translation import gettext_lazy as _

from kejing.domain.customers.public import CustomerCard, working_card
from kejing.domain.meetings import access
from kejing.domain.meetings.models import Contribution, Meeting
from kejing.domain.meetings.queries.kinds import card_of
from kejing.domain.meetings.vocabulary import (
    ATTEND,
    RUN,
    ContributionKind,
    MeetingRefusal,
    MeetingState,
    Share,
)
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible, Refused
from kejing.foundation.kernel.versions import check_version


@action(
    "meetings.add_contribution", label=_("Contribute to a meeting"), permission=ATTEND, subject="meeting",
    private=("text",),
)  # fmt: skip
def add_contribution(
    *, actor: Actor, meeting_id: int, kind: str, text: str, share: str = Share.UNIT, customer_id: int | None = None,
    idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Bring an insight, or information on a key customer with a share level; returns the contribution's id.

    Raises NotVisible (404) for a meeting or customer out of sight, NotYours (403) for who was not called, Refused for
    signed minutes, a kind without contributions, information that names no customer.
    """
    meeting = access.get_visible(actor, meeting_id)
    if not access.was_called(actor, meeting):
        raise access.NotYours(MeetingRefusal.NOT_CALLED)
    _check_open(meeting)
    if not card_of(meeting.kind).rules.contributes:
        raise Refused(MeetingRefusal.NO_CONTRIBUTIONS)
    return _contributed(actor, meeting, kind, text, share, _customer(actor, kind, customer_id)).pk


def _check_open(meeting: Meeting) -> None:
    if meeting.state != MeetingState.CALLED:
        raise Refused(
            MeetingRefusal.IS_SIGNED if meeting.state == MeetingState.SIGNED else MeetingRefusal.IS_CANCELLED
        )


def _customer(actor: Actor, kind: str, customer_id: int | None) -> CustomerCard | None:
    if customer_id is None:
        if kind == ContributionKind.CUSTOMER:
            raise Refused(MeetingRefusal.CUSTOMER_MISSING, field="customer_id")
        return None
    return working_card(actor=actor, customer_id=customer_id)


def _contributed(
    actor: Actor, meeting: Meeting, kind: str, text: str, share: str, customer: CustomerCard | None
) -> Contribution:
    return Contribution.objects.create(
        meeting=meeting, staff_id=access.author(actor), kind=kind, text=text, share=share, at=clock.now(),
        customer_id=customer.id if customer else None, holder_id=customer.holder_id if customer else None,
        unit_id=customer.unit_id if customer else actor.unit_id or meeting.unit_id,
    )  # fmt: skip


@action(
    "meetings.comment_contribution", label=_("Comment on a contribution"), permission=RUN, subject="contribution",
    private=("comment",),
)  # fmt: skip
def comment_contribution(
    *, actor: Actor, contribution_id: int, version: int, comment: str, idempotency_key: str | None = None
) -> int:
    """The leader's comment (讲评) on one contribution; returns the meeting's id.

    Raises NotVisible (404) for one she may not read, NotYours (403), Refused for her own and for signed minutes, Stale.
    """
    row = access.get_contribution(actor, contribution_id)
    meeting = access.get_changeable(actor, row.meeting_id)
    _check_open(meeting)
    if row.staff_id == actor.staff_id:
        raise Refused(MeetingRefusal.OWN_CONTRIBUTION)
    locked = Contribution.objects.select_for_update().filter(pk=row.pk).first()
    if locked is None:
        raise NotVisible
    check_version(locked, version, {"comment": comment})
    locked.comment, locked.commented_by_id, locked.commented_at = comment, actor.staff_id, clock.now()
    locked.version += 1
    locked.save(update_fields=["comment", "commented_by", "commented_at", "version"])
    return meeting.pk
