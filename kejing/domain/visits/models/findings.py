"""What was found at customers, and every step until it is solved."""

from django.db import models
from django.db.models import F, Q

from kejing.domain.visits.vocabulary import Route, Severity, Step


class Finding(models.Model):
    """Something found at a visit that is to be put right, on one of three routes. Items A7.51 to A7.53.

    `found_by` found it on `day`; `staff`, `holder` and `unit` are whose it is now: they follow the customer.
    `due_on`: by when the customer has put it right (rectify) or the superior has answered (escalate).
    """

    visit = models.ForeignKey("visits.Visit", models.PROTECT, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+", db_index=False)
    holder = models.ForeignKey("org.Holder", models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+", db_index=False)
    staff = models.ForeignKey("org.Staff", models.PROTECT, related_name="+", db_index=False)
    found_by = models.ForeignKey("org.Staff", models.PROTECT, related_name="+", db_index=False)
    superior = models.ForeignKey("org.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    day = models.DateField()
    recorded_at = models.DateTimeField()
    kind = models.CharField(max_length=40)
    severity = models.CharField(max_length=8, choices=Severity)
    text = models.CharField(max_length=1000)
    first_route = models.CharField(max_length=8, choices=Route)
    route = models.CharField(max_length=8, choices=Route)
    due_on = models.DateField(null=True)
    first_due_on = models.DateField(null=True)
    answered_at = models.DateTimeField(null=True)
    solved_on = models.DateField(null=True)
    reminded_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(name="an_open_finding_is_due", condition=~Q(due_on=None, solved_on=None)),
            models.CheckConstraint(
                name="fixed_on_the_spot_is_solved",
                condition=~Q(route=Route.FIXED) | Q(solved_on=F("day"), first_route=Route.FIXED),
            ),
        ]
        indexes = [
            models.Index("customer", "day", "id", name="finding_of_customer"),
            models.Index("found_by", "day", "id", name="finding_by"),
            models.Index("staff", "due_on", "id", name="finding_of_staff", condition=Q(solved_on=None)),
            models.Index("holder", "due_on", "id", name="finding_of_holder", condition=Q(solved_on=None)),
            models.Index("unit", "due_on", "id", name="finding_of_unit", condition=Q(solved_on=None)),
            models.Index("due_on", "id", name="finding_due", condition=Q(solved_on=None)),
        ]


class FindingStep(models.Model):
    """What happened with a finding, in order; never changed. `staff` None: the clock did it."""

    finding = models.ForeignKey("visits.Finding", models.PROTECT, related_name="+")
    step = models.CharField(max_length=10, choices=Step)
    at = models.DateTimeField()
    staff = models.ForeignKey("org.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    text = models.CharField(max_length=1000, blank=True)
    due_on = models.DateField(null=True)
