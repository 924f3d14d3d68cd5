"""A plan as it is archived: one text, the same whenever it is made of the same things, and its hash. Item A4.41."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from kejing.domain.plans import access
from kejing.domain.plans.models import Decision, Item, Plan
from kejing.domain.plans.vocabulary import PlanState
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible

PLAN = (
    "staff_id", "unit_id", "role", "kind", "start_on", "end_on", "number", "reason", "policy", "due_at",
    "handed_in_at", "submitted_at", "submitted_by_id", "decided_at", "decided_by_id",
)  # fmt: skip
ITEM = ("place", "text", "customer_id", "point", "theme", "due_on", "hours", "budget", "expected", "source")


def archived_text(plan: Plan) -> str:
    """The plan, its actions and decisions as text. A customer stands in it by id: who may see her sees her name."""
    decisions = Decision.objects.filter(plan=plan).order_by("seq")
    return canonical(
        {
            "plan": {"id": plan.pk} | {name: getattr(plan, name) for name in PLAN},
            "items": [_item(item) for item in access.items(plan)],
            "decisions": [
                {"seq": row.seq, "verdict": row.verdict, "comment": row.comment, "answers": row.answers,
                 "by_id": row.by_id, "at": row.at}
                for row in decisions
            ],
        }
    )  # fmt: skip


def _item(item: Item) -> dict[str, Any]:
    return {"id": item.pk, "origin_id": item.origin_id} | {name: getattr(item, name) for name in ITEM}


def canonical(content: dict[str, Any]) -> str:
    """JSON with sorted keys; days and amounts as text."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> str:
    return str(value.isoformat()) if hasattr(value, "isoformat") else str(value)


def hash_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def plan_file(*, actor: Actor, plan_id: int) -> str:
    """The archived text of an approved plan, byte for byte what its hash is of. Raises NotVisible (404), also for
    one that names a confidential customer whom the reader may not see, unless she wrote it.
    """
    plan = access.get_visible(actor, plan_id)
    if plan.state != PlanState.APPROVED or (plan.staff_id != actor.staff_id and names_closed([plan.content])):
        raise NotVisible
    return plan.content


def names_closed(texts: Iterable[str]) -> bool:
    """Whether archived plans name a customer who is closed to the reader."""
    return bool(access.closed_customers(customers_of(json.loads(text) for text in texts)))


def customers_of(plans: Iterable[dict[str, Any]]) -> set[int]:
    """The customers of archived plans."""
    return {item["customer_id"] for plan in plans for item in plan["items"] if item["customer_id"]}
