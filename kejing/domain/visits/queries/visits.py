"""Reading visits: the list, one visit, a customer's history, what to know before the next one."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.timezone import localtime

from kejing.domain.customers.public import CustomerCard, cards, customer_card, member_ids, shown_with
from kejing.domain.visits import access
from kejing.domain.visits.models import Log, Visit
from kejing.domain.visits.queries.checklists import Answered, ChecklistForm, answered, checklist_form
from kejing.domain.visits.queries.fieldwork import fieldwork, word_of
from kejing.domain.visits.queries.findings import FindingRow, findings_of_visit
from kejing.domain.visits.queries.names import name_of
from kejing.domain.visits.queries.photos import PhotoRow, photos_of_visit
from kejing.domain.visits.vocabulary import RECORD, Channel, Direction, Reached, VisitState
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.paging import Capped, Page, capped_count, page
from kejing.foundation.kernel.periods import Month

PAGE_SIZE = 50
KEYS = ("-day", "-id")
"""The order of the list, and what its pages are cut by."""
HISTORY = 8
OPEN_PLANS = timedelta(days=92)
"""How far back open plans are looked for; older ones are history nobody comes back to."""


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit as lists show it. `customer` is None where the customer is not the reader's any more."""

    id: int
    customer_id: int
    customer: CustomerCard | None
    staff_id: int
    staff: str
    state: str
    day: date
    planned_at: time | None
    happened_at: datetime | None
    minutes: int | None
    channel: Channel
    direction: Direction
    goal: str
    reached: Reached
    result: str
    observations: str
    next_step: str
    next_step_on: date | None
    cancel_reason: str
    follows_id: int | None
    version: int
    planned_for: date | None = None
    arrived_at: datetime | None = None
    left_at: datetime | None = None
    drop_in: bool = False
    place_in_day: int | None = None
    customer_view: str = ""

    @property
    def is_there(self) -> bool:
        """Somebody checked in and has not left."""
        return self.is_open and self.arrived_at is not None and self.left_at is None

    @property
    def arrived_today(self) -> bool:
        return self.arrived_at is not None and localtime(self.arrived_at).date() == clock.today()

    @property
    def is_open(self) -> bool:
        return self.state == VisitState.PLANNED

    @property
    def is_held(self) -> bool:
        return self.state == VisitState.DONE

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.day < clock.today()

    @property
    def at(self) -> str:
        """`09:30` of a visit held or planned for an hour, otherwise nothing."""
        if moment := self.happened_at or self.arrived_at:
            return f"{localtime(moment):%H:%M}"
        return f"{self.planned_at:%H:%M}" if self.planned_at else ""

    @property
    def ended_at(self) -> datetime | None:
        return (
            self.happened_at + timedelta(minutes=self.minutes) if self.happened_at and self.minutes else None
        )

    @property
    def state_label(self) -> str:
        return str(VisitState(self.state).label)


@dataclass(frozen=True, slots=True)
class VisitList:
    page: Page[VisitRow]
    count: Capped
    month: Month | None
    state: str
    customer: CustomerCard | None


@dataclass(frozen=True, slots=True)
class VisitPage:
    """One visit, what it came from and what came of it."""

    visit: VisitRow
    came_from: VisitRow | None
    follow_up: VisitRow | None
    is_own: bool
    may_record: bool
    checklist: Answered | None
    findings: tuple[FindingRow, ...]
    photos: tuple[PhotoRow, ...]


@dataclass(frozen=True, slots=True)
class Recording:
    """What the page for recording needs: the plan, if one is held, and what is known of its customer."""

    plan: VisitRow | None
    brief: "Brief | None"
    checklist: ChecklistForm | None = None
    kinds: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Brief:
    """What to know of a customer before the next contact: the last one, open plans, what is held."""

    customer: CustomerCard
    last: VisitRow | None
    plans: tuple[VisitRow, ...]
    holdings: int


def openable(
    *, actor: Actor, visit_ids: Collection[int], log_ids: Collection[int]
) -> tuple[set[int], set[int]]:
    """Which of these visits and logs the actor may open."""
    visits = access.visible(actor).filter(pk__in=visit_ids) if visit_ids else Visit.objects.none()
    logs = access.visible_logs(actor).filter(pk__in=log_ids) if log_ids else Log.objects.none()
    return set(visits.values_list("pk", flat=True)), set(logs.values_list("pk", flat=True))


def visit_list(
    *, actor: Actor, month: Month | None = None, state: str = "", customer_id: int | None = None,
    cursor: str | None = None,
) -> VisitList:  # fmt: skip
    """A page of visits, the newest first; of a customer all of hers. Raises NotVisible for one out of sight."""
    customer = customer_card(actor=actor, customer_id=customer_id) if customer_id else None
    rows = chosen(actor, month, state, customer)
    found = page(rows.select_related("staff"), KEYS, cursor, PAGE_SIZE)
    shown = Page(visit_rows(actor, found.rows), found.next, found.previous)
    return VisitList(shown, capped_count(rows), month, state, customer)


def chosen(actor: Actor, month: Month | None, state: str, customer: CustomerCard | None) -> QuerySet[Visit]:
    """The visits of a list: of a customer the reader sees all of hers, else those in the reader's scope."""
    rows = access.in_scope(actor)
    if customer:
        rows = Visit.objects.filter(customer_id__in=member_ids(customer.id))
    if month:
        rows = rows.filter(day__gte=month.start, day__lt=month.end)
    return rows.filter(state=state) if state in VisitState.values else rows


def visit_page(*, actor: Actor, visit_id: int) -> VisitPage:
    """Raises NotVisible (404)."""
    visit = access.get_visible(actor, visit_id)
    related = Q(follows_id=visit.pk) | (Q(pk=visit.follows_id) if visit.follows_id else Q())
    others = access.visible(actor).filter(related, customer_id=visit.customer_id).select_related("staff")
    rows = {row.id: row for row in visit_rows(actor, [visit, *others[:4]])}
    row = rows.pop(visit.pk)
    acts_for = row.customer is not None and access.acts_for(actor, row.customer)
    return VisitPage(
        visit=row,
        came_from=rows.get(visit.follows_id or 0),
        follow_up=next((other for other in rows.values() if other.follows_id == visit.pk), None),
        is_own=visit.staff_id == actor.staff_id,
        may_record=row.is_open and acts_for,
        checklist=answered(visit.pk),
        findings=findings_of_visit(actor, visit.pk),
        photos=photos_of_visit(visit.pk),
    )


def customer_visits(*, actor: Actor, customer_id: int, limit: int = HISTORY) -> list[VisitRow]:
    """The latest visits to a customer, plans included. Raises NotVisible (404)."""
    customer = customer_card(actor=actor, customer_id=customer_id)
    members = member_ids(customer_id)
    rows = Visit.objects.filter(customer_id__in=members).exclude(state=VisitState.CANCELLED)
    found = rows.select_related("staff").order_by("-day", "-id")[:limit]
    return [_row(visit, dict.fromkeys(members, customer)) for visit in found]


def recording(
    *, actor: Actor, permission: str, visit_id: int | None = None, customer_id: int | None = None
) -> Recording:
    """For a plan, for a customer, or for neither. Raises Forbidden (403) without the right, NotVisible (404).

    A plan whose customer went to somebody else has no brief; it can still be cancelled.
    """
    actor.require(permission)
    plan = visit_rows(actor, [access.get_visible(actor, visit_id)])[0] if visit_id is not None else None
    customer = plan.customer if plan else None
    if plan is None and customer_id is not None:
        customer = customer_card(actor=actor, customer_id=customer_id)
    brief = _brief(actor, customer) if customer else None
    if permission != RECORD:
        return Recording(plan, brief)
    channel = plan.channel if plan else Channel.VISIT
    checklist = checklist_form(customer.id, channel) if customer else None
    return Recording(plan, brief, checklist, finding_kinds())


def finding_kinds() -> tuple[tuple[str, str], ...]:
    """The kinds of findings there are, as choices. One query."""
    return tuple((word.code, word_of(word)) for word in fieldwork().kinds)


def _brief(actor: Actor, customer: CustomerCard) -> Brief:
    return briefs(actor, {customer.id: customer})[customer.id]


def briefs(actor: Actor, known: Mapping[int, CustomerCard]) -> dict[int, Brief]:
    """Briefs of several customers, those merged into them included; four queries, whatever their number."""
    shown = shown_with(known)
    cards_of = {member: known[customer] for member, customer in shown.items()}
    held = Visit.objects.filter(customer_id__in=shown, state=VisitState.DONE)
    last = held.select_related("staff").order_by("customer_id", "-day", "-id").distinct("customer_id")
    lasts = {shown[visit.customer_id]: _row(visit, cards_of) for visit in sorted(last, key=_when)}
    plans = _open_plans(actor, list(shown), cards_of)
    holdings: Counter[int] = Counter()
    for member, count in _holding_counts(list(shown)).items():
        holdings[shown[member]] += count
    return {
        i: Brief(known[i], lasts.get(i), tuple(p for p in plans if shown[p.customer_id] == i), holdings[i])
        for i in known
    }


def _when(visit: Visit) -> tuple[date, int]:
    return visit.day, visit.pk


def _open_plans(actor: Actor, ids: Sequence[int], known: Mapping[int, CustomerCard]) -> list[VisitRow]:
    rows = access.own_visits(actor).filter(
        customer_id__in=ids,
        state=VisitState.PLANNED,
        day__gte=clock.today() - OPEN_PLANS,
    )
    return [_row(visit, known) for visit in rows.select_related("staff").order_by("day", "id")[:200]]


def _holding_counts(ids: Sequence[int]) -> dict[int, int]:
    """How many things each customer holds. To be replaced by `customers.public` once that counts them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select customer_id, count(*) from customers_holdingparty where customer_id = any(%s) group by customer_id",
            [list(ids)],
        )
        return dict(cursor.fetchall())


def visit_rows(actor: Actor, visits: Iterable[Visit]) -> list[VisitRow]:
    """Rows with the cards of those customers that the reader sees; one query."""
    found = list(visits)
    return rows_with(found, cards(actor=actor, ids={visit.customer_id for visit in found}))


def rows_with(visits: Iterable[Visit], known: Mapping[int, CustomerCard]) -> list[VisitRow]:
    return [_row(visit, known) for visit in visits]


def _row(visit: Visit, known: Mapping[int, CustomerCard]) -> VisitRow:
    return VisitRow(
        id=visit.pk,
        customer_id=visit.customer_id,
        customer=known.get(visit.customer_id),
        staff_id=visit.staff_id,
        staff=name_of(visit.staff),
        state=visit.state,
        day=visit.day,
        planned_at=visit.planned_at,
        happened_at=visit.happened_at,
        minutes=visit.minutes,
        channel=Channel(visit.channel),
        direction=Direction(visit.direction),
        goal=visit.goal,
        reached=Reached(visit.reached),
        result=visit.result,
        observations=visit.observations,
        next_step=visit.next_step,
        next_step_on=visit.next_step_on,
        cancel_reason=visit.cancel_reason,
        follows_id=visit.follows_id,
        version=visit.version,
        planned_for=visit.planned_for,
        arrived_at=visit.arrived_at,
        left_at=visit.left_at,
        drop_in=visit.drop_in,
        place_in_day=visit.place_in_day,
        customer_view=visit.customer_view,
    )
