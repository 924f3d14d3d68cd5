"""Words of notices."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from kejing.foundation.kernel.permissions import declare

MANAGE = declare("notices.manage", _("Decide where notices are sent outside"))


class Urgency(TextChoices):
    """How soon somebody should know; it decides where a notice goes as long as the reader chose nothing."""

    URGENT = "urgent", _("urgent")
    NORMAL = "normal", _("normal")
    LOW = "low", _("for information")


class Channel(TextChoices):
    IN_APP = "in_app", _("inbox")
    DIGEST = "digest", _("daily digest")
    EMAIL = "email", _("e-mail at once")
    WEBHOOK = "webhook", _("other systems")


class DeliveryState(TextChoices):
    WAITING = "waiting", _("waiting")
    SENT = "sent", _("delivered")
    DEAD = "dead", _("given up")


class NoticeRefusal(TextChoices):
    NOT_AN_ADDRESS = "not_an_address", _("“%(url)s” is not an address of a web server.")
    HTTPS_ONLY = "https_only", _("Only https addresses are written to.")
    PRIVATE = "private", _("“%(host)s” lies in a private network; notices go to public addresses only.")
    NO_HOST = "no_host", _("There is no server named “%(host)s”.")
    UNKNOWN_KIND = "unknown_kind", _("There is no kind of notice “%(code)s”.")
    NOT_DEAD = "not_dead", _("Only what was given up is sent anew.")
    SWITCHED_OFF = "switched_off", _("This endpoint is switched off.")


class Failure(TextChoices):
    """Why a delivery failed, in a word that names nobody."""

    STATUS = "status", _("the other side answered with an error")
    REDIRECT = "redirect", _("the other side sent us elsewhere; redirects are not followed")
    UNREACHABLE = "unreachable", _("the other side could not be reached")
    ADDRESS = "address", _("the address is not allowed any more")
    MAIL = "mail", _("the mail server did not take it")
    NO_ADDRESS = "no_address", _("the reader has no e-mail address")
    GONE = "gone", _("the endpoint is switched off")
