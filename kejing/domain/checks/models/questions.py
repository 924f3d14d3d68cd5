"""Questions that unusual entries raise, with a right to reply."""

from django.db import models
from django.db.models import F, Q

from kejing.domain.checks.vocabulary import Pattern, QuestionOutcome, QuestionState


class Question(models.Model):
    """A question to a person. It counts nowhere. `key` is what it is about, so that nothing is asked twice.

    `facts` are frozen: [{"label", "on", "visit" or "log"}]. She may answer until `answer_due`, both see all of it.
    """

    staff = models.ForeignKey("org.Staff", models.PROTECT, related_name="+", db_index=False)
    holder = models.ForeignKey("org.Holder", models.PROTECT, null=True, related_name="+", db_index=False)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+", db_index=False)
    pattern = models.CharField(max_length=10, choices=Pattern)
    key = models.CharField(max_length=80)
    policy = models.PositiveIntegerField()
    facts = models.JSONField()
    raised_on = models.DateField()
    answer_due = models.DateField()
    state = models.CharField(max_length=8, choices=QuestionState, default=QuestionState.OPEN)
    answer = models.CharField(max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True)
    closer = models.ForeignKey("org.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    outcome = models.CharField(max_length=9, choices=QuestionOutcome, blank=True)
    reason = models.CharField(max_length=1000, blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("staff", "pattern", "key", name="nothing_is_asked_twice"),
            models.CheckConstraint(
                name="nobody_closes_her_own", condition=Q(closer=None) | ~Q(closer=F("staff"))
            ),
            models.CheckConstraint(
                name="closed_with_a_reason",
                condition=Q(state=QuestionState.CLOSED, closed_at__isnull=False, closer__isnull=False)
                & ~Q(reason="")
                & ~Q(outcome="")
                | ~Q(state=QuestionState.CLOSED) & Q(closed_at=None, closer=None, reason="", outcome=""),
            ),
        ]
        indexes = [
            models.Index("unit", "raised_on", "id", name="question_of_unit"),
            models.Index("holder", "raised_on", "id", name="question_of_holder"),
            models.Index("raised_on", "id", name="question_by_day"),
        ]
