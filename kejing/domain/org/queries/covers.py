"""Who acts for whom, and what happened in that time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from kejing.domain.org.models import Cover, Holder
from kejing.domain.org.queries.holders import HolderCard, holder_cards
from kejing.domain.org.queries.people import staff_names
from kejing.domain.org.vocabulary import ARRANGE
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Forbidden, NotVisible
from kejing.foundation.kernel.paging import Page, page
from kejing.foundation.kernel.permissions import catalogue
from kejing.foundation.ui.formats import local

PAGE_SIZE = 50


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
    def last_day(self) -> date:
        return max(self.valid_to - timedelta(days=1), self.valid_from)

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
    """One cover; what happened in its time comes from upper modules by the slot `cover.main`."""

    cover: CoverRow
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
    return CoverPage(cover, actor.may(ARRANGE) and cover.state != "over")


def may_arrange(*, actor: Actor) -> None:
    """Raises Forbidden (403) for whoever arranges no covers."""
    actor.require(ARRANGE)


def visible_covers(actor: Actor) -> QuerySet[Cover]:
    """Covers that concern the actor: she is in one, or one of the two is in her units; all for who sees all."""
    rows = Cover.objects.all()
    if actor.sees_all:
        return rows
    mine = Q(covered_id=actor.appointment_id) | Q(deputy_id=actor.appointment_id)
    return rows.filter(
        mine | Q(covered__position__unit_id__in=actor.units) | Q(deputy__position__unit_id__in=actor.units)
    )


def covers_named(*, actor: Actor, ids: Iterable[int]) -> dict[int, str]:
    """Whom somebody acts for, by cover, of those in the actor's sight."""
    rows = _rows(list(visible_covers(actor).filter(pk__in=set(ids))))
    return {row.id: local(row.covered.name, row.covered.name_en) for row in rows}


def acting_for(
    holder_ids: Iterable[int], start: date, end: date
) -> dict[tuple[int, int], list[tuple[date, date | None]]]:
    """When in a period who acted for which holder: (holder, deputy's staff) → days, half-open."""
    holders = dict(
        Holder.objects.filter(pk__in=set(holder_ids), appointment__isnull=False).values_list(
            "appointment_id", "id"
        )
    )
    rows = Cover.objects.filter(covered_id__in=list(holders), valid_from__lt=end, valid_to__gt=start)
    found: dict[tuple[int, int], list[tuple[date, date | None]]] = {}
    for covered, staff, first, last in rows.values_list(
        "covered_id", "deputy__staff_id", "valid_from", "valid_to"
    ):
        found.setdefault((holders[covered], staff), []).append((first, last))
    return found


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
