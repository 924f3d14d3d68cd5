"""What counted towards a line, thing by thing: frozen at the close, and opened where the reader may."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _

from kejing.domain.customers.public import customers_of_holdings
from kejing.domain.performance.queries.results import Line, named
from kejing.domain.visits.public import openable
from kejing.engines.metrics.public import EvidenceCard, FactCard, facts_named
from kejing.foundation.kernel.actor import Actor

FACT, VISIT, LOG = "fact", "visit", "log"
AMOUNT = "customers.holding_amount"
"""Protected by `customers`: what the facts of this module's evidence are about."""
CONFIDENTIAL = "customers.confidential"
"""The right to see customers of whom others see nothing."""


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One thing that counted. `whole` is the whole of a ratio, None where values are sums.

    `what` and `amount` are the fact's own, where the reader sees it; `url` is where the thing stands, for whom it
    opens. Label, day and quantity are frozen and always there; the label alone of a confidential customer is not.
    """

    id: int
    label: str
    on_day: date | None
    kind: str
    quantity: Decimal
    whole: Decimal | None
    unit: str
    what: str = ""
    amount: Decimal | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class _Seen:
    """What of the things behind a page of evidence the reader may see."""

    facts: dict[int, FactCard]
    customers: dict[int, int]
    visits: set[int]
    logs: set[int]
    closed: set[int]
    """Evidence of confidential customers who are closed to the reader."""


def evidence_rows(actor: Actor, cards: Sequence[EvidenceCard], line: Line) -> list[EvidenceRow]:
    """At most five queries, whatever the number of rows."""
    seen = _seen(actor, cards)
    amounts = actor.field(AMOUNT).seen
    return [_row(card, line, seen, amounts=amounts) for card in cards]


def _seen(actor: Actor, cards: Sequence[EvidenceCard]) -> _Seen:
    facts = facts_named(
        actor=actor, refs=[(card.ref_id, card.on_day) for card in cards if card.ref_kind == FACT]
    )
    holdings = {fact.subject_id for fact in facts.values()}
    visits, logs = openable(
        actor=actor,
        visit_ids=[card.ref_id for card in cards if card.ref_kind == VISIT],
        log_ids=[card.ref_id for card in cards if card.ref_kind == LOG],
    )
    customers = customers_of_holdings(actor=actor, holding_ids=holdings) if holdings else {}
    return _Seen(facts, customers, visits, logs, _closed(actor, cards))


def _closed(actor: Actor, cards: Sequence[EvidenceCard]) -> set[int]:
    """What it is about stands in rows that the reader does not see: the database alone can tell."""
    if not cards or actor.may(CONFIDENTIAL):
        return set()
    with connection.cursor() as cursor:
        cursor.execute("select kj_closed_evidence(%s::bigint[])", [[card.id for card in cards]])
        row = cursor.fetchone()
    return set(row[0]) if row else set()


def _row(card: EvidenceCard, line: Line, seen: _Seen, *, amounts: bool) -> EvidenceRow:
    fact = seen.facts.get(card.ref_id) if card.ref_kind == FACT else None
    return EvidenceRow(
        id=card.id,
        label=_("a confidential customer") if card.id in seen.closed else card.label or f"#{card.ref_id}",
        on_day=card.on_day,
        kind=card.ref_kind,
        quantity=card.numerator,
        whole=card.denominator,
        unit=line.unit if card.denominator is None else "number",
        what=named(fact.label_zh, fact.label_en) if fact else "",
        amount=fact.amount if fact and amounts else None,
        url=_address(card, fact, seen),
    )


def _address(card: EvidenceCard, fact: FactCard | None, seen: _Seen) -> str:
    """Down to the visit, the log, or the holding on its customer's page; nothing for whom it does not open."""
    if card.ref_kind == VISIT and card.ref_id in seen.visits:
        return reverse("visits:visit_page", args=[card.ref_id])
    if card.ref_kind == LOG and card.ref_id in seen.logs:
        return reverse("visits:log_page", args=[card.ref_id])
    if fact and fact.subject_id in seen.customers:
        return reverse("customers:customer_page", args=[seen.customers[fact.subject_id]]) + "#h-holdings"
    return ""
