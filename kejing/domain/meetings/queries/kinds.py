"""The kinds of meetings that the pack brought."""

from dataclasses import dataclass
from datetime import date

from kejing.domain.meetings import access
from kejing.domain.meetings.models import Kind
from kejing.domain.meetings.rules import KindRules
from kejing.domain.meetings.vocabulary import RUN, MeetingRefusal
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.ui.formats import local


@dataclass(frozen=True, slots=True)
class KindCard:
    """A kind with its rules; `since`: from when on it is due."""

    id: int
    code: str
    label: str
    since: date
    rules: KindRules


def card_of(row: Kind) -> KindCard:
    return KindCard(row.pk, row.code, local(row.label, row.label_en), row.since, KindRules.read(row.body))


def kinds() -> list[KindCard]:
    """All of them, in the order of the pack."""
    return [card_of(row) for row in Kind.objects.order_by("position", "id")]


def kinds_led(actor: Actor) -> list[KindCard]:
    """Those that the actor's role leads. Raises Forbidden (403) without the right to run meetings."""
    actor.require(RUN)
    return [kind for kind in kinds() if actor.role in kind.rules.led_by]


def kind_led(actor: Actor, code: str) -> KindCard:
    """Raises Forbidden or NotYours (403) where the actor's role does not lead it, Refused for an unknown kind."""
    actor.require(RUN)
    row = Kind.objects.filter(code=code).first()
    if row is None:
        raise Refused(MeetingRefusal.UNKNOWN_KIND, field="kind", code=code[:40])
    found = card_of(row)
    if actor.role not in found.rules.led_by:
        raise access.NotYours(MeetingRefusal.LEADS_NOT, field="kind")
    return found
