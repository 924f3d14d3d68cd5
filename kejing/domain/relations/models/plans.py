"""What both sides want of the relation, what they say to one another and lend one another."""

from django.db import models

from kejing.domain.relations.models.entry import Entry
from kejing.domain.relations.vocabulary import GoalKind, GoalState, Party, ResourceKind, Usable, Voice


class Plan(Entry):
    """The relationship plan: one for each customer, rewritten as it grows."""

    market = models.TextField(max_length=2000, blank=True)
    value_offered = models.TextField(max_length=2000, blank=True)
    value_for_us = models.CharField(max_length=400, blank=True)
    value_for_customer = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("customer", name="one_plan_of_a_customer")]


class Goal(Entry):
    """What one party wants of the relation."""

    party = models.CharField(max_length=8, choices=Party)
    kind = models.CharField(max_length=8, choices=GoalKind)
    text = models.CharField(max_length=400)
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=7, choices=GoalState, default=GoalState.OPEN)
    state_on = models.DateField()

    class Meta:
        indexes = [models.Index("customer", "day", "id", name="goal_of_customer")]


class Message(Entry):
    """What the account manager carried from one side to the other."""

    voice = models.CharField(max_length=6, choices=Voice)
    text = models.CharField(max_length=1000)

    class Meta:
        indexes = [models.Index("customer", "day", "id", name="message_of_customer")]


class Resource(Entry):
    """Something the customer can bring in: introductions, channels, knowledge."""

    kind = models.CharField(max_length=12, choices=ResourceKind)
    usable = models.CharField(max_length=8, choices=Usable)
    text = models.CharField(max_length=400)

    class Meta:
        indexes = [models.Index("customer", "day", "id", name="resource_of_customer")]


class ResourceUse(Entry):
    """A resource was used by one side, and what came of it."""

    resource = models.ForeignKey("relations.Resource", models.PROTECT, related_name="+", db_index=False)
    by = models.CharField(max_length=8, choices=Party)
    text = models.CharField(max_length=400)

    class Meta:
        indexes = [
            models.Index("customer", "day", "id", name="resourceuse_of_customer"),
            models.Index("resource", "day", "id", name="resourceuse_of_resource"),
        ]
