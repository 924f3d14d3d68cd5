"""What every record about a customer carries."""

from django.db import models


class Entry(models.Model):
    """Something entered about a customer on a day, by a person (None: by a rule of the pack)."""

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+", db_index=False)
    staff = models.ForeignKey("org.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    day = models.DateField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True
