"""The columns of lists of meetings and actions, and the figures of a meeting as the kit draws them."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from kejing.domain.meetings.queries.agreed import ActionList, ActionRow
from kejing.domain.meetings.queries.figures import FiguresPage, PackRow, PackSection
from kejing.domain.meetings.queries.meetings import MeetingList, MeetingRow
from kejing.domain.meetings.vocabulary import MeetingState
from kejing.foundation.ui import formats, pieces
from kejing.foundation.ui.figures import Figure
from kejing.foundation.ui.tables import Column, Empty, Table

STATES = {MeetingState.CALLED: "run", MeetingState.SIGNED: "ok", MeetingState.CANCELLED: "na"}


def meeting_table(found: MeetingList) -> Table[MeetingRow]:
    return Table(
        columns=[
            Column("kind", gettext_lazy("Meeting"), link=_meeting, detail=lambda row: row.topic or row.unit),
            Column("day", gettext_lazy("Day"), cell=_day),
            Column("leader", gettext_lazy("Led by"), optional=True),
            Column("came", gettext_lazy("Came"), cell=lambda row: f"{row.came} / {row.called}"),
            Column("state", gettext_lazy("State"), cell=_state),
        ],
        page=found.page,
        cards=True,
        caption=gettext_lazy("Meetings"),
        empty=Empty(
            gettext_lazy("No meetings yet"),
            gettext_lazy("Meetings to which you are called stand here with their minutes."),
            icon="users",
        ),
    )


def _meeting(row: MeetingRow) -> str:
    return reverse("meetings:meeting_page", args=[row.id])


def _day(row: MeetingRow) -> str:
    at = f" {row.at:%H:%M}" if row.at else ""
    return f"{formats.day(row.day)}{at}"


def _state(row: MeetingRow) -> SafeString:
    state = pieces.state(STATES[row.state], row.state.label)
    if row.state is MeetingState.SIGNED and row.days_late:
        late = ngettext("%(n)s day late", "%(n)s days late", row.days_late) % {"n": row.days_late}
        return format_html("{} {}", state, pieces.state("late", late))
    return state


def action_table(found: ActionList) -> Table[ActionRow]:
    return Table(
        columns=[
            Column(
                "text",
                pgettext_lazy("meeting", "Action"),
                cell=_action,
                detail=lambda row: f"{row.meeting} · {row.unit}",
            ),
            Column("owner", gettext_lazy("By whom")),
            Column("agreed_on", pgettext_lazy("meeting", "Agreed"), kind="day", optional=True),
            Column("due_on", gettext_lazy("Due"), kind="due"),
        ],
        page=found.page,
        count=found.count,
        cards=True,
        caption=gettext_lazy("Actions from meetings"),
        empty=Empty(
            gettext_lazy("Nothing is open"),
            gettext_lazy("What you are to do after a meeting stands here until it is settled."),
            icon="checklist",
        ),
    )


def _action(row: ActionRow) -> str | SafeString:
    return (
        pieces.link(reverse("meetings:settle_action", args=[row.id]), row.text)
        if row.may_settle
        else row.text
    )


@dataclass(frozen=True, slots=True)
class Drawn:
    title: str
    figures: list[Figure]
    table: Table[PackRow] | None


def pack_sections(page: FiguresPage) -> list[Drawn]:
    """Each section's figures and its table. Frozen figures explain nothing any more: what they count has moved on."""
    return [_drawn(one, frozen=page.frozen) for one in page.sections]


def _drawn(section: PackSection, *, frozen: bool) -> Drawn:
    figures = [
        Figure(
            one.label, one.value, note=one.note, state=one.state if one.note else "", url="" if frozen else one.url,
            why="" if frozen else one.why,
        )
        for one in section.figures
    ]  # fmt: skip
    if not section.rows:
        return Drawn(section.title, figures, None)
    columns: list[Column[PackRow]] = [
        Column(
            "name",
            _("Person"),
            cell=lambda row: row.name if frozen or not row.url else pieces.link(row.url, row.name),
        )
    ]
    columns += [
        Column("cells", label, kind="number", cell=lambda row, n=n: row.cells[n])  # type: ignore[misc]  # one cell each
        for n, label in enumerate(section.columns)
    ]
    return Drawn(section.title, figures, Table.of(columns, list(section.rows)))
