"""Words of targets: rights, periods, whose they are, how parts and whole are held together, refusals."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kejing.foundation.kernel.permissions import declare

VIEW = declare("targets.view", _("See targets in one’s scope"))
SET = declare("targets.set", _("Set targets in one’s scope"))
SET_ALL = declare("targets.set_all", _("Set the targets of every unit and of the organisation"))
SPLIT = declare("targets.split", _("Break one’s own targets down"))

REFRESH = "targets.refresh"
"""The job that brings what was reached into step."""
ACTUALS = "targets.actuals"
"""The section through which modules above say what is reached of an activity: see `rules.Source`."""
THEME_WORK = "targets.theme"
"""The section through which modules above name what of theirs serves a strategic theme."""


class PeriodKind(TextChoices):
    """From the longest to the shortest."""

    YEAR = "year", pgettext_lazy("period", "year")
    HALF = "half", pgettext_lazy("period", "half-year")
    QUARTER = "quarter", pgettext_lazy("period", "quarter")
    MONTH = "month", pgettext_lazy("period", "month")
    WEEK = "week", pgettext_lazy("period", "week")
    DAY = "day", pgettext_lazy("period", "day")


class Level(TextChoices):
    """Whose a target is."""

    ORGANISATION = "organisation", pgettext_lazy("whose target", "the whole organisation")
    UNIT = "unit", _("unit")
    STAFF = "staff", _("person")
    CUSTOMER = "customer", _("customer")


class Way(TextChoices):
    """Into what a target is broken down. Units and people, or customers, are its parts by subject."""

    SUBJECT = "subject", _("units, people or customers")
    PRODUCT = "product", _("products")
    TIME = "time", _("shorter periods")


class Split(TextChoices):
    """How parts are proposed."""

    EVEN = "even", _("evenly")
    ACTUAL = "actual", _("by what was reached last time")
    HAND = "hand", _("by hand")


class Folding(TextChoices):
    """How facts become what was reached: their sum, or the last figure of each thing they hang on."""

    SUM = "sum", _("sum")
    LAST = "last", _("standing at the end")


class MeasureUnit(TextChoices):
    COUNT = "count", pgettext_lazy("unit of a measure", "number")
    MONEY = "money", pgettext_lazy("unit of a measure", "amount")


class Reconcile(TextChoices):
    """What a difference between the parts and the whole means."""

    SHOW = "show", _("a difference is shown")
    EXPLAIN = "explain", _("a difference must be explained")
    REFUSE = "refuse", _("the parts must not exceed the whole")


class ChangeKind(TextChoices):
    SET = "set", pgettext_lazy("target", "set")
    CHANGED = "changed", pgettext_lazy("target", "changed")
    CASCADED = "cascaded", _("broken down from above")
    IMPORTED = "imported", _("imported")


class TargetRefusal(TextChoices):
    NO_SUCH_MEASURE = "no_such_measure", _("There is no measure “%(code)s”.")
    NO_SUCH_THEME = "no_such_theme", _("There is no strategic theme “%(code)s”.")
    NO_SUCH_PRODUCT = "no_such_product", _("There is no product “%(code)s”.")
    ONE_SUBJECT = "one_subject", _("A target is of one unit, of one person or of one customer.")
    NOT_YOURS = "not_yours", _("You may see this target and not change it.")
    OUT_OF_SCOPE = "out_of_scope", _("You set targets for the units and people of your own scope.")
    NOT_ONES_OWN = "not_ones_own", _("Nobody sets a target for herself.")
    NO_POST = "no_post", _("This person is in no post; a target is set for somebody in a post.")
    NOT_HELD = "not_held", _("This customer is held by nobody; give the customer to somebody first.")
    NO_PRODUCTS = "no_products", _("“%(measure)s” is not counted by product.")
    THERE_ALREADY = "there_already", _("This target is there already. Change it instead.")
    NEGATIVE = "negative", _("A target is zero or more.")
    TOO_PRECISE = "too_precise", _("“%(value)s” has more places than the %(places)s of this measure.")
    FLOOR_ABOVE = "floor_above", _("The floor is at most the target.")
    STRETCH_BELOW = "stretch_below", _("The stretch target is at least the target.")
    REASON_MISSING = "reason_missing", _("Say why the target changes.")
    EXCEEDS = (
        "exceeds",
        _(
            "The parts of “%(whole)s” would come to %(parts)s, which is more than its %(base)s. Nothing was saved."
        ),
    )
    EXPLAIN = (
        "explain",
        _("The parts of “%(whole)s” come to %(parts)s and not to %(base)s. Explain the difference."),
    )
    NO_DIFFERENCE = "no_difference", _("The parts come to the whole; there is nothing to explain.")
    DAY_OUT = "day_out", _("This day is outside the calendar.")
    NO_PARTS = "no_parts", _("Give at least one part a target.")
    NO_SUCH_PART = "no_such_part", _("“%(key)s” is not among the parts of this target.")
    TWICE = "twice", _("“%(key)s” stands there twice.")
    NOT_A_NUMBER = "not_a_number", _("Line %(line)s: “%(value)s” is not a number.")
    BAD_LINE = (
        "bad_line",
        _(
            "Line %(line)s: write number, target, floor and stretch with tabs between; the last two may be left out."
        ),
    )
    NOT_THIS_WAY = "not_this_way", _("This target cannot be broken down in this way.")
    BAD_FACT = "bad_fact", _("Measure “%(code)s”: no fact with this figure is known.")
    PART = "part", _("“%(name)s”: %(sentence)s")
    TOO_MANY = "too_many", _("There are more than %(most)s parts. Import them from a file instead.")


class TargetFault(TextChoices):
    """What can be wrong with one row of an import."""

    ONE_SUBJECT = (
        "one_subject_row",
        _("“%(value)s”: give a unit, a person or a customer, and one of them only."),
    )
    NO_POST = "no_post_row", _("“%(value)s” is in no post.")
    NOT_HELD = "not_held_row", _("“%(value)s” is held by nobody.")
    NEGATIVE = "negative_row", _("“%(value)s” is below zero.")
    FLOOR_ABOVE = "floor_above_row", _("The floor “%(value)s” is above the target.")
    STRETCH_BELOW = "stretch_below_row", _("The stretch target “%(value)s” is below the target.")
    TWICE = "twice_row", _("The target of the period of “%(value)s” stands in the file twice.")
    EXCEEDS = "exceeds_row", _("With “%(value)s” the parts exceed their whole, which this measure forbids.")
