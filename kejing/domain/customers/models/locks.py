"""Existing accounts locked to a person, and what is packed to one."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from kejing.domain.customers.vocabulary import RequestState
from kejing.foundation.kernel.sql import DateRange


class Lock(models.Model):
    """A customer locked to the person who holds her, `[valid_from, valid_to)`: nobody moves her, nobody else earns."""

    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+", db_index=False)
    holder = models.ForeignKey("org.Holder", models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    reason = models.CharField(max_length=200)
    decided_by = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index("customer", "valid_from", name="lock_of_customer")]
        constraints = [
            ExclusionConstraint(
                name="one_lock_at_a_time",
                expressions=[
                    (F("customer"), RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                name="lock_period", condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from"))
            ),
        ]


class UnlockRequest(models.Model):
    """Somebody asks that a lock be lifted; a second person decides."""

    lock = models.ForeignKey("customers.Lock", models.CASCADE, related_name="+", db_index=False)
    state = models.CharField(max_length=8, choices=RequestState, default=RequestState.OPEN)
    reason = models.CharField(max_length=200)
    asked_by = models.BigIntegerField()
    asked_on = models.DateField()
    decided_by = models.BigIntegerField(null=True)
    decided_on = models.DateField(null=True)
    comment = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index("lock", "id", name="unlockrequest_of_lock")]
        constraints = [
            models.UniqueConstraint("lock", condition=Q(state="open"), name="one_open_unlock_request"),
            models.CheckConstraint(
                name="unlock_decided_by_a_second_person",
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
            ),
        ]


class HoldingOwnership(models.Model):
    """A holding packed to a person, `[valid_from, valid_to)`: who earns by it. `amount` is what it was then.

    Those that came with a lock name it and end with it.
    """

    holding = models.ForeignKey("customers.Holding", models.CASCADE, related_name="+", db_index=False)
    holder = models.ForeignKey("org.Holder", models.PROTECT, related_name="+")
    lock = models.ForeignKey("customers.Lock", models.CASCADE, null=True, related_name="+")
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    reason = models.CharField(max_length=200)
    decided_by = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index("holding", "valid_from", name="holdingownership_of_holding")]
        constraints = [
            ExclusionConstraint(
                name="one_owner_of_a_holding_at_a_time",
                expressions=[
                    (F("holding"), RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                name="holdingownership_period", condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from"))
            ),
        ]
