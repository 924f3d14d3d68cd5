"""The columns of lists of checks."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kejing.domain.checks.queries.coaching import CoachingRow
from kejing.domain.checks.queries.inspections import CoverageRow, InspectionRow
from kejing.domain.checks.queries.questions import QuestionRow
from kejing.domain.checks.queries.spot import Coverage, SpotRow
from kejing.domain.checks.vocabulary import InspectionState, QuestionState, SpotResult
from kejing.domain.visits.public import UnreadRow
from kejing.foundation.kernel.paging import Page
from kejing.foundation.ui import formats, pieces
from kejing.foundation.ui.tables import Column, Empty, Table


def spot_state(row: SpotRow) -> SafeString:
    if row.result is None:
        return pieces.state("late", _("lapsed")) if row.is_lapsed else pieces.due(row.due_at)
    return pieces.state("ok" if row.result == SpotResult.REACHED else "late", str(row.result.label))


def spot_table(page: Page[SpotRow]) -> Table[SpotRow]:
    return Table(
        columns=[
            Column(
                "staff",
                gettext_lazy("Person"),
                link=lambda row: reverse("checks:spot_page", args=[row.id]),
                detail=lambda row: row.unit,
            ),
            Column("drawn_at", gettext_lazy("Drawn"), kind="day"),
            Column("result", gettext_lazy("Result"), cell=spot_state),
            Column("whereabouts", gettext_lazy("Where"), optional=True),
            Column("checker", gettext_lazy("Called by"), optional=True),
        ],
        page=page,
        caption=gettext_lazy("Spot checks made"),
        empty=Empty(
            gettext_lazy("No spot check yet"),
            gettext_lazy("Whom to call and when is drawn by chance in working hours."),
            icon="phone",
        ),
    )


def coverage_table(rows: tuple[Coverage, ...]) -> Table[Coverage]:
    return Table.of(
        [
            Column("unit", gettext_lazy("Unit")),
            Column("weeks", gettext_lazy("Weeks met"), cell=_weeks),
            Column(
                "checked",
                gettext_lazy("This round"),
                cell=lambda row: f"{row.checked} / {row.people}",
            ),
        ],
        rows,
        caption=gettext_lazy("Coverage of spot checks"),
        empty=Empty(
            gettext_lazy("Nobody in your team"),
            gettext_lazy("People appear here by their posts."),
            icon="users",
        ),
    )


def _weeks(row: Coverage) -> SafeString:
    text = f"{row.weeks_met} / {row.weeks}"
    return format_html(
        "{} {}",
        text,
        pieces.why(reverse("checks:explain_spots", args=[row.unit_id]), text, key=f"spots-{row.unit_id}"),
    )


def inspection_table(page: Page[InspectionRow]) -> Table[InspectionRow]:
    return Table(
        columns=[
            Column(
                "staff",
                gettext_lazy("Person"),
                link=lambda row: reverse("checks:inspection_page", args=[row.id]),
                detail=lambda row: row.unit,
            ),
            Column("planned_on", gettext_lazy("Day"), kind="iso"),
            Column("kind", gettext_lazy("Kind"), cell=lambda row: str(row.kind.label)),
            Column("inspector", gettext_lazy("Inspected by"), optional=True),
            Column("state", gettext_lazy("State"), cell=_inspection_state),
        ],
        page=page,
        caption=gettext_lazy("Inspections"),
        empty=Empty(
            gettext_lazy("No inspection yet"),
            gettext_lazy("Begin with whoever was not inspected for longest."),
            icon="clipboard-text",
        ),
    )


def _inspection_state(row: InspectionRow) -> SafeString:
    if row.state == InspectionState.DONE:
        return pieces.state("ok", f"{row.score} %")
    return pieces.state("run" if row.state == InspectionState.OPEN else "none", str(row.state.label))


def inspected_table(rows: tuple[CoverageRow, ...]) -> Table[CoverageRow]:
    return Table.of(
        [
            Column("staff", gettext_lazy("Person"), detail=lambda row: row.unit),
            Column("last_on", gettext_lazy("Last inspected"), cell=_last_inspected),
            Column(
                "plan",
                "",
                cell=lambda _row: _("Inspect"),
                link=lambda row: reverse("checks:plan_inspection", args=[row.staff_id]),
            ),
        ],
        rows,
        caption=gettext_lazy("Whose handbook was inspected when"),
        empty=Empty(
            gettext_lazy("Nobody in your team"),
            gettext_lazy("People appear here by their posts."),
            icon="users",
        ),
    )


def _last_inspected(row: CoverageRow) -> SafeString:
    text = formats.iso(row.last_on) if row.last_on else _("never")
    return pieces.state("due" if row.is_due else "ok", text)


def coaching_table(page: Page[CoachingRow]) -> Table[CoachingRow]:
    return Table(
        columns=[
            Column(
                "staff",
                gettext_lazy("Person"),
                link=lambda row: reverse("checks:coaching_page", args=[row.id]),
            ),
            Column("on", gettext_lazy("Day"), kind="iso"),
            Column("reason", gettext_lazy("Why")),
            Column("coach", gettext_lazy("Coach"), optional=True),
            Column("check_on", gettext_lazy("Next check"), cell=_followed),
        ],
        page=page,
        caption=gettext_lazy("Coaching records"),
        empty=Empty(
            gettext_lazy("No coaching record yet"),
            gettext_lazy("Record one from a person's page or from a log you read."),
            icon="users",
        ),
    )


def _followed(row: CoachingRow) -> SafeString:
    if row.outcome is not None:
        return pieces.state("ok", str(row.outcome.label))
    return pieces.state("late" if row.is_due else "due", formats.iso(row.check_on))


def question_table(page: Page[QuestionRow]) -> Table[QuestionRow]:
    return Table(
        columns=[
            Column(
                "staff",
                gettext_lazy("Person"),
                link=lambda row: reverse("checks:question_page", args=[row.id]),
            ),
            Column("pattern", gettext_lazy("About"), cell=lambda row: str(row.pattern.label)),
            Column("raised_on", gettext_lazy("Asked on"), kind="iso"),
            Column("state", pgettext_lazy("check", "State"), cell=question_state),
        ],
        page=page,
        caption=gettext_lazy("Questions about unusual entries"),
        empty=Empty(
            gettext_lazy("No question"),
            gettext_lazy("Unusual entries raise one overnight; it counts nowhere."),
            icon="check",
        ),
    )


def question_state(row: QuestionRow) -> SafeString:
    kind = {QuestionState.OPEN: "due", QuestionState.ANSWERED: "run", QuestionState.CLOSED: "ok"}[row.state]
    return pieces.state(kind, str(row.outcome.label if row.outcome else row.state.label))


def unread_table(rows: list[UnreadRow]) -> Table[UnreadRow]:
    return Table.of(
        [
            Column("reviewer", gettext_lazy("Reviewer"), cell=lambda row: row.reviewer or _("nobody above")),
            Column("waiting", gettext_lazy("Logs waiting"), kind="number"),
            Column("late", gettext_lazy("Of these late"), cell=_late),
            Column("writers", gettext_lazy("People"), kind="number", optional=True),
            Column("oldest", gettext_lazy("The first came in"), kind="day"),
        ],
        rows,
        caption=gettext_lazy("Unread logs by reviewer"),
        empty=Empty(
            gettext_lazy("Every log is read"),
            gettext_lazy("What waits for a reviewer appears here."),
            icon="check",
        ),
    )


def _late(row: UnreadRow) -> SafeString:
    return pieces.state("late" if row.late else "ok", formats.number(row.late))
