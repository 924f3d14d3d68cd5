"""Lists, the search, and cards for other modules."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.expressions import Combinable, RawSQL

from kejing.domain.customers import access
from kejing.domain.customers.models import Contact, Customer
from kejing.domain.customers.queries.filters import CustomerFilter, narrowed, read_filter
from kejing.domain.customers.queries.search import FIRST, Hit, look_up, rows_of
from kejing.domain.customers.vocabulary import VIEW, DuplicateRefusal, FoundBy
from kejing.domain.org.public import HolderKind
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.kernel.paging import Capped, Page, capped_count, page, seal, unseal

PAGE_SIZE = 50
FEW_UNITS = 40
"""Up to so many are asked one by one for their first customers; more have theirs soon in the order of all."""
MOST_FOUND = 2_000
"""Of what a text finds, so many are narrowed further or brought into another order."""
FOUND = ("found", "step", "sort_key", "id")
"""What the cursor of a search holds; sealed apart from the lists' cursors."""


@dataclass(frozen=True, slots=True)
class CustomerCard:
    """What other modules may show of a customer the actor sees."""

    id: int
    number: str
    name: str
    unit_id: int
    holder_id: int
    holder: str
    holder_en: str
    risk: str


@dataclass(frozen=True, slots=True)
class FoundCustomer:
    """A customer the search shows, and why; `contact` is the name of the person by whom."""

    card: CustomerCard
    found_by: FoundBy
    contact: str = ""
    contact_title: str = ""


@dataclass(frozen=True, slots=True)
class CustomerList:
    page: Page[Customer]
    count: Capped
    wanted: CustomerFilter

    @property
    def query(self) -> str:
        return self.wanted.query


def customer_list(
    *, actor: Actor, query: str = "", params: Mapping[str, str] | None = None, cursor: str | None = None
) -> CustomerList:
    """A page of the customers in scope, as the parameters of the list's address say. Raises as `read_filter`."""
    wanted = read_filter(actor, {"q": query, **(params or {})})
    if wanted.query and not wanted.narrows:
        return _found_list(actor, wanted, cursor)
    rows, keys = chosen(actor, wanted)
    rows = rows.select_related("holder", "unit")
    units = _few_units(actor, wanted)
    found = page(rows, keys, cursor, PAGE_SIZE, partial(_first_of, units) if units else None)
    along = ("kind", "sort_key", "id") if wanted.kind else ("sort_key", "id") if wanted.pool else ()
    return CustomerList(found, capped_count(rows, along=along), wanted)


def _few_units(actor: Actor, wanted: CustomerFilter) -> list[int]:
    """The units whose customers the list is, where it is no more than that and they are few; else none."""
    plain = replace(wanted, sort="name", unit=None) == CustomerFilter() and wanted.sort.endswith("name")
    by_unit_alone = actor.may(VIEW) and not (actor.sees_all or actor.holders or actor.shared)
    return list(actor.units) if plain and by_unit_alone and 1 < len(actor.units) <= FEW_UNITS else []


def _first_of(units: list[int], rows: QuerySet[Customer], most: int) -> list[Customer]:
    """The first of the ordered rows, from the first of each unit: each unit's lie in that order in an index.

    All customers in the order of their names would be walked until so many of few units had come by.
    """
    of_one = rows.filter(unit_id=RawSQL("u", ())).values("id", "sort_key")[:most]
    sql, params = of_one.query.sql_with_params()
    keys = [str(key) for key in rows.query.order_by]
    order = ", ".join(f"l.{key.lstrip('-')}{' desc' * key.startswith('-')}" for key in keys)
    merged = (
        f"select l.id from unnest(%s::bigint[]) u cross join lateral ({sql}) l order by {order} limit {most}"  # noqa: S608  # the ORM's own
    )
    return list(rows.filter(pk__in=RawSQL(merged, (units, *params))))  # noqa: S611  # as above


def chosen(
    actor: Actor, wanted: CustomerFilter, most: int = MOST_FOUND
) -> tuple[QuerySet[Customer], tuple[str, ...]]:
    """The customers a filter names, its text included: of what a text finds the first `most`; and the page's keys."""
    rows, keys = narrowed(actor, wanted)
    if wanted.query:
        found = look_up(actor, wanted.query, most)
        rows = rows.filter(pk__in=[hit.customer_id for hit in found])
    return rows, keys


def find_customers(*, actor: Actor, text: str, limit: int = 10) -> list[CustomerCard]:
    """Customers in scope found by two or more characters of name, number or pinyin. Fewer find nothing."""
    return [card_of(row) for row in rows_of(look_up(actor, text, limit))]


def search_customers(*, actor: Actor, text: str, limit: int = 10) -> list[FoundCustomer]:
    """The same, each with the reason why it is shown."""
    hits = look_up(actor, text, limit)
    reasons = {hit.customer_id: hit for hit in hits}
    contacts = Contact.objects.in_bulk([hit.contact_id for hit in hits if hit.contact_id is not None])
    return [_found(card_of(row), reasons[row.pk], contacts) for row in rows_of(hits)]


def cards(*, actor: Actor, ids: Iterable[int]) -> dict[int, CustomerCard]:
    """Cards of those of the ids that the actor sees."""
    rows = access.in_sight(actor).filter(pk__in=set(ids)).select_related("holder")
    return {row.pk: card_of(row) for row in rows}


def customer_card(*, actor: Actor, customer_id: int) -> CustomerCard:
    """Raises NotVisible (404)."""
    return card_of(access.get_visible(actor, customer_id))


def customer_card_along(*, actor: Actor, customer_id: int, along: Combinable) -> tuple[CustomerCard, Any]:
    """The same, with what a module above reads in one statement with it. Raises NotVisible (404)."""
    row = access.get_visible(actor, customer_id, along)
    return card_of(row), row.along  # type: ignore[attr-defined]  # annotated


def working_card(*, actor: Actor, customer_id: int) -> CustomerCard:
    """The customer for something new about her. Raises NotVisible (404), Refused for one merged into another."""
    row = access.get_visible(actor, customer_id)
    if row.merged_into_id is not None:
        raise Refused(DuplicateRefusal.IS_MERGED)
    return card_of(row)


def visible_ids(actor: Actor) -> QuerySet[Customer, int]:
    """An id-only queryset of the customers in scope, for sub-queries of upper modules."""
    return access.visible(actor).values_list("pk", flat=True)


def ids_in_sight(actor: Actor) -> QuerySet[Customer, int]:
    """The same with those merged into another: what hangs on these is seen too."""
    return access.in_sight(actor).values_list("pk", flat=True)


def holder_customers(*, actor: Actor) -> list[int]:
    """Ids of the customers the actor herself holds, by number; at most 5,000."""
    if actor.holder_id is None:
        return []
    rows = access.visible(actor).filter(holder_id=actor.holder_id).order_by("number")
    return list(rows.values_list("pk", flat=True)[:5_000])


def pool_customers(*, actor: Actor, unit_id: int, before: date, since: date | None = None) -> list[int]:
    """Ids of the unit's customers in its pool who came `[since, before)`, by number; at most 5,000."""
    pooled = access.visible(actor).filter(unit_id=unit_id, holder__kind=HolderKind.POOL)
    came = pooled.filter(since__lt=before, **({"since__gte": since} if since else {}))
    return list(came.order_by("number").values_list("pk", flat=True)[:5_000])


def any_customer() -> bool:
    """Whether the open context sees any customer at all."""
    return Customer.objects.exists()


def customers_by_unit(*, actor: Actor) -> list[tuple[int, int]]:
    """(unit id, number of customers) in scope, the largest first."""
    rows = access.visible(actor).order_by().values_list("unit_id").annotate(n=Count("id"))
    return sorted(rows, key=lambda row: (-row[1], row[0]))


def _found_list(actor: Actor, wanted: CustomerFilter, cursor: str | None) -> CustomerList:
    """A page of what the search found. The function sorts and cuts; the cursor is its last key."""
    step, key, last = unseal(cursor, FOUND) if cursor else FIRST
    hits = look_up(actor, wanted.query, PAGE_SIZE + 1, (step, key, last))
    more, rows = len(hits) > PAGE_SIZE, rows_of(hits[:PAGE_SIZE])
    following = seal([hits[PAGE_SIZE - 1].step, rows[-1].sort_key, rows[-1].pk], FOUND) if more else None
    return CustomerList(Page(rows, following, None), Capped(len(rows), more), wanted)


def _found(card: CustomerCard, hit: Hit, contacts: dict[int, Contact]) -> FoundCustomer:
    contact = contacts.get(hit.contact_id or 0)
    return FoundCustomer(
        card, hit.found_by, contact.name if contact else "", contact.title if contact else ""
    )


def card_of(row: Customer) -> CustomerCard:
    return CustomerCard(
        id=row.pk,
        number=row.number,
        name=row.name,
        unit_id=row.unit_id,
        holder_id=row.holder_id,
        holder=row.holder.name,
        holder_en=row.holder.name_en,
        risk=row.risk,
    )
