"""Who looks after a group of customers as a whole."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from kejing.domain.customers.vocabulary import TeamRole
from kejing.foundation.kernel.sql import DateRange


class GroupMember(models.Model):
    """A part in the team of a group, kept at the group's head, `[valid_from, valid_to)`: one lead at a time.

    `duty` is what a member is there for, in the organisation's words. Item A3.20.
    """

    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+", db_index=False)
    staff = models.ForeignKey("org.Staff", models.PROTECT, related_name="+")
    role = models.CharField(max_length=8, choices=TeamRole)
    duty = models.CharField(max_length=80, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    reason = models.CharField(max_length=200)
    ended_because = models.CharField(max_length=200, blank=True)
    decided_by = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index("customer", "valid_from", name="groupmember_of")]
        constraints = [
            ExclusionConstraint(
                name="one_lead_at_a_time",
                expressions=[
                    (F("customer"), RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
                condition=Q(role=TeamRole.LEAD),
            ),
            ExclusionConstraint(
                name="one_part_in_a_team_at_a_time",
                expressions=[
                    (F("customer"), RangeOperators.EQUAL),
                    (F("staff"), RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                name="groupmember_period", condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from"))
            ),
        ]
