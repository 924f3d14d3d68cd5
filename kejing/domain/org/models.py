"""Units over time, posts, the people in them, and who can hold customers."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from kejing.domain.org.vocabulary import AbsenceState, HalfDay, HolderKind
from kejing.foundation.kernel.sql import DateRange


class Unit(models.Model):
    """A unit of the organisation: head office, region, branch. The tree's history is in the closure.

    `kind` is its level; `time_zone` (IANA) and `language` are set where they differ from the organisation's.
    """

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)
    time_zone = models.CharField(max_length=40, blank=True, default="", db_default="")
    language = models.CharField(max_length=10, blank=True, default="", db_default="")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)


class UnitClosure(models.Model):
    """Who was above whom, when. Kept by the trigger on `org_unit`; every unit is above itself at depth 0."""

    ancestor = models.ForeignKey("org.Unit", models.CASCADE, related_name="+")
    descendant = models.ForeignKey("org.Unit", models.CASCADE, related_name="+")
    depth = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index("ancestor", "descendant", name="unitclosure_down"),
            models.Index("descendant", "ancestor", name="unitclosure_up"),
        ]


class UnitMove(models.Model):
    """A reorganisation that lies ahead: on its day the unit goes below another one. `done_at` once it is made."""

    unit = models.ForeignKey("org.Unit", models.CASCADE, related_name="+", db_index=False)
    parent = models.ForeignKey("org.Unit", models.CASCADE, related_name="+")
    moves_on = models.DateField()
    asked_by = models.BigIntegerField(null=True)
    asked_by_name = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("unit", "moves_on", name="one_move_of_a_unit_on_a_day"),
            models.CheckConstraint(name="unitmove_not_below_itself", condition=~Q(unit=F("parent"))),
        ]
        indexes = [models.Index("moves_on", name="unitmove_ahead", condition=Q(done_at__isnull=True))]


class Staff(models.Model):
    """A person who works here."""

    number = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    user = models.ForeignKey("identity.User", models.PROTECT, null=True, unique=True, related_name="+")
    version = models.PositiveIntegerField(default=1)


class Position(models.Model):
    """A post in a unit, with a role; posts report to posts, whoever is in them."""

    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    role = models.ForeignKey("identity.Role", models.PROTECT, to_field="code", related_name="+")
    code = models.CharField(max_length=60, unique=True)
    reports_to = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")


class Appointment(models.Model):
    """A person in a post, `[valid_from, valid_to)`. One person at a time in a post."""

    staff = models.ForeignKey("org.Staff", models.PROTECT, related_name="+")
    position = models.ForeignKey("org.Position", models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_person_in_a_post",
                expressions=[
                    (F("position"), RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                name="appointment_period", condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from"))
            ),
        ]


class Cover(models.Model):
    """A deputy acts for an appointment, `[valid_from, valid_to)`."""

    covered = models.ForeignKey("org.Appointment", models.PROTECT, related_name="+")
    deputy = models.ForeignKey("org.Appointment", models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField()
    reason = models.CharField(max_length=200, blank=True, default="", db_default="")
    arranged_by = models.BigIntegerField(null=True)


class Holder(models.Model):
    """Who can hold customers: a person's appointment, or the named pool (公海) of a unit."""

    kind = models.CharField(max_length=8, choices=HolderKind)
    appointment = models.ForeignKey(
        "org.Appointment", models.PROTECT, null=True, unique=True, related_name="+"
    )
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="holder_is_person_or_pool",
                condition=Q(kind=HolderKind.PERSON, appointment__isnull=False)
                | Q(kind=HolderKind.POOL, appointment__isnull=True),
            ),
            models.UniqueConstraint("unit", condition=Q(kind=HolderKind.POOL), name="one_pool_a_unit"),
        ]


class AbsenceKind(models.Model):
    """What leave is for: annual, sick, training. From the pack."""

    code = models.CharField(max_length=40, unique=True)
    label_zh = models.CharField(max_length=80)
    label_en = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField()


class Absence(models.Model):
    """A person is away, `[valid_from, valid_to)`; `half` of one day where it says so.

    `deputy` is the one wished for, `cover` the one made when it was approved. `changes_from` is the first day that
    the last change of an approved absence touches: it lies in no closed month.
    """

    staff = models.ForeignKey("org.Staff", models.PROTECT, related_name="+", db_index=False)
    holder = models.ForeignKey("org.Holder", models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    kind = models.ForeignKey("org.AbsenceKind", models.PROTECT, related_name="+", db_index=False)
    valid_from = models.DateField()
    valid_to = models.DateField()
    half = models.CharField(max_length=2, choices=HalfDay, blank=True, default="")
    reason = models.CharField(max_length=400, blank=True)
    state = models.CharField(max_length=10, choices=AbsenceState)
    deputy = models.ForeignKey("org.Holder", models.PROTECT, null=True, related_name="+", db_index=False)
    cover = models.ForeignKey("org.Cover", models.PROTECT, null=True, related_name="+", db_index=False)
    asked_by = models.ForeignKey("org.Staff", models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey("org.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=400, blank=True)
    changes_from = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_leave_at_a_time",
                expressions=[
                    (F("staff"), RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
                condition=Q(state__in=[AbsenceState.ASKED, AbsenceState.APPROVED]),
            ),
            models.CheckConstraint(name="absence_period", condition=Q(valid_to__gt=F("valid_from"))),
            models.CheckConstraint(
                name="nobody_decides_on_her_own_leave",
                condition=Q(decided_by=None) | ~Q(decided_by=F("staff")),
            ),
            models.CheckConstraint(
                name="leave_is_approved_by_somebody",
                condition=~Q(state=AbsenceState.APPROVED) | Q(decided_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index("staff", "valid_from", name="absence_of_staff"),
            models.Index("valid_to", "valid_from", name="absence_days"),
            models.Index("asked_at", name="absence_waiting", condition=Q(state=AbsenceState.ASKED)),
        ]
