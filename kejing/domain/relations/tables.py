"""Columns and key figures of relations."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kejing.domain.relations.queries.indicators import Indicator, Indicators, PersonRow
from kejing.domain.relations.queries.needs import Cell, Compared, WhiteSpot
from kejing.domain.relations.queries.pages import RelationPage
from kejing.domain.relations.queries.promises import DueList, DueRow
from kejing.domain.relations.queries.ratings import WINDOWS, Relation
from kejing.domain.relations.queries.risks import SignalList, SignalRow
from kejing.domain.relations.rules import Share
from kejing.domain.relations.vocabulary import Level, Party, Trend
from kejing.foundation.ui import formats, pieces
from kejing.foundation.ui.figures import Figure
from kejing.foundation.ui.tables import Column, Empty, Table

LEVEL_STATES = {Level.WATCH: "run", Level.WARNING: "due", Level.SERIOUS: "late"}


@dataclass(frozen=True, slots=True)
class Filter:
    value: int
    label: str
    current: bool


def why_relation(found: Relation) -> str:
    return reverse("relations:explain_relation", args=[found.customer.id]) + f"?window={found.window}"


def window_filters(found: Relation) -> list[Filter]:
    """Over how many days the trend looks."""
    days = sorted({*WINDOWS, found.window})
    return [Filter(n, formats.days(n), n == found.window) for n in days]


def relation_figures(page: RelationPage) -> list[Figure]:
    """The strip of the relation's page: score with trend, stage, kept promises of both sides, balance of voices."""
    found = page.relation
    stage = page.stages[0] if page.stages else None
    return [
        Figure(
            _("Relationship score"),
            formats.number(found.now.value),
            note=str(found.trend.label),
            course=[None if value is None else float(value) for value in found.course],
            bad=found.trend is Trend.FALLING,
            why=why_relation(found),
        ),
        Figure(
            _("Stage"),
            stage.label if stage else formats.NOTHING,
            note=_("since %(day)s") % {"day": formats.iso(stage.day)} if stage else _("not set yet"),
        ),
        _kept(_("Promises kept by us"), page.kept[Party.US], why_relation(found)),
        _kept(_("Kept by the customer"), page.kept[Party.CUSTOMER], why_relation(found)),
    ]


def level_mark(level: Level) -> SafeString:
    return pieces.state(LEVEL_STATES[level], level.label)


def signal_table(found: SignalList) -> Table[SignalRow]:
    return Table(
        columns=[
            Column("customer", gettext_lazy("Customer"), link=_relation_risk),
            Column("level", gettext_lazy("Level"), cell=lambda row: level_mark(row.level)),
            Column("reason", gettext_lazy("Why"), cell=_reason),
            Column("by", gettext_lazy("Who warned"), cell=_warner),
            Column("control", gettext_lazy("What is done"), cell=_control),
            Column("holder", gettext_lazy("Held by"), optional=True),
            Column("until", gettext_lazy("Watched until"), kind="due"),
        ],
        page=found.page,
        count=found.count,
        cards=True,
        caption=gettext_lazy("Risk signals"),
        empty=Empty(
            gettext_lazy("No open risk signals"),
            gettext_lazy("Warn on a customer's relationship page when you see something."),
            icon="shield-check",
        ),
    )


def due_table(found: DueList) -> Table[DueRow]:
    by: Column[DueRow] = Column("by", gettext_lazy("Who promised"))
    columns = [
        Column("text", gettext_lazy("What"), link=_settle),
        Column("due_on", gettext_lazy("Due"), kind="due"),
        *([] if found.questions else [by]),
        Column("customer", gettext_lazy("Customer"), cell=_customer),
        Column("holder", gettext_lazy("Held by"), optional=True),
    ]
    return Table(
        columns=columns,
        page=found.page,
        count=found.count,
        cards=True,
        caption=gettext_lazy("Questions") if found.questions else gettext_lazy("Promises"),
        empty=Empty(
            gettext_lazy("Nothing is open"),
            gettext_lazy("Promises and questions are noted on a customer's relationship page."),
            icon="circle-check",
        ),
    )


def spot_table(rows: list[WhiteSpot]) -> Table[WhiteSpot]:
    return Table.of(
        [
            Column("line", gettext_lazy("Not held here")),
            Column("family", gettext_lazy("Family")),
            Column("share", gettext_lazy("Similar customers who hold it"), cell=_share_of_similar),
        ],
        rows,
        dense=True,
        caption=gettext_lazy("White spots"),
        empty=Empty(gettext_lazy("No white spots: everything that similar customers hold is held.")),
    )


def need_table(found: Compared) -> Table[tuple[str, list[Cell]]]:
    """Families down, segments across; current and potential needs in each cell."""
    columns: list[Column[tuple[str, list[Cell]]]] = [
        Column("family", gettext_lazy("Family"), cell=lambda row: row[0])
    ]
    for n, segment in enumerate(found.segments):
        columns.append(Column(f"s{n}", capfirst(segment), cell=_cell(n)))
    return Table.of(
        columns,
        found.rows,
        caption=gettext_lazy("Open needs by family and segment"),
        empty=Empty(gettext_lazy("No needs noted yet"), icon="bulb"),
    )


def indicator_table(found: Indicators) -> Table[PersonRow]:
    return Table.of(
        [
            Column("name", gettext_lazy("Person")),
            Column("foresight", gettext_lazy("Foresight"), cell=_foresight),
            Column("lead", gettext_lazy("Days ahead"), cell=_lead),
            Column("false", gettext_lazy("False warnings"), cell=_false_warnings),
            Column("won", gettext_lazy("Negotiations agreed"), cell=_won),
            Column("supporters", gettext_lazy("Supporters gained"), kind="number"),
        ],
        found.people,
        cards=True,
        caption=gettext_lazy("Foresight and influence"),
        empty=Empty(
            gettext_lazy("Nothing to count yet"),
            gettext_lazy("Figures appear with the first warnings, risk events and negotiations."),
            icon="chart-bar",
        ),
    )


def _kept(label: str, share: Share, why: str) -> Figure:
    ratio = None if share.ratio is None else float(share.ratio)
    counted = _("%(part)s of %(whole)s in time") % {"part": share.part, "whole": share.whole}
    return Figure(label, formats.percent(ratio), note=counted if share.whole else _("none due yet"), why=why)


def _relation_risk(row: SignalRow) -> str:
    return reverse("relations:relation_page", args=[row.customer_id]) + "#risk"


def _reason(row: SignalRow) -> SafeString:
    mark = pieces.why(reverse("relations:explain_signal", args=[row.id]), row.reason)
    below = f"{row.course} · {row.kind}" if row.course else row.kind
    return pieces.two_lines(format_html("{} {}", row.reason, mark), below)


def _warner(row: SignalRow) -> SafeString:
    ahead = _("%(days)s ago") % {"days": formats.days(row.lead)} if row.lead else _("today")
    return pieces.two_lines(row.by or _("by a rule"), ahead)


def _control(row: SignalRow) -> SafeString:
    link = reverse("relations:change_signal", args=[row.id])
    return pieces.link(link, row.control or _("Say what is done"), name=False)


def _settle(row: DueRow) -> str:
    if row.is_question:
        return reverse("relations:answer_question", args=[row.id])
    return reverse("relations:settle_promise", args=[row.id])


def _customer(row: DueRow) -> SafeString:
    return pieces.link(reverse("relations:relation_page", args=[row.customer_id]), row.customer, name=False)


def _share_of_similar(row: WhiteSpot) -> str:
    counted = {"part": formats.number(row.holders), "whole": formats.number(row.customers)}
    return formats.percent(float(row.share)) + " · " + _("%(part)s of %(whole)s") % counted


def _cell(n: int) -> Callable[[tuple[str, list[Cell]]], Any]:
    def draw(row: tuple[str, list[Cell]]) -> SafeString | str:
        cell = row[1][n]
        if not cell.current and not cell.potential:
            return formats.NOTHING
        return pieces.two_lines(
            _("%(n)s current") % {"n": cell.current}, _("%(n)s potential") % {"n": cell.potential}
        )

    return draw


def _rate(share: Share, holder_id: int, figure: Indicator) -> SafeString:
    text = formats.percent(None if share.ratio is None else float(share.ratio))
    url = reverse("relations:explain_indicator", args=[holder_id, figure])
    return format_html("{} {}", text, pieces.why(url, text, key=f"{figure}-{holder_id}"))


def _foresight(row: PersonRow) -> SafeString:
    return _rate(row.foresight.foreseen, row.holder_id, Indicator.FORESIGHT)


def _lead(row: PersonRow) -> str:
    lead = row.foresight.median_lead
    return formats.NOTHING if lead is None else formats.number(round(lead))


def _false_warnings(row: PersonRow) -> str:
    share = row.foresight.false_warnings
    return f"{share.part} / {share.whole}" if share.whole else formats.NOTHING


def _won(row: PersonRow) -> SafeString:
    return _rate(row.won, row.holder_id, Indicator.INFLUENCE)
