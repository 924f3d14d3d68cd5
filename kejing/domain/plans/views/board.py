"""What an approver and a manager see: plans that wait, the plans of a unit's people."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kejing.domain.plans import actions, forms, queries, tables
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.responses import render


@require_GET
def approval_queue(request: ActorRequest) -> HttpResponse:
    queue = queries.approval_queue(actor=request.actor, cursor=request.GET.get("after"))
    return render(request, "plans/approval_queue.html", {"queue": queue, "table": tables.queue_table(queue)})


@require_http_methods(["GET", "POST"])
def decide_plan(request: ActorRequest, plan_id: int) -> HttpResponse:
    page = queries.reviewed_plan(actor=request.actor, plan_id=plan_id)
    form = forms.DecisionForm(request.POST or None, checks=page.checks, version=page.version)
    if request.method == "POST" and form.submit(
        lambda data: actions.decide_plan(actor=request.actor, plan_id=plan_id, **form.decided(data))
    ):
        messages.success(request, _("Decided. The writer sees your answers and comment."))
        return redirect("plans:approval_queue")
    context = {
        "form": form,
        "page": page,
        "row": page.row,
        "cancel": reverse("plans:plan_page", args=[plan_id]),
    }
    return render(request, "plans/decide_plan.html", context)


@require_GET
def unit_plans(request: ActorRequest) -> HttpResponse:
    found = queries.unit_plans(
        actor=request.actor,
        kind=request.GET.get("kind") or None,
        day=forms.day_of(request.GET.get("start")),
    )
    context = {"found": found, "table": tables.unit_table(found)}
    return render(request, "plans/unit_plans.html", context)


def team_plans_panel(request: HttpRequest, _object_id: int) -> str:
    """On the team board: who has handed in the running and the coming week, and what waits."""
    found = queries.team_plans(actor=cast("ActorRequest", request).actor)
    return render_to_string("plans/_team.html", {"found": found}, request) if found else ""
