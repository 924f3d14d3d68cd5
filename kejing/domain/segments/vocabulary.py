"""Words of segments, target lists, service standards and load."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from kejing.foundation.kernel.permissions import declare

VIEW = declare("segments.view", _("See segments, target lists and who is overdue"))
MANAGE = declare("segments.manage", _("Define segments and make target lists for one's unit"))
MANAGE_ALL = declare("segments.manage_all", _("Define segments and service standards for all"))
CHANGE, ASSIGN = "customers.change", "customers.assign"
"""Declared by `customers`: who works with customers, and who gives them to somebody."""
CONFIDENTIAL = "customers.confidential"
CONTACT = "contact"
"""In the place of a kind of facts: a figure that counts contacts."""
AMOUNT, PROFILE = "customers.holding_amount", "customers.profile"
"""Fields that `customers` protects, and rules are made of."""
LOAD = declare("load.view", _("See the load of account managers"))

RANKED = "segments.evaluate"
"""The job that puts customers into segments and works out who is due."""
COUNT = "segments.count"
"""The job that works out what a draft would do."""


class SetKind(TextChoices):
    """What a set of segments is. In a class set every customer is in exactly one."""

    CLASS = "class", _("classes")
    FREE = "free", _("segment")
    MARKET = "market", _("target market")


class VersionState(TextChoices):
    DRAFT = "draft", _("draft")
    APPLIED = "applied", _("in force")
    PAST = "past", _("past")


class TargetState(TextChoices):
    """What became of a target. Contacted is not said but seen: from the visits of the period."""

    OPEN = "open", _("still to do")
    WON = "won", _("won")
    DROPPED = "dropped", _("dropped")


class ProspectState(TextChoices):
    PROSPECT = "prospect", _("prospect")
    CONTACTED = "contacted", _("contacted")
    CUSTOMER = "customer", _("became a customer")
    DROPPED = "dropped", _("dropped")


class RuleRefusal(TextChoices):
    UNKNOWN_FIELD = "unknown_field", _("There is no field “%(name)s” to segment by.")
    FIELD_NOT_YOURS = (
        "field_not_yours",
        _("You may not segment by “%(name)s”: it needs a right you do not have."),
    )
    BAD_COMPARISON = "bad_comparison", _("“%(name)s” cannot be compared by “%(comparison)s”.")
    BAD_VALUE = "bad_value", _("“%(value)s” is no value for “%(name)s”.")
    BAD_SHAPE = "bad_shape", _("A rule is a list of conditions under “all” or “any”.")
    TOO_BIG = "too_big", _("A rule has at most %(most)s conditions in %(depth)s levels.")
    NO_CONDITION = "no_condition", _("Give at least one condition.")


class SegmentRefusal(TextChoices):
    NOT_TRIED = "not_tried", _("Try it first: the preview says who enters and who leaves.")
    NOT_A_DRAFT = "not_a_draft", _("This version is no draft any more.")
    LAST_CLASS = "last_class", _("The last class takes whoever is in no other; it has no rule.")
    NOT_YOURS = "not_yours", _("This segment belongs to another unit.")
    TOO_MANY = (
        "too_many",
        _("The segment has more than %(most)s customers of yours; make the list for one unit."),
    )
    NOBODY = "nobody", _("Nobody of this segment is in your scope.")
    DUE_IN_THE_PAST = "due_in_the_past", _("The due date must not lie in the past.")
    LIST_IS_OVER = "list_is_over", _("This list ended on %(day)s; its figures stay as they were.")
    SETTLED = "settled", _("This step cannot follow the present state.")
    REASON_MISSING = "reason_missing", _("Say why.")
    CUSTOMER_MISSING = "customer_missing", _("Say which customer the prospect became.")
    NOT_A_MARKET = "not_a_market", _("Prospects belong to a target market.")
    NO_POST = "no_post", _("Only somebody who holds customers keeps prospects.")
    NOT_A_DAY = "not_a_day", _("“%(text)s” is not a day. Write it as 2026-11-23.")


class StandardRefusal(TextChoices):
    UNKNOWN_CLASS = "unknown_class", _("There is no class “%(name)s”.")
    BAD_NORM = (
        "bad_norm",
        _(
            "Class %(name)s: the rhythm is 1 to 730 days, the answer 1 to 720 hours, a visit 5 to 480 minutes."
        ),
    )
    NO_STANDARD = "no_standard", _("No service standard is in force yet.")


class LoadRefusal(TextChoices):
    CHANGED = "changed", _("Customers or figures changed since you saw this proposal. Look at it again.")
    NOTHING = "nothing", _("There is nothing to move.")
