"""Customers: who they are."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from kejing.domain.customers.vocabulary import CustomerKind, Risk
from kejing.foundation.kernel.sql import Bigrams

WALLED = ["holder", "unit", "confidential", "merged_into"]
"""What the wall asks for is included, so that counting reads the index alone."""


class Customer(models.Model):
    """A customer. `holder` and `unit` repeat the ownership in force, so that scope is one indexed column.

    `identity_number` is the law's number of a person or an organisation; `parent` the node above in a group; a
    customer with `merged_into` is the same one entered twice: its rows stay, pages show it with the other.
    `since_key` sorts by `since` with those first who have none: a column, for under row-level security the
    planner uses no index on an expression like this.
    `entered_on` and `entered_by` say who brought it in and when, as the source kept it.

    The database keeps `attributes_at` (field -> day its value was last given or confirmed) and `profile_due`
    (the first day on which a required field is missing or too old; none without required fields) in step with
    `attributes`, whoever writes.
    """

    number = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    name_is_generated = models.BooleanField(default=False)
    kind = models.CharField(max_length=12, choices=CustomerKind)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+", db_index=False)
    holder = models.ForeignKey("org.Holder", models.PROTECT, related_name="+", db_index=False)
    since = models.DateField(null=True)
    risk = models.CharField(max_length=12, choices=Risk, blank=True, default=Risk.NONE)
    identity_number = models.CharField(max_length=40, blank=True, default="", db_default="")
    phone = models.CharField(max_length=40, blank=True, default="", db_default="")
    address = models.CharField(max_length=300, blank=True, default="", db_default="")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)
    confidential = models.BooleanField(default=False, db_default=False)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)
    attributes = models.JSONField(default=dict)
    attributes_at = models.JSONField(default=dict, db_default={})
    profile_due = models.DateField(null=True)
    entered_on = models.DateField(null=True)
    entered_by = models.CharField(max_length=120, blank=True, default="", db_default="")
    sort_key = models.CharField(max_length=200)
    search_text = models.TextField()
    tokens = models.GeneratedField(
        expression=Bigrams("search_text"), output_field=ArrayField(models.TextField()), db_persist=True
    )
    since_key = models.GeneratedField(
        expression=Coalesce("since", Value(date(1, 1, 1))), output_field=models.DateField(), db_persist=True
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        # What the wall asks for is included, so that counting reads the index alone.
        indexes = [
            models.Index(
                "holder",
                "sort_key",
                "id",
                name="customer_of_holder",
                include=["unit", "confidential", "merged_into"],
            ),
            models.Index(
                "unit",
                "sort_key",
                "id",
                name="customer_of_unit",
                include=["holder", "confidential", "merged_into"],
            ),
            models.Index("holder", name="customer_confidential", condition=Q(confidential=True)),
            models.Index("sort_key", "id", name="customer_sort"),
            models.Index("identity_number", name="customer_identity", condition=~Q(identity_number="")),
            models.Index("phone", name="customer_phone", condition=~Q(phone="")),
            models.Index("parent", name="customer_parent", condition=Q(parent__isnull=False)),
            models.Index("merged_into", name="customer_merged", condition=Q(merged_into__isnull=False)),
            models.Index(
                "kind",
                "sort_key",
                "id",
                name="customer_of_kind",
                include=WALLED,
            ),
            models.Index(
                "risk",
                "sort_key",
                "id",
                name="customer_of_risk",
                condition=~Q(risk=""),
                include=WALLED,
            ),
            models.Index(
                "since_key",
                "id",
                name="customer_by_since",
                include=WALLED,
            ),
            models.Index(
                "holder", "profile_due", "id", name="customer_profile", condition=Q(profile_due__isnull=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(name="customer_not_above_itself", condition=~Q(parent=F("id"))),
            models.CheckConstraint(name="customer_not_merged_into_itself", condition=~Q(merged_into=F("id"))),
        ]
