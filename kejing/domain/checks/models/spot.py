"""Phone spot checks."""

from django.db import models
from django.db.models import F, Q

from kejing.domain.checks.vocabulary import DrawKind, SpotResult


class SpotCheck(models.Model):
    """A call somebody drew just now. Until `done_at` only those who may make it know of it.

    `week` is the Monday of its week, `due_at` until when it may be made, `candidates` how many could have been
    drawn. `holder` and `unit` are the person's own then.
    """

    staff = models.ForeignKey("org.Staff", models.PROTECT, related_name="+", db_index=False)
    holder = models.ForeignKey("org.Holder", models.PROTECT, null=True, related_name="+", db_index=False)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+", db_index=False)
    week = models.DateField()
    drawn_at = models.DateTimeField()
    due_at = models.DateTimeField()
    kind = models.CharField(max_length=5, choices=DrawKind)
    candidates = models.PositiveIntegerField()
    policy = models.PositiveIntegerField()
    checker = models.ForeignKey("org.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    result = models.CharField(max_length=7, choices=SpotResult, blank=True)
    whereabouts = models.CharField(max_length=200, blank=True)
    remark = models.CharField(max_length=400, blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="done_spot_check_has_a_result",
                condition=Q(done_at=None, result="", checker=None)
                | Q(done_at__isnull=False, checker__isnull=False) & ~Q(result=""),
            ),
            models.CheckConstraint(name="nobody_checks_herself", condition=~Q(checker=F("staff"))),
            models.UniqueConstraint("staff", "drawn_at", name="one_draw_at_a_time"),
        ]
        indexes = [
            models.Index("unit", "week", name="spot_of_unit"),
            models.Index("staff", "week", name="spot_of_staff"),
            models.Index("holder", "week", name="spot_of_holder"),
            models.Index("week", "id", name="spot_by_week"),
        ]
