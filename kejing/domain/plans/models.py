"""Plans by version, their actions and what became of them, decisions, bound months."""

from django.db import models
from django.db.models import F, Q

from kejing.domain.plans.vocabulary import Done, PlanState, Verdict


class PolicyVersion(models.Model):
    """What the organisation decided about plans, by version; the pack brings it, nobody overwrites it."""

    number = models.PositiveIntegerField(unique=True)
    valid_from = models.DateField()
    approved_by = models.CharField(max_length=120)
    approved_by_en = models.CharField(max_length=120)
    body = models.JSONField()


class Plan(models.Model):
    """A version of a person's plan for `[start_on, end_on)`; a higher `number` amends the one before (`amends`).

    `holder`, `unit` and `role` are the writer's when it was begun, `policy` the version it is judged by.
    `handed_in_at` is when it was handed in first: by that it is late or not; `submitted_at` when it was last.
    `content` is the plan as approved, `sha256` the hash of exactly that text.
    """

    staff = models.ForeignKey("org.Staff", models.PROTECT, related_name="+", db_index=False)
    holder = models.ForeignKey("org.Holder", models.PROTECT, null=True, related_name="+", db_index=False)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+", db_index=False)
    role = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    start_on = models.DateField()
    end_on = models.DateField()
    number = models.PositiveSmallIntegerField(default=1)
    amends = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)
    reason = models.CharField(max_length=400, blank=True)
    state = models.CharField(max_length=9, choices=PlanState, default=PlanState.DRAFT)
    policy = models.PositiveIntegerField()
    due_at = models.DateTimeField()
    handed_in_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey("org.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    decide_by = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("org.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    content = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint("staff", "kind", "start_on", "number", name="one_plan_of_a_number"),
            models.UniqueConstraint(
                "staff", "kind", "start_on", name="one_open_plan", condition=~Q(state=PlanState.APPROVED)
            ),
            models.CheckConstraint(name="plan_has_a_period", condition=Q(end_on__gt=F("start_on"))),
            models.CheckConstraint(
                name="an_amendment_has_a_reason",
                condition=Q(number=1, amends=None) | Q(number__gt=1, amends__isnull=False) & ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="nobody_decides_her_own_plan",
                condition=Q(decided_by=None)
                | ~Q(decided_by=F("staff")) & (Q(submitted_by=None) | ~Q(decided_by=F("submitted_by"))),
            ),
            models.CheckConstraint(
                name="a_waiting_plan_has_a_clock",
                condition=~Q(state=PlanState.SUBMITTED)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False, decide_by__isnull=False),
            ),
            models.CheckConstraint(
                name="an_approved_plan_is_archived",
                condition=~Q(state=PlanState.APPROVED)
                | Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(content="") & ~Q(sha256=""),
            ),
        ]
        indexes = [
            models.Index("staff", "start_on", "id", name="plan_of_staff"),
            models.Index("unit", "kind", "start_on", name="plan_of_unit"),
            models.Index("holder", "start_on", "id", name="plan_of_holder"),
            models.Index("kind", "start_on", "id", name="plan_by_period"),
            models.Index("decide_by", "id", name="plan_waiting", condition=Q(state=PlanState.SUBMITTED)),
        ]


class Item(models.Model):
    """An action of a plan. An amendment holds copies; `origin` is the item they began as, where outcomes hang.

    `source` and `source_key` say who proposed it; `touched`: the writer changed it, `left_out`: she does not want it.
    `hours` and `budget` are expected.
    """

    plan = models.ForeignKey("plans.Plan", models.PROTECT, related_name="+", db_index=False)
    origin = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)
    place = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=400)
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, null=True, related_name="+", db_index=False
    )
    point = models.CharField(max_length=40)
    theme = models.CharField(max_length=40, blank=True)
    due_on = models.DateField(null=True)
    hours = models.DecimalField(max_digits=6, decimal_places=1, null=True)
    budget = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    expected = models.CharField(max_length=400, blank=True)
    source = models.CharField(max_length=40, blank=True)
    source_key = models.CharField(max_length=80, blank=True)
    touched = models.BooleanField(default=False)
    left_out = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "plan", "source", "source_key", name="one_item_of_a_source", condition=~Q(source="")
            ),
            models.CheckConstraint(
                name="hours_and_budget_are_not_below_0",
                condition=(Q(hours=None) | Q(hours__gte=0)) & (Q(budget=None) | Q(budget__gte=0)),
            ),
        ]
        indexes = [
            models.Index("plan", "place", "id", name="item_of_plan"),
            models.Index("customer", "id", name="plan_item_of_customer"),
            models.Index("source", "source_key", name="item_by_source", condition=~Q(source="")),
        ]


class Outcome(models.Model):
    """What became of an action, said by `seq`: the last one counts. `item` is the one it began as.

    `spent` is the money it took; `did_kind` and `did_id` name what did it, as "visit", at `did_url`.
    """

    item = models.ForeignKey("plans.Item", models.PROTECT, related_name="+", db_index=False)
    seq = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=7, choices=Done)
    note = models.CharField(max_length=400, blank=True)
    done_on = models.DateField()
    spent = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    did_kind = models.CharField(max_length=40, blank=True)
    did_id = models.BigIntegerField(null=True)
    did_url = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey("org.Staff", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("item", "seq", name="one_outcome_at_a_time"),
            models.CheckConstraint(name="not_done_for_a_reason", condition=Q(state=Done.DONE) | ~Q(note="")),
            models.CheckConstraint(name="spent_is_not_below_0", condition=Q(spent=None) | Q(spent__gte=0)),
        ]


class Decision(models.Model):
    """What an approver said to a plan: `answers` to the questions of the review, by code."""

    plan = models.ForeignKey("plans.Plan", models.PROTECT, related_name="+", db_index=False)
    seq = models.PositiveSmallIntegerField()
    verdict = models.CharField(max_length=8, choices=Verdict)
    comment = models.CharField(max_length=1000, blank=True)
    answers = models.JSONField(default=dict)
    by = models.ForeignKey("org.Staff", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("plan", "seq", name="one_decision_at_a_time"),
            models.CheckConstraint(
                name="returned_with_a_comment", condition=Q(verdict=Verdict.APPROVED) | ~Q(comment="")
            ),
        ]


class Binder(models.Model):
    """A month's weekly plans of a unit, bound as they were then: `content` with its hash. Item A4.42."""

    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+", db_index=False)
    month = models.DateField()
    number = models.PositiveSmallIntegerField()
    bound = models.PositiveIntegerField()
    missing = models.PositiveIntegerField()
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey("org.Staff", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("unit", "month", "number", name="one_binder_of_a_number")]
