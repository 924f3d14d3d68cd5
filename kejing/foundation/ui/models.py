"""Lists as somebody likes to see them."""

from django.db import models
from django.db.models import Q

from kejing.foundation.ui.vocabulary import Share


class SavedView(models.Model):
    """A list's address under a name: the route, and the filters and sort it was saved with. No rows, no rights."""

    owner_id = models.BigIntegerField()
    owner_name = models.CharField(max_length=200)
    route = models.CharField(max_length=80)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1_000)
    share = models.CharField(max_length=4, choices=Share)
    unit_id = models.BigIntegerField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index("route", "share", "unit_id", name="savedview_of_list")]
        constraints = [
            models.UniqueConstraint("owner_id", "route", "name", name="savedview_name"),
            models.CheckConstraint(name="savedview_share", condition=Q(share__in=Share.values)),
            models.CheckConstraint(
                name="savedview_unit", condition=~Q(share=Share.UNIT) | Q(unit_id__isnull=False)
            ),
        ]
