"""Words of visits, logs and reviews."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kejing.foundation.kernel.permissions import declare

PLAN = declare("visits.plan", _("Plan visits"))
RECORD = declare("visits.record", _("Record visits"))
SUBMIT = declare("logs.submit", _("Submit work logs"))
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
