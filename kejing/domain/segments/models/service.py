"""Service standards in versions, and for each customer when the next contact is due."""

from django.db import models
from django.db.models import Q

from kejing.domain.segments.vocabulary import VersionState


class Standard(models.Model):
    """One version of the service standards: `body` is what `pack.StandardBody` describes. Frozen once in force."""

    number = models.PositiveIntegerField(unique=True)
    body = models.JSONField()
    state = models.CharField(max_length=8, choices=VersionState, default=VersionState.DRAFT)
    trial = models.JSONField(null=True)
    valid_from = models.DateField(null=True)
    made_by = models.BigIntegerField(null=True)
    made_by_name = models.CharField(max_length=200)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "state", condition=Q(state=VersionState.APPLIED), name="one_standard_in_force"
            ),
            models.CheckConstraint(
                name="standard_in_force_from",
                condition=Q(state=VersionState.DRAFT) | Q(valid_from__isnull=False),
            ),
        ]


class Service(models.Model):
    """How a customer is served: her class, the last contact, when the next is due. One row each.

    `holder` and `unit` follow the customer by a trigger (migration 0002); `counts_from` is where the clock
    starts without a contact; `value` is what the standard calls a customer's value, of the last full months.
    """

    customer = models.OneToOneField("customers.Customer", models.CASCADE, related_name="+")
    holder = models.ForeignKey("org.Holder", models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+", db_index=False)
    segment = models.ForeignKey(
        "segments.Segment", models.PROTECT, null=True, related_name="+", db_index=False
    )
    last_on = models.DateField(null=True)
    counts_from = models.DateField()
    norm_days = models.PositiveSmallIntegerField(null=True)
    due_on = models.DateField(null=True)
    value = models.DecimalField(max_digits=24, decimal_places=2, null=True)

    class Meta:
        # What the wall asks for is included, so that counting reads the index alone.
        indexes = [
            models.Index("holder", "due_on", "customer", name="service_of_holder", include=["unit"]),
            models.Index("unit", "due_on", "customer", name="service_of_unit", include=["holder"]),
            models.Index("due_on", "customer", name="service_due", include=["holder", "unit"]),
            models.Index("holder", "segment", name="service_load", include=["unit", "value"]),
        ]
