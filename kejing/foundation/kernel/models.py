"""Tables of the kernel: the journal of actions, the history of rows, their seals, and small machinery."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class JournalLine(models.Model):
    """Who did which action, as whom, on what. Written by `kj_journal` alone; never changed."""

    at = models.DateTimeField()
    business_day = models.DateField()
    user_id = models.BigIntegerField(null=True)
    staff_id = models.BigIntegerField(null=True)
    actor = models.TextField()
    action = models.TextField()
    subject = models.TextField()
    subject_id = models.BigIntegerField(null=True)
    detail = models.JSONField(default=dict)
    outcome = models.TextField(default="done")
    salt = models.BinaryField()

    class Meta:
        indexes = [
            models.Index("subject", "subject_id", "id", name="journalline_subject"),
            models.Index("user_id", "id", name="journalline_user"),
        ]


class RowChange(models.Model):
    """One row's change, whatever path it took. Written by the trail trigger alone; never changed."""

    at = models.DateTimeField()
    journal_id = models.BigIntegerField(null=True)
    actor = models.TextField(null=True)  # noqa: DJ001  # null is "no actor": a change past the product
    db_user = models.TextField()
    table_name = models.TextField()
    row_id = models.BigIntegerField()
    op = models.CharField(max_length=1)
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)
    salt = models.BinaryField()

    class Meta:
        indexes = [
            models.Index("table_name", "row_id", "id", name="rowchange_row"),
            models.Index("journal_id", name="rowchange_journal"),
        ]


class Unsealed(models.Model):
    """The sealer's inbox: journal lines ("j") and row changes ("r") committed but not sealed yet."""

    source = models.CharField(max_length=1)
    entry_id = models.BigIntegerField()


class Seal(models.Model):
    """One link of the chain. `seq` has no gaps; `chain` = HMAC(key, previous chain ‖ source ‖ id ‖ digest)."""

    seq = models.BigIntegerField(primary_key=True)
    source = models.CharField(max_length=1)
    entry_id = models.BigIntegerField()
    digest = models.BinaryField()
    chain = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("source", "entry_id", name="seal_entry")]


class Idempotency(models.Model):
    """A key a form or device was given, and what the action it sent returned."""

    user_id = models.BigIntegerField()
    action = models.TextField()
    key = models.TextField()
    fingerprint = models.TextField()
    result = models.JSONField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("user_id", "action", "key", name="idempotency_key")]


class BusinessClock(models.Model):
    """One row: the business day of a demo, or null for the real day."""

    day = models.DateField(null=True)


class CalendarDay(models.Model):
    """A day that the organisation works, or does not, other than the statutory calendar says."""

    day = models.DateField(unique=True)
    works = models.BooleanField()
    reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)


class Progress(models.Model):
    """How far a long piece of work is. Shown on pages, so that it can be left alone."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    key = models.TextField(unique=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    step = models.TextField(blank=True)
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    errors = models.IntegerField(default=0)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
