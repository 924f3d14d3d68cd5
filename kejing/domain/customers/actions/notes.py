"""Notes of a customer: whoever may change her writes, the author alone changes and removes."""

from django.utils.translation import gettext_lazy as _

from kejing.domain.customers import access
from kejing.domain.customers.actions.walls import AuthorAlone
from kejing.domain.customers.models import Note
from kejing.domain.customers.vocabulary import CHANGE, MasterRefusal, Share
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible, Refused
from kejing.foundation.kernel.versions import check_version

PRIVATE = ("text",)


@action("customers.add_note", label=_("Write a note"), permission=CHANGE, subject="customer", private=PRIVATE)
def add_note(
    *, actor: Actor, customer_id: int, text: str, share: str = Share.OWNER, idempotency_key: str | None = None
) -> int:  # fmt: skip
    """Write a note; returns its id. Raises NotVisible, Refused for an unknown share level."""
    access.get_changeable(actor, customer_id)
    note = Note.objects.create(
        customer_id=customer_id, text=text, share=known_share(share), author_id=actor.staff_id,
        author_name=actor.name, at=clock.now(),
    )  # fmt: skip
    return note.pk


@action("customers.change_note", label=_("Change a note"), permission=CHANGE, subject="note", private=PRIVATE)
def change_note(
    *, actor: Actor, note_id: int, version: int, text: str, share: str, idempotency_key: str | None = None
) -> int:  # fmt: skip
    """Raises NotVisible, Forbidden for somebody else's, Stale."""
    note = _own(actor, note_id)
    check_version(note, version, {"text": text, "share": known_share(share)})
    note.text, note.share = text, share
    note.version += 1
    note.save()
    return note_id


@action("customers.remove_note", label=_("Remove a note"), permission=CHANGE, subject="note")
def remove_note(*, actor: Actor, note_id: int, idempotency_key: str | None = None) -> int:
    """Returns the customer's id. Raises NotVisible, Forbidden for somebody else's."""
    note = _own(actor, note_id)
    note.delete()
    return note.customer_id


def known_share(share: str) -> str:
    if share not in Share.values:
        raise Refused(MasterRefusal.BAD_VALUE, field="share", value=share[:40], kind=", ".join(Share.values))
    return share


def _own(actor: Actor, note_id: int) -> Note:
    seen = access.visible_notes(actor).filter(pk=note_id)
    note = Note.objects.select_for_update(of=("self",)).filter(pk__in=seen.values("pk")).first()
    if note is None:
        raise NotVisible
    if actor.staff_id is None or note.author_id != actor.staff_id:
        raise AuthorAlone
    return note
