"""The people to talk to at customers."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from kejing.foundation.kernel.sql import DateRange


class Contact(models.Model):
    """A person to talk to, entered at a customer; her other posts, past and present, are `ContactPosition`s."""

    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.CharField(max_length=200, blank=True, default="", db_default="")
    version = models.PositiveIntegerField(default=1)


class ContactPosition(models.Model):
    """What a contact is at a customer, `[valid_from, valid_to)`; she may be something in several at once."""

    contact = models.ForeignKey("customers.Contact", models.CASCADE, related_name="+", db_index=False)
    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+", db_index=False)
    title = models.CharField(max_length=120, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index("customer", "valid_from", name="contactposition_at"),
            models.Index("contact", "valid_from", name="contactposition_of"),
        ]
        constraints = [
            ExclusionConstraint(
                name="one_post_of_a_contact_at_a_time",
                expressions=[
                    (F("contact"), RangeOperators.EQUAL),
                    (F("customer"), RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                name="contactposition_period", condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from"))
            ),
        ]
