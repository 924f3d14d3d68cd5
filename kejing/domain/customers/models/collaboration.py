"""Who works on a customer beside her holder."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from kejing.domain.customers.vocabulary import CollaboratorRole
from kejing.foundation.kernel.sql import DateRange


class Collaboration(models.Model):
    """A person who works on a customer beside the one who holds her, `[valid_from, valid_to)`, with a role."""

    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+", db_index=False)
    holder = models.ForeignKey("org.Holder", models.PROTECT, related_name="+", db_index=False)
    role = models.CharField(max_length=12, choices=CollaboratorRole)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    reason = models.CharField(max_length=200)
    decided_by = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(
                "holder", "valid_from", name="collaboration_of_holder", include=["customer", "valid_to"]
            ),
            models.Index("customer", "valid_from", name="collaboration_on_customer"),
        ]
        constraints = [
            ExclusionConstraint(
                name="one_role_of_a_collaborator_at_a_time",
                expressions=[
                    (F("customer"), RangeOperators.EQUAL),
                    (F("holder"), RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                name="collaboration_period", condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))
            ),
        ]
