"""Words of the customer base."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from kejing.foundation.kernel import masks
from kejing.foundation.kernel.fields import declare_field
from kejing.foundation.kernel.limits import declare_limit
from kejing.foundation.kernel.permissions import declare

VIEW = declare("customers.view", _("See customers"))
CHANGE = declare("customers.change", _("Change customers"))
ASSIGN = declare("customers.assign", _("Give customers to an account manager"))
UNMASK = declare("customers.unmask", _("See a masked field of a customer, with a reason"))
SEE_UNMASKING = declare("customers.see_unmasking", _("See who looked at masked fields"))

PHONE = declare_field("customers.phone", _("Phone"), mask=masks.phone)
IDENTITY_NUMBER = declare_field("customers.identity_number", _("Identity number"), mask=masks.identity)
ADDRESS = declare_field("customers.address", _("Address"), mask=masks.place)
CONTACT_PHONE = declare_field("customers.contact_phone", _("Phone of a contact"), mask=masks.phone)
CONTACT_EMAIL = declare_field("customers.contact_email", _("E-mail of a contact"), mask=masks.email)
HOLDING_AMOUNT = declare_field("customers.holding_amount", _("Amounts of holdings"))
PROFILE = declare_field("customers.profile", _("A field of the profile"), family=True)
UNMASK_PER_DAY = declare_limit("customers.unmask_per_day", _("Masked fields seen in a day"), default=20)

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
    UNKNOWN_FILTER = "unknown_filter", _("This list has no filter “%(name)s”.")
    BAD_FILTER = "bad_filter", _("“%(value)s” will not do for this filter.")
    NO_SUCH_UNIT = "no_such_unit", _("There is no such unit among yours.")
    NO_SUCH_HOLDER = "no_such_holder", _("There is nobody like this among those you see.")
    UNKNOWN_FIELD = "unknown_field", _("There is no protected field “%(name)s”.")
    NOT_MASKED = "not_masked", _("“%(label)s” is not masked for you.")
    SAY_WHY = "say_why", _("Say in at least four characters why you need it.")
    UNMASK_LIMIT = (
        "unmask_limit",
        _("You have seen %(cap)s masked fields today; your role may not see more in a day."),
    )
