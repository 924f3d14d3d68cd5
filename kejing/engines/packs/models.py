"""Which packs are installed, and the words they brought."""

from django.db import models


class InstalledPack(models.Model):
    """One version of a pack as it was applied. `outcome`: section → [rows created, rows kept]."""

    code = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    label_zh = models.CharField(max_length=120)
    label_en = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    outcome = models.JSONField(default=dict)
    applied_at = models.DateTimeField()
    applied_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint("code", "version", name="installedpack_version")]


class Word(models.Model):
    """A noun of the trade in both languages; the first pack that brings it decides."""

    code = models.CharField(max_length=60, unique=True)
    zh = models.CharField(max_length=120)
    en = models.CharField(max_length=120)
    en_plural = models.CharField(max_length=120)
