"""Which lines of products customers hold, for the modules above."""

from dataclasses import dataclass

from django.db.models import Count, Q

from kejing.domain.customers import access
from kejing.domain.customers.models import Customer, HoldingParty
from kejing.engines.metrics.public import FactSource
from kejing.foundation.kernel.actor import Actor

MOST_HOLDINGS = 200
HELD_TODAY = Q(holding__closed_on=None)


@dataclass(frozen=True, slots=True)
class LinesHeld:
    """A customer's kind, the kind of unit that has her, and the lines she holds today."""

    kind: str
    unit_kind: str
    lines: frozenset[str]


@dataclass(frozen=True, slots=True)
class HeldLine:
    """Of the customers of a kind at a kind of unit, how many hold a line today."""

    kind: str
    unit_kind: str
    line: str
    customers: int
    holders: int


def lines_held(*, actor: Actor, customer_id: int) -> LinesHeld:
    """Two queries. Raises NotVisible (404)."""
    customer = access.get_visible(actor, customer_id)
    held = HoldingParty.objects.filter(HELD_TODAY, customer_id=customer_id)
    lines = held.values_list("holding__product__line", flat=True).distinct()
    return LinesHeld(customer.kind, customer.unit.kind, frozenset(lines))


def held_lines(*, actor: Actor) -> list[HeldLine]:
    """Every line of every group of similar customers in scope, counted by the database: for nightly work."""
    seen = access.visible(actor).order_by()
    groups = {
        (kind, unit_kind): n
        for kind, unit_kind, n in seen.values_list("kind", "unit__kind").annotate(n=Count("pk"))
    }
    held = HoldingParty.objects.filter(HELD_TODAY, customer__in=seen.values("pk")).order_by()
    counted = held.values_list("customer__kind", "customer__unit__kind", "holding__product__line").annotate(
        n=Count("customer_id", distinct=True)
    )
    return [
        HeldLine(kind, unit_kind, line, groups[kind, unit_kind], n)
        for kind, unit_kind, line, n in counted
        if (kind, unit_kind) in groups
    ]


def of_owners(source: FactSource) -> str:
    """SQL of `customer_id, value`, one row a customer: facts of holdings count for their owner. Params stay its own."""
    if source.subject_kind == "customer":
        return f"select x.subject_id as customer_id, x.value from ({source.sql}) x"  # noqa: S608  # the engine's own
    return (
        "select p.customer_id, sum(x.value) as value"  # noqa: S608  # as above
        f" from ({source.sql}) x join customers_holdingparty p on p.holding_id = x.subject_id and p.role = 'owner'"
        " group by p.customer_id"
    )


def owned_holdings(*, actor: Actor, customer_id: int) -> list[int]:
    """Ids of what a customer in sight, and those merged into it, own: whose facts `of_owners` counts."""
    parts = HoldingParty.objects.filter(
        customer_id__in=access.members_of(customer_id), customer__in=access.in_sight(actor), role="owner"
    )
    return list(parts.order_by("holding_id").values_list("holding_id", flat=True)[:MOST_HOLDINGS])


def risk_marks(*, actor: Actor, after: int = 0, limit: int = 5_000) -> list[tuple[int, int, str]]:
    """(id, holder id, mark of the loans) of the customers in scope after an id, for work that walks them all."""
    rows = Customer.objects.filter(pk__in=access.visible(actor).values("pk"), pk__gt=after).order_by("pk")
    return list(rows.values_list("pk", "holder_id", "risk")[:limit])
