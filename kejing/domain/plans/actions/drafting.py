"""Filling a plan from what other modules propose: targets, overdue contacts, duties, promises, visits."""

from typing import Any

from kejing.domain.plans.models import Item, Plan
from kejing.domain.plans.rules import DraftItem, Kept, Policy, merge
from kejing.domain.plans.rules.drafting import Source
from kejing.domain.plans.vocabulary import DRAFT
from kejing.foundation.kernel import sections
from kejing.foundation.kernel.actor import Actor

FIELDS = ("text", "customer_id", "point", "theme", "due_on", "hours", "budget", "expected")


def fill(actor: Actor, plan: Plan, rules: Policy) -> None:
    """Merge the proposals into the plan; what the writer touched stays. Item A4.38."""
    proposed = _proposed(actor, plan, rules)
    there = {
        (item.source, item.source_key): item for item in Item.objects.filter(plan=plan).exclude(source="")
    }
    what = merge([Kept(source, item.touched) for source, item in there.items()], proposed)
    Item.objects.filter(pk__in=[there[source].pk for source in what.gone]).delete()
    renewed = [there[source] for source in what.renewed]
    for item in renewed:
        for name, value in _values(proposed[item.source, item.source_key], rules).items():
            setattr(item, name, value)
    Item.objects.bulk_update(renewed, FIELDS)
    place = next_place(plan)
    Item.objects.bulk_create(
        Item(
            plan=plan,
            place=place + n,
            source=source[0],
            source_key=source[1],
            **_values(proposed[source], rules),
        )
        for n, source in enumerate(what.new)
    )


def next_place(plan: Plan) -> int:
    last = Item.objects.filter(plan=plan).order_by("-place").values_list("place", flat=True).first()
    return (last or 0) + 1


def _proposed(actor: Actor, plan: Plan, rules: Policy) -> dict[Source, DraftItem]:
    kind = rules.kind(plan.kind)
    if kind is None:
        return {}
    found = sections.collect(
        DRAFT, actor=actor, span=kind.span.value, start=plan.start_on, end=plan.end_on,
        staff_id=plan.staff_id, holder_id=plan.holder_id,
    )  # fmt: skip
    return {(name, item.key): item for name, items in found.items() for item in items}


def _values(item: DraftItem, rules: Policy) -> dict[str, Any]:
    """An item's fields; a point or theme that this organisation does not know is not kept."""
    points = [word.code for word in rules.points]
    themes = {word.code for word in rules.themes}
    return {
        "text": item.text[:400],
        "customer_id": item.customer_id,
        "point": item.point if item.point in points else points[0],
        "theme": item.theme if item.theme in themes else "",
        "due_on": item.due_on,
        "hours": item.hours,
        "budget": item.budget,
        "expected": item.expected[:400],
    }
