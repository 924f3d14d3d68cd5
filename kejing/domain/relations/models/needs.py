"""What customers need, and what similar ones hold."""

from django.db import models
from django.db.models import Q

from kejing.domain.relations.models.entry import Entry
from kejing.domain.relations.vocabulary import NeedKind, NeedState

OPEN_NEED = Q(state__in=[NeedState.FOUND, NeedState.OFFERED])


class Need(Entry):
    """A need in a family of products, perhaps of one contact person. `state_on`: since when it stands so."""

    contact = models.ForeignKey(
        "customers.Contact", models.PROTECT, null=True, related_name="+", db_index=False
    )
    family = models.CharField(max_length=40)
    kind = models.CharField(max_length=9, choices=NeedKind)
    state = models.CharField(max_length=8, choices=NeedState, default=NeedState.FOUND)
    state_on = models.DateField()
    text = models.CharField(max_length=400)

    class Meta:
        indexes = [
            models.Index("customer", "day", "id", name="need_of_customer"),
            models.Index("day", "id", name="need_open", condition=OPEN_NEED),
        ]


class LineShare(models.Model):
    """How many of a kind of customers, at a kind of unit, hold a line of products. Made anew each night."""

    kind = models.CharField(max_length=12)
    unit_kind = models.CharField(max_length=40)
    line = models.CharField(max_length=40)
    customers = models.PositiveIntegerField()
    holders = models.PositiveIntegerField()
    as_of = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint("kind", "unit_kind", "line", name="one_share_of_a_line")]
