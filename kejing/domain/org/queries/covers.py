"""Who acts for whom, and what happened in that time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from kejing.domain.org.models import Cover, Holder
from kejing.domain.org.queries.organisation import HolderCard, holder_cards
from kejing.domain.org.queries.people import staff_names
from kejing.domain.org.vocabulary import ARRANGE
from kejing.foundation.kernel import clock, sections
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Forbidden, NotVisible
from kejing.foundation.kernel.paging import Page, page
from kejing.foundation.kernel.permissions import catalogue

PAGE_SIZE = 50
HANDBACK = "cover.handback"
"""The document whose sections say what happened while somebody acted for another (`wiring/sections.py`)."""


@dataclass(frozen=True, slots=True)
class CoverRow:
    """A deputy acts for somebody, `[valid_from, valid_to)`."""

    id: int
    covered: HolderCard
    deputy: HolderCard
    valid_from: date
    valid_to: date
    reason: str
    arranged_by: str

    @property
    def state(self) -> str:
        """waiting, running or over; one that was ended before it began is over."""
        today = clock.today()
        if self.valid_to <= max(today, self.valid_from):
            return "over"
        return "waiting" if today < self.valid_from else "running"


@dataclass(frozen=True, slots=True)
class Covers:
    page: Page[Any]
    rows: list[CoverRow]
    may_arrange: bool


@dataclass(frozen=True, slots=True)
class CoverPage:
    """One cover, with what upper modules know of its time by section."""

    cover: CoverRow
    sections: dict[str, Any]
    may_end: bool


def covers(*, actor: Actor, cursor: str | None = None) -> Covers:
    """Covers of and by the actor, and in her units; the newest first. Raises Forbidden for somebody in no post."""
    if actor.appointment_id is None:
        raise Forbidden(catalogue()[ARRANGE])
    found = page(visible_covers(actor), ("-valid_from", "-id"), cursor, PAGE_SIZE)
    rows = _rows(found.rows)
    return Covers(Page(rows, found.next, found.previous), rows, actor.may(ARRANGE))


def cover_page(*, actor: Actor, cover_id: int) -> CoverPage:
    """Raises NotVisible (404)."""
    row = visible_covers(actor).filter(pk=cover_id).first()
    if row is None:
        raise NotVisible
    [cover] = _rows([row])
    told = sections.collect(
        HANDBACK,
        actor=actor,
        covered_holder_id=cover.covered.id,
        deputy_staff_id=cover.deputy.staff_id,
        start=cover.valid_from,
        end=cover.valid_to,
    )
    return CoverPage(cover, told, actor.may(ARRANGE) and cover.state != "over")


def visible_covers(actor: Actor) -> QuerySet[Cover]:
    """Covers that concern the actor: she is in one, or one of the two is in her units; all for who sees all."""
    rows = Cover.objects.all()
    if actor.sees_all:
        return rows
    mine = Q(covered_id=actor.appointment_id) | Q(deputy_id=actor.appointment_id)
    return rows.filter(
        mine | Q(covered__position__unit_id__in=actor.units) | Q(deputy__position__unit_id__in=actor.units)
    )


def covers_of(holder_ids: Iterable[int], on: date) -> dict[int, str]:
    """Who acts for these holders on a day: the deputy's name by holder."""
    rows = Cover.objects.filter(
        covered_id__in=Holder.objects.filter(pk__in=set(holder_ids)).values("appointment_id"),
        valid_from__lte=on,
        valid_to__gt=on,
    )
    return {row.covered.id: _name(row.deputy) for row in _rows(list(rows))}


def _name(card: HolderCard) -> str:
    return staff_names([card.staff_id]).get(card.staff_id or 0, card.name)


def _rows(found: list[Cover]) -> list[CoverRow]:
    appointments = {row.covered_id for row in found} | {row.deputy_id for row in found}
    holders = dict(Holder.objects.filter(appointment_id__in=appointments).values_list("appointment_id", "id"))
    known = holder_cards(holders.values())
    by = staff_names(row.arranged_by for row in found)
    return [
        CoverRow(
            row.pk,
            known[holders[row.covered_id]],
            known[holders[row.deputy_id]],
            row.valid_from,
            row.valid_to,
            row.reason,
            by.get(row.arranged_by or 0, ""),
        )
        for row in found
    ]
