"""Words of the duty calendar."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kejing.foundation.kernel.permissions import declare

DO = declare("duties.do", _("See and settle one's own duties"))
EXCUSE = declare("duties.excuse", _("Excuse people of one's team from a duty"))
MANAGE = declare("duties.manage", _("Change the duty calendar"))
TEAM = "team.view"
"""Declared by `org`: who sees what the people of her scope owe."""

GENERATE = "duties.generate"
"""The job that makes the day's tasks."""
IDLE = "duties.idle"
"""Section providers: (actor, kind, staff_ids, until) -> those for whom nothing waits that is due by `until`."""
ABSENCES = "duties.absences"
"""Section providers: (actor, start, end) -> (staff id, first day, day after the last) of absences in `[start, end)`."""
EVIDENCE = "duties.evidence"
"""Section providers: (actor) -> Whereabouts: which screen does a kind of evidence, which page shows one."""


class Every(TextChoices):
    """How often a duty comes back."""

    DAY = "day", pgettext_lazy("duty", "every working day")
    WEEK = "week", pgettext_lazy("duty", "every week")
    MONTH = "month", pgettext_lazy("duty", "every month")
    QUARTER = "quarter", pgettext_lazy("duty", "every quarter")
    HALF_YEAR = "half_year", pgettext_lazy("duty", "every half-year")
    YEAR = "year", pgettext_lazy("duty", "every year")
    IN_POST = "in_post", pgettext_lazy("duty", "months after somebody's appointment")


class DueFrom(TextChoices):
    """Where the due day is counted from."""

    START = "start", pgettext_lazy("duty", "before the period begins")
    END = "end", pgettext_lazy("duty", "at the end of the period")


class TaskState(TextChoices):
    """An open task past its moment is overdue; without a trace it stays so (A4.37)."""

    OPEN = "open", pgettext_lazy("duty", "open")
    DONE = "done", pgettext_lazy("duty", "done in time")
    LATE = "late", pgettext_lazy("duty", "done late")
    EXCUSED = "excused", pgettext_lazy("duty", "excused")


class Excuse(TextChoices):
    """Why a task is nobody's fault."""

    NONE = "", ""
    ABSENCE = "absence", pgettext_lazy("duty", "absent the whole time")
    LEFT = "left", pgettext_lazy("duty", "no longer in the post")
    NOTHING = "nothing", pgettext_lazy("duty", "there was nothing to do")
    SUPERIOR = "superior", pgettext_lazy("duty", "excused by a superior")


class EvidenceKind(TextChoices):
    """What settles a duty. All but a note come by themselves from the module that knows (`public.trace`)."""

    NOTE = "note", _("a note by hand")
    LOG = "log.submitted", _("the work log handed in")
    LOGS_REVIEWED = "logs.reviewed", _("every log that waits is read and marked")
    VISIT = "visit.held", _("visits held")
    PLAN_DAY = "plan.submitted:day", _("the day plan submitted")
    PLAN_WEEK = "plan.submitted:week", _("the week plan submitted")
    PLAN_MONTH = "plan.submitted:month", _("the month plan submitted")
    PLAN_HALF_YEAR = "plan.submitted:half_year", _("the half-year plan submitted")
    PLAN_YEAR = "plan.submitted:year", _("the year plan submitted")
    PLAN_BOUND = "plan.bound:month", _("the month's weekly plans bound")
    TARGETS_WEEK = "targets.set:week", _("week targets set for each person")
    MEETING_DAILY = "meeting.held:daily", _("the daily meeting held")
    MEETING_WEEKLY = "meeting.held:weekly", _("the weekly meeting held")
    MEETING_MONTHLY = "meeting.held:monthly", _("the monthly meeting held")
    MEETING_EXCHANGE = "meeting.held:exchange", _("an exchange meeting held")
    REPORT_MONTH = "report.submitted:month", _("the month report submitted")
    REPORT_QUARTER = "report.submitted:quarter", _("the quarter report submitted")
    REPORT_HALF_YEAR = "report.submitted:half_year", _("the half-year report submitted")
    REPORT_YEAR = "report.submitted:year", _("the year report submitted")
    REPORT_BRAND = "report.submitted:brand", _("the brand report submitted")
    REPORT_LEADER = "report.submitted:leader", _("the five-part report submitted")
    SPOT_CHECK = "check.spot", _("a phone spot check recorded")
    INSPECTION = "check.inspection", _("a handbook inspection recorded")
    SURPRISE = "check.inspection:surprise", _("an inspection by surprise recorded")
    FORECAST = "forecast.sent", _("the forecast sent")


CLEARING = frozenset({EvidenceKind.LOGS_REVIEWED})
"""Kinds that are done when nothing waits any more (`public.cleared`), not when something was done once."""


class DutyRefusal(TextChoices):
    NOT_OPEN = "not_open", _("This duty is not open any more.")
    NOT_BY_HAND = "not_by_hand", _("A note does not settle this duty: it takes %(evidence)s.")
    NOTE_MISSING = "note_missing", _("Say what was done.")
    REASON_MISSING = "reason_missing", _("Say why.")
    OWN_DUTY = "own_duty", _("Nobody excuses herself.")
    NOT_YOUR_DUTY = "not_your_duty", _("This is another person's duty; only she settles it.")
    NOT_A_DRAFT = "not_a_draft", _("This version is no draft any more.")
    FROM_THE_PAST = "from_the_past", _("A version comes into force today or later.")
    BEFORE_PRESENT = "before_present", _("The version in force began on %(day)s; the next one begins later.")
    CODE_TAKEN = "code_taken", _("There is a duty with this code already.")
    UNKNOWN_ROLE = "unknown_role", _("There is no role “%(name)s”.")
    UNKNOWN_WORD = "unknown_word", _("“%(name)s” is none of the words this field knows.")
    MONTHS_WANTED = "months_wanted", _("Say how many months after the appointment, as 1, 3, 6.")
    NO_MONTHS = "no_months", _("Months are named for monthly duties and for those after an appointment.")
    BAD_MONTHS = "bad_months", _("Months are numbers from 1 to 12, as 4, 10.")
    BAD_NUMBERS = "bad_numbers", _("At least 1; at most not below at least.")
    NOT_FROM_START = "not_from_start", _("Only a duty due before its period has months of lead.")
