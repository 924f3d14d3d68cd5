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
    SHORT_QUERY = "short_query", _("Type at least two characters.")
