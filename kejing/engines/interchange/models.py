"""The record of each import run, and the files of a trial run, kept until it is run for real."""

from django.db import models

from kejing.engines.interchange.exports.models import Export
from kejing.engines.interchange.vocabulary import RunState

__all__ = ["Export", "ImportRun", "KeptFile"]


class ImportRun(models.Model):
    """One run: what was given, what it did or would have done, what was wrong."""

    spec = models.CharField(max_length=120)
    spec_version = models.PositiveIntegerField()
    spec_sha256 = models.CharField(max_length=64)
    pack_version = models.CharField(max_length=40, blank=True)
    as_of = models.DateField(null=True)
    dry = models.BooleanField()
    state = models.CharField(max_length=8, choices=RunState)
    files = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    errors = models.JSONField(default=list)
    error_total = models.PositiveIntegerField(default=0)
    started_by = models.BigIntegerField(null=True)
    started_by_name = models.CharField(max_length=200)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="importrun_state", condition=models.Q(state__in=RunState.values))
        ]


class KeptFile(models.Model):
    """A file of a trial run or of one that waits for the worker."""

    run = models.ForeignKey("interchange.ImportRun", models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
