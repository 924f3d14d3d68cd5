"""The actions of a plan: written, changed, taken out, and what became of them."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from kejing.domain.plans import actions, forms, queries
from kejing.domain.plans.queries.plans import ItemRow, PlanPage
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.forms import ActionForm
from kejing.foundation.ui.responses import render

entering = require_http_methods(["GET", "POST"])
FIELDS = ("text", "customer_id", "point", "theme", "due_on", "expected", "hours", "budget")


@entering
def add_item(request: ActorRequest, plan_id: int) -> HttpResponse:
    page = queries.own_plan(actor=request.actor, plan_id=plan_id)
    start = {"point": page.points[0][0] if page.points else ""}
    form = forms.ItemForm(request.POST or None, points=page.points, themes=page.themes, initial=start)
    if request.method == "POST" and form.submit(
        lambda data: actions.add_item(actor=request.actor, plan_id=plan_id, **data)
    ):
        return redirect("plans:plan_page", plan_id)
    return _task(request, "plans/add_item.html", form, page)


@entering
def change_item(request: ActorRequest, item_id: int) -> HttpResponse:
    page, item = queries.own_item(actor=request.actor, item_id=item_id)
    form = forms.ChangeItemForm(
        request.POST or None,
        points=page.points,
        themes=page.themes,
        initial={name: getattr(item, name) for name in FIELDS},
        version=item.version,
        labels={"customer_id": item.customer.name} if item.customer else {},
    )
    if request.method == "POST" and form.submit(
        lambda data: actions.change_item(actor=request.actor, item_id=item_id, **data)
    ):
        return redirect("plans:plan_page", page.row.id)
    return _task(request, "plans/change_item.html", form, page, item)


@require_POST
def remove_item(request: ActorRequest, item_id: int) -> HttpResponse:
    pressed = forms.PressForm(request.POST).pressed
    plan = actions.remove_item(actor=request.actor, item_id=item_id, **pressed)
    return redirect("plans:plan_page", plan)


@entering
def record_outcome(request: ActorRequest, item_id: int) -> HttpResponse:
    page, item = queries.own_item(actor=request.actor, item_id=item_id)
    said = item.outcome
    start = (
        {"state": said.state, "done_on": said.done_on, "spent": said.spent, "note": said.note}
        if said
        else {"state": "done", "done_on": clock.today()}
    )
    form = forms.OutcomeForm(request.POST or None, initial=start, version=said.seq if said else 0)
    if request.method == "POST" and form.submit(
        lambda data: actions.record_outcome(actor=request.actor, item_id=item_id, **data)
    ):
        return redirect("plans:plan_page", page.row.id)
    return _task(request, "plans/record_outcome.html", form, page, item)


def _task(
    request: ActorRequest, template: str, form: ActionForm[int], page: PlanPage, item: ItemRow | None = None
) -> HttpResponse:
    context = {"form": form, "page": page, "item": item}
    context["cancel"] = reverse("plans:plan_page", args=[page.row.id])
    return render(request, template, context)
