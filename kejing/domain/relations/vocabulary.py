"""Words of what stands between the organisation and a customer."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kejing.foundation.kernel.permissions import declare

VIEW, CHANGE, CONFIDENTIAL = "customers.view", "customers.change", "customers.confidential"
"""Declared by `customers`: what hangs on a customer is seen and changed with the customer."""
AMOUNT = "customers.holding_amount"
"""What is moved in a holding is seen by whoever sees its amounts."""
NEVER = 9_999
"""In the place of the days since the last contact, of a customer nobody ever met: more than any rule asks."""
HOURS_TO_ANSWER = "customer.hours_to_answer"
"""Providers (customer_id=) of the hours within which her questions are answered. `wiring/sections.py`."""
LIMITS = declare("relations.limits", _("See the limits of negotiations"))
REVIEW = declare("relations.review", _("Review customer analyses"))
ALARMS = declare("relations.alarms", _("Run the nightly work on relations"))


class StageCode(TextChoices):
    """Item A3.43. In their order; a step back needs a reason. The pack may word them its own way."""

    IDENTIFIED = "identified", pgettext_lazy("stage", "identified")
    ESTABLISHED = "established", pgettext_lazy("stage", "established")
    MAINTAINED = "maintained", pgettext_lazy("stage", "maintained")
    CONSOLIDATED = "consolidated", pgettext_lazy("stage", "consolidated")


class Trend(TextChoices):
    RISING = "rising", pgettext_lazy("trend", "rising")
    STABLE = "stable", pgettext_lazy("trend", "stable")
    FALLING = "falling", pgettext_lazy("trend", "falling")
    UNKNOWN = "unknown", pgettext_lazy("trend", "not comparable yet")


class NeedKind(TextChoices):
    CURRENT = "current", pgettext_lazy("need", "Current")
    POTENTIAL = "potential", pgettext_lazy("need", "Potential")


class NeedState(TextChoices):
    FOUND = "found", pgettext_lazy("need", "Found")
    OFFERED = "offered", pgettext_lazy("need", "Offered")
    MET = "met", pgettext_lazy("need", "Met")
    DROPPED = "dropped", pgettext_lazy("need", "Dropped")


class Party(TextChoices):
    US = "us", _("We")
    CUSTOMER = "customer", _("The customer")


class Usable(TextChoices):
    US = "us", _("By us")
    CUSTOMER = "customer", _("By the customer")
    BOTH = "both", _("By both")


class PromiseState(TextChoices):
    OPEN = "open", pgettext_lazy("promise", "Open")
    KEPT = "kept", pgettext_lazy("promise", "Kept")
    WITHDRAWN = "withdrawn", pgettext_lazy("promise", "Withdrawn")


class GoalKind(TextChoices):
    ECONOMIC = "economic", pgettext_lazy("goal of a party", "Economic")
    OTHER = "other", pgettext_lazy("goal of a party", "Other")


class GoalState(TextChoices):
    OPEN = "open", pgettext_lazy("goal of a party", "Open")
    REACHED = "reached", pgettext_lazy("goal of a party", "Reached")
    DROPPED = "dropped", pgettext_lazy("goal of a party", "Given up")


class Voice(TextChoices):
    """Item A8.16: who speaks to whom."""

    OURS = "ours", _("Company to customer")
    THEIRS = "theirs", _("Customer to company")


class ResourceKind(TextChoices):
    INTRODUCTION = "introduction", _("Introduction")
    CHANNEL = "channel", pgettext_lazy("resource", "Channel")
    KNOWLEDGE = "knowledge", _("Knowledge")


class Level(TextChoices):
    WATCH = "watch", pgettext_lazy("level", "Watch")
    WARNING = "warning", pgettext_lazy("level", "Warning")
    SERIOUS = "serious", pgettext_lazy("level", "Serious")


class Outcome(TextChoices):
    """How a signal ended. False alarms stand beside the foresight rate."""

    CONTROLLED = "controlled", pgettext_lazy("signal", "Controlled")
    HAPPENED = "happened", pgettext_lazy("signal", "It happened")
    FALSE_ALARM = "false_alarm", pgettext_lazy("signal", "False alarm")
    PASSED = "passed", pgettext_lazy("signal", "It passed")


class Means(TextChoices):
    """How a contact person likes to be reached. Item A9.7."""

    VISIT = "visit", pgettext_lazy("means", "Visit")
    CALL = "call", pgettext_lazy("means", "Call")
    MESSAGE = "message", pgettext_lazy("means", "Text")
    MAIL = "mail", pgettext_lazy("means", "E-mail")


class Hours(TextChoices):
    MORNING = "morning", pgettext_lazy("hours", "Morning")
    NOON = "noon", pgettext_lazy("hours", "Noon")
    AFTERNOON = "afternoon", pgettext_lazy("hours", "Afternoon")
    EVENING = "evening", pgettext_lazy("hours", "Evening")


class StanceCode(TextChoices):
    """Where a contact person stands in our business with her; nothing about her as a person."""

    SUPPORTER = "supporter", pgettext_lazy("stance", "Supports us")
    NEUTRAL = "neutral", pgettext_lazy("stance", "Undecided")
    OPPONENT = "opponent", pgettext_lazy("stance", "Against us")


class NegotiationState(TextChoices):
    OPEN = "open", pgettext_lazy("negotiation", "Under way")
    AGREED = "agreed", pgettext_lazy("negotiation", "Agreed")
    FAILED = "failed", pgettext_lazy("negotiation", "Failed")


class Verb(TextChoices):
    """What happened, for the one stream of a customer's history."""

    RATED = "rated", _("Relationship rated")
    STAGE = "stage", _("Stage changed")
    NEED = "need", _("Need noted")
    NEED_CHANGED = "need_changed", _("Need changed")
    PROMISED = "promised", _("Promise made")
    SETTLED = "settled", _("Promise settled")
    ASKED = "asked", _("Question asked")
    ANSWERED = "answered", _("Question answered")
    PLANNED = "planned", _("Relationship plan written")
    GOAL = "goal", _("Goal set")
    GOAL_CHANGED = "goal_changed", _("Goal changed")
    SAID = "said", _("Message passed on")
    RESOURCE = "resource", _("Resource noted")
    USED = "used", _("Resource used")
    SIGNAL = "signal", _("Risk signal")
    SIGNAL_CLOSED = "signal_closed", _("Risk signal closed")
    EVENT = "event", _("Risk event")
    ANALYSED = "analysed", _("Customer analysed")
    REVIEWED = "reviewed", _("Analysis reviewed")
    COMMUNICATION = "communication", _("Communication agreed")
    STANCE = "stance", _("Stance noted")
    NEGOTIATION = "negotiation", _("Negotiation opened")
    ROUND = "round", _("Round of a negotiation")
    NEGOTIATED = "negotiated", _("Negotiation ended")


class RelationRefusal(TextChoices):
    NO_POST = "relation_no_post", _("You are in no post today, so nothing can be entered in your name.")
    UNKNOWN_WORD = "unknown_word", _("“%(word)s” is not among the words of the pack.")
    UNKNOWN_CONTACT = "unknown_contact", _("This contact person is not one of this customer's.")
    SAME_STAGE = "same_stage", _("The relationship is at this stage already.")
    REASON_FOR_STEP_BACK = "reason_for_step_back", _("Going back a stage needs a reason.")
    DUE_IN_THE_PAST = "due_in_the_past", _("The due day lies today or later.")
    NOT_OPEN = "not_open", _("This is settled already.")
    NOT_YET = "not_yet", _("This day has not come yet.")
    BEFORE_IT_WAS_MADE = "before_it_was_made", _("This day lies before %(day)s, when it was made.")
    WITHDRAWN_FOR_A_REASON = "withdrawn_for_a_reason", _("Say why the promise was withdrawn.")
    NEED_IS_CLOSED = "need_is_closed", _("A need that was met or dropped stays so; note a new one.")
    WATCH_TOO_LONG = "watch_too_long", _("A risk is watched from today on, at most %(days)s days.")
    SAME_STANCE = "same_stance", _("This contact person stands there already.")
    OWN_ANALYSIS = "own_analysis", _("Nobody reviews her own analysis.")
    REVIEWED_ALREADY = "analysis_reviewed", _("This analysis is reviewed already.")
    ALL_ASPECTS = "all_aspects", _("Grade every aspect from 1 to 5.")
    NO_USE_FOR = "no_use_for", _("This resource is not meant for that side.")
