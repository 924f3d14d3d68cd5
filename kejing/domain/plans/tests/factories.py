"""Plans for tests: the bank's policy, and plans brought to each state by the actions, on the cast's days."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from kejing.domain.customers.public import assign_customer
from kejing.domain.org.models import Cover
from kejing.domain.plans import actions
from kejing.domain.plans.models import Item, Outcome, Plan, PolicyVersion
from kejing.domain.plans.pack import PlansSection, apply
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.testing import as_owner
from tests.cast import TODAY, Cast

A1, A2, MARKET_A, HEAD_A = "manager_a1", "manager_a2", "market_manager_a", "branch_head_a"
FRIDAY, MONDAY, NEXT_WEEK = date(1998, 1, 16), date(1998, 1, 19), date(1998, 1, 19)
YES = {"time": True, "means": True, "goals": True, "customers": True}
PACKS = Path(__file__).parents[4] / "packs"


def policy_in_force(pack: str = "bank") -> None:
    """The pack's policy, unless one is there."""
    section = PlansSection.model_validate(yaml.safe_load((PACKS / pack / "plans.yaml").read_text()))
    with as_system("pack") as actor:
        apply(section, actor)


@contextmanager
def working(cast: Cast, person: str, day: date = TODAY, hour: int = 17) -> Iterator[Actor]:
    """Act as one of the cast at a moment of the business clock."""
    with clock.frozen(clock.at(day, hour)), cast[person].acting() as actor:
        yield actor


def drafted(
    cast: Cast, person: str = A1, kind: str = "week", day: date = NEXT_WEEK, on: date = TODAY, items: int = 1
) -> int:
    """A draft with some actions of the writer's own."""
    if not _policy():
        policy_in_force()
    with working(cast, person, on) as actor:
        plan = actions.draft_plan(actor=actor, kind=kind, day=day)
        for n in range(items):
            actions.add_item(actor=actor, plan_id=plan, text=f"action {n}", point="customer")
    return plan


def _policy() -> bool:
    with as_system("policy"):
        return PolicyVersion.objects.exists()


def handed_in(cast: Cast, person: str = A1, on: date = TODAY, **said: Any) -> int:
    plan = drafted(cast, person, on=on, **said)
    with working(cast, person, on) as actor:
        actions.submit_plan(actor=actor, plan_id=plan, version=version_of(plan))
    return plan


def approved(cast: Cast, person: str = A1, by: str = MARKET_A, on: date = TODAY, **said: Any) -> int:
    plan = handed_in(cast, person, on, **said)
    decide(cast, plan, by, on)
    return plan


def decide(cast: Cast, plan: int, by: str = MARKET_A, on: date = TODAY, **said: Any) -> None:
    with working(cast, by, on) as actor:
        actions.decide_plan(
            actor=actor, plan_id=plan, version=version_of(plan),
            **({"verdict": "approved", "answers": YES} | said),
        )  # fmt: skip


def version_of(plan: int) -> int:
    return row(plan).version


def row(plan: int) -> Plan:
    with as_system("look"):
        return Plan.objects.get(pk=plan)


def items_of(plan: int) -> list[Item]:
    with as_system("look"):
        return list(Item.objects.filter(plan_id=plan, left_out=False).order_by("place", "pk"))


def settled(plan: int) -> list[tuple[str, date, str]]:
    """What became of the actions of a first version: state, day, what did it."""
    with as_system("look"):
        rows = Outcome.objects.filter(item__plan_id=plan).order_by("item__place", "seq")
        return list(rows.values_list("state", "done_on", "did_url"))


def covering(cast: Cast, covered: str, deputy: str) -> None:
    """The deputy acts for the covered colleague today."""
    with as_owner():
        Cover.objects.create(
            covered_id=cast[covered].appointment_id or 0,
            deputy_id=cast[deputy].appointment_id or 0,
            valid_from=TODAY,
            valid_to=NEXT_WEEK,
        )


def handed_over(cast: Cast, customer: str, taker: str) -> None:
    with working(cast, MARKET_A) as actor:
        assign_customer(
            actor=actor,
            customer_id=cast.customers[customer],
            holder_id=cast[taker].holder_id or 0,
            reason="relief",
        )
