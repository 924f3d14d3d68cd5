"""Words of the customer base."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from kejing.foundation.kernel.permissions import declare

VIEW = declare("customers.view", _("See customers"))
CHANGE = declare("customers.change", _("Change customers"))
ASSIGN = declare("customers.assign", _("Give customers to an account manager"))
MERGE = declare("customers.merge", _("Decide whether two customers are one, merge them and undo it"))
SEARCH_DUPLICATES = declare(
    "customers.search_duplicates", _("Have the whole customer base searched for duplicates")
)

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


class PairState(TextChoices):
    """What a person said of two customers who look alike."""

    OPEN = "open", _("not decided")
    SAME = "same", _("the same")
    DIFFERENT = "different", _("two customers")
    LATER = "later", _("later")


class Likeness(TextChoices):
    """How surely a customer who is there already is the one asked for."""

    CERTAIN = "certain", _("the identity number is the same")
    STRONG = "strong", _("the telephone number is the same")
    LIKELY = "likely", _("the name is the same")


class Compared(TextChoices):
    """The fields in which customers are compared and which a merge may take over."""

    NAME = "name", _("Name")
    PHONE = "phone", _("Telephone")
    IDENTITY_NUMBER = "identity_number", _("Identity number")
    ADDRESS = "address", _("Address")
    BIRTH_DATE = "birth_date", _("Date of birth")


class FoundBy(TextChoices):
    """Why the search shows a customer."""

    TEXT = "text", _("name or number")
    MERGED = "merged", _("merged into this one")
    PHONE = "phone", _("telephone")
    CONTACT = "contact", _("contact")
    SIMILAR = "similar", _("similar name")


class DuplicateRefusal(TextChoices):
    TOO_MANY_QUESTIONS = (
        "too_many_questions",
        _("You have asked %(limit)s times today whether a customer is there already; ask again tomorrow."),
    )
    INTO_ITSELF = "into_itself", _("A customer cannot be merged into itself.")
    ALREADY_MERGED = "already_merged", _("%(number)s is merged into another customer already.")
    OTHER_KIND = "other_kind", _("A person and an organisation are not the same customer.")
    CONFIDENTIAL = (
        "confidential",
        _("One of the two is confidential and the other is not: they are not merged."),
    )
    NOT_MERGED = "not_merged", _("This merge is undone already.")
    CHANGED_SINCE = "changed_since", _("Changed since the merge, so it cannot be undone: %(fields)s.")
    IS_MERGED = "is_merged", _("This customer is merged into another; change that one.")
    DECIDED = "decided", _("Somebody has decided about these two already.")


class CustomerRefusal(TextChoices):
    UNKNOWN_HOLDER = "unknown_holder", _("There is no such holder for this unit.")
    SAME_HOLDER = "same_holder", _("The customer is already with this holder.")
    BEFORE_OWNERSHIP = (
        "before_ownership",
        _("The change must not start before %(day)s, when the present one began."),
    )
    NOT_TODAY = "not_today", _("A change of holder starts today at the latest.")
    SHORT_QUERY = "short_query", _("Type at least two characters.")
