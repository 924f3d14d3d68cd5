"""HTTP ↔ plan, goals, messages, resources."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from kejing.domain.relations import actions, forms, queries
from kejing.domain.relations.views.entering import one_form, task
from kejing.foundation.kernel.requests import ActorRequest


@one_form
def write_plan(request: ActorRequest, customer_id: int) -> HttpResponse:
    page = queries.writing_plan(actor=request.actor, customer_id=customer_id)
    said = page.said("market", "value_offered", "value_for_us", "value_for_customer")
    form = forms.PlanForm(request.POST or None, initial=said, version=page.version)
    return task(
        request, page, form, _("Relationship plan"),
        lambda data: actions.write_plan(actor=request.actor, customer_id=customer_id, **data), "plan",
    )  # fmt: skip


@one_form
def set_goal(request: ActorRequest, customer_id: int) -> HttpResponse:
    page = queries.entering(actor=request.actor, customer_id=customer_id)
    return task(
        request, page, forms.GoalForm(request.POST or None), _("Set a goal"),
        lambda data: actions.set_goal(actor=request.actor, customer_id=customer_id, **data), "plan",
    )  # fmt: skip


@one_form
def change_goal(request: ActorRequest, goal_id: int) -> HttpResponse:
    page = queries.changing(actor=request.actor, kind="goal", row_id=goal_id)
    form = forms.ChangeGoalForm(
        request.POST or None, initial=page.said("text", "state", "due_on"), version=page.version
    )
    return task(
        request, page, form, _("Change a goal"),
        lambda data: actions.change_goal(actor=request.actor, goal_id=goal_id, **data), "plan",
    )  # fmt: skip


@one_form
def log_message(request: ActorRequest, customer_id: int) -> HttpResponse:
    page = queries.entering(actor=request.actor, customer_id=customer_id)
    return task(
        request, page, forms.MessageForm(request.POST or None), _("Pass on a message"),
        lambda data: actions.log_message(actor=request.actor, customer_id=customer_id, **data), "voices",
    )  # fmt: skip


@one_form
def add_resource(request: ActorRequest, customer_id: int) -> HttpResponse:
    page = queries.entering(actor=request.actor, customer_id=customer_id)
    return task(
        request, page, forms.ResourceForm(request.POST or None), _("Note a resource"),
        lambda data: actions.add_resource(actor=request.actor, customer_id=customer_id, **data), "resources",
    )  # fmt: skip


@one_form
def use_resource(request: ActorRequest, resource_id: int) -> HttpResponse:
    page = queries.changing(actor=request.actor, kind="resource", row_id=resource_id)
    return task(
        request, page, forms.UseForm(request.POST or None), _("Used: %(what)s") % {"what": page.row.text},
        lambda data: actions.use_resource(actor=request.actor, resource_id=resource_id, **data), "resources",
    )  # fmt: skip
