"""Who is overdue for a contact, by whom, and why. Item A9.4, Q9. No page here reads visits by the many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from kejing.domain.customers.public import CustomerCard, cards, customer_card
from kejing.domain.org.public import Member, team
from kejing.domain.segments import access
from kejing.domain.segments.models import Service
from kejing.domain.segments.queries.standards import norms_of, present_standard
from kejing.domain.segments.rules.load import Norm
from kejing.domain.segments.vocabulary import LOAD, VIEW
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible
from kejing.foundation.kernel.paging import Capped, Page, capped_count, page
from kejing.foundation.ui import formats
from kejing.foundation.ui.explanation import Criterion, Explanation, Fact, Rule
from kejing.foundation.ui.formats import local

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class OverdueRow:
    """A customer without contact beyond the norm of her class; `days` over it today."""

    customer_id: int
    card: CustomerCard | None
    segment: str
    last_on: date | None
    norm_days: int
    due_on: date
    days: int

    @property
    def name(self) -> str:
        return self.card.name if self.card else formats.NOTHING


@dataclass(frozen=True, slots=True)
class PersonOverdue:
    holder_id: int
    name: str
    unit: str
    n: int


@dataclass(frozen=True, slots=True)
class OverdueList:
    """`people` is for who manages others: how many are overdue with each."""

    page: Page[OverdueRow]
    count: Capped
    people: tuple[PersonOverdue, ...]
    holder: PersonOverdue | None
    day: date


@dataclass(frozen=True, slots=True)
class Serving:
    """How one customer is served: class, norm, last contact and next one due."""

    customer_id: int
    set_id: int | None
    segment: str
    norm: Norm | None
    last_on: date | None
    due_on: date | None


def overdue(actor: Actor, today: date) -> Any:
    return access.services(actor).filter(due_on__lt=today)


def overdue_list(
    *, actor: Actor, holder_id: int | None = None, cursor: str | None = None, size: int = PAGE_SIZE
) -> OverdueList:
    """The customers in scope whose contact is overdue, the longest first. Raises Forbidden (403)."""
    today = clock.today()
    rows = overdue(actor, today)
    people = _people(actor, today) if actor.may(LOAD) else ()
    if holder_id is not None:
        rows = rows.filter(holder_id=holder_id)
    found = page(rows.select_related("segment"), ("due_on", "customer_id"), cursor, size)
    known = cards(actor=actor, ids=[row.customer_id for row in found.rows])
    shown = [_row(row, known.get(row.customer_id), today) for row in found.rows]
    return OverdueList(
        Page(shown, found.next, found.previous),
        capped_count(rows),
        people,
        next((person for person in people if person.holder_id == holder_id), None),
        today,
    )


def _people(actor: Actor, today: date) -> tuple[PersonOverdue, ...]:
    """How many are overdue with each account manager of the team, most first."""
    members = [member for member in team(actor, today) if member.holder_id is not None]
    counted = dict(
        overdue(actor, today)
        .filter(holder_id__in=[member.holder_id for member in members])
        .order_by()
        .values_list("holder_id")
        .annotate(n=Count("pk"))
    )
    return waiting_with(members, counted)


def waiting_with(members: Sequence[Member], counted: Mapping[int, int]) -> tuple[PersonOverdue, ...]:
    """How many wait with each of the team, by holder; most first."""
    rows = [
        PersonOverdue(
            member.holder_id or 0, local(member.name, member.name_en), local(member.unit, member.unit_en),
            counted.get(member.holder_id or 0, 0),
        )
        for member in members
    ]  # fmt: skip
    return tuple(sorted(rows, key=lambda row: (-row.n, row.name)))


def _row(row: Service, card: CustomerCard | None, today: date) -> OverdueRow:
    assert row.due_on is not None  # overdue
    segment = local(row.segment.label_zh, row.segment.label_en) if row.segment else ""
    return OverdueRow(
        row.customer_id, card, segment, row.last_on, row.norm_days or 0, row.due_on, (today - row.due_on).days
    )


def serving(*, actor: Actor, customer_id: int) -> Serving | None:
    """Class and service standard of a customer in sight; None before she was classed and for who may
    not see segments. Raises NotVisible (404).
    """
    customer_card(actor=actor, customer_id=customer_id)
    if not actor.may(VIEW):
        return None
    row = access.services(actor).select_related("segment").filter(customer_id=customer_id).first()
    standard = present_standard()
    if row is None or standard is None:
        return None
    return Serving(
        customer_id,
        row.segment.set_id if row.segment else None,
        local(row.segment.label_zh, row.segment.label_en) if row.segment else "",
        norms_of(standard.body).get(row.segment.code) if row.segment else None,
        row.last_on,
        row.due_on,
    )


def explain_overdue(*, actor: Actor, customer_id: int) -> Explanation:
    """Why a contact is due when it is: the norm of the class, the last contact, the days since.

    Raises Forbidden (403), NotVisible (404).
    """
    row = access.get_service(actor, customer_id)
    standard = present_standard()
    if standard is None or row.due_on is None:
        raise NotVisible
    today = clock.today()
    since = row.last_on or row.counts_from
    late = (today - row.due_on).days
    norm = row.norm_days or 1
    counted = {"days": (today - since).days, "norm": norm}
    return Explanation(
        title=customer_card(actor=actor, customer_id=customer_id).name,
        score=_("%(n)s days overdue") % {"n": late} if late > 0 else _("in time"),
        conclusion=_("%(days)s days without contact; the norm is %(norm)s") % counted,
        rule=Rule(
            _("Service standard: days between contacts by class"), f"v{standard.number}",
            standard.valid_from or today, standard.made_by_name, clock.now(), reverse("segments:standards"),
        ),
        share=min(100.0, 100 * counted["days"] / norm),
        criteria=(
            Criterion(
                _("Class"),
                local(row.segment.label_zh, row.segment.label_en) if row.segment else formats.NOTHING,
                facts=_("why this class"),
                facts_url=reverse("segments:explain_membership", args=[customer_id, row.segment.set_id])
                if row.segment
                else "",
            ),
            Criterion(_("Days between contacts"), formats.number(norm)),
            Criterion(
                _("Days since the last contact"), formats.number(counted["days"]), tone="warn" if late > 0 else ""
            ),
        ),
        facts=(
            Fact(
                _("Last contact") if row.last_on else _("No contact yet; counted from"),
                on=since,
                url=f"{reverse('visits:visit_list')}?customer={customer_id}",
            ),
        ),
        object_url=reverse("customers:customer_page", args=[customer_id]),
    )  # fmt: skip
