"""Policies and what the close published by them: runs, the ledger of points, standings."""

from django.db import models
from django.db.models import Q

from kejing.domain.performance.vocabulary import PolicyState, RunKind, RunState


class Policy(models.Model):
    """A rule by which people are judged, in versions."""

    code = models.CharField(max_length=60, unique=True)
    label_zh = models.CharField(max_length=120)
    label_en = models.CharField(max_length=120)


class PolicyVersion(models.Model):
    """One version of a policy, in force from the first day of a month until the next version begins.

    `body` is what `pack.PolicyBody` describes. An approved version is frozen: a change is a new version.
    """

    policy = models.ForeignKey("performance.Policy", models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    valid_from = models.DateField()
    body = models.JSONField()
    state = models.CharField(max_length=8, choices=PolicyState, default=PolicyState.DRAFT)
    approved_by = models.CharField(max_length=120, blank=True)
    approved_by_en = models.CharField(max_length=120, blank=True)
    approved_at = models.DateField(null=True)
    created_by = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("policy", "number", name="policy_version"),
            models.UniqueConstraint(
                "policy", "valid_from", condition=Q(state=PolicyState.APPROVED), name="one_version_a_month"
            ),
            models.CheckConstraint(name="version_begins_a_month", condition=Q(valid_from__day=1)),
            models.CheckConstraint(
                name="approved_by_somebody",
                condition=~Q(state=PolicyState.APPROVED)
                | (Q(approved_at__isnull=False) & ~Q(approved_by="")),
            ),
        ]


class CloseRun(models.Model):
    """One close of one month; started again after a failure, it is the same run.

    `counts`: people, lines, values, evidence, and seconds as text. `month` is its first day.
    """

    month = models.DateField()
    kind = models.CharField(max_length=8, choices=RunKind, default=RunKind.MONTH)
    state = models.CharField(max_length=8, choices=RunState)
    asked_by = models.CharField(max_length=200)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)
    snapshot_hash = models.CharField(max_length=64, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("month", "kind", name="one_close_a_month")]


class PointLine(models.Model):
    """Points of one person by one metric in one month (its first day). Never changed; a wrong line is reversed.

    `value` is the metric value behind it, whose evidence is the line's. `quantity` null: not applicable.
    """

    month = models.DateField()
    staff = models.ForeignKey("org.Staff", models.PROTECT, related_name="+", db_index=False)
    holder = models.ForeignKey("org.Holder", models.PROTECT, null=True, related_name="+", db_index=False)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+", db_index=False)
    metric = models.CharField(max_length=60)
    metric_version = models.PositiveIntegerField()
    value = models.ForeignKey("metrics.MetricValue", models.PROTECT, related_name="+", db_index=False)
    quantity = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    rate = models.DecimalField(max_digits=12, decimal_places=4)
    points = models.DecimalField(max_digits=14, decimal_places=2)
    policy_version = models.ForeignKey(
        "performance.PolicyVersion", models.PROTECT, related_name="+", db_index=False
    )
    run = models.ForeignKey("performance.CloseRun", models.PROTECT, related_name="+", db_index=False)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint("value", condition=Q(reverses=None), name="one_line_a_value"),
        ]
        indexes = [models.Index("staff", "month", name="pointline_staff")]


class Standing(models.Model):
    """What a month came to for one person: the sum of her lines, and her rank in her unit and over all."""

    month = models.DateField()
    staff = models.ForeignKey("org.Staff", models.PROTECT, related_name="+", db_index=False)
    holder = models.ForeignKey("org.Holder", models.PROTECT, null=True, related_name="+", db_index=False)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+", db_index=False)
    points = models.DecimalField(max_digits=14, decimal_places=2)
    rank = models.PositiveIntegerField()
    of = models.PositiveIntegerField()
    rank_all = models.PositiveIntegerField()
    of_all = models.PositiveIntegerField()
    run = models.ForeignKey("performance.CloseRun", models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint("staff", "month", name="one_standing_a_month")]
        indexes = [models.Index("month", "rank_all", "staff", name="standing_rank")]
