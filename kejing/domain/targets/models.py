"""Measures and themes, targets with their history, explanations of differences, what was reached."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, F, Q, When

from kejing.domain.targets.vocabulary import (
    ChangeKind,
    Folding,
    Level,
    MeasureUnit,
    PeriodKind,
    Reconcile,
    Way,
)

FIGURE: dict[str, Any] = {"max_digits": 18, "decimal_places": 4}


class Measure(models.Model):
    """What targets are set for, declared by a pack: a figure of a kind of fact, or an activity a module above counts.

    `places`: decimal places of its figures. `fact_of`: the kind of thing its facts hang on, a holding or a customer.
    """

    code = models.CharField(max_length=60, unique=True)
    label_zh = models.CharField(max_length=80)
    label_en = models.CharField(max_length=80)
    unit = models.CharField(max_length=8, choices=MeasureUnit)
    places = models.PositiveSmallIntegerField()
    fact = models.CharField(max_length=60, blank=True)
    figure = models.CharField(max_length=60, blank=True)
    fact_of = models.CharField(max_length=20, blank=True)
    folding = models.CharField(max_length=8, choices=Folding)
    activity = models.CharField(max_length=60, blank=True)
    reconcile = models.CharField(max_length=8, choices=Reconcile)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="measure_is_fact_or_activity",
                condition=Q(fact="", figure="") & ~Q(activity="")
                | Q(activity="") & ~Q(fact="") & ~Q(figure=""),
            )
        ]


class Theme(models.Model):
    """A strategic theme that targets and plans refer to by its code (A3.17)."""

    code = models.CharField(max_length=60, unique=True)
    label_zh = models.CharField(max_length=80)
    label_en = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField()


class Target(models.Model):
    """A figure to reach in `[begins, ends)`: the organisation's, a unit's, a person's, a customer's; or of a product.

    `subject` is the id at its level; unit, staff and holder of a person's or a customer's are those of the day it
    was set. `above`: the target of the same period it is a part of; the database finds it (`kj_link_targets`).
    """

    measure = models.ForeignKey("targets.Measure", models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=8, choices=PeriodKind)
    begins = models.DateField()
    ends = models.DateField()
    level = models.CharField(max_length=12, choices=Level)
    unit = models.ForeignKey("org.Unit", models.PROTECT, null=True, related_name="+", db_index=False)
    staff = models.ForeignKey("org.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    holder = models.ForeignKey("org.Holder", models.PROTECT, null=True, related_name="+", db_index=False)
    customer = models.ForeignKey("customers.Customer", models.PROTECT, null=True, related_name="+")
    product = models.ForeignKey(
        "customers.Product", models.PROTECT, null=True, related_name="+", db_index=False
    )
    subject = models.GeneratedField(
        expression=Case(
            When(level=Level.UNIT, then=F("unit")),
            When(level=Level.STAFF, then=F("staff")),
            When(level=Level.CUSTOMER, then=F("customer")),
            default=0,
            output_field=models.BigIntegerField(),
        ),
        output_field=models.BigIntegerField(),
        db_persist=True,
    )
    base = models.DecimalField(**FIGURE)
    floor = models.DecimalField(**FIGURE, null=True)
    stretch = models.DecimalField(**FIGURE, null=True)
    themes = ArrayField(models.CharField(max_length=60), default=list, db_default=[])
    above = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "level", "subject", "begins", "kind", "product"],
                name="one_target",
                nulls_distinct=False,
            ),
            models.CheckConstraint(name="target_period", condition=Q(ends__gt=F("begins"))),
            models.CheckConstraint(
                name="target_figures",
                condition=Q(base__gte=0)
                & (Q(floor=None) | Q(floor__gte=0, floor__lte=F("base")))
                & (Q(stretch=None) | Q(stretch__gte=F("base"))),
            ),
            models.CheckConstraint(
                name="target_subject",
                condition=Q(level=Level.ORGANISATION, unit=None, staff=None, holder=None, customer=None)
                | Q(level=Level.UNIT, unit__isnull=False, staff=None, holder=None, customer=None)
                | Q(level=Level.STAFF, unit__isnull=False, staff__isnull=False, customer=None)
                | Q(level=Level.CUSTOMER, unit__isnull=False, customer__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["above", "-base", "-id"], name="targets_parts"),
            models.Index("level", "subject", "begins", name="targets_of_subject"),
            models.Index("unit", "measure", "begins", name="targets_of_unit"),
            models.Index("holder", "begins", name="targets_of_holder"),
            models.Index("measure", "kind", "begins", "level", name="targets_of_period"),
            models.Index("ends", "begins", name="targets_running"),
        ]


class TargetChange(models.Model):
    """One line of a target's history: its figures from then on, who decided and why."""

    target = models.ForeignKey("targets.Target", models.CASCADE, related_name="+", db_index=False)
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=ChangeKind)
    base = models.DecimalField(**FIGURE)
    floor = models.DecimalField(**FIGURE, null=True)
    stretch = models.DecimalField(**FIGURE, null=True)
    themes = ArrayField(models.CharField(max_length=60), default=list, db_default=[])
    reason = models.CharField(max_length=200, blank=True)
    made_by = models.BigIntegerField(null=True)
    made_by_name = models.CharField(max_length=200)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("target", "version", name="one_change_a_version")]


class Explanation(models.Model):
    """Why the parts of a target do not come to it, for the very difference it was given for."""

    target = models.ForeignKey("targets.Target", models.CASCADE, related_name="+", db_index=False)
    way = models.CharField(max_length=8, choices=Way)
    difference = models.DecimalField(**FIGURE)
    text = models.CharField(max_length=400)
    made_by = models.BigIntegerField(null=True)
    made_by_name = models.CharField(max_length=200)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["target", "way", "-id"], name="explanation_of_target")]


class Attainment(models.Model):
    """What was reached of a target, as the worker last counted it. Null: nothing measures it."""

    target = models.OneToOneField("targets.Target", models.CASCADE, related_name="+", db_index=False)
    actual = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    counted_at = models.DateTimeField()
