"""Who holds a customer, over time."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from kejing.foundation.kernel.sql import DateRange


class Ownership(models.Model):
    """Who held a customer, `[valid_from, valid_to)`: exactly one holder at every instant."""

    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+", db_index=False)
    holder = models.ForeignKey("org.Holder", models.PROTECT, related_name="+")
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+", db_index=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    reason = models.CharField(max_length=200)
    decided_by = models.BigIntegerField(null=True)

    class Meta:
        # The index of the constraint below answers comparisons with a bigint alone, not those with a plain number.
        indexes = [
            models.Index("customer", "valid_from", name="ownership_of_customer"),
            models.Index(
                "unit", "valid_to", "id", name="ownership_ended", condition=Q(valid_to__isnull=False)
            ),
            models.Index("valid_from", "id", name="ownership_open_since", condition=Q(valid_to=None)),
            models.Index(
                "holder", "valid_from", "customer", name="ownership_held_now", condition=Q(valid_to=None)
            ),
        ]
        constraints = [
            ExclusionConstraint(
                name="one_holder_at_a_time",
                expressions=[
                    (F("customer"), RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                name="ownership_period", condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from"))
            ),
        ]
