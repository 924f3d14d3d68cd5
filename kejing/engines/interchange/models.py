"""Files that were brought in, the record of each import run, its undoing, and mappings to be used again."""

from django.db import models

from kejing.engines.interchange.exports.models import Export
from kejing.engines.interchange.vocabulary import Asked, RunState

__all__ = ["Export", "ImportRun", "ImportUndo", "Intake", "KeptFile", "SavedMapping"]


class Intake(models.Model):
    """Files somebody brought: how they are read, what their columns mean, and what was asked for.

    Either `spec`, a specification of a pack, or `target` with a `layout` and, once mapped, a `specification` of its
    own. `sample` holds the names of the columns, the first rows, and the values of columns with few.
    """

    spec = models.CharField(max_length=120, blank=True)
    target = models.CharField(max_length=80, blank=True)
    layout = models.JSONField(null=True)
    sample = models.JSONField(default=dict)
    mapping = models.JSONField(default=dict)
    specification = models.JSONField(null=True)
    asked = models.CharField(max_length=8, choices=Asked, default=Asked.NOTHING)
    failure = models.TextField(blank=True)
    made_by = models.BigIntegerField(null=True)
    made_by_name = models.CharField(max_length=200)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="intake_asked", condition=models.Q(asked__in=Asked.values)),
            models.CheckConstraint(
                name="intake_is_of_one_sort",
                condition=models.Q(spec="", target__gt="") | models.Q(spec__gt="", target=""),
            ),
        ]


class ImportRun(models.Model):
    """One run: what was given, what it did or would have done, what was wrong.

    `line` is the journal line that its row changes point at.
    """

    spec = models.CharField(max_length=120)
    spec_version = models.PositiveIntegerField()
    spec_sha256 = models.CharField(max_length=64)
    pack_version = models.CharField(max_length=40, blank=True)
    specification = models.JSONField(null=True)
    intake = models.ForeignKey("interchange.Intake", models.PROTECT, null=True, related_name="+")
    line = models.BigIntegerField(null=True)
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
    """A file of an intake, kept until it is run for real; or the rows of a run to be corrected."""

    intake = models.ForeignKey("interchange.Intake", models.CASCADE, related_name="+")
    run = models.ForeignKey("interchange.ImportRun", models.CASCADE, null=True, related_name="+")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()


class SavedMapping(models.Model):
    """What the columns of files with the same heads mean, to be offered with the next one."""

    name = models.CharField(max_length=80)
    target = models.CharField(max_length=80)
    fingerprint = models.CharField(max_length=64)
    mapping = models.JSONField()
    saved_by_name = models.CharField(max_length=200)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("target", "name", name="one_mapping_of_a_name")]
        indexes = [models.Index("target", "fingerprint", name="savedmapping_of_heads")]


class ImportUndo(models.Model):
    """A run was taken back as a whole: who, when, why, and how many rows of each table."""

    run = models.OneToOneField("interchange.ImportRun", models.PROTECT, related_name="+")
    by = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    reason = models.CharField(max_length=200)
    counts = models.JSONField(default=dict)
