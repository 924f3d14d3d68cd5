"""One's own inbox: texts are made at reading, with what the reader may see now."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from kejing.engines.notices import access
from kejing.engines.notices.kinds import Kind, Shown, kind_of, kinds, shown
from kejing.engines.notices.models import Notice
from kejing.engines.notices.vocabulary import Urgency
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.kept import kept, known
from kejing.foundation.kernel.paging import Page, page

PAGE_SIZE = 30
MOST_COUNTED = 100
BELL = "notices.unread"


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """`url` is empty where the subject is out of the reader's sight, or has no page."""

    id: int
    kind: str
    text: str
    url: str
    urgency: Urgency
    at: datetime
    read_at: datetime | None

    @property
    def is_unread(self) -> bool:
        return self.read_at is None


@dataclass(frozen=True, slots=True)
class Inbox:
    """`kinds`: (code, sentence) of those to filter by."""

    page: Page[NoticeRow]
    unread: int
    kind: str
    only_unread: bool
    kinds: tuple[tuple[str, str], ...]


def inbox(*, actor: Actor, kind: str = "", only_unread: bool = False, cursor: str | None = None) -> Inbox:
    """The actor's notices, the newest first."""
    rows = access.visible(actor)
    if kind:
        rows = rows.filter(kind=kind)
    if only_unread:
        rows = rows.filter(read_at=None)
    found = page(rows, ("-id",), cursor, PAGE_SIZE)
    return Inbox(
        Page(_rows(actor, found.rows), found.next, found.previous),
        unread(actor),
        kind,
        only_unread,
        tuple((one.code, str(one.neutral)) for one in kinds()),
    )


def notice_page(*, actor: Actor, notice_id: int) -> NoticeRow:
    """One of the actor's own. Raises NotVisible (404)."""
    return _rows(actor, [access.get_visible(actor, notice_id)])[0]


def unread(actor: Actor) -> int:
    """How many are unread, up to 100; kept half a minute."""
    return kept(
        actor, BELL, lambda: len(access.visible(actor).filter(read_at=None).values_list("pk")[:MOST_COUNTED])
    )


def unread_known(actor: Actor) -> int | None:
    """The same without asking the database; None where nothing is kept."""
    found = known(actor, BELL)
    return found if isinstance(found, int) else None


def _rows(actor: Actor, found: Iterable[Notice]) -> list[NoticeRow]:
    rows = list(found)
    by_subject: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        if row.subject_id is not None:
            by_subject[row.subject].add(row.subject_id)
    known = {subject: shown(actor, subject, ids) for subject, ids in by_subject.items()}
    return [_row(row, known.get(row.subject, {}).get(row.subject_id or 0)) for row in rows]


def _row(row: Notice, subject: Shown | None) -> NoticeRow:
    kind = kind_of(row.kind)
    return NoticeRow(
        id=row.pk,
        kind=row.kind,
        text=_text(row, kind, subject),
        url=subject.url if subject else _place(row, kind),
        urgency=kind.urgency if kind else Urgency.LOW,
        at=row.at,
        read_at=row.read_at,
    )


def _text(row: Notice, kind: Kind | None, subject: Shown | None) -> str:
    if kind is None:
        return row.kind
    if row.n > 1 and kind.many:
        return str(kind.many) % {"n": row.n}
    if subject and subject.name:
        return str(kind.text) % {"subject": subject.name, "n": row.n}
    return str(kind.neutral)


def _place(row: Notice, kind: Kind | None) -> str:
    return reverse(kind.place) if kind and kind.place and row.subject_id is None else ""
