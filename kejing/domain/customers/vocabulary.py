"""Words of the customer base."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from kejing.foundation.kernel import masks
from kejing.foundation.kernel.fields import declare_field, kept_in
from kejing.foundation.kernel.limits import declare_limit
from kejing.foundation.kernel.permissions import declare

VIEW = declare("customers.view", _("See customers"))
CHANGE = declare("customers.change", _("Change customers"))
ASSIGN = declare("customers.assign", _("Give customers to an account manager"))
UNMASK = declare("customers.unmask", _("See a masked field of a customer, with a reason"))
SEE_UNMASKING = declare("customers.see_unmasking", _("See who looked at masked fields"))
ADD = declare("customers.add", _("Add customers"))
HOLD = declare("customers.hold", _("Hold the customers one adds"))
TAGS = declare("customers.tags", _("Add words to the tags"))

PHONE = declare_field("customers.phone", _("Phone"), mask=masks.phone)
IDENTITY_NUMBER = declare_field("customers.identity_number", _("Identity number"), mask=masks.identity)
ADDRESS = declare_field("customers.address", _("Address"), mask=masks.place)
CONTACT_PHONE = declare_field("customers.contact_phone", _("Phone of a contact"), mask=masks.phone)
CONTACT_EMAIL = declare_field("customers.contact_email", _("E-mail of a contact"), mask=masks.email)
HOLDING_AMOUNT = declare_field("customers.holding_amount", _("Amounts of holdings"))
PROFILE = declare_field("customers.profile", _("A field of the profile"), family=True)
PROTECTED = {"identity_number": IDENTITY_NUMBER, "phone": PHONE, "address": ADDRESS}
"""Columns of a customer, changed only by a role that sees them in full."""
COMPARED_PROTECTED = {**PROTECTED, "birth_date": f"{PROFILE}.birth_date"}
"""What the page of a pair compares and a merge takes over, of what is protected."""
CONTACT_PROTECTED = {"phone": CONTACT_PHONE, "email": CONTACT_EMAIL}
for _column, _field in PROTECTED.items():
    kept_in("customers_customer", _column, _field)
for _column, _field in CONTACT_PROTECTED.items():
    kept_in("customers_contact", _column, _field)
kept_in("customers_customer", "attributes", PROFILE)
kept_in("customers_holding", "amount", HOLDING_AMOUNT)
kept_in("customers_holdingownership", "amount", HOLDING_AMOUNT)
kept_in("customers_merge", "taken", COMPARED_PROTECTED)
UNMASK_PER_DAY = declare_limit("customers.unmask_per_day", _("Masked fields seen in a day"), default=20)
# Ownership over time
CONFIDENTIAL = declare("customers.confidential", _("See and mark confidential customers"))
CLAIM = declare("customers.claim", _("Claim customers from the pool"))
LOCK = declare("customers.lock", _("Lock customers to a person, decide on unlocking"))
MERGE = declare("customers.merge", _("Decide whether two customers are one, merge them and undo it"))
SEARCH_DUPLICATES = declare(
    "customers.search_duplicates", _("Have the whole customer base searched for duplicates")
)

IMPORTED = "import"
"""The reason of an ownership that an import opened."""
ENTERED = "entered"
"""The reason of an ownership that began with the customer's entry."""
CLAIMED = "claim"
"""The reason of an ownership that began with a claim from the pool."""
RECYCLED = "recycle"
"""The reason of an ownership of the pool that a rule began; the rule follows after a colon."""


class CollaboratorRole(TextChoices):
    """What somebody does on a customer whom another one holds."""

    SPECIALIST = "specialist", _("product specialist")
    ASSISTANT = "assistant", _("assistant")
    B_ROLE = "b_role", _("B role")
    CREDIT = "credit", _("credit officer")


class SinceLook(TextChoices):
    """What became of a row of a transfer since somebody looked at it."""

    NEW = "new", _("Was not among them")
    MOVED = "moved", _("Was with somebody else")
    GONE = "gone", _("No longer among them")


class Along(TextChoices):
    """What hangs on customers who move, counted here."""

    MERGED = "merged", _("customers merged into them go along")
    COLLABORATORS = "collaborators", _("people who work on them go on doing so")
    PACKED = "packed", _("packed holdings stay with the people they are packed to")


class RequestState(TextChoices):
    OPEN = "open", _("waits for a decision")
    APPROVED = "approved", _("approved")
    DECLINED = "declined", _("declined")


class RecyclingRule(TextChoices):
    """Why a customer goes back to the pool."""

    OWNER_LEFT = "left", _("the account manager has left")
    NO_VISIT = "no_visit", _("not visited since she came")
    NO_CONTACT = "no_contact", _("no contact for too long")
    NO_HOLDING = "no_holding", _("holds nothing")


class RecyclingState(TextChoices):
    WARNED = "warned", _("warned")
    RECYCLED = "recycled", _("went back to the pool")
    WITHDRAWN = "withdrawn", _("the reason fell away")


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
    LOCKED = "locked", _("%(number)s is locked to %(holder)s; have it unlocked before it is merged.")
    IS_MERGED = "is_merged", _("This customer is merged into another; change that one.")
    DECIDED = "decided", _("Somebody has decided about these two already.")


class ImportFault(TextChoices):
    """What can be wrong with a row of the customer base that comes in."""

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
    LOCKED = "locked", _("The customer is locked to %(value)s.")


class CustomerRefusal(TextChoices):
    UNKNOWN_HOLDER = "unknown_holder", _("There is no such holder for this unit.")
    SAME_HOLDER = "same_holder", _("The customer is already with this holder.")
    BEFORE_OWNERSHIP = (
        "before_ownership",
        _("The change must not start before %(day)s, when the present one began."),
    )
    NOT_TODAY = "not_today", _("A change of holder starts today at the latest.")
    # Ownership over time
    CONFIDENTIAL = (
        "confidential",
        _("The customer is confidential; moving her needs the right to see such customers."),
    )
    OVER_CAPACITY = (
        "over_capacity",
        _("%(holder)s may hold %(most)s customers of the kind “%(kind)s” and has %(held)s."),
    )
    LOCKED = "locked", _("Locked to %(holder)s since %(day)s: %(reason)s")
    NOT_BACK_YET = (
        "not_back_yet",
        _("%(holder)s had the customer until %(day)s and may have her again %(months)s months after that."),
    )
    MONTH_CLOSED = "month_closed", _("The month of %(day)s is closed; nothing moves in it.")
    NOT_FOUND = "not_found", _("There is no such customer among yours.")
    NOTHING_CHOSEN = (
        "nothing_chosen",
        _("Nobody is chosen: name customers, or somebody whose customers move."),
    )
    TOO_MANY = "too_many", _("More than %(most)s customers cannot move in one transfer.")
    ROWS_REFUSED = "rows_refused", _("%(n)s of the customers cannot move, so none does.")
    PREVIEW_OUTDATED = "preview_outdated", _("What was chosen has changed since the preview. Look again.")
    TAKEN = "taken", _("The customer is not in the pool any more.")
    NO_POST = "no_post", _("Only somebody in a post can hold customers.")
    CLAIMS_USED_UP = "claims_used_up", _("You have claimed %(most)s customers today; more is not allowed.")
    COOLING_OFF = (
        "cooling_off",
        _("You lost the customer to the pool on %(day)s; you may claim her again from %(again)s."),
    )
    IN_POOL_TODAY = "in_pool_today", _("The customer came into the pool today; she can be claimed tomorrow.")
    NOT_YOUR_TEAM = (
        "not_your_team",
        _("Only whoever holds the customer, or leads the one who does, decides this."),
    )
    UNKNOWN_PERSON = "unknown_person", _("There is no such person in a post today.")
    IS_HOLDER = "is_holder", _("This person holds the customer already.")
    COLLABORATES = "collaborates", _("This person works on the customer already.")
    UNTIL_BEFORE = "until_before", _("The end must not lie before the beginning.")
    LOCKS_PERSONS = "locks_persons", _("A customer in the pool cannot be locked: lock her to a person.")
    LOCKED_ALREADY = "locked_already", _("The customer is locked already.")
    NOT_LOCKED = "not_locked", _("The customer is not locked.")
    ASKED_ALREADY = "asked_already", _("Somebody has asked for this already; it waits for a decision.")
    SECOND_PERSON = "second_person", _("Whoever asked for it does not decide: a second person does.")
    DECIDED = "decided", _("This was decided already.")
    NOT_THEIRS = "not_theirs", _("The customer holds no such thing today.")
    PACKED = "packed", _("It is packed to %(holder)s already.")
    CODE_TAKEN = "code_taken", _("The code “%(code)s” is taken.")
    HAS_TERRITORY = (
        "has_territory",
        _("%(holder)s has the unit market “%(name)s” already; each manager has one."),
    )
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
