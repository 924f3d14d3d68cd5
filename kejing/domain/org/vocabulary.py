"""Words of the organisation."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from kejing.foundation.kernel.permissions import declare

MANAGE = declare("org.manage", _("Change units, posts and appointments"))
ARRANGE = declare("org.cover", _("Arrange who acts for whom"))
LEAVE = declare("org.leave", _("Ask for leave and see who is away"))
ABSENCES = declare("org.absences", _("Decide on the leave of one's people"))
TEAM = declare("team.view", _("See the team board"))


class HolderKind(TextChoices):
    PERSON = "person", _("person")
    POOL = "pool", _("pool")


class AbsenceState(TextChoices):
    ASKED = "asked", _("waiting for a decision")
    APPROVED = "approved", _("approved")
    REFUSED = "refused", _("not approved")
    CANCELLED = "cancelled", _("cancelled")


class HalfDay(TextChoices):
    """Which half of the one day; empty: whole days."""

    WHOLE = "", _("whole days")
    MORNING = "am", _("morning")
    AFTERNOON = "pm", _("afternoon")


class UnitLevel(TextChoices):
    """Levels of units that are known by name; an organisation may use words of its own. Item A3.26."""

    GROUP = "group", _("group")
    HEAD_OFFICE = "head_office", _("head office")
    PROVINCE = "province", _("province")
    REGION = "region", _("region")
    CITY = "city", _("city")
    DISTRICT = "district", _("district")
    BRANCH = "branch", _("branch")
    OVERSEAS = "overseas", _("overseas")


class OrgFault(TextChoices):
    """What can be wrong with a row of the organisation that comes in."""

    NO_SUCH_UNIT = (
        "no_such_unit",
        _("There is no unit with the code “%(value)s”, neither here nor in the file."),
    )
    NO_SUCH_POST = (
        "no_such_post",
        _("There is no post with the code “%(value)s”, neither here nor in the file."),
    )
    RING = "ring", _("“%(value)s” would stand below itself.")
    MOVED_BACK = "moved_back", _("A unit moves today or later, not on %(value)s: what was is not rewritten.")
    USERNAME_TAKEN = "username_taken", _("The user name “%(value)s” belongs to somebody else.")
    OTHER_ACCOUNT = (
        "other_account",
        _("This person has an account already, of another name than “%(value)s”."),
    )
    POST_TAKEN = "post_taken", _("Somebody else is in the post “%(value)s”.")
    IN_ANOTHER_POST = (
        "in_another_post",
        _(
            "This person is in another post than “%(value)s”. End that one first; customers have to be handed over."
        ),
    )


class OrgRefusal(TextChoices):
    UNKNOWN_UNIT = "unknown_unit", _("There is no unit with the code “%(code)s”.")
    UNKNOWN_ROLE = "unknown_role", _("There is no role “%(code)s”.")
    UNKNOWN_POST = "unknown_post", _("There is no post with the code “%(code)s”.")
    POST_TAKEN = "post_taken", _("Somebody is in the post “%(code)s” at that time.")
    CODE_TAKEN = "code_taken", _("The code “%(code)s” is taken.")
    NUMBER_TAKEN = "number_taken", _("The number “%(number)s” belongs to somebody already.")
    NOT_YOURS = "not_yours", _("You arrange covers for the people of your own units only.")
    SELF_COVER = "self_cover", _("Nobody acts for herself: choose somebody else.")
    COVERED_ALREADY = "covered_already", _("Somebody acts for this person at that time already: %(name)s.")
    DEPUTY_AWAY = "deputy_away", _("The deputy is away at that time herself: %(first)s to %(last)s.")
    NO_DAYS = "no_days", _("The last day must not lie before the first one.")
    TOO_LATE = "too_late", _("A cover begins today at the earliest.")
    ENDED = "ended", _("This cover is over.")
    UNKNOWN_ZONE = "unknown_zone", _("There is no time zone “%(name)s”. Write it as Europe/Prague.")
    NOT_IN_FORCE = "not_in_force", _("This appointment is not in force on %(day)s.")


class LeaveRefusal(TextChoices):
    NO_KIND = "no_kind", _("There is no kind of leave “%(code)s”.")
    NO_POST = "no_post", _("Leave is for people who are in a post today.")
    OUTSIDE = "outside", _("You enter leave for the people in your own scope only.")
    TOO_LONG = "too_long", _("One leave is %(days)s days at most.")
    TOO_FAR = "too_far", _("Leave begins within %(days)s days from today, on either side.")
    HALF_OF_ONE = "half_of_one", _("Half a day is half of one day: first and last day are the same.")
    OVERLAPS = "overlaps", _("There is leave at that time already: %(first)s to %(last)s.")
    NO_DEPUTY = "no_deputy", _("The deputy is somebody in a post.")
    DEPUTY_FAR = "deputy_far", _("The deputy is of the same unit, or of one beside it.")
    OWN = "own", _("Nobody decides on her own leave.")
    DECIDED = "decided", _("This is decided already.")
    BEGUN = "begun", _("This leave has begun: enter the day of the return instead.")
    NOT_RUNNING = "not_running", _("Only approved leave ends early.")
    NOT_EARLY = "not_early", _("The day of the return lies after the first day and not after the last one.")
    IN_FUTURE = "in_future", _("An early return is entered when it happens, or the day before.")
