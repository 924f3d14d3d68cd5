"""How to speak with contact persons, where they stand, and what is negotiated."""

from django.db import models
from django.db.models import Q

from kejing.domain.relations.models.entry import Entry
from kejing.domain.relations.vocabulary import Hours, Means, NegotiationState, StanceCode


class Communication(Entry):
    """How a contact person likes to be spoken with, and the plan: what about, how often, when next."""

    contact = models.ForeignKey("customers.Contact", models.PROTECT, related_name="+", db_index=False)
    means = models.CharField(max_length=7, choices=Means)
    hours = models.CharField(max_length=9, choices=Hours)
    style = models.CharField(max_length=40)
    purpose = models.CharField(max_length=400, blank=True)
    every_days = models.PositiveSmallIntegerField(null=True)
    next_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index("customer", "id", name="communication_of_customer")]
        constraints = [models.UniqueConstraint("contact", name="one_communication_of_a_contact")]


class Stance(Entry):
    """Where a contact person stands from a day on. The last one counts."""

    contact = models.ForeignKey("customers.Contact", models.PROTECT, related_name="+", db_index=False)
    held_by = models.ForeignKey("org.Holder", models.PROTECT, related_name="+", db_index=False)
    stance = models.CharField(max_length=9, choices=StanceCode)

    class Meta:
        indexes = [
            models.Index("customer", "day", "id", name="stance_of_customer"),
            models.Index("contact", "day", "id", name="stance_of_contact"),
            models.Index("day", "id", name="stance_by_day"),
        ]


class Negotiation(Entry):
    """A negotiation: what it is about and for, and how it ended. Its limits are kept apart."""

    held_by = models.ForeignKey("org.Holder", models.PROTECT, related_name="+", db_index=False)
    title = models.CharField(max_length=200)
    goals = models.TextField(max_length=2000)
    state = models.CharField(max_length=6, choices=NegotiationState, default=NegotiationState.OPEN)
    ending = models.CharField(max_length=1000, blank=True)
    closed_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index("customer", "day", "id", name="negotiation_of_customer"),
            models.Index("closed_on", "id", name="negotiation_closed", condition=Q(closed_on__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                name="an_ended_negotiation_has_its_day",
                condition=Q(state=NegotiationState.OPEN, closed_on=None)
                | ~Q(state=NegotiationState.OPEN) & Q(closed_on__isnull=False),
            )
        ]


class NegotiationLimit(Entry):
    """How far we would go: behind a wall of its own, for whoever may see limits."""

    negotiation = models.ForeignKey("relations.Negotiation", models.PROTECT, related_name="+", db_index=False)
    text = models.TextField(max_length=2000)

    class Meta:
        constraints = [models.UniqueConstraint("negotiation", name="one_limit_of_a_negotiation")]


class Round(Entry):
    """One round: what was said, what each side gave way on."""

    negotiation = models.ForeignKey("relations.Negotiation", models.PROTECT, related_name="+", db_index=False)
    text = models.CharField(max_length=1000)
    we_conceded = models.CharField(max_length=400, blank=True)
    they_conceded = models.CharField(max_length=400, blank=True)

    class Meta:
        indexes = [models.Index("negotiation", "day", "id", name="round_of_negotiation")]
