"""Notices, what their readers chose, where they go outside, and what became of that."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kejing.engines.notices.vocabulary import Channel, DeliveryState


class Notice(models.Model):
    """Somebody is told of something: a kind and a reference, never a name. `n`: of how many.

    `at` is the business moment, all other times are real ones. Of one `key` of a kind a reader is told once.
    `digested_at` is set from the start where no digest was wanted.
    """

    user = models.ForeignKey("identity.User", models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=40)
    subject_id = models.BigIntegerField(null=True)
    key = models.CharField(max_length=120)
    n = models.PositiveIntegerField(default=1)
    channels = ArrayField(models.CharField(max_length=8))
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    digested_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint("user", "kind", "key", name="told_once")]
        indexes = [
            models.Index("user", "id", name="notice_of_user"),
            models.Index("user", name="notice_unread", condition=Q(read_at__isnull=True)),
            models.Index("user", name="notice_to_digest", condition=Q(digested_at__isnull=True)),
            models.Index("read_at", name="notice_to_forget", condition=Q(read_at__isnull=False)),
        ]


class Preference(models.Model):
    """Where one reader wants notices of a kind; without a row the kind's defaults hold."""

    user = models.ForeignKey("identity.User", models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=60)
    channels = ArrayField(models.CharField(max_length=8), default=list)

    class Meta:
        constraints = [models.UniqueConstraint("user", "kind", name="one_choice_a_kind")]


class Reach(models.Model):
    """How one reader is reached outside, and when not; times are of her own zone."""

    user = models.OneToOneField("identity.User", models.CASCADE, related_name="+")
    email = models.EmailField(blank=True)
    digest_hour = models.PositiveSmallIntegerField()
    quiet_from = models.TimeField()
    quiet_to = models.TimeField()
    digested_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.CheckConstraint(name="digest_hour_of_day", condition=Q(digest_hour__lte=23))]


class Endpoint(models.Model):
    """Another system that is told. `kinds` empty: of everything. The secret is derived, not kept;
    another `generation` is another secret.
    """

    name = models.CharField(max_length=80)
    url = models.CharField(max_length=400)
    generation = models.PositiveIntegerField(default=1)
    kinds = ArrayField(models.CharField(max_length=60), default=list)
    active = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)


class Delivery(models.Model):
    """One e-mail or one call of an endpoint: waiting, delivered, or given up. A test has no notice.

    `body` is a digest's text; all others are written when they go out.
    """

    notice = models.ForeignKey("notices.Notice", models.CASCADE, null=True, related_name="+")
    endpoint = models.ForeignKey(
        "notices.Endpoint", models.CASCADE, null=True, related_name="+", db_index=False
    )
    user = models.ForeignKey("identity.User", models.CASCADE, null=True, related_name="+", db_index=False)
    channel = models.CharField(max_length=8, choices=Channel)
    body = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=DeliveryState, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    failure = models.CharField(max_length=20, blank=True)
    status = models.PositiveSmallIntegerField(null=True)
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index("next_at", name="delivery_due", condition=Q(state=DeliveryState.WAITING)),
            models.Index("endpoint", "id", name="delivery_of_endpoint"),
            models.Index("id", name="delivery_dead", condition=Q(state=DeliveryState.DEAD)),
            models.Index("made_at", name="delivery_to_forget"),
        ]
