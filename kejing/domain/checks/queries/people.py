"""Whom an entry would be about, for the head of its form."""

from dataclasses import dataclass

from kejing.domain.checks import access
from kejing.domain.checks.vocabulary import COACH, INSPECT
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.ui.formats import local


@dataclass(frozen=True, slots=True)
class PersonCard:
    staff_id: int
    name: str
    unit: str


def to_inspect(*, actor: Actor, staff_id: int) -> PersonCard:
    """Raises Forbidden (403), NotVisible (404) out of the team, Refused for oneself."""
    actor.require(INSPECT)
    return _card(actor, staff_id)


def to_coach(*, actor: Actor, staff_id: int) -> PersonCard:
    """Raises as `to_inspect`."""
    actor.require(COACH)
    return _card(actor, staff_id)


def _card(actor: Actor, staff_id: int) -> PersonCard:
    found = access.member(actor, staff_id)
    return PersonCard(staff_id, local(found.name, found.name_en), local(found.unit, found.unit_en))
