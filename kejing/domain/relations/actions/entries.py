"""What every entry shares: whose it is, its line in the customer's history, its version."""

from datetime import date
from typing import TypeVar

from kejing.domain.customers.public import CustomerCard, contact_cards
from kejing.domain.relations import access
from kejing.domain.relations.models import Entry, Happening
from kejing.domain.relations.rules import Word
from kejing.domain.relations.vocabulary import RelationRefusal, Verb
from kejing.engines.metrics.public import require_open
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.kernel.versions import check_version

E = TypeVar("E", bound=Entry)
MOST_TEXT = 400


def enter(actor: Actor, customer: CustomerCard, row: E, verb: Verb, text: str, day: date | None = None) -> E:
    """Save a new entry in the actor's name, dated today unless a day is said, and write its line."""
    row.customer_id, row.staff_id = customer.id, access.author(actor)
    row.day = day or clock.today()
    require_open(row.day)
    row.save()
    tell(row, actor.staff_id, verb, text, row.day)
    return row


def changed(actor: Actor, row: Entry, verb: Verb, text: str) -> None:
    """Save a changed entry under its next version, and write its line of today."""
    require_open(clock.today())
    row.version += 1
    row.save()
    tell(row, access.author(actor), verb, text, clock.today())


def tell(row: Entry, staff_id: int | None, verb: Verb, text: str, day: date) -> None:
    Happening.objects.create(
        customer_id=row.customer_id,
        staff_id=staff_id,
        day=day,
        verb=verb,
        ref_id=row.pk,
        text=text[:MOST_TEXT],
    )


def opened(model: type[E], actor: Actor, row_id: int, version: int, changes: dict[str, object]) -> E:
    """The row, locked, in the version the reader saw. Raises NotVisible, Forbidden, Stale."""
    row = access.get_changeable(model, actor, row_id)
    check_version(row, version, changes)
    return row


def check_word(words: tuple[Word, ...], code: str, field: str) -> None:
    if code not in {word.code for word in words}:
        raise Refused(RelationRefusal.UNKNOWN_WORD, field=field, word=code)


def check_contact(actor: Actor, customer: CustomerCard, contact_id: int | None) -> None:
    """Raises Refused for a contact person of another customer."""
    if contact_id is None:
        return
    if contact_id not in {card.id for card in contact_cards(actor=actor, customer_id=customer.id)}:
        raise Refused(RelationRefusal.UNKNOWN_CONTACT, field="contact_id")


def check_due(due_on: date | None) -> None:
    if due_on is not None and due_on < clock.today():
        raise Refused(RelationRefusal.DUE_IN_THE_PAST, field="due_on")


def check_past(day: date, field: str, since: date | None = None) -> None:
    """A thing happened today at the latest, in an open month, and not before it began."""
    if day > clock.today():
        raise Refused(RelationRefusal.NOT_YET, field=field)
    if since is not None and day < since:
        raise Refused(RelationRefusal.BEFORE_IT_WAS_MADE, field=field, day=since)
    require_open(day)
