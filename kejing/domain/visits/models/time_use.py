"""What a day's hours went into, and what the organisation wants of them."""

from django.db import models
from django.db.models import Q

from kejing.domain.visits.vocabulary import TimeShare


class WorkType(models.Model):
    """A kind of work that minutes are put down to, as the pack names it; it counts to one of the three shares.

    `of_visits`: the minutes of visits are drafted for this one.
    """

    code = models.CharField(max_length=40, unique=True)
    share = models.CharField(max_length=8, choices=TimeShare)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    place = models.PositiveSmallIntegerField()
    of_visits = models.BooleanField(default=False)


class TimeTargets(models.Model):
    """One row: how a person's time should be shared, in parts of their sum, and the limit of the outside share;
    which figure of which facts is the volume that new customers bring.
    """

    clerical = models.PositiveSmallIntegerField()
    internal = models.PositiveSmallIntegerField()
    outside = models.PositiveSmallIntegerField()
    limit_part = models.PositiveSmallIntegerField()
    limit_whole = models.PositiveSmallIntegerField()
    volume_fact = models.CharField(max_length=40, blank=True)
    volume_figure = models.CharField(max_length=40, blank=True)


class TimeEntry(models.Model):
    """Minutes of a day for one type of work; None: not classified. `times` is how often.

    `seq` 0 came with the log, n with its n-th correction of hours; the highest of a log counts. `staff`, `holder`,
    `unit` and `day` are the log's.
    """

    log = models.ForeignKey("visits.Log", models.PROTECT, related_name="+", db_index=False)
    seq = models.PositiveSmallIntegerField(default=0)
    work_type = models.ForeignKey(
        "visits.WorkType", models.PROTECT, null=True, related_name="+", db_index=False
    )
    minutes = models.PositiveSmallIntegerField()
    times = models.PositiveSmallIntegerField(default=1)
    staff = models.ForeignKey("org.Staff", models.PROTECT, related_name="+", db_index=False)
    holder = models.ForeignKey("org.Holder", models.PROTECT, null=True, related_name="+", db_index=False)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint("log", "seq", "work_type", name="one_entry_a_type", nulls_distinct=False),
            models.CheckConstraint(name="minutes_within_a_day", condition=Q(minutes__lte=1440)),
        ]
        indexes = [
            models.Index("staff", "day", name="time_of_staff"),
            models.Index("unit", "day", name="time_of_unit"),
            models.Index("holder", "day", name="time_of_holder"),
        ]
