"""Ratings, stages, and the rule that scores a relation."""

from django.db import models
from django.db.models import Q

from kejing.domain.relations.models.entry import Entry
from kejing.domain.relations.vocabulary import StageCode


class Rating(Entry):
    """The account manager's own judgement of a day, 1 to 5. Never changed; a later one follows."""

    grade = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=400, blank=True)

    class Meta:
        indexes = [models.Index("customer", "day", "id", name="rating_of_customer")]
        constraints = [
            models.CheckConstraint(name="grade_from_1_to_5", condition=Q(grade__gte=1, grade__lte=5))
        ]


class StageChange(Entry):
    """A relation reached a stage, or went back to one for a reason. The last one counts."""

    stage = models.CharField(max_length=12, choices=StageCode)
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        indexes = [models.Index("customer", "day", "id", name="stage_of_customer")]


class PolicyVersion(models.Model):
    """What the pack decided about relations, by version. The newest one in force counts."""

    number = models.PositiveIntegerField(unique=True)
    valid_from = models.DateField()
    approved_by = models.CharField(max_length=120)
    approved_by_en = models.CharField(max_length=120)
    body = models.JSONField()
