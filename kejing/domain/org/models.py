"""Units over time, posts, the people in them, and who can hold customers."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from kejing.domain.org.vocabulary import HolderKind
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
