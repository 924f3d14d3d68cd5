"""Visits planned and held, the logs written from them, and what reviewers said."""

from django.db import models
from django.db.models import F, Q

from kejing.domain.visits.vocabulary import (
    BEST_MARK,
    Channel,
    CorrectionKind,
    Direction,
    Reached,
    VisitState,
)


class Visit(models.Model):
    """A contact with a customer, planned or held.

    `day` is what lists go by: the planned day until the visit is held, then the day it was. `holder` and
    `unit` are the customer's when the row was made, `staff` is who planned or held it. `minutes` is its length,
    `recorded_on` the business day on which it was entered as held (the database stamps it).
    `arrived_at` and `left_at` are moments of the server's clock: whoever has arrived and not left is there. A
    `drop_in` began without a plan; `place_in_day` is the hand-made order of a day.
    """

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+", db_index=False)
    holder = models.ForeignKey("org.Holder", models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+", db_index=False)
    staff = models.ForeignKey("org.Staff", models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=9, choices=VisitState)
    day = models.DateField()
    planned_for = models.DateField(null=True)
    planned_at = models.TimeField(null=True)
    happened_at = models.DateTimeField(null=True)
    minutes = models.PositiveSmallIntegerField(null=True)
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.VISIT)
    direction = models.CharField(max_length=8, choices=Direction, default=Direction.OUTBOUND)
    goal = models.CharField(max_length=400, blank=True)
    reached = models.CharField(max_length=6, choices=Reached, default=Reached.NONE)
    result = models.TextField(max_length=2000, blank=True)
    observations = models.TextField(max_length=2000, blank=True)
    next_step = models.CharField(max_length=400, blank=True)
    next_step_on = models.DateField(null=True)
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)
    cancel_reason = models.CharField(max_length=400, blank=True)
    recorded_on = models.DateField(null=True)
    arrived_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    drop_in = models.BooleanField(default=False, db_default=False)
    place_in_day = models.PositiveSmallIntegerField(null=True)
    customer_view = models.TextField(max_length=2000, blank=True, default="", db_default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "staff",
                name="at_one_place_at_a_time",
                condition=Q(arrived_at__isnull=False, left_at=None, state=VisitState.PLANNED),
            ),
            models.CheckConstraint(
                name="who_left_had_arrived", condition=Q(left_at=None) | Q(left_at__gte=F("arrived_at"))
            ),
            models.CheckConstraint(
                name="held_visit_has_a_moment",
                condition=Q(state=VisitState.DONE, happened_at__isnull=False)
                | (~Q(state=VisitState.DONE) & Q(happened_at=None, day=F("planned_for"))),
            ),
            models.CheckConstraint(
                name="a_goal_is_judged_only_if_set", condition=Q(reached=Reached.NONE) | ~Q(goal="")
            ),
            models.CheckConstraint(
                name="cancelled_for_a_reason",
                condition=Q(state=VisitState.CANCELLED) & ~Q(cancel_reason="")
                | ~Q(state=VisitState.CANCELLED) & Q(cancel_reason=""),
            ),
        ]
        indexes = [
            models.Index("staff", "day", "id", name="visit_of_staff"),
            models.Index("customer", "day", "id", name="visit_of_customer"),
            models.Index("holder", "day", "id", name="visit_of_holder"),
            models.Index("unit", "day", "id", name="visit_of_unit"),
            models.Index("day", "id", name="visit_by_day"),
        ]


class Log(models.Model):
    """A person's work log of a day, as handed in: never changed, only corrected beside (`LogCorrection`).

    `due_at` was the cut-off, `review_due_at` is the reviewer's. `holder` and `unit` are the writer's own then.
    """

    staff = models.ForeignKey("org.Staff", models.PROTECT, related_name="+", db_index=False)
    holder = models.ForeignKey("org.Holder", models.PROTECT, null=True, related_name="+", db_index=False)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    visits_part = models.TextField(max_length=8000, blank=True)
    results_part = models.TextField(max_length=8000, blank=True)
    reflections_part = models.TextField(max_length=8000, blank=True)
    submitted_at = models.DateTimeField()
    due_at = models.DateTimeField()
    review_due_at = models.DateTimeField()
    on_time = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint("staff", "day", name="one_log_a_day")]
        indexes = [
            models.Index("unit", "day", "id", name="log_of_unit"),
            models.Index("holder", "day", "id", name="log_of_holder"),
            models.Index("day", "id", name="log_by_day"),
        ]


class LogCorrection(models.Model):
    """What was said after the fact, with both times: `original_at` (None: there was no log in time) and `at`."""

    log = models.ForeignKey("visits.Log", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=CorrectionKind)
    visits_part = models.TextField(max_length=8000, blank=True)
    results_part = models.TextField(max_length=8000, blank=True)
    reflections_part = models.TextField(max_length=8000, blank=True)
    reason = models.CharField(max_length=400)
    original_at = models.DateTimeField(null=True)
    at = models.DateTimeField()


class Review(models.Model):
    """One judgement of a log; `seq` 1 is the review, later ones changed it. The last one counts."""

    log = models.ForeignKey("visits.Log", models.PROTECT, related_name="+", db_index=False)
    seq = models.PositiveSmallIntegerField()
    reviewer = models.ForeignKey("org.Staff", models.PROTECT, related_name="+", db_index=False)
    mark = models.PositiveSmallIntegerField()
    comment = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("log", "seq", name="one_review_at_a_time"),
            models.CheckConstraint(name="mark_from_1_to_5", condition=Q(mark__gte=1, mark__lte=BEST_MARK)),
        ]


class Settings(models.Model):
    """One row: what the organisation decided about logs; the first pack that brings it decides."""

    log_cutoff = models.TimeField()
    review_until = models.TimeField()
    max_days_back = models.PositiveSmallIntegerField()
