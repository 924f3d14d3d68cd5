"""The public pool: claiming from it, going back into it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from django.db import connection
from django.utils.translation import gettext_lazy as _

from kejing.domain.customers.actions.moving import shift
from kejing.domain.customers.events import CustomersAssigned
from kejing.domain.customers.models import Recycling
from kejing.domain.customers.queries import moving, pool
from kejing.domain.customers.queries.policy import policy_on
from kejing.domain.customers.vocabulary import (
    ASSIGN,
    CLAIM,
    CLAIMED,
    RECYCLED,
    CustomerRefusal,
    RecyclingState,
)
from kejing.domain.org.public import holder_cards, pools_of
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible, Refused
from kejing.foundation.kernel.events import publish

TOO_HIGH = 2**63
"""No id is as high: the database would not take it."""


@action(
    "customers.claim_customer",
    label=_("Claim a customer from the pool"),
    permission=CLAIM,
    subject="customer",
)
def claim_customer(*, actor: Actor, customer_id: int, idempotency_key: str | None = None) -> int:
    """Take a customer out of a pool that is open to the actor; she holds her from today.

    Raises NotVisible for one in no such pool; Refused when somebody was faster, the actor's claims of the day or her
    capacity are used up, or she lost her to the pool too recently.
    """
    if actor.holder_id is None:
        raise Refused(CustomerRefusal.NO_POST)
    policy = policy_on(clock.today())
    _one_claim_at_a_time(actor.holder_id)
    wanted = pool.pooled_customer(actor, customer_id, policy) if customer_id < TOO_HIGH else None
    if wanted is None:
        raise NotVisible
    if refusal := pool.claim_refusal(actor, wanted, policy):
        raise refusal
    with connection.cursor() as cursor:
        cursor.execute("select kj_take_from_pool(%s, %s, %s)", [customer_id, actor.holder_id, CLAIMED])
        row = cursor.fetchone()
    if row is None or row[0] is None:
        raise Refused(CustomerRefusal.TAKEN)
    publish(
        CustomersAssigned(
            {customer_id: row[0]}, actor.holder_id, actor.staff_id, actor.unit_id or 0, clock.today()
        )
    )
    return customer_id


@action("customers.sweep_pool", label=_("Apply the rules of the pool"), permission=ASSIGN, subject="customer")
def sweep_pool(*, actor: Actor) -> int:
    """Warn of customers who go back to the pool soon, forget warnings whose reason fell away, and send those due.

    What is due is sent only where the policy `acts`, and never without its warning time; otherwise it is proposed
    (`send_to_pool`). Returns how many were warned of or sent. Works on what the actor sees.
    """
    today = clock.today()
    policy = policy_on(today)
    due = {row.customer_id: row for row in pool.due_customers(policy, _ahead(policy.warn_days))}
    warned = {row.customer_id: row for row in pool.open_recyclings(actor)}
    fell_away = [row.pk for row in warned.values() if not _still(row, due)]
    Recycling.objects.filter(pk__in=fell_away).update(state=RecyclingState.WITHDRAWN, ended_on=today)
    fresh = [
        row
        for row in due.values()
        if row.customer_id not in warned or not _still(warned[row.customer_id], due)
    ]
    Recycling.objects.bulk_create(
        [
            Recycling(
                customer_id=row.customer_id, holder_id=row.holder_id, unit_id=row.unit_id, rule=row.rule,
                warned_on=today, due_on=max(row.due_on, _ahead(policy.warn_days)), policy_version=policy.version,
            )
            for row in fresh
        ],
        batch_size=1_000,
    )  # fmt: skip
    ready = [row for row in warned.values() if row.pk not in fell_away and row.due_on <= today]
    return len(fresh) + (_send(actor, ready) if policy.acts else 0)


@action(
    "customers.send_to_pool", label=_("Send customers to the pool"), permission=ASSIGN, subject="customer"
)
def send_to_pool(*, actor: Actor, recycling_ids: Sequence[int], idempotency_key: str | None = None) -> int:
    """Send customers whose warning has run out back to their units' pools, all or none. Returns how many.

    Raises NotVisible for one out of sight or not due, Refused for one who may not move (locked).
    """
    wanted = set(recycling_ids)
    ready = list(pool.open_recyclings(actor).filter(pk__in=wanted, due_on__lte=clock.today()))
    if not wanted or len(ready) != len(wanted):
        raise NotVisible
    return _send(actor, ready)


def _send(actor: Actor, rows: Sequence[Recycling]) -> int:
    """A few statements for each unit. Whoever lost them starts cooling off today."""
    moving.hold_still([row.customer_id for row in rows])
    by_pool: dict[tuple[int, str], list[int]] = defaultdict(list)
    pools = pools_of({row.unit_id for row in rows})
    for row in rows:
        by_pool[pools[row.unit_id], row.rule].append(row.customer_id)
    cards = holder_cards(pools.values())
    sent = 0
    for (pool_id, rule), ids in by_pool.items():
        for refusal in moving.faults_of(actor, ids, cards[pool_id], clock.today()).values():
            raise refusal
        sent += shift(actor, ids, cards[pool_id], clock.today(), f"{RECYCLED}:{rule}")
    Recycling.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=RecyclingState.RECYCLED, ended_on=clock.today()
    )
    return sent


def _still(warned: Recycling, due: dict[int, pool.SweptRow]) -> bool:
    """Whether the reason of a warning stands: same holder, still due by some rule."""
    row = due.get(warned.customer_id)
    return row is not None and row.holder_id == warned.holder_id


def _ahead(days: int) -> date:
    return clock.today() + timedelta(days=days)


def _one_claim_at_a_time(holder_id: int) -> None:
    """Two claims by one person wait for each other: neither the day's number nor the capacity is passed."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('customers.claim'), %s)", [holder_id % 2**31])
