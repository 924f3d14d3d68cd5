"""Why a rate is what it is: its definition, the counts, the rows behind it."""

from enum import StrEnum
from fractions import Fraction

from django.urls import reverse
from django.utils.translation import gettext as _

from kejing.domain.customers.public import cards
from kejing.domain.org.public import is_in_team
from kejing.domain.visits import access
from kejing.domain.visits.models import Log
from kejing.domain.visits.queries.duty import days_written, duty_of
from kejing.domain.visits.queries.logs import record_of
from kejing.domain.visits.queries.rates import (
    NO_CONTACTS,
    contact_rates,
    contacts,
    review_share,
    with_first_review,
)
from kejing.domain.visits.rules import Share
from kejing.domain.visits.vocabulary import REVIEW, Direction
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible
from kejing.foundation.kernel.periods import Month
from kejing.foundation.ui import formats
from kejing.foundation.ui.explanation import Criterion, Explanation, Fact, Rule

MOST_FACTS = 60
VERSION = "v1"


class Figure(StrEnum):
    OUTBOUND = "outbound"
    PRODUCTIVE = "productive"
    LOGS = "logs"


def explain_rate(*, actor: Actor, staff_id: int, figure: Figure, month: Month) -> Explanation:
    """Why a person's rate of a month is what it is; for herself and for her managers. Raises NotVisible (404)."""
    if staff_id != actor.staff_id:
        actor.require(access.TEAM)
        if not is_in_team(actor, staff_id, clock.today()):
            raise NotVisible
    if figure is Figure.LOGS:
        return _logs(actor, staff_id, month)
    return _contacts(actor, staff_id, figure, month)


def _contacts(actor: Actor, staff_id: int, figure: Figure, month: Month) -> Explanation:
    with access.counting(actor) as counter:
        rates = contact_rates(counter, [staff_id], month).get(staff_id, NO_CONTACTS)
    outbound = figure is Figure.OUTBOUND
    share = rates.outbound if outbound else rates.productive
    rows = list(contacts(actor, [staff_id], month).order_by("-day", "-id")[:MOST_FACTS])
    known = cards(actor=actor, ids={row.customer_id for row in rows})
    facts = tuple(
        Fact(
            label=known[row.customer_id].number if row.customer_id in known else f"#{row.customer_id}",
            quantity="1" if (row.direction == Direction.OUTBOUND if outbound else row.result) else "0",
            on=row.day,
            url=reverse("visits:visit_page", args=[row.pk]),
        )
        for row in rows
    )
    counted = _("Contacts to which we went") if outbound else _("Contacts with a result")
    return _explained(
        title=_("Outbound share") if outbound else _("Productive visits"),
        definition=_("Contacts to which we went, of all contacts held")
        if outbound
        else _("Contacts with a result, of all contacts held"),
        share=share,
        month=month,
        criteria=(
            Criterion(counted, formats.number(share.part)),
            Criterion(_("All contacts held"), formats.number(share.whole)),
        ),
        facts=facts,
    )


def _logs(actor: Actor, staff_id: int, month: Month) -> Explanation:
    with access.counting(actor) as counter:
        written = days_written(counter, staff_id, month.start)
    record = record_of(duty_of([staff_id]), staff_id, written, month)
    share = record.completeness
    return _explained(
        title=_("Log completeness"),
        definition=_("Working days with a log, of those whose cut-off has passed or that have one"),
        share=share,
        month=month,
        criteria=(
            Criterion(_("Working days due"), formats.number(share.whole)),
            Criterion(_("With a log"), formats.number(share.part)),
            Criterion(_("Of these handed in late"), formats.number(len(record.late))),
            Criterion(_("Without a log"), formats.number(len(record.missing))),
        ),
        facts=tuple(Fact(label=_("No log"), quantity="0", on=day) for day in record.missing),
    )


def explain_reviews(*, actor: Actor, month: Month) -> Explanation:
    """Why the reader's own review rate is what it is. Raises Forbidden (403) without the right to review."""
    actor.require(REVIEW)
    logs = access.reviewable_logs(actor)
    share = review_share(logs, month)
    rows = with_first_review(logs.filter(day__gte=month.start, day__lt=month.end)).order_by("-day", "-id")
    return _explained(
        title=_("Reviewed in time"),
        definition=_(
            "Logs reviewed by the end of the working day after they were handed in, of all handed in"
        ),
        share=share,
        month=month,
        criteria=(
            Criterion(_("Logs to review"), formats.number(share.whole)),
            Criterion(_("Reviewed in time"), formats.number(share.part)),
            Criterion(_("Late or not yet reviewed"), formats.number(share.whole - share.part)),
        ),
        facts=tuple(_review_fact(row) for row in rows[:MOST_FACTS]),
    )


def _review_fact(log: Log) -> Fact:
    at = log.reviewed_at  # type: ignore[attr-defined]  # annotated by with_first_review
    in_time = at is not None and at <= log.review_due_at
    still_open = at is None and log.review_due_at >= clock.now()
    return Fact(
        label=formats.iso(log.day),
        quantity=formats.NOTHING if still_open else "1" if in_time else "0",
        on=at,
        url=reverse("visits:log_page", args=[log.pk]),
    )


def _explained(
    *,
    title: str,
    definition: str,
    share: Share,
    month: Month,
    criteria: tuple[Criterion, ...],
    facts: tuple[Fact, ...],
) -> Explanation:
    counted = {"part": formats.number(share.part), "whole": formats.number(share.whole)}
    ratio = share.ratio
    return Explanation(
        title=title,
        score=percent(ratio),
        conclusion=_("%(part)s of %(whole)s") % counted if ratio is not None else _("Nothing to count yet"),
        detail=formats.month(month.start),
        rule=Rule(definition, VERSION, month.start, computed_at=clock.now()),
        share=None if ratio is None else float(ratio * 100),
        criteria=criteria,
        facts=facts,
        more_facts=_("The latest %(n)s are shown.") % {"n": MOST_FACTS} if len(facts) == MOST_FACTS else "",
    )


def percent(ratio: Fraction | None) -> str:
    return formats.percent(None if ratio is None else float(ratio))
