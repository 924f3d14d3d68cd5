"""Target lists, what they cover, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from kejing.domain.customers.public import CustomerCard, cards
from kejing.domain.segments import access
from kejing.domain.segments.models import Segment, Target, TargetList
from kejing.domain.segments.rules.courses import Share
from kejing.domain.segments.vocabulary import MANAGE, TargetState
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible
from kejing.foundation.kernel.paging import Capped, Page, capped_count, page
from kejing.foundation.ui import formats
from kejing.foundation.ui.explanation import Criterion, Explanation, Fact, Rule
from kejing.foundation.ui.formats import local

PAGE_SIZE, MOST_PEOPLE, MOST_FACTS, ON_MY_DAY = 50, 500, 60, 5
CONTACTED = Q(contacted_on__isnull=False)


@dataclass(frozen=True, slots=True)
class ListRow:
    """A list, and how many of its customers in the reader's scope were contacted in its period."""

    id: int
    purpose: str
    segment: str
    made_on: date
    due_on: date
    made_by: str
    coverage: Share
    won: int


@dataclass(frozen=True, slots=True)
class PersonCoverage:
    holder_id: int | None
    name: str
    unit_id: int
    unit: str
    coverage: Share
    won: int
    dropped: int


@dataclass(frozen=True, slots=True)
class TargetRow:
    id: int
    list_id: int
    card: CustomerCard | None
    customer_id: int
    holder: str
    state: TargetState
    contacted_on: date | None
    note: str
    version: int
    may_mark: bool

    @property
    def name(self) -> str:
        return self.card.name if self.card else formats.NOTHING


@dataclass(frozen=True, slots=True)
class TargetListPage:
    row: ListRow
    segment_id: int
    people: tuple[PersonCoverage, ...]
    units: tuple[PersonCoverage, ...]
    targets: Page[TargetRow]
    count: Capped
    is_over: bool


@dataclass(frozen=True, slots=True)
class ListForm:
    segment: Segment
    label: str


def target_lists(*, actor: Actor, cursor: str | None = None) -> Page[ListRow]:
    """The lists in scope, newest first, each with its coverage there. Raises Forbidden (403)."""
    found = page(access.lists(actor).select_related("segment"), ("-id",), cursor, PAGE_SIZE)
    return Page(_list_rows(actor, found.rows, access.targets(actor)), found.next, found.previous)


def my_targets(*, actor: Actor) -> list[ListRow]:
    """The reader's own targets of lists still running, the one due first on top. Two queries."""
    own = access.targets(actor).filter(holder_id=actor.holder_id or 0)
    running = TargetList.objects.filter(due_on__gte=clock.today(), pk__in=own.values("list_id"))
    rows = list(running.select_related("segment").order_by("due_on", "id")[:ON_MY_DAY])
    return _list_rows(actor, rows, own)


def _list_rows(actor: Actor, rows: Iterable[TargetList], targets: Any) -> list[ListRow]:
    rows = list(rows)
    counted = {
        row["list_id"]: row
        for row in targets.filter(list__in=rows)
        .order_by()
        .values("list_id")
        .annotate(whole=Count("pk"), part=Count("pk", CONTACTED), won=Count("pk", Q(state=TargetState.WON)))
    }
    nothing = {"part": 0, "whole": 0, "won": 0}
    return [_list_row(row, counted.get(row.pk, nothing)) for row in rows]


def _list_row(row: TargetList, counted: dict[str, Any]) -> ListRow:
    return ListRow(
        row.pk, row.purpose, local(row.segment.label_zh, row.segment.label_en), row.made_on, row.due_on,
        row.made_by_name, Share(counted["part"], counted["whole"]), counted["won"],
    )  # fmt: skip


def target_list(
    *, actor: Actor, list_id: int, holder_id: int | None = None, cursor: str | None = None
) -> TargetListPage:
    """One list: coverage by person and unit, and its customers. Raises Forbidden (403), NotVisible (404)."""
    found = access.get_list(actor, list_id)
    own = access.targets(actor).filter(list=found)
    people = coverage(own)
    rows = own.filter(holder_id=holder_id) if holder_id is not None else own
    cut = page(rows.select_related("holder"), ("id",), cursor, PAGE_SIZE)
    known = cards(actor=actor, ids=[row.customer_id for row in cut.rows])
    is_over = clock.today() > found.due_on
    whole = {
        "part": sum(p.coverage.part for p in people),
        "whole": sum(p.coverage.whole for p in people),
        "won": sum(p.won for p in people),
    }
    return TargetListPage(
        row=_list_row(found, whole),
        segment_id=found.segment_id,
        people=people,
        units=_by_unit(people),
        targets=Page(
            [_target(actor, row, known.get(row.customer_id), is_over) for row in cut.rows],
            cut.next,
            cut.previous,
        ),
        count=capped_count(rows),
        is_over=is_over,
    )


def coverage(targets: Any) -> tuple[PersonCoverage, ...]:
    """Contacted / all by the account manager on the day of the list, the least covered first. Item A2.6."""
    counted = (
        targets.order_by()
        .values("holder_id", "holder__name", "holder__name_en", "unit_id", "unit__name", "unit__name_en")
        .annotate(
            whole=Count("pk"),
            part=Count("pk", CONTACTED),
            won=Count("pk", Q(state=TargetState.WON)),
            dropped=Count("pk", Q(state=TargetState.DROPPED)),
        )
    )
    rows = [
        PersonCoverage(
            row["holder_id"], local(row["holder__name"], row["holder__name_en"]), row["unit_id"],
            local(row["unit__name"], row["unit__name_en"]), Share(row["part"], row["whole"]), row["won"],
            row["dropped"],
        )
        for row in counted
    ]  # fmt: skip
    return tuple(sorted(rows, key=lambda row: (row.coverage.ratio or 0, row.name)))


def _by_unit(people: Iterable[PersonCoverage]) -> tuple[PersonCoverage, ...]:
    units: dict[int, PersonCoverage] = {}
    for row in people:
        seen = units.get(row.unit_id)
        part, whole = (seen.coverage.part, seen.coverage.whole) if seen else (0, 0)
        units[row.unit_id] = PersonCoverage(
            None, row.unit, row.unit_id, row.unit,
            Share(part + row.coverage.part, whole + row.coverage.whole),
            (seen.won if seen else 0) + row.won, (seen.dropped if seen else 0) + row.dropped,
        )  # fmt: skip
    return tuple(sorted(units.values(), key=lambda row: (row.coverage.ratio or 0, row.unit)))


def _target(
    actor: Actor, row: Target, card: CustomerCard | None, is_over: bool
) -> TargetRow:  # a fact of the list
    return TargetRow(
        row.pk, row.list_id, card, row.customer_id, local(row.holder.name, row.holder.name_en), TargetState(row.state),
        row.contacted_on, row.note, row.version,
        not is_over and (row.holder_id in actor.holders or row.unit_id in actor.units),
    )  # fmt: skip


def target_page(*, actor: Actor, target_id: int) -> TargetRow:
    """One target, for saying what became of it. Raises Forbidden (403), NotVisible (404)."""
    row = access.targets(actor).select_related("holder", "list").filter(pk=target_id).first()
    if row is None:
        raise NotVisible
    card = cards(actor=actor, ids=[row.customer_id]).get(row.customer_id)
    return _target(actor, row, card, clock.today() > row.list.due_on)


def list_form(*, actor: Actor, segment_id: int) -> ListForm:
    """For making a list of a segment. Raises Forbidden (403), NotVisible (404)."""
    actor.require(MANAGE)
    segment = access.get_visible(actor, segment_id)
    return ListForm(segment, local(segment.label_zh, segment.label_en))


def explain_coverage(*, actor: Actor, list_id: int, holder_id: int | None = None) -> Explanation:
    """Why a list's coverage is what it is, of all in scope or of one account manager.

    Raises Forbidden (403), NotVisible (404).
    """
    found = access.get_list(actor, list_id)
    own = access.targets(actor).filter(list=found)
    own = own.filter(holder_id=holder_id) if holder_id is not None else own
    people = coverage(own)
    share = Share(sum(p.coverage.part for p in people), sum(p.coverage.whole for p in people))
    rows = list(own.filter(CONTACTED).order_by("-contacted_on", "-id")[:MOST_FACTS])
    known = cards(actor=actor, ids=[row.customer_id for row in rows])
    counted = {"part": share.part, "whole": share.whole}
    return Explanation(
        title=_("Coverage of “%(purpose)s”") % {"purpose": found.purpose},
        score=formats.percent(share.ratio),
        conclusion=_("%(part)s of %(whole)s contacted") % counted,
        detail=people[0].name if holder_id is not None and people else "",
        rule=Rule(
            _("Customers with a contact between the day of the list and its due date, of all on the list"), "v1",
            found.made_on, found.made_by_name, clock.now(), reverse("segments:target_list", args=[list_id]),
        ),
        share=100 * share.ratio if share.ratio is not None else None,
        criteria=(
            Criterion(_("On the list"), formats.number(share.whole)),
            Criterion(_("Contacted"), formats.number(share.part)),
            Criterion(_("won"), formats.number(sum(p.won for p in people))),
            Criterion(_("dropped"), formats.number(sum(p.dropped for p in people))),
        ),
        facts=tuple(
            Fact(
                known[row.customer_id].name if row.customer_id in known else f"#{row.customer_id}",
                on=row.contacted_on,
                url=f"{reverse('visits:visit_list')}?customer={row.customer_id}" if row.customer_id in known else "",
            )
            for row in rows
        ),
        more_facts=_("The latest %(n)s are shown.") % {"n": MOST_FACTS} if len(rows) == MOST_FACTS else "",
    )  # fmt: skip
