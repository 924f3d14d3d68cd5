"""Everything about a relation on one page, and its panels on the pages of others."""

from dataclasses import dataclass

from kejing.domain.relations.models import Goal, Negotiation, Plan, RiskEvent
from kejing.domain.relations.queries.analyses import Analyses, analyses
from kejing.domain.relations.queries.needs import NeedRow, need_rows
from kejing.domain.relations.queries.plans import ResourceRow, Voices, goals, plan, resources, voices
from kejing.domain.relations.queries.policy import customer_and_policy
from kejing.domain.relations.queries.promises import Owed, open_owed
from kejing.domain.relations.queries.ratings import Relation, Stage, relation, stages
from kejing.domain.relations.queries.risks import SignalRow, customer_events, customer_signals
from kejing.domain.relations.queries.talks import Person, negotiations, people
from kejing.domain.relations.rules import Share, kept_share
from kejing.domain.relations.vocabulary import CHANGE, Party
from kejing.foundation.kernel.actor import Actor

PANEL_NEEDS = 5


@dataclass(frozen=True, slots=True)
class RelationPage:
    relation: Relation
    stages: list[Stage]
    plan: Plan | None
    goals: dict[Party, list[Goal]]
    needs: list[NeedRow]
    promises: list[Owed]
    questions: list[Owed]
    kept: dict[Party, Share]
    signals: list[SignalRow]
    events: list[RiskEvent]
    analyses: Analyses
    people: list[Person]
    negotiations: list[Negotiation]
    voices: Voices
    resources: list[ResourceRow]
    may_change: bool


@dataclass(frozen=True, slots=True)
class OpenThings:
    """For the side of the customer's page: what waits."""

    owed: list[Owed]
    needs: list[NeedRow]

    @property
    def any(self) -> bool:
        return bool(self.owed or self.needs)


def relation_page(*, actor: Actor, customer_id: int, window: int | None = None) -> RelationPage:
    """Eighteen queries, whatever the rows. Raises NotVisible (404)."""
    found = relation(actor=actor, customer_id=customer_id, window=window)
    in_force = found.policy
    return RelationPage(
        relation=found,
        stages=stages(actor=actor, customer_id=customer_id, in_force=in_force),
        plan=plan(actor=actor, customer_id=customer_id),
        goals=goals(actor=actor, customer_id=customer_id),
        needs=need_rows(actor=actor, customer_id=customer_id, in_force=in_force, limit=20),
        promises=[row for row in found.known.promises if row.settled_on is None],
        questions=[row for row in found.known.questions if row.settled_on is None],
        kept=_kept(found),
        signals=customer_signals(actor=actor, customer_id=customer_id, in_force=in_force),
        events=customer_events(actor=actor, customer_id=customer_id),
        analyses=analyses(actor=actor, customer=found.customer, in_force=in_force),
        people=people(actor=actor, customer_id=customer_id, in_force=in_force),
        negotiations=negotiations(actor=actor, customer_id=customer_id),
        voices=voices(actor=actor, customer_id=customer_id),
        resources=resources(actor=actor, customer_id=customer_id),
        may_change=actor.may(CHANGE),
    )


def standing_panel(*, actor: Actor, customer_id: int) -> tuple[Relation, list[SignalRow]]:
    """Score, trend and open signals. Three queries."""
    found = relation(actor=actor, customer_id=customer_id)
    signals = customer_signals(actor=actor, customer_id=customer_id, in_force=found.policy, only_open=True)
    return found, signals


def open_things(*, actor: Actor, customer_id: int) -> OpenThings:
    """Three queries. Raises NotVisible (404)."""
    _customer, in_force = customer_and_policy(actor=actor, customer_id=customer_id)
    needs = need_rows(actor=actor, customer_id=customer_id, in_force=in_force, limit=20)
    return OpenThings(
        open_owed(actor=actor, customer_id=customer_id),
        [row for row in needs if row.state in {"found", "offered"}][:PANEL_NEEDS],
    )


def _kept(found: Relation) -> dict[Party, Share]:
    """The kept ratio of each side (Q14)."""
    return {
        party: kept_share([row.dated for row in found.known.promises if row.by == party], found.standing.on)
        for party in Party
    }
