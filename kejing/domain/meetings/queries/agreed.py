"""What was agreed: actions with owners, which return until they are settled."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kejing.domain.meetings import access
from kejing.domain.meetings.models import AgreedAction, Meeting
from kejing.domain.meetings.vocabulary import ATTEND, ActionState, MeetingRefusal
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Forbidden
from kejing.foundation.kernel.paging import Capped, Page, capped_count, page
from kejing.foundation.kernel.permissions import catalogue
from kejing.foundation.ui.formats import local

PAGE_SIZE = 50
MOST_CARRIED = 50
GLANCE = 6


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An action with its owner and the meeting at which it was agreed."""

    id: int
    pk: int
    text: str
    owner_id: int
    owner: str
    due_on: date
    state: ActionState
    note: str
    settled_on: date | None
    meeting_id: int
    meeting: str
    unit: str
    agreed_on: date
    may_settle: bool
    version: int

    @property
    def is_open(self) -> bool:
        return self.state is ActionState.OPEN

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due_on < clock.today()


@dataclass(frozen=True, slots=True)
class ActionList:
    page: Page[ActionRow]
    count: Capped
    own: bool


def action_rows(actor: Actor, rows: Iterable[AgreedAction]) -> list[ActionRow]:
    """From rows that came with `WITH`."""
    return [
        ActionRow(
            row.pk, row.pk, row.text, row.owner_id, local(row.owner.name, row.owner.name_en), row.due_on,
            ActionState(row.state), row.note, row.settled_on, row.meeting_id,
            local(row.kind.label, row.kind.label_en), local(row.unit.name, row.unit.name_en), row.meeting.day,
            access.may_settle(actor, row), row.version,
        )
        for row in rows
    ]  # fmt: skip


WITH = ("owner", "meeting", "kind", "unit")


def action_list(*, actor: Actor, own: bool, cursor: str | None = None) -> ActionList:
    """Open actions, the most urgent first: the reader's own, or all in her sight. Raises Forbidden (403)."""
    if not (actor.may(ATTEND) or actor.sees_all):
        raise Forbidden(catalogue()[ATTEND])
    rows = access.visible_actions(actor).filter(state=ActionState.OPEN)
    if own:
        rows = rows.filter(owner_id=actor.staff_id or 0)
    found = page(rows.select_related(*WITH), ("due_on", "id"), cursor, PAGE_SIZE)
    return ActionList(
        Page(action_rows(actor, found.rows), found.next, found.previous), capped_count(rows), own
    )


def action_page(*, actor: Actor, agreed_action_id: int) -> ActionRow:
    """One action, for whoever settles it. Raises NotVisible (404), NotYours (403)."""
    row = access.get_action(actor, agreed_action_id)
    if not access.may_settle(actor, row):
        raise access.NotYours(MeetingRefusal.NOT_YOUR_ACTION)
    return action_rows(actor, [row])[0]


def carried(actor: Actor, meeting: Meeting) -> list[ActionRow]:
    """What earlier meetings of the series left open, which this one begins with; most urgent first."""
    rows = access.visible_actions(actor).filter(
        unit_id=meeting.unit_id, kind_id=meeting.kind_id, state=ActionState.OPEN, meeting__day__lt=meeting.day
    )
    return action_rows(actor, rows.select_related(*WITH).order_by("due_on", "id")[:MOST_CARRIED])


def agreed_at(actor: Actor, meeting: Meeting) -> list[ActionRow]:
    rows = access.visible_actions(actor).filter(meeting=meeting).select_related(*WITH)
    return action_rows(actor, rows.order_by("id"))


def own_actions(actor: Actor) -> list[ActionRow]:
    """The reader's most urgent open ones. One query."""
    rows = AgreedAction.objects.filter(owner_id=actor.staff_id or 0, state=ActionState.OPEN)
    return action_rows(actor, rows.select_related(*WITH).order_by("due_on", "id")[:GLANCE])
