"""Contacts inside the house, and the first one with a person outside."""

from django.db import models

from kejing.domain.visits.vocabulary import Channel


class InternalContact(models.Model):
    """A contact with a department of one's own house: the internal customers. Never changed. Item A3.12."""

    staff = models.ForeignKey("org.Staff", models.PROTECT, related_name="+", db_index=False)
    holder = models.ForeignKey("org.Holder", models.PROTECT, null=True, related_name="+", db_index=False)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    happened_at = models.DateTimeField()
    department = models.CharField(max_length=120)
    channel = models.CharField(max_length=8, choices=Channel)
    topic = models.CharField(max_length=400)
    result = models.CharField(max_length=1000, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index("staff", "day", "id", name="internal_of_staff"),
            models.Index("unit", "day", "id", name="internal_of_unit"),
            models.Index("holder", "day", "id", name="internal_of_holder"),
        ]


class FirstMeeting(models.Model):
    """A planned visit that is the first contact with a person, with what was prepared for it. Item A3.10."""

    visit = models.OneToOneField("visits.Visit", models.PROTECT, related_name="+")
    contact = models.ForeignKey("customers.Contact", models.PROTECT, related_name="+")
    preparation = models.CharField(max_length=1000)
    prepared_at = models.DateTimeField()
