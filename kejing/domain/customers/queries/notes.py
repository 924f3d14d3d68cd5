"""What is kept of a customer besides the master: notes, tags, files."""

from dataclasses import dataclass

from kejing.domain.customers import access
from kejing.domain.customers.models import Customer, CustomerFile, CustomerTag, FileContent, Note, Tag
from kejing.domain.customers.rules import KINDS
from kejing.domain.customers.vocabulary import CHANGE, TAGS
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible
from kejing.foundation.kernel.paging import Capped, Page, capped_count, page

MOST = 50


@dataclass(frozen=True, slots=True)
class NotePanel:
    customer_id: int
    notes: list[Note]
    staff_id: int | None
    may_write: bool


@dataclass(frozen=True, slots=True)
class FilePanel:
    customer_id: int
    files: list[CustomerFile]
    staff_id: int | None
    may_write: bool


@dataclass(frozen=True, slots=True)
class TagPanel:
    customer_id: int
    tags: list[Tag]
    may_change: bool


@dataclass(frozen=True, slots=True)
class Download:
    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class TaggedList:
    tag: Tag
    page: Page[Customer]
    count: Capped


def note_panel(*, actor: Actor, customer_id: int) -> NotePanel:
    """The latest notes the reader may read. Raises NotVisible (404)."""
    access.get_visible(actor, customer_id)
    rows = access.visible_notes(actor).filter(customer_id=customer_id).order_by("-at", "-id")[:MOST]
    return NotePanel(customer_id, list(rows), actor.staff_id, actor.may(CHANGE))


def file_panel(*, actor: Actor, customer_id: int) -> FilePanel:
    """Raises NotVisible (404)."""
    access.get_visible(actor, customer_id)
    rows = access.visible_files(actor).filter(customer_id=customer_id).order_by("-at", "-id")[:MOST]
    return FilePanel(customer_id, list(rows), actor.staff_id, actor.may(CHANGE))


def tag_panel(*, actor: Actor, customer_id: int) -> TagPanel:
    """Raises NotVisible (404)."""
    access.get_visible(actor, customer_id)
    given = CustomerTag.objects.filter(customer_id=customer_id).values("tag_id")
    return TagPanel(customer_id, list(Tag.objects.filter(pk__in=given).order_by("name")), actor.may(CHANGE))


def changing_note(*, actor: Actor, note_id: int) -> Note:
    """The note for a form. Raises NotVisible (404), Forbidden (403) for who changes no customers."""
    note = access.visible_notes(actor).select_related("customer").filter(pk=note_id).first()
    if note is None:
        raise NotVisible
    actor.require(CHANGE)
    return note


def changing(*, actor: Actor, customer_id: int) -> Customer:
    """The customer for a form. Raises NotVisible (404), Forbidden (403)."""
    customer = access.get_visible(actor, customer_id)
    actor.require(CHANGE)
    return customer


def download(*, actor: Actor, file_id: int) -> Download:
    """A file's bytes. Raises NotVisible (404) also for one whose share level shuts the reader out."""
    file = access.visible_files(actor).filter(pk=file_id).first()
    if file is None:
        raise NotVisible
    content = FileContent.objects.get(file_id=file_id).content
    return Download(file.name, KINDS[file.kind], bytes(content))


def find_tags(*, actor: Actor, text: str, limit: int = 20) -> list[Tag]:
    """Tags by a part of the word. Raises Forbidden (403) for who changes no customers."""
    actor.require(CHANGE)
    wanted = text.strip()[:40].replace("\0", "")
    return list(Tag.objects.filter(name__icontains=wanted).order_by("name")[:limit])


def tag_names(*, actor: Actor, part: str) -> list[str]:
    """The organisation's words with a part."""
    return [tag.name for tag in find_tags(actor=actor, text=part)]


def adding_tag(*, actor: Actor) -> None:
    """Raises Forbidden (403)."""
    actor.require(TAGS)


def tagged_list(*, actor: Actor, tag_id: int, cursor: str | None = None) -> TaggedList:
    """The customers in scope that carry a tag, by pinyin. Raises NotVisible (404) for no tag and no right."""
    tag = Tag.objects.filter(pk=tag_id).first()
    if tag is None:
        raise NotVisible
    carrying = CustomerTag.objects.filter(tag_id=tag_id).values("customer_id")
    rows = access.visible(actor).filter(pk__in=carrying)
    found = page(rows.select_related("holder", "unit"), ("sort_key", "id"), cursor, MOST)
    return TaggedList(tag, found, capped_count(rows))
