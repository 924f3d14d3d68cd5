"""Handbook inspections: what was read, how it was scored, what the person said."""

from django.db import models
from django.db.models import F, Q

from kejing.domain.checks.vocabulary import InspectionKind, InspectionState


class Inspection(models.Model):
    """An inspection of a person's logs and visits of `[start, end)`; a surprise is hers to see once it is done.

    `score` is the share of all points, in percent.
    """

    staff = models.ForeignKey("org.Staff", models.PROTECT, related_name="+", db_index=False)
    holder = models.ForeignKey("org.Holder", models.PROTECT, null=True, related_name="+", db_index=False)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+", db_index=False)
    inspector = models.ForeignKey("org.Staff", models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=8, choices=InspectionKind)
    state = models.CharField(max_length=7, choices=InspectionState)
    start = models.DateField()
    end = models.DateField()
    planned_on = models.DateField()
    policy = models.PositiveIntegerField()
    done_at = models.DateTimeField(null=True)
    score = models.DecimalField(max_digits=5, decimal_places=1, null=True)
    comment = models.CharField(max_length=1000, blank=True)
    reply = models.CharField(max_length=1000, blank=True)
    replied_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(name="inspected_period_has_days", condition=Q(start__lt=F("end"))),
            models.CheckConstraint(name="nobody_inspects_herself", condition=~Q(inspector=F("staff"))),
            models.CheckConstraint(
                name="done_inspection_has_a_score",
                condition=Q(state=InspectionState.DONE, done_at__isnull=False, score__isnull=False)
                | ~Q(state=InspectionState.DONE) & Q(done_at=None, score=None),
            ),
        ]
        indexes = [
            models.Index("staff", "planned_on", "id", name="inspection_of_staff"),
            models.Index("unit", "planned_on", "id", name="inspection_of_unit"),
            models.Index("holder", "planned_on", "id", name="inspection_of_holder"),
            models.Index("planned_on", "id", name="inspection_by_day"),
        ]


class InspectionSample(models.Model):
    """A log or a visit that was drawn to be read."""

    inspection = models.ForeignKey("checks.Inspection", models.PROTECT, related_name="+")
    log = models.ForeignKey("visits.Log", models.PROTECT, null=True, related_name="+", db_index=False)
    visit = models.ForeignKey("visits.Visit", models.PROTECT, null=True, related_name="+", db_index=False)
    day = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="sample_is_one_thing",
                condition=Q(log=None, visit__isnull=False) | Q(log__isnull=False, visit=None),
            )
        ]


class InspectionScore(models.Model):
    """Points for one criterion, with its words as they were."""

    inspection = models.ForeignKey("checks.Inspection", models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    points = models.PositiveSmallIntegerField()
    best = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint("inspection", "code", name="one_score_a_criterion"),
            models.CheckConstraint(name="points_up_to_best", condition=Q(points__lte=F("best"))),
        ]
