"""Work in the field: its policy, coarse places, photos, checklists, how a customer likes to be met."""

from django.db import models
from django.db.models import Q

from kejing.domain.visits.vocabulary import PhotoKind


class Place(models.Model):
    """Where somebody checked in, with her consent: rounded to about a kilometre, forgotten after some days."""

    visit = models.OneToOneField("visits.Visit", models.CASCADE, related_name="+")
    latitude = models.DecimalField(max_digits=5, decimal_places=2)
    longitude = models.DecimalField(max_digits=5, decimal_places=2)
    forget_on = models.DateField()

    class Meta:
        indexes = [models.Index("forget_on", name="place_to_forget")]


class FieldPolicy(models.Model):
    """What the pack decided about work in the field, by version: the newest one in force counts."""

    number = models.PositiveIntegerField(unique=True)
    valid_from = models.DateField()
    body = models.JSONField()


class Photo(models.Model):
    """A picture taken at a visit, without what the camera wrote into it. Loose until a visit takes it.

    Its bytes lie in `PhotoContent`; `sha256` is theirs.
    """

    visit = models.ForeignKey("visits.Visit", models.PROTECT, null=True, related_name="+")
    finding = models.ForeignKey("visits.Finding", models.PROTECT, null=True, related_name="+")
    staff = models.ForeignKey("org.Staff", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=4, choices=PhotoKind)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="evidence_of_a_visit", condition=Q(finding=None) | Q(visit__isnull=False)
            )
        ]


class PhotoContent(models.Model):
    """The bytes of a photo, in the database: a backup carries them, and the wall stands before them."""

    photo = models.OneToOneField("visits.Photo", models.CASCADE, related_name="+")
    content = models.BinaryField()


class Checklist(models.Model):
    """What is to be looked at during a visit, as the pack says; a change is a new version. `place` is its order.

    For the channels and kinds of customers named; empty means any. `points`: see `pack.PointSpec`.
    """

    code = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    valid_from = models.DateField()
    place = models.PositiveSmallIntegerField()
    label_zh = models.CharField(max_length=80)
    label_en = models.CharField(max_length=80)
    channels = models.JSONField()
    kinds = models.JSONField()
    points = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint("code", "number", name="one_checklist_of_a_version")]


class ChecklistAnswer(models.Model):
    """A visit's answers by point. `kept` of `whole` standards were met; of these `whole_etiquette` are etiquette."""

    visit = models.OneToOneField("visits.Visit", models.PROTECT, related_name="+")
    checklist = models.ForeignKey("visits.Checklist", models.PROTECT, related_name="+")
    answers = models.JSONField()
    kept = models.PositiveSmallIntegerField()
    whole = models.PositiveSmallIntegerField()
    kept_etiquette = models.PositiveSmallIntegerField()
    whole_etiquette = models.PositiveSmallIntegerField()


class Etiquette(models.Model):
    """How a customer likes to be met, for whoever goes there next. Item A3.14."""

    customer = models.OneToOneField("customers.Customer", models.PROTECT, related_name="+")
    text = models.CharField(max_length=400)
    staff = models.ForeignKey("org.Staff", models.PROTECT, related_name="+")
    on = models.DateField()
    version = models.PositiveIntegerField(default=1)
