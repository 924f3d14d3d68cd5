"""Target lists with what became of each customer, and the prospects of a market."""

from django.db import models
from django.db.models import F, Q

from kejing.domain.segments.vocabulary import ProspectState, TargetState


class TargetList(models.Model):
    """A segment's customers as of the day it was made, to be contacted until `due_on`, both days included."""

    segment = models.ForeignKey("segments.Segment", models.PROTECT, related_name="+")
    by = models.ForeignKey("segments.SetVersion", models.PROTECT, null=True, related_name="+", db_index=False)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=200)
    made_on = models.DateField()
    due_on = models.DateField()
    made_by = models.BigIntegerField(null=True)
    made_by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.CheckConstraint(name="list_ends_after", condition=Q(due_on__gte=F("made_on")))]


class Target(models.Model):
    """One customer of a list. `holder` and `unit` are hers on the day; `contacted_on` the first contact since."""

    list = models.ForeignKey("segments.TargetList", models.PROTECT, related_name="+", db_index=False)
    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+", db_index=False)
    holder = models.ForeignKey("org.Holder", models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=8, choices=TargetState, default=TargetState.OPEN)
    contacted_on = models.DateField(null=True)
    note = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index("customer", name="target_of_customer"),
            models.Index("holder", "list", "id", name="target_of_holder", include=["unit"]),
            models.Index("list", "holder", "unit", name="target_coverage", include=["state", "contacted_on"]),
        ]
        constraints = [
            models.UniqueConstraint("list", "customer", name="once_on_a_list"),
            models.CheckConstraint(
                name="dropped_target_says_why", condition=~Q(state=TargetState.DROPPED) | ~Q(note="")
            ),
        ]


class Prospect(models.Model):
    """Somebody of a target market who is no customer yet, and how far it is. Item A9.2."""

    segment = models.ForeignKey("segments.Segment", models.PROTECT, related_name="+", db_index=False)
    holder = models.ForeignKey("org.Holder", models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=ProspectState, default=ProspectState.PROSPECT)
    note = models.CharField(max_length=200, blank=True)
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, null=True, related_name="+", db_index=False
    )
    entered_on = models.DateField()
    contacted_on = models.DateField(null=True)
    settled_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index("segment", "holder", "id", name="prospect_of_holder"),
            models.Index("segment", "unit", "id", name="prospect_of_unit"),
        ]
        constraints = [
            models.CheckConstraint(
                name="prospect_became_somebody",
                condition=Q(state=ProspectState.CUSTOMER, customer__isnull=False)
                | ~Q(state=ProspectState.CUSTOMER) & Q(customer=None),
            ),
            models.CheckConstraint(
                name="prospect_dropped_for_a_reason", condition=~Q(state=ProspectState.DROPPED) | ~Q(note="")
            ),
        ]
