"""A group of customers: its tree as far as the reader sees it, what it holds together, and its team. Item A3.20."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection
from django.db.models import Count, F, Q, QuerySet, Subquery, Sum
from django.db.models.functions import JSONObject

from kejing.domain.customers import access, rules
from kejing.domain.customers.models import Customer, GroupMember, Holding, HoldingParty
from kejing.domain.customers.vocabulary import ASSIGN, CHANGE, HOLDING_AMOUNT, TeamRole
from kejing.domain.org.public import PersonCard, find_people
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible

LOANS = "loan"
MOST = 20_000
"""Nodes of a group that are counted."""
SHOWN = 200
"""Nodes of a group that a page shows."""


@dataclass(frozen=True, slots=True)
class NodeRow:
    """A customer of a group. `level` counts the nodes above her that the reader sees.

    `lent` is None where she sees no amounts.
    """

    customer: Customer
    level: int
    holdings: int
    lent: Decimal | None


@dataclass(frozen=True, slots=True)
class MemberRow:
    id: int
    name: str
    name_en: str
    role: TeamRole
    duty: str
    valid_from: date
    valid_to: date | None
    reason: str
    ended_because: str


@dataclass(frozen=True, slots=True)
class GroupPage:
    """`head` is the top of the group, None out of sight; `holdings` and `lent` cover the seen nodes alone."""

    customer: Customer
    head: Customer | None
    nodes: list[NodeRow]
    seen: int
    hidden: int
    capped: bool
    holdings: int
    lent: Decimal | None
    team: list[MemberRow]
    may_change: bool
    may_assign: bool

    @property
    def not_shown(self) -> int:
        return self.seen - len(self.nodes)

    @property
    def lead(self) -> MemberRow | None:
        return next((m for m in self.team if m.role == TeamRole.LEAD and m.valid_to is None), None)


@dataclass(frozen=True, slots=True)
class Parent:
    """A customer, and the one above her as a form's picker starts: by name, where the reader sees her."""

    customer: Customer
    start: dict[str, int]
    labels: dict[str, str]


@dataclass(frozen=True, slots=True)
class Lead:
    """Who leads the group's team, in both languages, and since when."""

    name: str
    name_en: str
    since: date


@dataclass(frozen=True, slots=True)
class GroupPanel:
    """`head` is the name at the top of the group; it and the lead are None out of sight."""

    customer: Customer
    head: str | None
    seen: int
    hidden: int
    lead: Lead | None
    may_change: bool


def group_page(*, actor: Actor, customer_id: int) -> GroupPage:
    """Raises NotVisible (404)."""
    customer = access.get_visible(actor, customer_id)
    places = _places(customer_id)
    seen = _seen(actor, places)
    order = rules.in_order(places, seen)
    shown = _rows(actor, [pk for pk, _ in order[:SHOWN]])
    amounts = actor.field(HOLDING_AMOUNT).seen
    figures = _figures(list(shown), amounts=amounts)
    today_held = _held(HoldingParty.objects.filter(customer_id__in=seen))
    total = today_held.aggregate(n=Count("pk"), lent=Sum("amount", filter=Q(product__line=LOANS)))
    head = shown.get(places[0].id)
    return GroupPage(
        customer=customer,
        head=head,
        nodes=[
            NodeRow(shown[pk], level, *figures.get(pk, (0, None)))
            for pk, level in order[:SHOWN]
            if pk in shown
        ],
        seen=len(seen),
        hidden=len(places) - len(seen),
        capped=len(places) == MOST,
        holdings=total["n"],
        lent=total["lent"] if amounts else None,
        team=_team(head.pk) if head else [],
        may_change=actor.may(CHANGE),
        may_assign=actor.may(ASSIGN),
    )


def group_panel(*, actor: Actor, customer_id: int) -> GroupPanel:
    """The group in short, for the customer's page. Three queries. Raises NotVisible (404)."""
    places = _places(customer_id)
    top = access.visible(actor).filter(pk=places[0].id if places else 0)
    lead = GroupMember.objects.filter(customer__in=top, role=TeamRole.LEAD, valid_to=None)
    words = JSONObject(name="staff__name", name_en="staff__name_en", since="valid_from")
    both = JSONObject(head=Subquery(top.values("name")), lead=Subquery(lead.values(words=words)[:1]))
    found = access.get_visible(actor, customer_id, both)
    above = found.along  # type: ignore[attr-defined]  # annotated
    seen = len(_seen(actor, places))
    return GroupPanel(
        found,
        above["head"],
        seen,
        len(places) - seen,
        _lead(above["lead"]),
        actor.may(CHANGE),
    )


def _lead(words: dict[str, str] | None) -> Lead | None:
    return (
        None if words is None else Lead(words["name"], words["name_en"], date.fromisoformat(words["since"]))
    )


def choosing_parent(*, actor: Actor, customer_id: int) -> Parent:
    """For the form of the customer above. Raises NotVisible (404), Forbidden (403)."""
    customer = access.get_visible(actor, customer_id)
    actor.require(CHANGE)
    above = access.visible(actor).filter(pk=customer.parent_id or 0).first()
    if above is None:
        return Parent(customer, {}, {})
    return Parent(customer, {"parent_id": above.pk}, {"parent_id": above.name})


def joining_team(*, actor: Actor, customer_id: int) -> Customer:
    """The customer for a form of her team. Raises NotVisible (404), Forbidden (403)."""
    customer = access.get_visible(actor, customer_id)
    actor.require(ASSIGN)
    return customer


def ending_member(*, actor: Actor, member_id: int) -> GroupMember:
    """The part in a team for a form. Raises NotVisible (404), Forbidden (403)."""
    rows = GroupMember.objects.filter(pk=member_id, customer__in=access.visible(actor))
    member = rows.select_related("staff", "customer").first()
    if member is None:
        raise NotVisible
    actor.require(ASSIGN)
    return member


def pickable_staff(*, actor: Actor, text: str) -> list[PersonCard]:
    """Colleagues in a post today, for a team. Raises Forbidden (403)."""
    actor.require(ASSIGN)
    return find_people(actor=actor, text=text)


def _places(customer_id: int) -> list[rules.Place]:
    """The whole group by ids, top first, whoever has its customers."""
    with connection.cursor() as cursor:
        cursor.execute("select id, parent_id, depth from kj_group_tree(%s, %s)", [customer_id, MOST])
        return [rules.Place(*row) for row in cursor.fetchall()]


def _seen(actor: Actor, places: list[rules.Place]) -> set[int]:
    ids = [place.id for place in places]
    return set(access.visible(actor).filter(pk__in=ids).values_list("pk", flat=True))


def _rows(actor: Actor, ids: list[int]) -> dict[int, Customer]:
    found = access.visible(actor).filter(pk__in=ids).select_related("holder", "unit")
    return {row.pk: row for row in found}


def _held(parts: QuerySet[HoldingParty]) -> QuerySet[Holding]:
    """What is held today; a holding that two of the group share is one."""
    return Holding.objects.filter(_open_holding(), pk__in=parts.values("holding_id"))


def _open_holding(prefix: str = "") -> Q:
    return Q(**{f"{prefix}closed_on": None}) | Q(**{f"{prefix}closed_on__gt": clock.today()})


def _figures(ids: list[int], *, amounts: bool) -> dict[int, tuple[int, Decimal | None]]:
    """Holdings and lent amount of each customer alone."""
    rows = (
        HoldingParty.objects.filter(_open_holding("holding__"), customer_id__in=ids)
        .order_by()
        .values("customer_id")
        .annotate(n=Count("pk"), lent=Sum("holding__amount", filter=Q(holding__product__line=LOANS)))
    )
    return {row["customer_id"]: (row["n"], row["lent"] if amounts else None) for row in rows}


def _team(head_id: int) -> list[MemberRow]:
    rows = (
        GroupMember.objects.filter(customer_id=head_id)
        .select_related("staff")
        .order_by(F("valid_to").desc(nulls_first=True), "role", "valid_from", "id")[:SHOWN]
    )
    return [
        MemberRow(
            m.pk, m.staff.name, m.staff.name_en, TeamRole(m.role), m.duty, m.valid_from, m.valid_to, m.reason,
            m.ended_because,
        )
        for m in rows
    ]  # fmt: skip
