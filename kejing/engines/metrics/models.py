"""Facts by month, where they came from, the months and what was computed of them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, F, Value, When
from django.db.models.functions import NullIf, Round

from kejing.engines.metrics.vocabulary import PeriodState, Unit

Figure = models.DecimalField(max_digits=24, decimal_places=6)


class FactKind(models.Model):
    """A kind of fact, declared by a pack. `figures`: further numbers in a fact's detail, each with its labels."""

    code = models.CharField(max_length=60, unique=True)
    subject_kind = models.CharField(max_length=20)
    label_zh = models.CharField(max_length=120)
    label_en = models.CharField(max_length=120)
    has_amount = models.BooleanField()
    figures = models.JSONField(default=dict)


class Batch(models.Model):
    """One delivery of facts. They carry no row trigger: the batch, with count and hash, is their trace."""

    source = models.CharField(max_length=200)
    content_hash = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    accepted = models.PositiveIntegerField()
    repeated = models.PositiveIntegerField()
    made_by = models.BigIntegerField(null=True)
    made_by_name = models.CharField(max_length=200)
    made_at = models.DateTimeField()


class Fact(models.Model):
    """Something that happened to a subject on a day. Partitioned by month, append-only, put right by reversals.

    Kind and batch are no foreign keys: two checks per row would cost more than the row.
    """

    kind_id = models.BigIntegerField()
    subject_kind = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    on_day = models.DateField()
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    quantity = models.DecimalField(max_digits=18, decimal_places=4)
    row_key = models.CharField(max_length=120)
    batch_id = models.BigIntegerField(null=True)
    reverses = models.BigIntegerField(null=True)
    detail = models.JSONField(default=dict)

    class Meta:
        managed = False
        db_table = "metrics_fact"


class Period(models.Model):
    """A calendar month, named by its first day. No row means open; closed is for ever."""

    month = models.DateField(unique=True)
    state = models.CharField(max_length=8, choices=PeriodState, default=PeriodState.OPEN)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=200, blank=True)
    snapshot_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(name="period_month", condition=models.Q(month__day=1))]


class Metric(models.Model):
    """One version of a metric's text. A changed text is a new version; the newest is computed."""

    code = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    label_zh = models.CharField(max_length=120)
    label_en = models.CharField(max_length=120)
    unit = models.CharField(max_length=8, choices=Unit)
    subject_kind = models.CharField(max_length=20)
    ratio = models.BooleanField()
    more_is_better = models.BooleanField()
    quantity_code = models.CharField(max_length=8, blank=True)
    inputs = ArrayField(models.CharField(max_length=60))
    sql = models.TextField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint("code", "version", name="metric_version")]


class MetricValue(models.Model):
    """A metric of one subject in one closed month: the two sums, and the value that follows from them.

    `denominator` null: the value is the sum; 0: not applicable, the value is null. Staff, holder and unit are
    those judged, as of the month, and say who may read it.
    """

    period = models.ForeignKey("metrics.Period", models.PROTECT, related_name="+", db_index=False)
    metric = models.ForeignKey("metrics.Metric", models.PROTECT, related_name="+", db_index=False)
    subject_kind = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    staff_id = models.BigIntegerField(null=True)
    holder_id = models.BigIntegerField(null=True)
    unit_id = models.BigIntegerField(null=True)
    numerator = models.DecimalField(max_digits=24, decimal_places=4)
    denominator = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    value = models.GeneratedField(
        expression=Case(
            When(denominator__isnull=True, then=F("numerator")),
            default=Round(
                F("numerator") / NullIf(F("denominator"), Value(0), output_field=Figure), precision=6
            ),
            output_field=Figure,
        ),
        output_field=models.DecimalField(max_digits=24, decimal_places=6, null=True),
        db_persist=True,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "period", "metric", "subject_kind", "subject_id", name="one_value_a_month"
            )
        ]
        indexes = [models.Index("subject_kind", "subject_id", "period", name="metricvalue_subject")]


class Evidence(models.Model):
    """One thing that counted towards a value, as it stood at the close. Who may read the value may read it.

    Written in bulk beside its value and never changed: a check of the key per row would cost more than the row.
    """

    value = models.ForeignKey(
        "metrics.MetricValue", models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )
    ref_kind = models.CharField(max_length=20)
    ref_id = models.BigIntegerField()
    on_day = models.DateField()
    label = models.CharField(max_length=200, blank=True)
    numerator = models.DecimalField(max_digits=24, decimal_places=4)
    denominator = models.DecimalField(max_digits=24, decimal_places=4, null=True)

    class Meta:
        indexes = [models.Index(fields=["value", "-on_day", "-id"], name="evidence_value")]
