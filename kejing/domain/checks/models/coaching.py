"""Coaching: why, what was agreed, when it is looked at again, what became of it."""

from django.db import models
from django.db.models import F, Q

from kejing.domain.checks.vocabulary import CoachingOutcome


class Coaching(models.Model):
    """A talk with a person. She reads and may answer it; the coach says on `check_on` or later what became of it."""

    staff = models.ForeignKey("org.Staff", models.PROTECT, related_name="+", db_index=False)
    holder = models.ForeignKey("org.Holder", models.PROTECT, null=True, related_name="+", db_index=False)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+", db_index=False)
    coach = models.ForeignKey("org.Staff", models.PROTECT, related_name="+", db_index=False)
    log = models.ForeignKey("visits.Log", models.PROTECT, null=True, related_name="+", db_index=False)
    on = models.DateField()
    reason = models.CharField(max_length=400)
    agreed = models.CharField(max_length=1000)
    check_on = models.DateField()
    read_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=1000, blank=True)
    outcome = models.CharField(max_length=7, choices=CoachingOutcome, blank=True)
    remark = models.CharField(max_length=1000, blank=True)
    followed_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(name="nobody_coaches_herself", condition=~Q(coach=F("staff"))),
            models.CheckConstraint(name="coaching_is_checked_later", condition=Q(check_on__gt=F("on"))),
            models.CheckConstraint(
                name="outcome_with_its_day",
                condition=Q(followed_on=None, outcome="") | Q(followed_on__isnull=False) & ~Q(outcome=""),
            ),
        ]
        indexes = [
            models.Index("staff", "on", "id", name="coaching_of_staff"),
            models.Index("unit", "on", "id", name="coaching_of_unit"),
            models.Index("holder", "on", "id", name="coaching_of_holder"),
            models.Index("coach", "check_on", condition=Q(followed_on=None), name="coaching_due"),
        ]
