"""Who looked at what."""

from django.db import models
from django.db.models import F


class Unmasking(models.Model):
    """Somebody saw a masked field of a customer or of a contact of hers in full. Never the value itself."""

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+", db_index=False)
    contact_id = models.BigIntegerField(null=True)
    field = models.CharField(max_length=120)
    reason = models.CharField(max_length=200)
    user_id = models.BigIntegerField()
    user_name = models.CharField(max_length=200)
    day = models.DateField()
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index("user_id", "day", name="unmasking_of_user"),
            models.Index("customer", F("id").desc(), name="unmasking_of_customer"),
        ]
