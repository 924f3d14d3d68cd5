"""Analyses of customers, with their reviews."""

from django.db import models
from django.db.models import Q

from kejing.domain.relations.models.entry import Entry


class Analysis(Entry):
    """A sheet of a day: a grade from 1 to 5 for each aspect of the pack, and one overall. Reviewed once."""

    grades = models.JSONField()
    overall = models.PositiveSmallIntegerField()
    summary = models.TextField(max_length=2000)
    reviewer = models.ForeignKey("org.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    reviewed_on = models.DateField(null=True)
    review = models.CharField(max_length=1000, blank=True)

    class Meta:
        indexes = [models.Index("customer", "day", "id", name="analysis_of_customer")]
        constraints = [
            models.CheckConstraint(name="overall_from_1_to_5", condition=Q(overall__gte=1, overall__lte=5)),
            models.CheckConstraint(
                name="a_review_has_its_reviewer",
                condition=Q(reviewer=None, reviewed_on=None, review="")
                | Q(reviewer__isnull=False, reviewed_on__isnull=False),
            ),
        ]
