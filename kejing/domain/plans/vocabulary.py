"""Words of plans."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kejing.foundation.kernel.permissions import declare

WRITE = declare("plans.write", _("Write plans"))
APPROVE = declare("plans.approve", _("Approve plans"))
VIEW = declare("plans.view", _("See the plans of others"))

DRAFT = "plans.draft"
"""The document whose sections propose the actions of a plan; see the README."""


class PlanState(TextChoices):
    DRAFT = "draft", pgettext_lazy("plan", "draft")
    SUBMITTED = "submitted", pgettext_lazy("plan", "waits for approval")
    RETURNED = "returned", pgettext_lazy("plan", "returned")
    APPROVED = "approved", pgettext_lazy("plan", "approved")


OPEN_STATES = (PlanState.DRAFT, PlanState.RETURNED)
"""The writer may change it."""


class Done(TextChoices):
    """What became of an action; the values are those of `rules.Doing`."""

    DONE = "done", pgettext_lazy("action", "done")
    PARTLY = "partly", pgettext_lazy("action", "partly done")
    DROPPED = "dropped", pgettext_lazy("action", "dropped")


class Verdict(TextChoices):
    APPROVED = "approved", pgettext_lazy("verdict", "Approve")
    RETURNED = "returned", pgettext_lazy("verdict", "Return")


class PlanRefusal(TextChoices):
    NO_POST = "plan_no_post", _("You are in no post today, so no plan can be written in your name.")
    NO_SUCH_KIND = "no_such_plan_kind", _("People in your role write no plan of the kind “%(kind)s”.")
    PERIOD_OVER = (
        "plan_period_over",
        _("%(period)s is over; no plan is written or handed in for it any more."),
    )
    TOO_FAR_AHEAD = "plan_too_far_ahead", _("%(period)s lies more than two years ahead.")
    THERE_ALREADY = "plan_there_already", _("There is a plan for %(period)s already. Open it, or amend it.")
    NOT_YOUR_PLAN = "not_your_plan", _("This plan is somebody else's; only she or her deputy may change it.")
    FROZEN = "plan_frozen", _("An approved plan is not changed. Amend it: a new version is drafted from it.")
    WAITS = "plan_waits", _("The plan waits for approval; it can be changed again when it is returned.")
    NOTHING_IN_IT = "plan_empty", _("A plan without an action cannot be handed in.")
    NOT_APPROVED = "plan_not_approved", _("Only an approved plan is amended; this one can still be changed.")
    NEWER_VERSION = "plan_newer_version", _("There is a newer version of this plan. Amend that one.")


class ItemRefusal(TextChoices):
    UNKNOWN_WORD = "unknown_plan_word", _("“%(word)s” is not among the words of plans.")
    OUTSIDE_PERIOD = "item_outside_period", _("The day lies outside the plan's period: %(period)s.")
    NOT_IN_FORCE = "item_not_in_force", _("What became of an action is said once its plan is approved.")
    REASON_MISSING = "item_reason_missing", _("Say why it was not done, or only in part.")
    DONE_IN_FUTURE = "item_done_in_future", _("That day has not come yet.")
    DONE_TOO_EARLY = "item_done_too_early", _("That day lies before the plan was begun.")


class DecisionRefusal(TextChoices):
    OWN_PLAN = "own_plan", _("Nobody approves or returns her own plan.")
    NOT_APPROVER = "not_the_approver", _("A plan of this kind and writer is approved by: %(roles)s.")
    NOT_WAITING = "plan_not_waiting", _("This plan does not wait for approval.")
    CHECK_OPEN = "plan_check_open", _("Answer the question “%(check)s” before you approve.")
    COMMENT_MISSING = "plan_comment_missing", _("Say why: the writer reads it.")
    UNKNOWN_CHECK = "unknown_plan_check", _("“%(word)s” is no question of the review.")


class BinderRefusal(TextChoices):
    MONTH_AHEAD = "binder_month_ahead", _("%(month)s has not begun; there is nothing to bind.")
