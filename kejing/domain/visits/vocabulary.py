"""Words of visits, logs and reviews."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kejing.foundation.kernel.permissions import declare

PLAN = declare("visits.plan", _("Plan visits"))
RECORD = declare("visits.record", _("Record visits"))
SUBMIT = declare("logs.submit", _("Submit work logs"))
NIGHTLY = declare("visits.nightly", _("Run the nightly work on visits"))
REVIEW = declare("logs.review", _("Review work logs"))


class VisitState(TextChoices):
    """A plan whose day has passed stays planned, and overdue, until it is held, moved or cancelled."""

    PLANNED = "planned", pgettext_lazy("visit", "planned")
    DONE = "done", pgettext_lazy("visit", "held")
    CANCELLED = "cancelled", pgettext_lazy("visit", "cancelled")


class Following(TextChoices):
    """What becomes of the open plans of customers who go to somebody else."""

    GOES = "goes", _("open visit plans go along")
    STAYS = "stays", _("open visit plans stay with whoever made them")


class Channel(TextChoices):
    VISIT = "visit", pgettext_lazy("channel", "Visit")
    CALL = "call", pgettext_lazy("channel", "Call")
    VIDEO = "video", pgettext_lazy("channel", "Video")
    MESSAGE = "message", pgettext_lazy("channel", "Text")
    COUNTER = "counter", pgettext_lazy("channel", "Counter")


class Direction(TextChoices):
    """Who came to whom: waiting for customers is what the product is there to end."""

    OUTBOUND = "outbound", _("We went to them")
    INBOUND = "inbound", _("They came to us")


class Reached(TextChoices):
    YES = "yes", pgettext_lazy("goal", "Reached")
    PARTLY = "partly", pgettext_lazy("goal", "Partly")
    NO = "no", pgettext_lazy("goal", "Not reached")
    NONE = "none", pgettext_lazy("goal", "No goal")


class Severity(TextChoices):
    """How grave a finding is: it decides the days until it is checked again."""

    GRAVE = "grave", pgettext_lazy("finding", "grave")
    MEDIUM = "medium", pgettext_lazy("finding", "medium")
    SLIGHT = "slight", pgettext_lazy("finding", "slight")


class Route(TextChoices):
    """What becomes of a finding: the three ways of the articles."""

    FIXED = "fixed", pgettext_lazy("finding", "Fixed on the spot")
    RECTIFY = "rectify", pgettext_lazy("finding", "Customer rectifies")
    ESCALATE = "escalate", pgettext_lazy("finding", "To the superior")


class Step(TextChoices):
    FOUND = "found", pgettext_lazy("finding", "found")
    SOLVED = "solved", pgettext_lazy("finding", "checked: solved")
    NOT_SOLVED = "not_solved", pgettext_lazy("finding", "checked: not solved")
    REMINDED = "reminded", pgettext_lazy("finding", "reminded")
    ESCALATED = "escalated", pgettext_lazy("finding", "taken to the superior")
    ANSWERED = "answered", pgettext_lazy("finding", "answered")


class PhotoKind(TextChoices):
    JPEG = "jpeg", "JPEG"
    PNG = "png", "PNG"
    WEBP = "webp", "WebP"


BEST_MARK = 5
"""A reviewer marks a log from 1 to this."""


class TimeShare(TextChoices):
    """The three parts of a person's time (Q1): desk work, the house's own affairs, contact with customers outside."""

    CLERICAL = "clerical", pgettext_lazy("time", "Clerical")
    INTERNAL = "internal", pgettext_lazy("time", "Internal")
    OUTSIDE = "outside", pgettext_lazy("time", "Outside")


class CorrectionKind(TextChoices):
    AMENDED = "amended", _("corrected after submission")
    LATE = "late", _("handed in after the cut-off")


class VisitRefusal(TextChoices):
    UNKNOWN_FILTER = "unknown_visit_filter", _("This list has no filter “%(name)s”.")
    NO_POST = "no_post", _("You are in no post today, so nothing can be entered in your name.")
    NOT_YOUR_CUSTOMER = "not_your_customer", _("This customer is neither yours nor one you act for.")
    NOT_YOUR_VISIT = "not_your_visit", _("This visit was entered by somebody else; only she may change it.")
    PLAN_IN_THE_PAST = (
        "plan_in_the_past",
        _("A visit is planned for today or later. Record what was held already."),
    )
    VISIT_IN_FUTURE = (
        "visit_in_future",
        _("A visit in the future cannot be recorded as held. Plan it instead."),
    )
    TOO_LONG_AGO = "too_long_ago", _("A visit can be recorded up to %(days)s days back, so from %(day)s on.")
    NOT_PLANNED = "not_planned", _("This visit is not open any more: it was held or cancelled.")
    NOT_HELD = "not_held", _("Only a visit that was held can be corrected.")
    GOAL_MISSING = "goal_missing", _("Say what the goal was, or choose “No goal”.")
    NEXT_STEP_MISSING = "next_step_missing", _("Say what the next step on that day is.")
    NEXT_STEP_IN_THE_PAST = "next_step_in_the_past", _("The next step lies today or later.")
    SOMEWHERE_ELSE = (
        "somewhere_else",
        _("You are still checked in at another customer since %(since)s. Finish that visit first."),
    )
    NOT_THERE = "not_there", _("Nobody is checked in here.")
    THERE_ALREADY = "there_already", _("This visit has its check-in already.")
    MOMENT_MISSING = "moment_missing", _("Say when it was, or check in on arrival.")
    MINUTES_MISSING = (
        "minutes_missing",
        _("The check-in was on %(day)s and there was no check-out. Say how many minutes it took."),
    )
    PREPARATION_MISSING = "preparation_missing", _("A first contact is prepared: say how.")
    FOLLOW_UP_MISSING = (
        "follow_up_missing",
        _("A first contact is followed up: set the next step for %(day)s at the latest."),
    )
    NOT_TODAY = "not_today", _("Only today's open plans are put into an order.")
    PLACE_INCOMPLETE = (
        "place_incomplete",
        _("A place is a latitude from -90 to 90 and a longitude from -180 to 180."),
    )


class PhotoRefusal(TextChoices):
    NOT_A_PHOTO = "not_a_photo", _("This is no photo. JPEG, PNG and WebP are taken.")
    TOO_LARGE = "photo_too_large", _("A photo has %(megabytes)s MB at most.")
    TOO_MANY_PIXELS = "too_many_pixels", _("A photo has %(pixels)s million pixels at most.")
    TOO_MANY = "too_many_photos", _("A visit has %(n)s photos at most.")
    NOT_THERE = "photo_not_there", _("There is no photo %(id)s of yours waiting, or another visit has it.")


class ChecklistRefusal(TextChoices):
    NONE_HERE = "no_checklist_here", _("No checklist is kept for this visit.")
    UNKNOWN_POINT = "unknown_point", _("The checklist has no point “%(code)s”.")
    ANSWER_MISSING = "answer_missing", _("Answer “%(label)s”; it is required.")
    WRONG_ANSWER = "wrong_answer", _("“%(label)s” is not answered like this.")


class FindingRefusal(TextChoices):
    UNKNOWN_KIND = "unknown_finding_kind", _("“%(code)s” is no kind of finding here.")
    EVIDENCE_MISSING = (
        "evidence_missing",
        _("What was fixed on the spot is closed with evidence: say what was done, or add a photo."),
    )
    NOT_THE_SAME_DAY = (
        "not_the_same_day",
        _("Fixed on the spot means on the day of the visit. Choose another way for a later day."),
    )
    DUE_TOO_LATE = "due_too_late", _("A finding of this severity is checked by %(day)s at the latest.")
    DUE_IN_THE_PAST = "due_in_the_past", _("The day to check it lies today or later.")
    NO_SUPERIOR = "no_superior", _("Nobody is above you to whom this could be taken.")
    NOT_HELD_YET = "not_held_yet", _("Findings belong to a visit that was held.")
    NOT_OPEN = "finding_not_open", _("This finding is solved already.")
    NOT_YOURS = "finding_not_yours", _("This finding is with somebody else.")
    NOT_ESCALATED = "not_escalated", _("Only a finding that was taken to the superior is answered.")
    OWN_ANSWER = "own_answer", _("Whoever asks does not answer.")
    SAY_WHAT = "say_what", _("Say what was found at the check.")


class LogRefusal(TextChoices):
    LOG_IN_FUTURE = "log_in_future", _("This day has not come yet; its log cannot be submitted.")
    BEFORE_POST = "before_post", _("You were not in a post on %(day)s, so no log is due.")
    SECOND_LOG = (
        "second_log",
        _("The log of %(day)s is submitted already. It can only be corrected, with a mark."),
    )
    PAST_CUTOFF = (
        "past_cutoff",
        _("The log of %(day)s was due by %(cutoff)s. It can only be handed in as late."),
    )
    NOT_LATE_YET = "not_late_yet", _("The log of %(day)s can still be submitted in time.")
    TOO_LONG_AGO = "log_too_long_ago", _("A log can be handed in up to %(days)s days back.")
    TOO_MANY_MINUTES = "too_many_minutes", _("A day has %(most)s minutes; these are %(minutes)s.")
    UNKNOWN_WORK_TYPE = "unknown_work_type", _("There is no type of work “%(code)s”.")
    NOTHING_SAID = "nothing_said", _("Write at least one of the three parts.")


class ReviewRefusal(TextChoices):
    OWN_LOG = "own_log", _("Nobody reviews her own log.")
    REVIEWED_ALREADY = "reviewed_already", _("This log is reviewed already. Change the review instead.")
