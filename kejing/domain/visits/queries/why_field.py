"""Why a figure of the field is what it is: its rule, its counts, the rows behind it."""

from collections.abc import Callable
from enum import StrEnum
from fractions import Fraction

from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kejing.domain.customers.public import cards
from kejing.domain.visits import access
from kejing.domain.visits.models import Finding, Visit
from kejing.domain.visits.queries.field import check_judged, field_figures
from kejing.domain.visits.queries.fieldwork import fieldwork, kind_word
from kejing.domain.visits.rules import FieldFigures, Fieldwork, Share
from kejing.domain.visits.vocabulary import Channel, VisitState
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.periods import Month
from kejing.foundation.ui import formats
from kejing.foundation.ui.explanation import Criterion, Explanation, Fact, Rule

MOST_FACTS = 60


class FieldFigure(StrEnum):
    CHECKLIST = "checklist"
    GOALS = "goals"
    PRESENCE = "presence"
    FINDINGS = "findings"
    IN_TIME = "in_time"
    SOLVED = "solved"
    RECTIFIED = "rectified"
    ROUTES = "routes"
    KEPT_DAY = "kept_day"
    ORDER = "order"
    SHALLOW = "shallow"


TITLES = {
    FieldFigure.CHECKLIST: gettext_lazy("Standards kept"),
    FieldFigure.GOALS: gettext_lazy("Goals reached"),
    FieldFigure.PRESENCE: gettext_lazy("Days in the field"),
    FieldFigure.FINDINGS: gettext_lazy("Findings per visit"),
    FieldFigure.IN_TIME: gettext_lazy("Findings reported in time"),
    FieldFigure.SOLVED: gettext_lazy("Findings solved"),
    FieldFigure.RECTIFIED: gettext_lazy("Put right in time"),
    FieldFigure.ROUTES: gettext_lazy("Routes of findings"),
    FieldFigure.KEPT_DAY: gettext_lazy("Plans kept on their day"),
    FieldFigure.ORDER: gettext_lazy("Order of the day"),
    FieldFigure.SHALLOW: gettext_lazy("Empty visits in a row"),
}
DEFINITIONS = {
    FieldFigure.CHECKLIST: gettext_lazy("Standards kept, of those of the checklists that were filled in"),
    FieldFigure.GOALS: gettext_lazy("Contacts whose goal was reached, of those with a goal"),
    FieldFigure.PRESENCE: gettext_lazy(
        "Working days with a visit that has a check-in, a photo or a finding, of all working days so far"
    ),
    FieldFigure.FINDINGS: gettext_lazy("Findings, by the number of contacts held"),
    FieldFigure.IN_TIME: gettext_lazy(
        "Findings recorded by the end of the day after the visit, of all findings"
    ),
    FieldFigure.SOLVED: gettext_lazy("Findings solved, of those solved or due"),
    FieldFigure.RECTIFIED: gettext_lazy(
        "Checked as solved by the first due day, of those the customer had to put right"
    ),
    FieldFigure.ROUTES: gettext_lazy("Each way by which findings began, of all findings"),
    FieldFigure.KEPT_DAY: gettext_lazy("Plans held on the day they were planned for, of those held or past"),
    FieldFigure.ORDER: gettext_lazy(
        "The mean of three shares: contacts with a plan, starts in time, plans that overlap no other"
    ),
    FieldFigure.SHALLOW: gettext_lazy("Visits since the last one with a finding or a next step"),
}
SHARES: dict[FieldFigure, Callable[[FieldFigures], Share]] = {
    FieldFigure.CHECKLIST: lambda one: one.checklist,
    FieldFigure.GOALS: lambda one: one.goals,
    FieldFigure.PRESENCE: lambda one: one.presence,
    FieldFigure.FINDINGS: lambda one: one.findings,
    FieldFigure.IN_TIME: lambda one: one.in_time,
    FieldFigure.SOLVED: lambda one: one.solved,
    FieldFigure.RECTIFIED: lambda one: one.rectified,
    FieldFigure.KEPT_DAY: lambda one: one.kept_day,
}
OF_FINDINGS = {
    FieldFigure.FINDINGS, FieldFigure.IN_TIME, FieldFigure.SOLVED, FieldFigure.RECTIFIED, FieldFigure.ROUTES,
}  # fmt: skip


def explain_field(*, actor: Actor, staff_id: int, figure: FieldFigure, month: Month) -> Explanation:
    """For the person herself and her managers. Raises Forbidden (403), NotVisible (404)."""
    check_judged(actor, staff_id)
    policy = fieldwork()
    counted = field_figures(actor, [staff_id], month, policy)[staff_id]
    facts = (
        _findings(actor, staff_id, month, policy)
        if figure in OF_FINDINGS
        else _visits(actor, staff_id, figure, month)
    )
    score, ratio = scored(figure, counted)
    return Explanation(
        title=str(TITLES[figure]),
        score=score,
        conclusion=_conclusion(figure, counted),
        detail=formats.month(month.start),
        rule=Rule(str(DEFINITIONS[figure]), f"v{policy.number}", policy.valid_from, computed_at=clock.now()),
        share=None if ratio is None else min(float(ratio * 100), 100.0),
        criteria=_criteria(figure, counted, policy),
        facts=facts,
        more_facts=_("The latest %(n)s are shown.") % {"n": MOST_FACTS} if len(facts) == MOST_FACTS else "",
    )


def scored(figure: FieldFigure, counted: FieldFigures) -> tuple[str, Fraction | None]:
    """The figure as it is written, and as a share where it is one."""
    if figure is FieldFigure.SHALLOW:
        return formats.number(counted.shallow_run), None
    if figure is FieldFigure.ORDER:
        return _percent(counted.order), counted.order
    if figure is FieldFigure.ROUTES:
        return " / ".join(
            str(part.part) for part in (counted.fixed, counted.rectify, counted.escalated)
        ), None
    ratio = SHARES[figure](counted).ratio
    if figure is FieldFigure.FINDINGS:
        return (formats.NOTHING if ratio is None else f"{float(ratio):.2f}"), None
    return _percent(ratio), ratio


def _percent(ratio: Fraction | None) -> str:
    return formats.percent(None if ratio is None else float(ratio))


def _conclusion(figure: FieldFigure, counted: FieldFigures) -> str:
    if figure not in SHARES:
        return ""
    share = SHARES[figure](counted)
    if not share.whole:
        return _("Nothing to count yet")
    return _("%(part)s of %(whole)s") % {"part": share.part, "whole": share.whole}


def _criteria(figure: FieldFigure, one: FieldFigures, policy: Fieldwork) -> tuple[Criterion, ...]:
    def of(label: str, share: Share) -> Criterion:
        return Criterion(label, _("%(part)s of %(whole)s") % {"part": share.part, "whole": share.whole})

    match figure:
        case FieldFigure.ORDER:
            return (
                of(_("Contacts with a plan"), one.planned),
                of(_("Starts at most %(n)s minutes late") % {"n": policy.late_minutes}, one.punctual),
                of(_("Plans at least %(n)s minutes apart") % {"n": policy.plan_minutes}, one.clear),
            )
        case FieldFigure.ROUTES:
            return (
                of(_("Fixed on the spot"), one.fixed),
                of(_("Put right by the customer"), one.rectify),
                of(_("Taken to the superior"), one.escalated),
            )
        case FieldFigure.CHECKLIST:
            return (of(_("Contacts with a checklist"), Share(one.filled, one.held)),)
        case FieldFigure.PRESENCE:
            return (Criterion(_("Marked below"), f"{policy.presence_percent}%"),)
        case FieldFigure.SHALLOW:
            return (
                Criterion(_("Flagged from"), formats.number(policy.shallow_run)),
                of(
                    _("Shorter than %(n)s minutes, of those with minutes") % {"n": policy.shallow_minutes},
                    one.short,
                ),
                of(_("With check-in, photo or finding"), one.evidenced),
            )
        case _:
            return ()


def _findings(actor: Actor, staff_id: int, month: Month, policy: Fieldwork) -> tuple[Fact, ...]:
    rows = access.visible_findings(actor).filter(
        found_by_id=staff_id, day__gte=month.start, day__lt=month.end
    )
    return tuple(_finding_fact(policy, row) for row in rows.order_by("-day", "-id")[:MOST_FACTS])


def _finding_fact(policy: Fieldwork, row: Finding) -> Fact:
    state = _("Solved") if row.solved_on else formats.day(row.due_on)
    return Fact(
        label=kind_word(policy, row.kind),
        quantity=state,
        on=row.day,
        url=reverse("visits:finding_page", args=[row.pk]),
    )


def _visits(actor: Actor, staff_id: int, figure: FieldFigure, month: Month) -> tuple[Fact, ...]:
    """The contacts behind it: planned and actual time of each."""
    rows = access.in_scope(actor).filter(staff_id=staff_id, day__gte=month.start, day__lt=month.end)
    rows = (
        rows.filter(state=VisitState.DONE)
        if figure is not FieldFigure.KEPT_DAY
        else rows.filter(~Q(planned_for=None))
    )
    if figure in {FieldFigure.PRESENCE, FieldFigure.SHALLOW}:
        rows = rows.filter(channel=Channel.VISIT)
    found = list(rows.order_by("-day", "-id")[:MOST_FACTS])
    known = cards(actor=actor, ids={row.customer_id for row in found})
    return tuple(
        Fact(
            label=known[row.customer_id].number if row.customer_id in known else f"#{row.customer_id}",
            quantity=_times(row), on=row.day, url=reverse("visits:visit_page", args=[row.pk]),
        )
        for row in found
    )  # fmt: skip


def _times(row: Visit) -> str:
    """`10:00 → 10:12`: planned and actual; what is missing is a dash."""
    planned = f"{row.planned_at:%H:%M}" if row.planned_at else formats.NOTHING
    if row.planned_for and row.planned_for != row.day:
        planned = formats.day(row.planned_for)
    actual = f"{localtime(row.happened_at):%H:%M}" if row.happened_at else formats.NOTHING
    return f"{planned} → {actual}"
