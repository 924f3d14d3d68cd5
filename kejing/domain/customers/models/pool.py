"""The public pool: its rules over time, and what was sent back into it."""

from django.db import models
from django.db.models import Q

from kejing.domain.customers.vocabulary import RecyclingRule, RecyclingState


class OwnershipPolicy(models.Model):
    """The rules of ownership, a version each; the one in force is the newest that has begun (`rules.ownership`)."""

    version = models.PositiveIntegerField(unique=True)
    valid_from = models.DateField()
    content = models.JSONField()
    decided_by = models.BigIntegerField(null=True)


class Recycling(models.Model):
    """A customer who is to go back to the pool: the holder is warned, then she goes, or the reason falls away."""

    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+", db_index=False)
    holder = models.ForeignKey("org.Holder", models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+", db_index=False)
    rule = models.CharField(max_length=10, choices=RecyclingRule)
    state = models.CharField(max_length=9, choices=RecyclingState, default=RecyclingState.WARNED)
    warned_on = models.DateField()
    due_on = models.DateField()
    ended_on = models.DateField(null=True)
    policy_version = models.PositiveIntegerField()

    class Meta:
        indexes = [
            models.Index("customer", "ended_on", name="recycling_of_customer"),
            models.Index("unit", "due_on", "id", name="recycling_open_of_unit", condition=Q(state="warned")),
            models.Index(
                "holder", "due_on", "id", name="recycling_open_of_holder", condition=Q(state="warned")
            ),
        ]
        constraints = [
            models.UniqueConstraint("customer", condition=Q(state="warned"), name="one_open_recycling"),
            models.CheckConstraint(
                name="recycling_ended",
                condition=Q(state="warned", ended_on=None) | ~Q(state="warned") & Q(ended_on__isnull=False),
            ),
        ]
