"""Sets of segments, the versions of their rules, and who was in them when."""

from django.db import models
from django.db.models import F, Q

from kejing.domain.segments.vocabulary import SetKind, VersionState


class Figure(models.Model):
    """A figure of customers that rules may name, computed from facts of full months; declared by a pack.

    `figure` is what the engine calls amount, quantity or a detail such as balance; `months` how many it spans.
    """

    code = models.CharField(max_length=60, unique=True)
    label_zh = models.CharField(max_length=80)
    label_en = models.CharField(max_length=80)
    fact = models.CharField(max_length=60)
    figure = models.CharField(max_length=60)
    measure = models.CharField(max_length=8)
    months = models.PositiveSmallIntegerField()


class SegmentSet(models.Model):
    """Segments decided together: classes, of which everybody has one, or a single free segment or market.

    `unit` is whose customers it looks at, with all below; None means everybody's. `code` is what a pack calls it.
    """

    code = models.CharField(max_length=60, blank=True)
    label_zh = models.CharField(max_length=80)
    label_en = models.CharField(max_length=80)
    kind = models.CharField(max_length=8, choices=SetKind)
    unit = models.ForeignKey("org.Unit", models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint("code", condition=~Q(code=""), name="set_of_a_pack")]


class SetVersion(models.Model):
    """One version of a set's rules. `body`: segment code → rule, in order; `trial` is what trying it gave.

    A version that came into force is not changed any more; another one ends it.
    """

    set = models.ForeignKey("segments.SegmentSet", models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    body = models.JSONField()
    state = models.CharField(max_length=8, choices=VersionState, default=VersionState.DRAFT)
    trial = models.JSONField(null=True)
    made_by = models.BigIntegerField(null=True)
    made_by_name = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    applied_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("set", "number", name="set_version"),
            models.UniqueConstraint(
                "set", condition=Q(state=VersionState.APPLIED), name="one_version_in_force"
            ),
            models.CheckConstraint(
                name="applied_on_a_day", condition=Q(state=VersionState.DRAFT) | Q(applied_on__isnull=False)
            ),
        ]


class Segment(models.Model):
    """One of the segments of a set. `position`: the first whose rule fits has the customer."""

    set = models.ForeignKey("segments.SegmentSet", models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=60)
    label_zh = models.CharField(max_length=80)
    label_en = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint("set", "code", name="segment_of_set")]


class Membership(models.Model):
    """A customer in a segment, `[valid_from, valid_to)`, by which version, and the values that decided then."""

    set = models.ForeignKey("segments.SegmentSet", models.PROTECT, related_name="+", db_index=False)
    segment = models.ForeignKey("segments.Segment", models.PROTECT, related_name="+", db_index=False)
    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+", db_index=False)
    by = models.ForeignKey("segments.SetVersion", models.PROTECT, related_name="+", db_index=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    values = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index("customer", "valid_from", name="membership_of_customer"),
            models.Index(
                "segment",
                "customer",
                name="membership_now",
                condition=Q(valid_to=None),
                include=["valid_from"],
            ),
            models.Index("segment", "valid_to", "valid_from", name="membership_then", include=["customer"]),
        ]
        constraints = [
            models.UniqueConstraint(
                "customer", "set", condition=Q(valid_to=None), name="one_segment_of_a_set"
            ),
            models.CheckConstraint(
                name="membership_period", condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from"))
            ),
        ]
