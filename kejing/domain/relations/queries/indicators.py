"""Foresight (item A9.26, Q67) and influence (A3.7) of the people who hold customers, with their explanations."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kejing.domain.org.public import holder_cards
from kejing.domain.relations import access, rules
from kejing.domain.relations.models import Negotiation, RiskEvent, Signal, Stance
from kejing.domain.relations.queries.policy import policy
from kejing.domain.relations.rules import Foresight, Happened, Policy, Share, Warned
from kejing.domain.relations.vocabulary import VIEW, NegotiationState, Outcome, StanceCode
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible
from kejing.foundation.ui import formats
from kejing.foundation.ui.explanation import Criterion, Explanation, Fact, Rule
from kejing.foundation.ui.formats import local

YEAR = timedelta(days=365)
MOST_ROWS = 5_000
MOST_PEOPLE = 100
MOST_FACTS = 60


class Indicator(StrEnum):
    FORESIGHT = "foresight"
    INFLUENCE = "influence"


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One holder's figures of the last 365 days. `supporters` gained: contacts who came to support us."""

    holder_id: int
    name: str
    foresight: Foresight
    won: Share
    supporters: int


@dataclass(frozen=True, slots=True)
class Indicators:
    since: date
    people: list[PersonRow]
    capped: bool


@dataclass(slots=True)
class _Found:
    """What the figures are counted from, by the holder it counts for."""

    events: dict[int, list[RiskEvent]]
    signals: dict[int, list[Signal]]
    closed: dict[int, list[Negotiation]]
    gained: dict[int, list[Stance]]
    capped: bool = False


def indicators(*, actor: Actor) -> Indicators:
    """Everybody in scope who held a customer with an event, a warning, a negotiation or a contact's stance.

    Seven queries. Raises Forbidden (403).
    """
    actor.require(VIEW)
    since, found, in_force = clock.today() - YEAR, _found(actor), policy()
    ids = [*found.events, *found.signals, *found.closed, *found.gained]
    cards = holder_cards(sorted(set(ids))[:MOST_PEOPLE])
    people = [
        PersonRow(
            holder_id,
            local(card.name, card.name_en),
            _foresight(found, holder_id, in_force),
            _won(found.closed[holder_id]),
            len(found.gained[holder_id]),
        )
        for holder_id, card in cards.items()
    ]
    return Indicators(
        since, sorted(people, key=lambda row: row.name), found.capped or len(set(ids)) > MOST_PEOPLE
    )


def explain_indicator(*, actor: Actor, holder_id: int, figure: Indicator) -> Explanation:
    """Why a holder's figure is what it is, down to the events. Raises Forbidden (403), NotVisible (404)."""
    actor.require(VIEW)
    found = _found(actor, holder_id)
    if not any((found.events, found.signals, found.closed, found.gained)):
        raise NotVisible
    card = holder_cards([holder_id])[holder_id]
    name = local(card.name, card.name_en)
    if figure is Indicator.FORESIGHT:
        return _explain_foresight(name, found, holder_id, policy())
    return _explain_influence(name, found, holder_id, policy())


def _found(actor: Actor, holder_id: int | None = None) -> _Found:
    """Rows of the last 365 days; warnings reach back further by as long as one may come before its event.

    Warnings of rules are left out: foresight is about people.
    """
    since, lead = clock.today() - YEAR, timedelta(days=policy().lead_days)
    only: dict[str, Any] = {} if holder_id is None else {"held_by_id": holder_id}
    events = _rows(access.visible(RiskEvent, actor).filter(day__gte=since, **only))
    signals = _rows(access.visible(Signal, actor).filter(day__gte=since - lead, rule="", **only))
    ended = access.visible(Negotiation, actor).filter(closed_on__gte=since, **only)
    closed = list(ended.order_by("-closed_on", "-id")[:MOST_ROWS])
    gained = _rows(access.visible(Stance, actor).filter(day__gte=since, stance=StanceCode.SUPPORTER, **only))
    capped = any(len(rows) == MOST_ROWS for rows in (events, signals, closed, gained))
    return _Found(_by_holder(events), _by_holder(signals), _by_holder(closed), _by_holder(gained), capped)


def _rows(rows: Any) -> list[Any]:
    return list(rows.select_related("customer").order_by("-day", "-id")[:MOST_ROWS])


def _by_holder(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.held_by_id].append(row)
    return found


def _foresight(found: _Found, holder_id: int, in_force: Policy) -> Foresight:
    return rules.foresight(
        [Warned(row.customer_id, row.day, row.ending == Outcome.FALSE_ALARM) for row in found.signals[holder_id]],
        [Happened(row.customer_id, row.day, row.pk) for row in found.events[holder_id]],
        clock.today(),
        in_force.lead_days,
    )  # fmt: skip


def _won(closed: list[Negotiation]) -> Share:
    return Share(sum(row.state == NegotiationState.AGREED for row in closed), len(closed))


def _explain_foresight(name: str, found: _Found, holder_id: int, in_force: Policy) -> Explanation:
    judged = _foresight(found, holder_id, in_force)
    leads = dict(judged.leads)
    facts = tuple(
        Fact(
            f"{row.customer.name} · {row.text}",
            _("%(days)s ahead") % {"days": formats.days(leads[row.pk])}
            if row.pk in leads
            else _("no warning"),
            row.day,
            reverse("relations:relation_page", args=[row.customer_id]),
        )
        for row in found.events[holder_id]
    )
    lead = formats.NOTHING if judged.median_lead is None else formats.days(round(judged.median_lead))
    return _explained(
        title=_("Foresight"),
        name=name,
        share=judged.foreseen,
        rule=_("Risk events with an own warning 1 to %(days)s days before, of all risk events")
        % {"days": in_force.lead_days},
        in_force=in_force,
        criteria=(
            Criterion(_("Risk events of the last 365 days"), formats.number(judged.foreseen.whole)),
            Criterion(_("With an own warning before"), formats.number(judged.foreseen.part)),
            Criterion(_("Days ahead, in the middle"), lead),
            Criterion(
                _("False warnings, of those that can be judged"),
                f"{judged.false_warnings.part}/{judged.false_warnings.whole}",
            ),
        ),
        facts=facts,
    )


def _explain_influence(name: str, found: _Found, holder_id: int, in_force: Policy) -> Explanation:
    closed, gained = found.closed[holder_id], found.gained[holder_id]
    negotiations = [
        Fact(
            row.title, str(NegotiationState(row.state).label), row.closed_on,
            reverse("relations:negotiation_page", args=[row.pk]),
        )
        for row in closed
    ]  # fmt: skip
    supporters = [
        Fact(
            _("A contact of %(customer)s supports us") % {"customer": row.customer.name}, "1", row.day,
            reverse("relations:relation_page", args=[row.customer_id]),
        )
        for row in gained
    ]  # fmt: skip
    won = _won(closed)
    return _explained(
        title=_("Influence"),
        name=name,
        share=won,
        rule=_("Negotiations agreed, of those that ended; beside it the supporters gained"),
        in_force=in_force,
        criteria=(
            Criterion(_("Negotiations that ended in the last 365 days"), formats.number(won.whole)),
            Criterion(_("Agreed"), formats.number(won.part)),
            Criterion(_("Supporters gained"), formats.number(len(gained))),
        ),
        facts=(*negotiations, *supporters),
    )


def _explained(
    *, title: str, name: str, share: Share, rule: str, in_force: Policy, criteria: tuple[Criterion, ...],
    facts: tuple[Fact, ...],
) -> Explanation:  # fmt: skip
    ratio = None if share.ratio is None else float(share.ratio)
    counted = {"part": formats.number(share.part), "whole": formats.number(share.whole)}
    return Explanation(
        title=title,
        score=formats.percent(ratio),
        conclusion=_("Nothing to count yet") if ratio is None else _("%(part)s of %(whole)s") % counted,
        detail=name,
        rule=Rule(
            rule, f"v{in_force.number}", in_force.valid_from, local(in_force.approved_by, in_force.approved_by_en),
            clock.now(),
        ),
        share=None if ratio is None else ratio * 100,
        criteria=criteria,
        facts=facts[:MOST_FACTS],
        more_facts=_("Only the latest are shown.") if len(facts) > MOST_FACTS else "",
    )  # fmt: skip
