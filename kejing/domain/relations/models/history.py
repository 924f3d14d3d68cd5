"""What happened with a customer, line by line."""

from django.db import models

from kejing.domain.relations.models.entry import Entry
from kejing.domain.relations.vocabulary import Verb


class Happening(Entry):
    """One line of a customer's history, written by the action that made it happen. Never changed."""

    verb = models.CharField(max_length=14, choices=Verb)
    ref_id = models.BigIntegerField()
    text = models.CharField(max_length=400, blank=True)

    class Meta:
        indexes = [models.Index("customer", "day", "id", name="happening_of_customer")]
