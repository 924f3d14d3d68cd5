"""Customers, who holds them over time, and what they hold."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q

from kejing.domain.customers.vocabulary import CustomerKind, PartyRole, Risk
from kejing.foundation.kernel.sql import Bigrams, DateRange


class Customer(models.Model):
    """A customer. `holder` and `unit` repeat the ownership in force, so that scope is one indexed column."""

    number = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    name_is_generated = models.BooleanField(default=False)
    kind = models.CharField(max_length=12, choices=CustomerKind)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+", db_index=False)
    holder = models.ForeignKey("org.Holder", models.PROTECT, related_name="+", db_index=False)
    since = models.DateField(null=True)
    risk = models.CharField(max_length=12, choices=Risk, blank=True, default=Risk.NONE)
    attributes = models.JSONField(default=dict)
    sort_key = models.CharField(max_length=200)
    search_text = models.TextField()
    tokens = models.GeneratedField(
        expression=Bigrams("search_text"), output_field=ArrayField(models.TextField()), db_persist=True
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        # What the wall asks for is included, so that counting reads the index alone.
        indexes = [
            models.Index("holder", "sort_key", "id", name="customer_of_holder", include=["unit"]),
            models.Index("unit", "sort_key", "id", name="customer_of_unit", include=["holder"]),
            models.Index("sort_key", "id", name="customer_sort"),
        ]


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
        indexes = [models.Index("customer", "valid_from", name="ownership_of_customer")]
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


class Product(models.Model):
    """Something customers hold, in a line of business; declared by a pack."""

    code = models.CharField(max_length=60, unique=True)
    line = models.CharField(max_length=40)
    label_zh = models.CharField(max_length=80)
    label_en = models.CharField(max_length=80)


class Holding(models.Model):
    """An account, loan, card, order: held by one customer or shared by several (`HoldingParty`)."""

    number = models.CharField(max_length=60, unique=True)
    product = models.ForeignKey("customers.Product", models.PROTECT, related_name="+")
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+", db_index=False)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    opened_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    status = models.CharField(max_length=20, blank=True)
    attributes = models.JSONField(default=dict)


class HoldingParty(models.Model):
    """A customer's part in a holding."""

    holding = models.ForeignKey("customers.Holding", models.CASCADE, related_name="+", db_index=False)
    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+")
    role = models.CharField(max_length=12, choices=PartyRole)

    class Meta:
        constraints = [models.UniqueConstraint("holding", "customer", name="one_part_in_a_holding")]


class Contact(models.Model):
    """A person to talk to at a customer."""

    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    version = models.PositiveIntegerField(default=1)


class ProfileField(models.Model):
    """A field of `Customer.attributes`, declared by a pack."""

    code = models.CharField(max_length=60, unique=True)
    label_zh = models.CharField(max_length=80)
    label_en = models.CharField(max_length=80)
    kind = models.CharField(max_length=8)
    position = models.PositiveSmallIntegerField()
