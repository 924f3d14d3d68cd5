"""Unit markets (单元市场): territories with their customers, each with one customer manager."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from kejing.foundation.kernel.sql import DateRange


class Territory(models.Model):
    """A unit market of a unit."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")


class TerritoryHolder(models.Model):
    """Whose unit market it is, `[valid_from, valid_to)`: one person's at a time, and one market each. Item A4.33."""

    territory = models.ForeignKey("customers.Territory", models.CASCADE, related_name="+", db_index=False)
    holder = models.ForeignKey("org.Holder", models.PROTECT, related_name="+", db_index=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    reason = models.CharField(max_length=200)
    decided_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_manager_of_a_territory_at_a_time",
                expressions=[
                    (F("territory"), RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="one_territory_of_a_manager_at_a_time",
                expressions=[
                    (F("holder"), RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                name="territoryholder_period", condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from"))
            ),
        ]


class TerritoryCustomer(models.Model):
    """A customer belongs to one unit market."""

    customer = models.OneToOneField("customers.Customer", models.CASCADE, related_name="+")
    territory = models.ForeignKey("customers.Territory", models.CASCADE, related_name="+")
