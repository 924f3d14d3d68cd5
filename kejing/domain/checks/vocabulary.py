"""Words of checks: spot checks, inspections, coaching, questions."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kejing.foundation.kernel.permissions import declare

SPOT = declare("checks.spot", _("Carry out phone spot checks"))
INSPECT = declare("checks.inspect", _("Inspect handbooks"))
COACH = declare("checks.coach", _("Coach"))
CLOSE = declare("checks.questions", _("Close questions about unusual entries"))


class DrawKind(TextChoices):
    """Why a spot check was drawn: the week or the round asked for it, or by pure chance."""

    QUOTA = "quota", _("due in this week or round")
    EXTRA = "extra", _("by chance beside them")


class SpotResult(TextChoices):
    REACHED = "reached", pgettext_lazy("spot check", "Reached")
    NOT_REACHED = "missed", pgettext_lazy("spot check", "Not reached")


class InspectionKind(TextChoices):
    PLANNED = "planned", pgettext_lazy("inspection", "Planned")
    SURPRISE = "surprise", pgettext_lazy("inspection", "Surprise")


class InspectionState(TextChoices):
    PLANNED = "planned", pgettext_lazy("inspection", "planned")
    OPEN = "open", pgettext_lazy("inspection", "being read")
    DONE = "done", pgettext_lazy("inspection", "done")


class CoachingOutcome(TextChoices):
    REACHED = "reached", pgettext_lazy("coaching", "Reached")
    PARTLY = "partly", pgettext_lazy("coaching", "Partly")
    NOT = "not", pgettext_lazy("coaching", "Not reached")


class Pattern(TextChoices):
    """What makes the system ask; never what judges."""

    OVERLAP = "overlap", _("Visits that overlap in time")
    COPIED = "copied", _("The same text in many visits")
    BACKDATED = "backdated", _("Visits entered long after they were held")
    CROWDED = "crowded", _("Very many visits in one day")
    GAPS = "gaps", _("Hardly any time between visits to different customers")
    SAME_MARKS = "same_marks", _("Reviews that always give the same mark")


class QuestionState(TextChoices):
    OPEN = "open", _("waits for an answer")
    ANSWERED = "answered", _("answered")
    CLOSED = "closed", pgettext_lazy("question", "closed")


class QuestionOutcome(TextChoices):
    EXPLAINED = "explained", pgettext_lazy("question", "Explained")
    AGREED = "agreed", pgettext_lazy("question", "Agreed to do otherwise")
    MISTAKEN = "mistaken", pgettext_lazy("question", "Asked in error")


class CheckRefusal(TextChoices):
    NO_POST = "no_post", _("You are in no post today, so nothing can be entered in your name.")
    NOT_ONESELF = "not_oneself", _("Nobody checks, inspects or coaches herself.")
    SPOT_LAPSED = "spot_lapsed", _("The time for this check ended at %(until)s; another one is drawn.")
    SPOT_DONE = "spot_done", _("The result of this check is recorded already.")
    WHERE_MISSING = "where_missing", _("Say where the person was.")
    PERIOD_EMPTY = "period_empty", _("The period ends after it begins, and not in the future.")
    DAY_MISSING = "day_missing", _("A planned inspection has a day, today or later.")
    NOT_OPEN = "not_open", _("This inspection is not open: it waits for its day or is done.")
    NOT_PLANNED = "inspection_not_planned", _("This inspection was opened already.")
    POINTS_WRONG = "points_wrong", _("“%(name)s” is scored from 0 to %(best)s.")
    CRITERION_UNKNOWN = "criterion_unknown", _("There is no criterion “%(code)s”.")
    NOT_DONE = "inspection_not_done", _("Only a finished inspection is replied to.")
    REPLIED = "replied_already", _("Your reply stands already.")
    CHECK_IN_THE_PAST = "check_in_the_past", _("The next check lies after today.")
    FOLLOWED = "followed_already", _("The result of this follow-up is recorded already.")
    NOT_DUE = "follow_up_not_yours", _("Only the coach records what became of it.")
    ANSWERED = "answered_already", _("This question is answered already.")
    CLOSED = "question_closed", _("This question is closed.")
    NOT_ANSWERED = (
        "not_answered_yet",
        _("The person may answer until %(until)s; close the question after that."),
    )
