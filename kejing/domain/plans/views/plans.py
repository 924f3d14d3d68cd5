"""A person's plans: what is due, what there is, one plan and what is done with it."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kejing.domain.plans import actions, forms, queries, tables
from kejing.domain.plans.queries.why import Figure
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.responses import render

entering = require_http_methods(["GET", "POST"])


@require_GET
def my_plans(request: ActorRequest) -> HttpResponse:
    page = queries.my_plans(actor=request.actor, cursor=request.GET.get("after"))
    return render(request, "plans/my_plans.html", {"page": page, "table": tables.plan_table(page.page)})


@entering
def draft_plan(request: ActorRequest) -> HttpResponse:
    kinds = queries.kinds_to_write(actor=request.actor)
    start = {
        "kind": request.GET.get("kind"),
        "day": forms.day_of(request.GET.get("start")) or clock.today(),
    }
    form = forms.DraftForm(request.POST or None, kinds=kinds, initial=start)
    if request.method == "POST" and form.submit(lambda data: actions.draft_plan(actor=request.actor, **data)):
        return redirect("plans:plan_page", form.outcome)
    context = {"form": form, "kinds": kinds, "cancel": reverse("plans:my_plans")}
    return render(request, "plans/draft_plan.html", context)


@require_GET
def plan_page(request: ActorRequest, plan_id: int) -> HttpResponse:
    page = queries.plan_page(actor=request.actor, plan_id=plan_id)
    press = forms.PressForm(version=page.version)
    context = {"page": page, "row": page.row, "figures": tables.plan_figures(page), "press": press}
    return render(request, "plans/plan_page.html", context)


@require_GET
def plan_file(request: ActorRequest, plan_id: int) -> HttpResponse:
    text = queries.plan_file(actor=request.actor, plan_id=plan_id)
    return archived(text, f"plan-{plan_id}.json")


def archived(text: str, name: str) -> HttpResponse:
    """An archived text as a file, byte for byte."""
    answer = HttpResponse(text.encode(), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_POST
def refresh_draft(request: ActorRequest, plan_id: int) -> HttpResponse:
    pressed = forms.PressForm(request.POST).pressed
    actions.refresh_draft(actor=request.actor, plan_id=plan_id, **pressed)
    messages.success(request, _("Drawn up anew. What you wrote or changed is as it was."))
    return redirect("plans:plan_page", plan_id)


@require_POST
def submit_plan(request: ActorRequest, plan_id: int) -> HttpResponse:
    pressed = forms.PressForm(request.POST).pressed
    actions.submit_plan(actor=request.actor, plan_id=plan_id, **pressed)
    messages.success(request, _("Your plan is handed in."))
    return redirect("plans:plan_page", plan_id)


@entering
def amend_plan(request: ActorRequest, plan_id: int) -> HttpResponse:
    page = queries.own_plan(actor=request.actor, plan_id=plan_id)
    form = forms.AmendForm(request.POST or None)
    if request.method == "POST" and form.submit(
        lambda data: actions.amend_plan(actor=request.actor, plan_id=plan_id, **data)
    ):
        return redirect("plans:plan_page", form.outcome)
    context = {"form": form, "page": page, "cancel": reverse("plans:plan_page", args=[plan_id])}
    return render(request, "plans/amend_plan.html", context)


@require_GET
def explain_plan(request: ActorRequest, plan_id: int, figure: str) -> HttpResponse:
    if figure not in list(Figure):
        raise Http404
    found = queries.explain_plan(actor=request.actor, plan_id=plan_id, figure=Figure(figure))
    return render(request, "ui/explanation_page.html", {"explanation": found}, part="ui/_explanation.html")


def plan_due_panel(request: HttpRequest, _object_id: int) -> str:
    """On My day: the reader's plans that are due or late."""
    due = queries.plan_due(actor=cast("ActorRequest", request).actor)
    return render_to_string("plans/_due.html", {"due": due[:6]}, request) if due else ""
