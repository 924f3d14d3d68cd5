"""The actions of a plan while it is being written. Items A4.1, A4.38, A9.29."""

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from kejing.domain.customers.public import working_card
from kejing.domain.plans import access
from kejing.domain.plans.actions.drafting import next_place
from kejing.domain.plans.actions.plans import check_open, opened
from kejing.domain.plans.models import Item, Plan
from kejing.domain.plans.queries.policy import period_name, policies
from kejing.domain.plans.vocabulary import WRITE, ItemRefusal
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.kernel.versions import check_version

PRIVATE = ("text", "expected")


@dataclass(frozen=True, slots=True)
class _Said:
    text: str
    customer_id: int | None
    point: str
    theme: str
    due_on: date | None
    hours: Decimal | None
    budget: Decimal | None
    expected: str


@action(
    "plans.add_item", label=_("Add an action to a plan"), permission=WRITE, subject="plan", private=PRIVATE
)
def add_item(
    *, actor: Actor, plan_id: int, text: str, point: str, customer_id: int | None = None, theme: str = "",
    due_on: date | None = None, hours: Decimal | None = None, budget: Decimal | None = None, expected: str = "",
    idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Add an action; gives its id.

    Raises NotVisible (404) also for a customer out of sight, NotYours (403), Refused for a plan not being written,
    a word the pack does not know, a day outside the period.
    """
    plan = opened(actor, plan_id)
    said = _Said(text, customer_id, point, theme, due_on, hours, budget, expected)
    _check(actor, plan, said, None)
    return Item.objects.create(plan=plan, place=next_place(plan), touched=True, **asdict(said)).pk


@action("plans.change_item", label=_("Change an action"), permission=WRITE, subject="item", private=PRIVATE)
def change_item(
    *, actor: Actor, item_id: int, version: int, text: str, point: str, customer_id: int | None = None,
    theme: str = "", due_on: date | None = None, hours: Decimal | None = None, budget: Decimal | None = None,
    expected: str = "", idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Word an action anew; a refreshed draft leaves it as it is from then on. Raises as `add_item`, Stale."""
    item, plan = access.get_item(actor, item_id)
    check_open(plan)
    said = _Said(text, customer_id, point, theme, due_on, hours, budget, expected)
    check_version(item, version, asdict(said))
    _check(actor, plan, said, item.customer_id)
    for name, value in asdict(said).items():
        setattr(item, name, value)
    item.touched, item.version = True, item.version + 1
    item.save()
    return item.pk


@action("plans.remove_item", label=_("Take an action out of a plan"), permission=WRITE, subject="item")
def remove_item(*, actor: Actor, item_id: int, version: int, idempotency_key: str | None = None) -> int:
    """Take an action out; one that was proposed does not come back when the draft is drawn up anew. Gives the plan.

    Raises NotVisible (404), NotYours (403), Refused for a plan not being written, Stale.
    """
    item, plan = access.get_item(actor, item_id)
    check_open(plan)
    check_version(item, version, {})
    item.touched = item.left_out = True
    item.version += 1
    item.save()
    return plan.pk


def _check(actor: Actor, plan: Plan, said: _Said, before: int | None) -> None:
    """`before`: the customer who stood there; she may stay though she went to somebody else."""
    rules = policies()[plan.policy]
    for field, code, words in (("point", said.point, rules.points), ("theme", said.theme, rules.themes)):
        if code not in {word.code for word in words} and (code or field == "point"):
            raise Refused(ItemRefusal.UNKNOWN_WORD, field=field, word=code)
    if said.due_on is not None and not plan.start_on <= said.due_on < plan.end_on:
        kind = rules.kind(plan.kind)
        name = period_name(kind.span, plan.start_on, plan.end_on) if kind else plan.kind
        raise Refused(ItemRefusal.OUTSIDE_PERIOD, field="due_on", period=name)
    if said.customer_id is not None and said.customer_id != before:
        working_card(actor=actor, customer_id=said.customer_id)
