"""The columns of results, rankings, evidence and closes."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal, cast

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kejing.domain.performance.queries.closing import Course, MonthRow
from kejing.domain.performance.queries.evidence import EvidenceRow
from kejing.domain.performance.queries.explanations import (
    EvidencePage,
    evidence_address,
    held,
    rate_text,
    written,
)
from kejing.domain.performance.queries.results import Line, RankingPage, RankRow, Result
from kejing.domain.performance.vocabulary import Step
from kejing.foundation.kernel.models import Progress
from kejing.foundation.kernel.periods import Month
from kejing.foundation.ui import formats, pieces
from kejing.foundation.ui.figures import Figure
from kejing.foundation.ui.progress import Work
from kejing.foundation.ui.tables import Column, Empty, Table

WorkState = Literal["waiting", "running", "done", "failed"]


def ledger_table(result: Result) -> Table[Line]:
    """The lines of a month with their sum."""
    month, staff_id = result.month, result.staff_id
    return Table.of(
        [
            Column(
                "label", gettext_lazy("What for"), link=lambda row: evidence_address(month, staff_id, row.metric)
                if result.opens else why_metric(month, staff_id, row.metric),
                detail=held,
            ),
            Column("quantity", gettext_lazy("Quantity"), kind="number", cell=_quantity),
            Column("rate", gettext_lazy("Worth each"), kind="number", cell=lambda row: rate_text(row.rate)),
            Column(
                "points", gettext_lazy("Points"), kind="exact", cell=lambda row: _points(month, staff_id, row),
                total=result.standing.points,
            ),
        ],
        result.lines,
        caption=gettext_lazy("Ledger of points"),
        cards=True,
        empty=Empty(gettext_lazy("No points policy counts anything here")),
    )  # fmt: skip


def result_figures(result: Result) -> list[Figure]:
    """The strip on top: each figure judges, so each says why."""
    standing, before = result.standing, result.before
    why = why_points(result.month, result.staff_id)
    points = [point.points for point in result.trend]
    year = sum((p.points for p in result.trend if p.month.year == result.month.year), Decimal(0))
    return [
        Figure(
            _("Points of the month"),
            formats.exact(standing.points),
            note=_("month before %(points)s") % {"points": formats.exact(before.points)} if before else "",
            course=points,
            why=why,
        ),
        Figure(
            _("Rank in the unit"),
            formats.number(standing.rank),
            unit=f" / {formats.number(standing.of)}",
            note=_("month before %(rank)s of %(of)s") % {"rank": before.rank, "of": before.of}
            if before
            else "",
            why=why,
        ),
        Figure(
            _("Rank over all"),
            formats.number(standing.rank_all),
            unit=f" / {formats.number(standing.of_all)}",
            note=result.unit,
            why=why,
        ),
        Figure(
            _("Points this year"),
            formats.exact(year),
            note=_("closed months of %(year)s") % {"year": result.month.year},
            why=why,
        ),
    ]


def ranking_table(found: RankingPage, own_staff_id: int | None) -> Table[RankRow]:
    return Table(
        columns=[
            Column("name", gettext_lazy("Person"), link=_person, detail=lambda row: row.unit),
            Column("rank", gettext_lazy("In the unit"), kind="number", cell=lambda row: _rank(row.rank, row.of)),
            Column(
                "rank_all", gettext_lazy("Over all"), kind="number", cell=lambda row: _rank(row.rank_all, row.of_all)
            ),
            Column("change", gettext_lazy("To the month before"), kind="number", cell=_change, optional=True),
            Column("course", gettext_lazy("Last 12 months"), kind="course", optional=True),
            Column("points", gettext_lazy("Points"), kind="exact", cell=_ranked_points),
        ],
        page=found.page,
        count=found.count,
        caption=gettext_lazy("Ranking"),
        cards=True,
        selected=lambda row: row.staff_id == own_staff_id,
        empty=Empty(
            gettext_lazy("Nobody of your team was judged in this month"),
            gettext_lazy("Results appear here when a month is closed."),
            icon="award",
        ),
    )  # fmt: skip


def evidence_table(found: EvidencePage) -> Table[EvidenceRow]:
    return Table(
        columns=[
            Column("label", gettext_lazy("Evidence"), cell=_evidence),
            Column("on_day", gettext_lazy("Day"), kind="iso"),
            Column("amount", gettext_lazy("Amount"), kind="money"),
            Column("quantity", gettext_lazy("Counts for"), kind="number", cell=_counted),
        ],
        page=found.rows,
        caption=gettext_lazy("What counted"),
        empty=Empty(gettext_lazy("Nothing counted in this month"), icon="list-check"),
    )


def month_table(rows: Sequence[MonthRow]) -> Table[MonthRow]:
    return Table.of(
        [
            Column("month", gettext_lazy("Month"), cell=lambda row: str(row.month), link=_close_address),
            Column("closed", gettext_lazy("State"), cell=_state),
            Column("closed_at", gettext_lazy("Closed at"), kind="iso", optional=True),
            Column(
                "closed_by", gettext_lazy("Closed by"), cell=lambda row: by_whom(row.closed_by), optional=True
            ),
            Column("people", gettext_lazy("People judged"), kind="number"),
        ],
        list(rows),
        caption=gettext_lazy("Months"),
        cards=True,
    )


def course_work(course: Course) -> Work:
    """How far a close is, as the page shows it."""
    done = course.state == Progress.State.DONE
    step = Step(course.step).label if course.step in Step.values else ""
    return Work(
        label=_("Close of %(month)s") % {"month": course.month},
        done=course.done,
        total=course.total,
        state=cast("WorkState", course.state),
        note="" if done else str(step),
        url=reverse("performance:team_ranking", args=[course.month]) if done else "",
        link=_("See the ranking") if done else "",
    )


def why_metric(month: Month, staff_id: int, metric: str) -> str:
    return reverse("performance:why_metric", args=[month, staff_id, metric])


def why_points(month: Month, staff_id: int) -> str:
    return reverse("performance:why_points", args=[month, staff_id])


def _quantity(row: Line) -> str:
    return written(row.unit, row.quantity)


def _points(month: Month, staff_id: int, row: Line) -> SafeString:
    """The figure with its why mark."""
    figure = formats.exact(row.points)
    bad = format_html(' class="bad"') if row.points < 0 else ""
    return format_html(
        "<b{}>{}</b> {}", bad, figure, pieces.why(why_metric(month, staff_id, row.metric), figure)
    )


def _person(row: RankRow) -> str:
    return reverse("performance:person_result", args=[row.month, row.staff_id])


def _ranked_points(row: RankRow) -> SafeString:
    figure = formats.exact(row.points)
    return format_html("<b>{}</b> {}", figure, pieces.why(why_points(row.month, row.staff_id), figure))


def _rank(rank: int, of: int) -> SafeString:
    return format_html('{}<span class="t3"> / {}</span>', formats.number(rank), formats.number(of))


def _change(row: RankRow) -> str:
    if row.change is None:
        return formats.NOTHING
    sign = "+" if row.change > 0 else ""
    return sign + formats.exact(row.change)


def _evidence(row: EvidenceRow) -> SafeString | str:
    thing = pieces.link(row.url, row.label) if row.url else row.label
    return pieces.two_lines(thing, row.what) if row.what else thing


def _counted(row: EvidenceRow) -> str:
    if row.whole is not None:
        return f"{plain(row.quantity)} / {plain(row.whole)}"
    return written(row.unit, row.quantity)


def plain(value: Decimal) -> str:
    """Whole numbers without decimals."""
    return formats.number(int(value)) if value == value.to_integral_value() else formats.exact(value)


def by_whom(name: str) -> str:
    """A person's name as it is; Kejing itself in the reader's language."""
    return _("Kejing itself") if name.startswith("system") else name or formats.NOTHING


def _close_address(row: MonthRow) -> str:
    return f"{reverse('performance:close')}?month={row.month}"


def _state(row: MonthRow) -> SafeString:
    if row.closed:
        return pieces.state("ok", _("closed"))
    return (
        pieces.state("back", _("stopped"), title=row.error) if row.error else pieces.state("none", _("open"))
    )
