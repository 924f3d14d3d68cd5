"""My day, and everything about one visit."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kejing.domain.visits import actions, forms, queries, tables
from kejing.domain.visits.queries.visits import Recording
from kejing.domain.visits.vocabulary import PLAN, RECORD
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.forms import ActionForm
from kejing.foundation.ui.responses import render

entering = require_http_methods(["GET", "POST"])


@require_GET
def my_day(request: ActorRequest) -> HttpResponse:
    return render(request, "visits/my_day.html", {"page": queries.my_day(actor=request.actor)})


@require_GET
def visit_list(request: ActorRequest) -> HttpResponse:
    found = queries.visit_list(
        actor=request.actor,
        month=forms.month_of(request.GET.get("month")),
        state=request.GET.get("state", ""),
        customer_id=forms.id_of(request.GET.get("customer")),
        cursor=request.GET.get("after"),
    )
    context = {
        "found": found,
        "table": tables.visit_table(found),
        "months": tables.month_filters(found),
        "states": tables.state_filters(found),
    }
    return render(request, "visits/visit_list.html", context)


@require_GET
def visit_page(request: ActorRequest, visit_id: int) -> HttpResponse:
    page = queries.visit_page(actor=request.actor, visit_id=visit_id)
    return render(request, "visits/visit_page.html", {"page": page, "visit": page.visit})


def customer_visits_panel(request: HttpRequest, customer_id: int) -> str:
    """The panel of the customer's page: her latest visits, and the ways to the next one."""
    actor = request.actor  # type: ignore[attr-defined]  # panels get the plain request
    rows = queries.customer_visits(actor=actor, customer_id=customer_id)
    context = {"rows": rows, "customer_id": customer_id, "actor": actor}
    return render_to_string("visits/_customer_visits.html", context, request)


def visit_buttons(request: HttpRequest, customer_id: int) -> str:
    """Record and plan, on the customer's page, for who may."""
    return render_to_string("visits/_visit_buttons.html", {"customer_id": customer_id}, request)


@entering
def plan_visit(request: ActorRequest) -> HttpResponse:
    page = queries.recording(
        actor=request.actor, permission=PLAN, customer_id=forms.id_of(request.GET.get("customer"))
    )
    form = forms.PlanForm(
        request.POST or None, initial={"day": clock.today()} | _customer(page), labels=_label(page)
    )
    if request.method == "POST" and form.submit(lambda data: actions.plan_visit(actor=request.actor, **data)):
        messages.success(request, _("The visit is in your plan."))
        return redirect("visits:my_day")
    return _task(request, "visits/plan_visit.html", form, page)


@entering
def record_visit(request: ActorRequest) -> HttpResponse:
    page = queries.recording(
        actor=request.actor, permission=RECORD, customer_id=forms.id_of(request.GET.get("customer"))
    )
    form = forms.RecordForm(
        request.POST or None, initial=_now() | _customer(page), labels=_label(page), **_asked(page)
    )
    if request.method == "POST" and form.submit(
        lambda data: actions.record_visit(actor=request.actor, **data)
    ):
        return _recorded(request)
    return _task(request, "visits/record_visit.html", form, page)


@entering
def record_planned(request: ActorRequest, visit_id: int) -> HttpResponse:
    page = queries.recording(actor=request.actor, permission=RECORD, visit_id=visit_id)
    form = _holding(request, page)
    if request.method == "POST" and form.submit(
        lambda data: actions.record_planned(actor=request.actor, visit_id=visit_id, **data)
    ):
        return _recorded(request)
    return _task(request, "visits/record_visit.html", form, page)


@entering
def reschedule_visit(request: ActorRequest, visit_id: int) -> HttpResponse:
    page = queries.recording(actor=request.actor, permission=PLAN, visit_id=visit_id)
    start = _said(page, "day", "goal") | {"at": page.plan and page.plan.planned_at}
    form = forms.MoveForm(request.POST or None, initial=start, version=_version(page))
    if request.method == "POST" and form.submit(
        lambda data: actions.reschedule_visit(actor=request.actor, visit_id=visit_id, **data)
    ):
        return redirect("visits:visit_page", visit_id)
    return _task(request, "visits/reschedule_visit.html", form, page)


@entering
def cancel_visit(request: ActorRequest, visit_id: int) -> HttpResponse:
    page = queries.recording(actor=request.actor, permission=PLAN, visit_id=visit_id)
    form = forms.CancelForm(request.POST or None, version=_version(page))
    if request.method == "POST" and form.submit(
        lambda data: actions.cancel_visit(actor=request.actor, visit_id=visit_id, **data)
    ):
        return redirect("visits:visit_page", visit_id)
    return _task(request, "visits/cancel_visit.html", form, page)


@entering
def correct_visit(request: ActorRequest, visit_id: int) -> HttpResponse:
    page = queries.recording(actor=request.actor, permission=RECORD, visit_id=visit_id)
    start = _said(
        page,
        *("direction", "channel", "goal", "reached", "result", "observations", "customer_view"),
        *("next_step", "minutes"),
    )
    form = forms.CorrectForm(request.POST or None, initial=start, version=_version(page))
    if request.method == "POST" and form.submit(
        lambda data: actions.correct_visit(actor=request.actor, visit_id=visit_id, **data)
    ):
        return redirect("visits:visit_page", visit_id)
    return _task(request, "visits/correct_visit.html", form, page)


def _holding(request: HttpRequest, page: Recording) -> forms.HoldingForm:
    """The form of a plan that is held: with a check-in nobody is asked when it was."""
    start = _now() | _said(page, "goal")
    plan, given = page.plan, _asked(page) | {"version": _version(page), "initial": start}
    if plan is None or plan.arrived_at is None:
        return forms.RecordPlannedForm(request.POST or None, **given)
    ask = plan.left_at is None and not plan.arrived_today
    return forms.ThereForm(request.POST or None, minutes=ask, goal=bool(plan.goal), **given)


def _asked(page: Recording) -> dict[str, Any]:
    return {"checklist": page.checklist, "kinds": page.kinds}


def _recorded(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("Recorded. It is in the draft of your log."))
    return redirect("visits:my_day")


def _task(request: HttpRequest, template: str, form: ActionForm[int], page: Recording) -> HttpResponse:
    """A page that is one form; cancelling goes back to the plan, the customer or the day."""
    cancel = reverse("visits:my_day")
    if page.plan:
        cancel = reverse("visits:visit_page", args=[page.plan.id])
    elif page.brief:
        cancel = reverse("customers:customer_page", args=[page.brief.customer.id])
    return render(request, template, {"form": form, "plan": page.plan, "brief": page.brief, "cancel": cancel})


def _now() -> dict[str, Any]:
    return {"happened_at": localtime(clock.now()), "direction": "outbound", "channel": "visit"}


def _customer(page: Recording) -> dict[str, Any]:
    return {"customer_id": page.brief.customer.id} if page.brief else {}


def _label(page: Recording) -> dict[str, str]:
    return {"customer_id": page.brief.customer.name} if page.brief else {}


def _said(page: Recording, *names: str) -> dict[str, Any]:
    """What the visit says now, as the form's first values."""
    return {name: getattr(page.plan, name) for name in names} if page.plan else {}


def _version(page: Recording) -> int | None:
    return page.plan.version if page.plan else None
