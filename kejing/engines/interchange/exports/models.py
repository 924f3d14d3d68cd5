"""The record of each export: who asked for which rows, who approved, what became of the file."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from kejing.engines.interchange.exports.vocabulary import ExportState, FileFormat


class Export(models.Model):
    """One export. `rows` is how many it may have at most; `row_ids` which it had; `code` stands in each of its rows.

    `words` says `query` in each language, as it was when the export was asked for.
    `day` is the real day whose allowance it uses; an approved one uses none. `columns` says for each column
    whether it was shown or masked when the file was made.
    """

    code = models.CharField(max_length=16, unique=True)
    target = models.CharField(max_length=80)
    query = models.CharField(max_length=1_000, blank=True)
    words = models.JSONField(default=dict)
    format = models.CharField(max_length=4, choices=FileFormat)
    reason = models.CharField(max_length=200)
    language = models.CharField(max_length=8)
    taker_id = models.BigIntegerField()
    taker_name = models.CharField(max_length=200)
    taker_number = models.CharField(max_length=40, blank=True)
    appointment_id = models.BigIntegerField(null=True)
    unit_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=8, choices=ExportState)
    rows = models.PositiveIntegerField()
    day = models.DateField()
    asked_at = models.DateTimeField()
    needs_approval = models.BooleanField()
    decided_by = models.BigIntegerField(null=True)
    decided_by_name = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=40, blank=True)
    columns = models.JSONField(default=dict)
    row_ids = ArrayField(models.BigIntegerField(), default=list)
    size = models.PositiveBigIntegerField(default=0)
    fetched = models.PositiveIntegerField(default=0)
    fetched_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index("taker_id", "day", name="export_of_taker"),
            models.Index("unit_id", "id", name="export_to_approve", condition=Q(state="asked")),
        ]
        constraints = [
            models.CheckConstraint(name="export_state", condition=Q(state__in=ExportState.values)),
            models.CheckConstraint(
                name="export_second_person",
                condition=Q(decided_by=None) | ~Q(decided_by=models.F("taker_id")),
            ),
        ]

    @property
    def filters(self) -> str:
        """Its filters in the reader's language; empty for the whole list."""
        return str(self.words.get(get_language()) or "")
