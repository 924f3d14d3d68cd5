"""Words of meetings, minutes, contributions and what was agreed."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kejing.foundation.kernel.permissions import declare

RUN = declare("meetings.run", _("Run meetings"))
ATTEND = declare("meetings.attend", _("Attend meetings"))
FIGURES = "meetings.pack"
"""The section document of a meeting's figures. About: `unit_id`, `start`, `end`; providers give a `PackSection`."""
ABSENT = "meetings.absent"
"""Who cannot come. About: `staff_ids`, `day`; providers give {staff id: reason}."""
LINES = 400
PARAGRAPH = 4000


class Cadence(TextChoices):
    """How often a kind of meeting is due; `none`: whenever somebody calls it."""

    DAY = "day", _("every working day")
    WEEK = "week", _("every week")
    MONTH = "month", _("every month")
    QUARTER = "quarter", _("every quarter")
    NONE = "none", _("when called")


class MeetingState(TextChoices):
    """Minutes are written while a meeting is called; signed ones never change."""

    CALLED = "called", pgettext_lazy("meeting", "called")
    SIGNED = "signed", pgettext_lazy("meeting", "minutes signed")
    CANCELLED = "cancelled", pgettext_lazy("meeting", "cancelled")


class Presence(TextChoices):
    CALLED = "called", pgettext_lazy("presence", "not ticked yet")
    PRESENT = "present", pgettext_lazy("presence", "Present")
    LATE = "late", pgettext_lazy("presence", "Late")
    EXCUSED = "excused", pgettext_lazy("presence", "Excused")
    ABSENT = "absent", pgettext_lazy("presence", "Absent")


TICKED = [choice for choice in Presence.choices if choice[0] != Presence.CALLED]
CAME = (Presence.PRESENT, Presence.LATE)


class ContributionKind(TextChoices):
    INSIGHT = "insight", _("Insight from my work")
    CUSTOMER = "customer", _("Information on a key customer")


class Share(TextChoices):
    """Who reads a contribution, besides its author and who leads the meeting. Item U25."""

    OWNER = "owner", _("Whoever holds the customer")
    UNIT = "unit", _("The unit")
    ALL = "all", _("Everybody at the meeting")


class ActionState(TextChoices):
    OPEN = "open", pgettext_lazy("agreed action", "open")
    DONE = "done", pgettext_lazy("agreed action", "Done")
    DROPPED = "dropped", pgettext_lazy("agreed action", "Dropped")


SETTLED = [choice for choice in ActionState.choices if choice[0] != ActionState.OPEN]


class DueState(TextChoices):
    """How the meeting of a period stands."""

    HELD = "held", _("held in time")
    HELD_LATE = "held_late", _("held late")
    AHEAD = "ahead", _("to be held")
    OVERDUE = "overdue", _("overdue")
    MISSED = "missed", _("not held")


class MeetingRefusal(TextChoices):
    UNKNOWN_KIND = "unknown_meeting_kind", _("There is no kind of meeting “%(code)s”.")
    NO_POST = "no_post_for_meetings", _("You are in no post today, so you call no meeting.")
    NOT_YOUR_MEETING = "not_your_meeting", _("This meeting is led by somebody else; only she may change it.")
    NOT_FOR_YOU = "figures_not_for_you", _("The figures are for those who lead the unit.")
    NOT_CALLED = "not_called", _("Only those called to the meeting may do that.")
    NOT_ON_THE_LIST = "not_on_the_list", _("%(name)s is not on the list of this meeting.")
    TWICE = "meeting_twice", _("Your unit has this meeting on %(day)s already.")
    LEADS_NOT = "leads_not", _("Your role does not lead this kind of meeting.")
    TOO_LONG_AGO = "meeting_too_long_ago", _("A meeting is recorded up to %(days)s days back.")
    NOT_YET = "meeting_not_yet", _("A meeting that is still to come has no minutes to sign.")
    IS_SIGNED = "minutes_signed", _("The minutes are signed and do not change. Add a supplement instead.")
    IS_CANCELLED = "meeting_cancelled", _("This meeting was cancelled.")
    NOT_SIGNED = "minutes_not_signed", _("A supplement belongs to signed minutes. Write it into the minutes.")
    REASON_MISSING = "excused_without_reason", _("Say why %(name)s is excused.")
    NOBODY_CAME = "nobody_came", _("A meeting was held only if somebody was there.")
    ATTENDANCE_MISSING = "attendance_missing", _("Tick first who was there.")
    NOTHING_SAID = "minutes_empty", _("Write at least one point of the minutes first.")
    NOT_A_SHORT_ONE = "not_a_short_meeting", _("This kind of meeting is not recorded on one page.")
    COMMENT_MISSING = "comment_missing", _("The contribution of %(name)s still waits for your comment.")
    NO_CONTRIBUTIONS = "no_contributions", _("This kind of meeting has no contributions.")
    CUSTOMER_MISSING = "customer_missing", _("Choose the customer whom the information is about.")
    OWN_CONTRIBUTION = "own_contribution", _("Nobody comments on her own contribution.")
    DUE_IN_THE_PAST = "action_due_in_the_past", _("An action is due today or later.")
    NOT_YOUR_ACTION = "not_your_action", _("Only its owner and who leads the meeting settle an action.")
    SETTLED_ALREADY = "action_settled", _("This action is settled already.")
    WHY_DROPPED = "why_dropped", _("Say why the action is dropped.")
