"""Meetings, who was called, their minutes, contributions, what was agreed; archived minutes and figures."""

from django.db import models
from django.db.models import F, Q

from kejing.domain.meetings.vocabulary import (
    LINES,
    PARAGRAPH,
    ActionState,
    ContributionKind,
    MeetingState,
    Presence,
    Share,
)


class Kind(models.Model):
    """A kind of meeting as its pack describes it (`rules.kinds.KindRules` reads `body`), due from `since` on."""

    code = models.CharField(max_length=40, unique=True)
    position = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=120)
    label_en = models.CharField(max_length=120)
    since = models.DateField()
    body = models.JSONField()


class Meeting(models.Model):
    """A unit's meeting of a kind on a day; meetings of one unit and kind are a series.

    `due_on` is by when the one of its period was due (None: not due at all), `minutes` its length, `decisions`
    one a line, `guests` who came from outside.
    """

    kind = models.ForeignKey("meetings.Kind", models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+", db_index=False)
    leader = models.ForeignKey("org.Staff", models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    at = models.TimeField(null=True)
    minutes = models.PositiveSmallIntegerField(null=True)
    due_on = models.DateField(null=True)
    place = models.CharField(max_length=120, blank=True)
    topic = models.CharField(max_length=200, blank=True)
    guests = models.CharField(max_length=LINES, blank=True)
    decisions = models.TextField(max_length=PARAGRAPH, blank=True)
    state = models.CharField(max_length=9, choices=MeetingState, default=MeetingState.CALLED)
    cancel_reason = models.CharField(max_length=LINES, blank=True)
    signed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "kind", "unit", "day", condition=~Q(state=MeetingState.CANCELLED), name="one_meeting_of_a_day"
            ),
            models.CheckConstraint(
                name="signed_meeting_has_a_moment",
                condition=Q(state=MeetingState.SIGNED, signed_at__isnull=False)
                | ~Q(state=MeetingState.SIGNED) & Q(signed_at=None),
            ),
            models.CheckConstraint(
                name="meeting_cancelled_for_a_reason",
                condition=Q(state=MeetingState.CANCELLED) & ~Q(cancel_reason="")
                | ~Q(state=MeetingState.CANCELLED) & Q(cancel_reason=""),
            ),
        ]
        indexes = [
            models.Index("unit", "day", "id", name="meeting_of_unit"),
            models.Index("leader", "day", "id", name="meeting_of_leader"),
            models.Index("day", "id", name="meeting_by_day"),
        ]


class Attendance(models.Model):
    """Somebody called to a meeting and whether she came. `unit` and `day` are the meeting's; `stands_for`: whose
    deputy she is there.
    """

    meeting = models.ForeignKey("meetings.Meeting", models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    staff = models.ForeignKey("org.Staff", models.PROTECT, related_name="+", db_index=False)
    stands_for = models.ForeignKey("org.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    presence = models.CharField(max_length=8, choices=Presence, default=Presence.CALLED)
    reason = models.CharField(max_length=LINES, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("meeting", "staff", name="called_once"),
            models.CheckConstraint(
                name="excused_with_a_reason", condition=~Q(presence=Presence.EXCUSED) | ~Q(reason="")
            ),
        ]
        indexes = [models.Index("staff", "day", "meeting", name="meeting_of_staff")]


class Point(models.Model):
    """A point of the agenda and what the minutes say to it."""

    meeting = models.ForeignKey("meetings.Meeting", models.PROTECT, related_name="+", db_index=False)
    seq = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    text = models.TextField(max_length=PARAGRAPH, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("meeting", "seq", name="one_point_at_a_place")]


class Contribution(models.Model):
    """An insight, or information on a key customer, and the leader's comment on it (讲评).

    `unit` and `holder` are the customer's when it was given, or the author's own unit and nobody.
    """

    meeting = models.ForeignKey("meetings.Meeting", models.PROTECT, related_name="+")
    staff = models.ForeignKey("org.Staff", models.PROTECT, related_name="+", db_index=False)
    customer = models.ForeignKey("customers.Customer", models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+", db_index=False)
    holder = models.ForeignKey("org.Holder", models.PROTECT, null=True, related_name="+", db_index=False)
    kind = models.CharField(max_length=8, choices=ContributionKind)
    share = models.CharField(max_length=5, choices=Share)
    text = models.TextField(max_length=PARAGRAPH)
    at = models.DateTimeField()
    comment = models.CharField(max_length=1000, blank=True)
    commented_by = models.ForeignKey("org.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    commented_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)


class AgreedAction(models.Model):
    """What somebody is to do by a day. It returns at each next meeting of the same `kind` and `unit` until settled."""

    meeting = models.ForeignKey("meetings.Meeting", models.PROTECT, related_name="+")
    kind = models.ForeignKey("meetings.Kind", models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+", db_index=False)
    text = models.CharField(max_length=LINES)
    owner = models.ForeignKey("org.Staff", models.PROTECT, related_name="+", db_index=False)
    due_on = models.DateField()
    state = models.CharField(max_length=8, choices=ActionState, default=ActionState.OPEN)
    note = models.CharField(max_length=LINES, blank=True)
    settled_on = models.DateField(null=True)
    settled_by = models.ForeignKey("org.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="action_settled_on_a_day",
                condition=Q(state=ActionState.OPEN, settled_on=None)
                | ~Q(state=ActionState.OPEN) & Q(settled_on__isnull=False),
            ),
            models.CheckConstraint(
                name="action_dropped_for_a_reason", condition=~Q(state=ActionState.DROPPED) | ~Q(note="")
            ),
        ]
        indexes = [
            models.Index(
                "owner", "due_on", "id", name="open_action_of_owner", condition=Q(state=ActionState.OPEN)
            ),
            models.Index("unit", "kind", "due_on", "id", name="action_of_series"),
        ]


class Archive(models.Model):
    """Minutes as signed (`seq` 1), then each supplement; every one carries the hash of the one before.

    Contributions are in `body` by their hash alone: they have walls of their own, the minutes do not open them.
    """

    meeting = models.ForeignKey("meetings.Meeting", models.PROTECT, related_name="+", db_index=False)
    seq = models.PositiveSmallIntegerField()
    body = models.JSONField()
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey("org.Staff", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("meeting", "seq", name="one_archive_at_a_time"),
            models.CheckConstraint(name="sha256_in_hex", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")),
        ]
        indexes = [models.Index("meeting", F("seq").desc(), name="archive_of_meeting")]


class FrozenFigures(models.Model):
    """The figures as they stood when the minutes were signed, for those who lead the unit."""

    meeting = models.OneToOneField("meetings.Meeting", models.PROTECT, related_name="+")
    body = models.JSONField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()
