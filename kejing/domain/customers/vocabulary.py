"""Words of the customer base."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from kejing.foundation.kernel.permissions import declare

VIEW = declare("customers.view", _("See customers"))
CHANGE = declare("customers.change", _("Change customers"))
ASSIGN = declare("customers.assign", _("Give customers to an account manager"))

IMPORTED = "import"
"""The reason of an ownership that an import opened."""


class CustomerKind(TextChoices):
    PERSON = "person", _("person")
    ORGANISATION = "organisation", _("organisation")


class PartyRole(TextChoices):
    OWNER = "owner", _("owner")
    DISPONENT = "disponent", _("authorised to dispose")


class Risk(TextChoices):
    """The worst mark among a customer's loans."""

    NONE = "", _("no loan")
    GOOD = "good", _("good")
    UNCLASSIFIED = "unclassified", _("waits to be classified")
    WATCH = "watch", _("in arrears")
    BAD = "bad", _("not repaid")


class CustomerRefusal(TextChoices):
    UNKNOWN_HOLDER = "unknown_holder", _("There is no such holder for this unit.")
    SAME_HOLDER = "same_holder", _("The customer is already with this holder.")
    BEFORE_OWNERSHIP = (
        "before_ownership",
        _("The change must not start before %(day)s, when the present one began."),
    )
    NOT_TODAY = "not_today", _("A change of holder starts today at the latest.")
    UNKNOWN_PARENT = "unknown_parent", _("There is no customer “%(value)s”, or more than one of that name.")
    BELOW_ITSELF = "below_itself", _("The customer “%(value)s” would stand below itself in its group.")
    SHARED_IDENTITY = (
        "shared_identity",
        _("Several customers have the identity number “%(value)s”; merge them first."),
    )
    UNKNOWN_CUSTOMER = (
        "unknown_customer",
        _("There is no customer “%(value)s”, or more than one of that name."),
    )
    UNKNOWN_CONTACT = (
        "unknown_contact",
        _("This customer has no contact, or more than one, called “%(value)s”."),
    )
    ONE_HOLDER = "one_holder", _("Give either a holder's staff number or the unit whose pool it is.")
    HOLDER_NOT_THERE = "holder_not_there", _("“%(value)s” held no post on that day.")
    BEFORE_PRESENT = (
        "before_present",
        _("The change must start after the present ownership began, and not after today: %(value)s."),
    )
    BACKWARDS = "backwards", _("The end must come after the beginning: %(value)s.")
    SHORT_QUERY = "short_query", _("Type at least two characters.")
