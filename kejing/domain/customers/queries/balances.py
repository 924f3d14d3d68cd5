"""What the transactions delivered say of a customer's accounts."""

from dataclasses import dataclass
from decimal import Decimal

from kejing.domain.customers import access
from kejing.domain.customers.vocabulary import HOLDING_AMOUNT
from kejing.engines.metrics.public import FactCard, Measure, Point, facts_of, monthly_series
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.periods import Month

MONTHS = 24
TRANSACTION = "transaction"
ACCOUNTS = "account"


@dataclass(frozen=True, slots=True)
class Balances:
    """Month-end balances of a customer's accounts, summed; None before the first transaction of them all."""

    months: list[Month]
    balances: list[Decimal | None]
    last: list[FactCard]

    @property
    def delivered(self) -> bool:
        return any(value is not None for value in self.balances)


def balances(*, actor: Actor, customer_id: int) -> Balances | None:
    """Balances of the last 24 months and the last transactions. Raises NotVisible (404).

    None for a reader who does not see the amounts of holdings. An account without transactions in a month keeps
    the balance it had.
    """
    ids = access.holding_ids(actor, customer_id, line=ACCOUNTS)
    if not actor.field(HOLDING_AMOUNT).seen:
        return None
    end = Month.of(clock.today()).next()
    months = [end.plus(-n) for n in range(MONTHS, 0, -1)]
    points = _last_balances(actor, ids, end) if ids else []
    at_end = {(point.subject_id, point.month): point.value for point in points}
    if not points:
        return Balances(months, [None] * MONTHS, [])
    last = facts_of(actor=actor, subject_kind="holding", subject_ids=ids, kinds=[TRANSACTION], limit=8)
    return Balances(months, _carried(ids, months, at_end), last.rows)


def _last_balances(actor: Actor, accounts: list[int], end: Month) -> list[Point]:
    """Each account's last balance of each month with a transaction; none where the pack knows no transactions."""
    try:
        return monthly_series(
            actor=actor, kind=TRANSACTION, subject_ids=accounts, start=Month(1, 1), end=end, measure=Measure.LAST,
            figure="balance",
        )  # fmt: skip
    except LookupError:
        return []


def _carried(
    ids: list[int], months: list[Month], at_end: dict[tuple[int, Month], Decimal]
) -> list[Decimal | None]:
    """Each account's last known balance carried on, then summed over the accounts."""
    known: dict[int, Decimal] = {}
    for (account, month), value in sorted(at_end.items(), key=lambda item: item[0][1]):
        if month < months[0]:
            known[account] = value
    summed: list[Decimal | None] = []
    for month in months:
        known |= {i: at_end[i, month] for i in ids if (i, month) in at_end}
        summed.append(sum(known.values(), Decimal(0)) if known else None)
    return summed
