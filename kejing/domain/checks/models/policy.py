"""What the organisation decided about checks, by version."""

from django.db import models


class PolicyVersion(models.Model):
    """The section `checks` of a pack, checked by `pack.py`; the highest number that is in force counts."""

    number = models.PositiveIntegerField(unique=True)
    valid_from = models.DateField()
    body = models.JSONField()
