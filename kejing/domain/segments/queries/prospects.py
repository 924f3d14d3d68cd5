"""Prospects of a market: who is no customer yet."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from kejing.domain.segments import access
from kejing.domain.segments.models import Prospect, Segment
from kejing.domain.segments.vocabulary import ProspectState, SetKind
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible
from kejing.foundation.kernel.paging import Page, page
from kejing.foundation.ui.formats import local

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class ProspectRow:
    id: int
    segment_id: int
    name: str
    phone: str
    source: str
    holder: str
    state: ProspectState
    note: str
    customer_id: int | None
    entered_on: date
    contacted_on: date | None
    settled_on: date | None
    version: int
    may_move: bool

    @property
    def is_settled(self) -> bool:
        return self.state in {ProspectState.CUSTOMER, ProspectState.DROPPED}


@dataclass(frozen=True, slots=True)
class ProspectList:
    segment: Segment
    label: str
    page: Page[ProspectRow]
    counts: dict[str, int]
    may_add: bool


def prospect_list(*, actor: Actor, segment_id: int, cursor: str | None = None) -> ProspectList:
    """The prospects of a market in scope. Raises Forbidden (403), NotVisible (404) also for no market."""
    segment = access.get_visible(actor, segment_id)
    if segment.set.kind != SetKind.MARKET:
        raise NotVisible
    rows = access.prospects(actor).filter(segment=segment)
    found = page(rows.select_related("holder"), ("id",), cursor, PAGE_SIZE)
    counts = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    return ProspectList(
        segment,
        local(segment.label_zh, segment.label_en),
        Page([_prospect(actor, row) for row in found.rows], found.next, found.previous),
        counts,
        actor.holder_id is not None and bool(actor.holders or actor.units),
    )


def prospect_page(*, actor: Actor, prospect_id: int) -> ProspectRow:
    """One prospect. Raises Forbidden (403), NotVisible (404)."""
    row = access.prospects(actor).select_related("holder").filter(pk=prospect_id).first()
    if row is None:
        raise NotVisible
    return _prospect(actor, row)


def _prospect(actor: Actor, row: Prospect) -> ProspectRow:
    return ProspectRow(
        row.pk, row.segment_id, row.name, row.phone, row.source, local(row.holder.name, row.holder.name_en),
        ProspectState(row.state), row.note, row.customer_id, row.entered_on, row.contacted_on, row.settled_on,
        row.version, row.holder_id in actor.holders or row.unit_id in actor.units,
    )  # fmt: skip
