"""Customers entered twice: what was found, what was decided, what was merged."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from kejing.domain.customers.vocabulary import PairState


class DuplicateSettings(models.Model):
    """One row: what the organisation decided about duplicates; the first pack that brings it decides.

    `threshold`: the score two customers are suggested from. `questions_a_day`: how often a person may ask
    whether a customer is there already. `common_name`, `common_key`: so many customers may share a name, or
    another key, before sharing it says nothing. `ask_zh`, `ask_en`: whom to ask in the other unit.
    """

    threshold = models.DecimalField(max_digits=4, decimal_places=1)
    questions_a_day = models.PositiveSmallIntegerField()
    common_name = models.PositiveSmallIntegerField()
    common_key = models.PositiveSmallIntegerField()
    ask_zh = models.CharField(max_length=40)
    ask_en = models.CharField(max_length=40)


class DuplicateCandidate(models.Model):
    """Two customers who share a key and wait to be compared: the batch search's own list of work."""

    first_id = models.BigIntegerField()
    second_id = models.BigIntegerField()


class DuplicatePair(models.Model):
    """Two customers who may be one, the one entered first first; `reasons` is field to (likeness, weight)."""

    first = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+", db_index=False)
    second = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+")
    score = models.FloatField()
    reasons = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=PairState, default=PairState.OPEN)
    found_at = models.DateTimeField(db_default=Now())
    decided_by = models.BigIntegerField(null=True)
    decided_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["state", "-score", "-id"], name="duplicatepair_queue")]
        constraints = [
            models.UniqueConstraint("first", "second", name="one_pair_of_two"),
            models.CheckConstraint(name="duplicatepair_in_order", condition=Q(first__lt=F("second"))),
        ]


class Merge(models.Model):
    """A customer shown with another since a day, until it is undone.

    `taken` holds the fields the survivor took over: name to [before, after]. `held_by` is who held the merged
    one before.
    """

    merged = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+", db_index=False)
    survivor = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+")
    held_by = models.ForeignKey("org.Holder", models.PROTECT, related_name="+", db_index=False)
    taken = models.JSONField(default=dict)
    reason = models.CharField(max_length=200)
    decided_by = models.BigIntegerField(null=True)
    merged_on = models.DateField()
    undone_by = models.BigIntegerField(null=True)
    undone_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("merged", condition=Q(undone_on=None), name="merged_once_at_a_time"),
        ]


class DuplicateQuestion(models.Model):
    """How often a person asked on a day whether a customer is there already; the questions are in the journal."""

    user_id = models.BigIntegerField()
    day = models.DateField()
    asked = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint("user_id", "day", name="one_count_a_person_and_day")]
