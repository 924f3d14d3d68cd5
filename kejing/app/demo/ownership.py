"""Ownership in the demo: somebody who helps, a lock, customers in the pool, a deputy."""

from collections.abc import Collection
from datetime import timedelta

from django.db import transaction

from kejing.domain.customers.public import (
    add_collaborator,
    add_territory,
    assign_customers,
    cards,
    holder_customers,
    lock_customers,
    place_customers,
    territory_list,
)
from kejing.domain.org.public import Member, arrange_cover, pools_of, team
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_actor, as_system

POOLED = slice(10, 15)
"""Those who lie in the pool: none of the first, who have stories of their own."""


def arrange_ownership(units: Collection[int]) -> None:
    """For each of the units with a market manager and two account managers, whole or not at all, once."""
    with as_system("demo") as actor:
        today = clock.today()
        managers = team(actor, today)
        leaders = team(actor, today, ["market_manager"])
    for unit_id in sorted({member.unit_id for member in leaders} & set(units)):
        here = [member for member in managers if member.unit_id == unit_id]
        leader = next(member for member in leaders if member.unit_id == unit_id)
        if len(here) >= 2 and leader.user_id is not None:
            with transaction.atomic():
                _arrange(leader.user_id, here[0], here[1])


def _arrange(leader: int, first: Member, second: Member) -> None:
    """A unit with a market has had its turn."""
    with as_actor(leader) as actor:
        if territory_list(actor=actor).rows:
            return
    with as_actor(first.user_id or 0) as actor:
        own = holder_customers(actor=actor)
    with as_actor(leader) as actor:
        numbers = [cards(actor=actor, ids=own[:1])[own[0]].number]
        lock_customers(actor=actor, numbers=numbers, reason="存量锁定")
        add_collaborator(
            actor=actor,
            customer_id=own[1],
            holder_id=second.holder_id or 0,
            role="specialist",
            reason="贷款方案支持",
        )
        pool = pools_of([first.unit_id])[first.unit_id]
        assign_customers(actor=actor, customer_ids=own[POOLED], holder_id=pool, reason="长期联系不上")
        market = add_territory(
            actor=actor, code=f"M-{first.number}", name=f"{first.name}单元市场", name_en=f"Market of {first.name_en}",
            holder_id=first.holder_id or 0,
        )  # fmt: skip
        place_customers(
            actor=actor,
            territory_id=market,
            numbers=[card.number for card in cards(actor=actor, ids=own[:40]).values()],
        )
        arrange_cover(
            actor=actor, covered_id=first.holder_id or 0, deputy_id=second.holder_id or 0, first=clock.today(),
            last=clock.today() + timedelta(days=4), reason="外出培训",
        )  # fmt: skip
