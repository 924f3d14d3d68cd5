"""Words of the customer base."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from kejing.foundation.kernel.permissions import declare

VIEW = declare("customers.view", _("See customers"))
CHANGE = declare("customers.change", _("Change customers"))
ASSIGN = declare("customers.assign", _("Give customers to an account manager"))
ADD = declare("customers.add", _("Add customers"))
HOLD = declare("customers.hold", _("Hold the customers one adds"))
TAGS = declare("customers.tags", _("Add words to the tags"))

IMPORTED = "import"
"""The reason of an ownership that an import opened."""
ENTERED = "entered"
"""The reason of an ownership that began with the customer's entry."""


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


class FieldKind(TextChoices):
    """What a profile field holds; a `coded` one a code with its words, as a source delivers it."""

    TEXT = "text", _("text")
    CODED = "coded", _("code")
    CHOICE = "choice", _("one of a list")
    SEVERAL = "several", _("several of a list")
    DATE = "date", _("a day")
    NUMBER = "number", _("a number")
    MONEY = "money", _("sum of money")
    FLAG = "flag", _("yes or no")
    PHONE = "phone", _("phone")


class Check(TextChoices):
    """What happens to a number that does not fit."""

    OFF = "off", _("is taken")
    WARN = "warn", _("is taken with a warning")
    REFUSE = "refuse", _("is refused")


class Share(TextChoices):
    """Who reads a note or a file, besides its author, among those who see the customer."""

    OWNER = "owner", _("who holds the customer")
    UNIT = "unit", _("the customer's unit")
    ALL = "all", _("everybody who sees the customer")


class TeamRole(TextChoices):
    LEAD = "lead", _("lead account manager")
    MEMBER = "member", _("member")


class MasterRefusal(TextChoices):
    """Why something of a customer's master is not taken."""

    NUMBER_TAKEN = "number_taken", _("The number %(number)s is in use.")
    NO_HOLDER = "no_holder", _("You hold no customers, and your unit's pool is out of your sight.")
    NOT_YOURS = "not_yours", _("“%(name)s” cannot be entered here.")
    IDENTITY = "identity", _("This is not a valid identity number of this kind of customer.")
    UNKNOWN_FIELD = "unknown_field", _("The profile has no field “%(name)s” for this kind of customer.")
    BAD_VALUE = "bad_value", _("“%(value)s” does not fit: %(kind)s is expected.")
    NOTHING_KEPT = "nothing_kept", _("There is no value to confirm.")
    UNKNOWN_PARENT = "unknown_parent", _("You see no such customer.")
    CYCLE = "cycle", _("A customer cannot stand below herself: this one is further down in the group.")
    IN_TEAM = "in_team", _("She is in the team already.")
    UNKNOWN_STAFF = "unknown_staff", _("There is nobody by this number in force on the day.")
    ENDED = "ended", _("This has ended already.")
    NOT_BEFORE = "not_before", _("The end must come after %(day)s, when it began.")
    NOT_LATER = "not_later", _("It cannot begin or end after today.")
    HAS_POST = "has_post", _("She has a post at this customer in that time.")
    NOT_AUTHOR = "not_author", _("Only its author changes or removes this.")
    TAG_GIVEN = "tag_given", _("The customer has this tag already.")
    UNKNOWN_TAG = "unknown_tag", _("There is no such tag.")
    TAG_THERE = "tag_there", _("There is this tag already.")
    FILE_KIND = "file_kind", _("This kind of file is not taken. Taken are: %(kinds)s.")
    FILE_SIZE = "file_size", _("The file is larger than %(megabytes)s MB.")
    FILE_EMPTY = "file_empty", _("The file is empty.")
