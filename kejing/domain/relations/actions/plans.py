"""The relationship plan, its goals, the voices of both sides, and resources."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from kejing.domain.customers.public import customer_card
from kejing.domain.relations import access
from kejing.domain.relations.actions.entries import changed, check_due, enter, opened
from kejing.domain.relations.models import Goal, Message, Plan, Resource, ResourceUse
from kejing.domain.relations.vocabulary import (
    CHANGE,
    GoalKind,
    GoalState,
    Party,
    RelationRefusal,
    ResourceKind,
    Usable,
    Verb,
    Voice,
)
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.kernel.versions import check_version


@action("relations.write_plan", label=_("Write a relationship plan"), permission=CHANGE, subject="customer",
        private=("market", "value_offered", "value_for_us", "value_for_customer"))  # fmt: skip
def write_plan(
    *, actor: Actor, customer_id: int, version: int, market: str, value_offered: str, value_for_us: str,
    value_for_customer: str, idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Write the relationship plan, or rewrite it (`version` 0: there was none). Items A3.8, A3.45, A8.17.

    Raises NotVisible; Stale when somebody wrote meanwhile.
    """
    customer = access.changeable_customer(actor, customer_id)
    said: dict[str, object] = {
        "market": market, "value_offered": value_offered, "value_for_us": value_for_us,
        "value_for_customer": value_for_customer,
    }  # fmt: skip
    row = Plan.objects.select_for_update().filter(customer_id=customer.id).first() or Plan(version=0)
    check_version(row, version, said)
    for name, value in said.items():
        setattr(row, name, value)
    if row.pk:
        changed(actor, row, Verb.PLANNED, value_offered)
    else:
        row.version = 1
        enter(actor, customer, row, Verb.PLANNED, value_offered)
    return row.pk


@action("relations.set_goal", label=_("Set a goal"), permission=CHANGE, subject="customer", private=("text",))
def set_goal(
    *, actor: Actor, customer_id: int, party: str, kind: str, text: str, due_on: date | None = None,
    idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """What a party wants of the relation, economic or other. Item A3.45. Raises NotVisible, Refused for a past day."""
    customer = access.changeable_customer(actor, customer_id)
    check_due(due_on)
    row = Goal(party=Party(party), kind=GoalKind(kind), text=text, due_on=due_on, state_on=clock.today())
    return enter(actor, customer, row, Verb.GOAL, text).pk


@action(
    "relations.change_goal", label=_("Change a goal"), permission=CHANGE, subject="goal", private=("text",)
)
def change_goal(
    *, actor: Actor, goal_id: int, version: int, text: str, state: str, due_on: date | None = None,
    idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Reach a goal, give it up, word it anew. Raises NotVisible, Forbidden, Stale."""
    row = opened(Goal, actor, goal_id, version, {"text": text, "state": state, "due_on": due_on})
    if due_on != row.due_on:
        check_due(due_on)
    if row.state != state:
        row.state_on = clock.today()
    row.text, row.state, row.due_on = text, GoalState(state), due_on
    changed(actor, row, Verb.GOAL_CHANGED, f"{row.state}: {text}")
    return row.pk


@action(
    "relations.log_message",
    label=_("Log a message"),
    permission=CHANGE,
    subject="customer",
    private=("text",),
)
def log_message(
    *, actor: Actor, customer_id: int, voice: str, text: str, idempotency_key: str | None = None
) -> int:
    """Note what was passed on today, in which direction. Item A8.16. Raises NotVisible."""
    customer = access.changeable_customer(actor, customer_id)
    return enter(actor, customer, Message(voice=Voice(voice), text=text), Verb.SAID, text).pk


@action(
    "relations.add_resource",
    label=_("Enter a resource"),
    permission=CHANGE,
    subject="customer",
    private=("text",),
)
def add_resource(
    *, actor: Actor, customer_id: int, kind: str, usable: str, text: str, idempotency_key: str | None = None
) -> int:
    """Note what the customer can bring in, and for whom. Item A9.5. Raises NotVisible."""
    customer = access.changeable_customer(actor, customer_id)
    row = Resource(kind=ResourceKind(kind), usable=Usable(usable), text=text)
    return enter(actor, customer, row, Verb.RESOURCE, text).pk


@action(
    "relations.use_resource",
    label=_("Note the use of a resource"),
    permission=CHANGE,
    subject="resource",
    private=("text",),
)
def use_resource(
    *, actor: Actor, resource_id: int, by: str, text: str, idempotency_key: str | None = None
) -> int:
    """Note that a side used a resource today, and what came of it. Item A9.5.

    Raises NotVisible, Forbidden; Refused for a side it is not meant for.
    """
    resource = access.get_changeable(Resource, actor, resource_id)
    if resource.usable not in {by, Usable.BOTH}:
        raise Refused(RelationRefusal.NO_USE_FOR, field="by")
    customer = customer_card(actor=actor, customer_id=resource.customer_id)
    row = ResourceUse(resource=resource, by=Party(by), text=text)
    return enter(actor, customer, row, Verb.USED, text).pk
