"""Warnings about customers, and what then happened."""

from django.db import models
from django.db.models import F, Q

from kejing.domain.relations.models.entry import Entry
from kejing.domain.relations.vocabulary import Level, Outcome


class Signal(Entry):
    """A warning of a kind of risk, watched until a day; `rule` names the pack's rule that raised it, if one did.

    `control` is what is done about it, `held_by` the customer's holder that day. `basis` is what a rule saw and in
    which version; `over_on` the day from which what a course of facts warned of was no longer so.
    """

    held_by = models.ForeignKey("org.Holder", models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=40)
    level = models.CharField(max_length=7, choices=Level)
    reason = models.CharField(max_length=400)
    control = models.CharField(max_length=400, blank=True)
    until = models.DateField()
    rule = models.CharField(max_length=40, blank=True)
    ending = models.CharField(max_length=11, choices=Outcome, blank=True)
    closed_on = models.DateField(null=True)
    basis = models.JSONField(default=dict)
    over_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index("customer", "day", "id", name="signal_of_customer"),
            models.Index("until", "id", name="signal_open", condition=Q(closed_on=None)),
            models.Index("day", "id", name="signal_by_day"),
        ]
        constraints = [
            models.UniqueConstraint(
                "customer", "rule", name="one_open_alarm_of_a_rule", condition=Q(closed_on=None) & ~Q(rule="")
            ),
            models.CheckConstraint(
                name="a_closed_signal_has_an_outcome",
                condition=Q(closed_on=None, ending="") | Q(closed_on__gte=F("day")) & ~Q(ending=""),
            ),
            models.CheckConstraint(name="watched_from_its_day_on", condition=Q(until__gte=F("day"))),
        ]


class RiskEvent(Entry):
    """A risk became real. `held_by` is the customer's holder then, whose foresight it counts for."""

    held_by = models.ForeignKey("org.Holder", models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=40)
    text = models.CharField(max_length=400)
    rule = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [
            models.Index("customer", "day", "id", name="riskevent_of_customer"),
            models.Index("day", "id", name="riskevent_by_day"),
        ]
        constraints = [
            models.UniqueConstraint("customer", "rule", name="one_event_of_a_rule", condition=~Q(rule=""))
        ]
