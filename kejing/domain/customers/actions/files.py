"""Files of a customer: taken by what they are, not by what they are called."""

import hashlib

from django.utils.translation import gettext_lazy as _

from kejing.domain.customers import access, rules
from kejing.domain.customers.actions.notes import known_share
from kejing.domain.customers.actions.walls import AuthorAlone
from kejing.domain.customers.models import CustomerFile, FileContent, MasterSettings
from kejing.domain.customers.vocabulary import CHANGE, MasterRefusal, Share
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible, Refused

MEGABYTES = 10
"""Where the pack says nothing."""


@action(
    "customers.add_file", label=_("Keep a file"), permission=CHANGE, subject="customer", private=("content",)
)
def add_file(
    *, actor: Actor, customer_id: int, name: str, content: bytes, share: str = Share.UNIT,
    idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Keep a file; returns its id. Raises NotVisible, Refused for its kind, its size, an unknown share level."""
    access.get_changeable(actor, customer_id)
    kind = _taken_kind(content)
    file = CustomerFile.objects.create(
        customer_id=customer_id, name=rules.safe_name(name), kind=kind, size=len(content),
        sha256=hashlib.sha256(content).hexdigest(), share=known_share(share), author_id=actor.staff_id,
        author_name=actor.name, at=clock.now(),
    )  # fmt: skip
    FileContent.objects.create(file=file, content=content)
    return file.pk


@action("customers.remove_file", label=_("Remove a file"), permission=CHANGE, subject="file")
def remove_file(*, actor: Actor, file_id: int, idempotency_key: str | None = None) -> int:
    """Remove a file of one's own; returns the customer's id. Raises NotVisible, Forbidden for somebody else's."""
    file = access.visible_files(actor).filter(pk=file_id).first()
    if file is None:
        raise NotVisible
    if actor.staff_id is None or file.author_id != actor.staff_id:
        raise AuthorAlone
    file.delete()
    return file.customer_id


def _taken_kind(content: bytes) -> str:
    settings = MasterSettings.objects.first()
    kinds = settings.file_kinds if settings else list(rules.KINDS)
    megabytes = settings.file_megabytes if settings else MEGABYTES
    if not content:
        raise Refused(MasterRefusal.FILE_EMPTY, field="content")
    if len(content) > megabytes * 1024 * 1024:
        raise Refused(MasterRefusal.FILE_SIZE, field="content", megabytes=megabytes)
    kind = rules.kind_of(content)
    if kind is None or kind not in kinds:
        raise Refused(MasterRefusal.FILE_KIND, field="content", kinds=", ".join(kinds))
    return kind
