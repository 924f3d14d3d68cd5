"""The duty calendar, and what each person owes by it."""

from django.db import models
from django.db.models import F, Q

from kejing.domain.duties.vocabulary import DueFrom, Every, Excuse, TaskState


class Duty(models.Model):
    """A duty by its code; what it says stands in its versions."""

    code = models.CharField(max_length=60, unique=True)


class DutyVersion(models.Model):
    """What a duty says, in force `[valid_from, valid_to)`; a draft has no `valid_from`. See `rules.Rhythm`.

    `least` to `most` pieces of evidence a period (`most` None: as many as come). `item` names the articles' items.
    """

    duty = models.ForeignKey("duties.Duty", models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    label_zh = models.CharField(max_length=80)
    label_en = models.CharField(max_length=80)
    item = models.CharField(max_length=60, blank=True)
    role = models.CharField(max_length=40)
    every = models.CharField(max_length=9, choices=Every)
    months = models.JSONField(default=list)
    due_from = models.CharField(max_length=5, choices=DueFrom, default=DueFrom.END)
    lead_months = models.PositiveSmallIntegerField(default=0)
    workdays = models.SmallIntegerField(default=0)
    due_time = models.TimeField()
    opens_before = models.PositiveSmallIntegerField(default=0)
    remind_days = models.PositiveSmallIntegerField(default=0)
    evidence = models.CharField(max_length=40)
    least = models.PositiveSmallIntegerField(default=1)
    most = models.PositiveSmallIntegerField(null=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    made_by_name = models.CharField(max_length=200)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("duty", "number", name="one_version_of_a_number"),
            models.UniqueConstraint("duty", condition=Q(valid_from=None), name="one_draft_of_a_duty"),
            models.CheckConstraint(
                name="duty_version_period", condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))
            ),
            models.CheckConstraint(
                name="duty_counts", condition=Q(least__gte=1) & (Q(most=None) | Q(most__gte=F("least")))
            ),
        ]


class DutyTask(models.Model):
    """What one person owes for one period `[starts_on, ends_on)`, due at `due_at`.

    `about`: the newcomer whom a duty after an appointment is about. `got` pieces of evidence came; `done_at` is when
    the last one needed came, `proof` which one; a duty by hand has `note` and `reference` instead.
    """

    duty = models.ForeignKey("duties.Duty", models.PROTECT, related_name="+", db_index=False)
    version = models.ForeignKey("duties.DutyVersion", models.PROTECT, related_name="+", db_index=False)
    staff = models.ForeignKey("org.Staff", models.PROTECT, related_name="+", db_index=False)
    appointment = models.ForeignKey("org.Appointment", models.PROTECT, related_name="+", db_index=False)
    holder = models.ForeignKey("org.Holder", models.PROTECT, null=True, related_name="+", db_index=False)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+", db_index=False)
    about = models.ForeignKey("org.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    starts_on = models.DateField()
    ends_on = models.DateField()
    due_at = models.DateTimeField()
    state = models.CharField(
        max_length=7, choices=TaskState, default=TaskState.OPEN, db_default=TaskState.OPEN
    )
    got = models.PositiveIntegerField(default=0, db_default=0)
    done_at = models.DateTimeField(null=True)
    proof = models.ForeignKey("duties.Trace", models.SET_NULL, null=True, related_name="+", db_index=False)
    note = models.TextField(max_length=2000, blank=True, default="", db_default="")
    reference = models.CharField(max_length=200, blank=True, default="", db_default="")
    excuse = models.CharField(max_length=8, choices=Excuse, blank=True, default="", db_default="")
    excuse_text = models.CharField(max_length=400, blank=True, default="", db_default="")
    excused_by = models.ForeignKey("org.Staff", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("staff", "duty", "starts_on", "about"), name="one_task_a_period", nulls_distinct=False
            ),
            models.CheckConstraint(name="duty_task_period", condition=Q(ends_on__gt=F("starts_on"))),
            models.CheckConstraint(
                name="done_has_its_moment",
                condition=Q(state__in=("done", "late"), done_at__isnull=False)
                | ~Q(state__in=("done", "late")) & Q(done_at=None),
            ),
            models.CheckConstraint(
                name="excused_says_why",
                condition=Q(state="excused") & ~Q(excuse="") | ~Q(state="excused") & Q(excuse=""),
            ),
            models.CheckConstraint(
                name="nobody_excuses_herself", condition=Q(excused_by=None) | ~Q(excused_by=F("staff"))
            ),
        ]
        indexes = [
            models.Index("staff", "due_at", "id", name="duty_task_of_staff"),
            models.Index("staff", "due_at", "id", name="duty_task_open", condition=Q(state="open")),
            models.Index("unit", "due_at", "id", name="duty_task_of_unit"),
            models.Index("due_at", "id", name="duty_task_by_due"),
            models.Index("ends_on", name="duty_task_open_by_end", condition=Q(state="open")),
        ]


class Trace(models.Model):
    """One piece of evidence: `subject` of a module above that somebody did `at` a moment, for the day `on`."""

    staff = models.ForeignKey("org.Staff", models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    on = models.DateField()
    at = models.DateTimeField()
    count = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint("staff", "kind", "subject", "subject_id", name="one_trace_of_a_subject")
        ]
        indexes = [
            models.Index("staff", "kind", "on", name="trace_of_staff"),
            models.Index("subject", "subject_id", name="trace_of_subject"),
        ]
