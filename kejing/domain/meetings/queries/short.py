"""The meeting recorded on one page: everybody ticked beforehand, two points, done. Item A4.52."""

from dataclasses import dataclass
from datetime import date

from kejing.domain.meetings import access
from kejing.domain.meetings.models import AgreedAction, Meeting
from kejing.domain.meetings.queries.agreed import MOST_CARRIED, WITH, ActionRow, action_rows
from kejing.domain.meetings.queries.calling import Called, drawn
from kejing.domain.meetings.queries.kinds import KindCard, kind_led
from kejing.domain.meetings.vocabulary import ActionState, MeetingRefusal, MeetingState
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused


@dataclass(frozen=True, slots=True)
class ShortPage:
    """`held`: the id of today's, if there is one already."""

    kind: KindCard
    day: date
    called: tuple[Called, ...]
    carried: tuple[ActionRow, ...]
    held: int | None


def short_page(*, actor: Actor, kind: str) -> ShortPage:
    """Raises Forbidden (403), Refused for a kind not recorded on one page and for an actor in no post."""
    found = kind_led(actor, kind)
    access.author(actor)
    unit = actor.unit_id
    if not found.rules.short or unit is None:
        raise Refused(MeetingRefusal.NOT_A_SHORT_ONE)
    day = clock.today()
    there = Meeting.objects.filter(kind_id=found.id, unit_id=unit, day=day).exclude(
        state=MeetingState.CANCELLED
    )
    rows = AgreedAction.objects.filter(
        unit_id=unit, kind_id=found.id, state=ActionState.OPEN, meeting__day__lt=day
    )
    return ShortPage(
        found, day, drawn(actor, found, unit, day),
        tuple(action_rows(actor, rows.select_related(*WITH).order_by("due_on", "id")[:MOST_CARRIED])),
        there.values_list("pk", flat=True).first(),
    )  # fmt: skip
