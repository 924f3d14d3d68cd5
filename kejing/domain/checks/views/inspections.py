"""HTTP ↔ inspections."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kejing.domain.checks import actions, forms, queries, tables
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.responses import render


@require_GET
def inspection_list(request: ActorRequest) -> HttpResponse:
    page = queries.inspection_list(actor=request.actor, cursor=request.GET.get("after"))
    context = {
        "page": page,
        "table": tables.inspection_table(page.page),
        "coverage": tables.inspected_table(page.coverage),
    }
    return render(request, "checks/inspection_list.html", context)


@require_http_methods(["GET", "POST"])
def plan_inspection(request: ActorRequest, staff_id: int) -> HttpResponse:
    person = queries.to_inspect(actor=request.actor, staff_id=staff_id)
    form = forms.InspectionForm(request.POST or None)
    if request.method == "POST" and form.submit(
        lambda data: actions.plan_inspection(actor=request.actor, staff_id=staff_id, **data)
    ):
        return redirect("checks:inspection_page", form.outcome)
    context = {"form": form, "person": person, "cancel": reverse("checks:inspection_list")}
    return render(request, "checks/plan_inspection.html", context)


@require_http_methods(["GET", "POST"])
def inspection_page(request: ActorRequest, inspection_id: int) -> HttpResponse:
    """What was drawn, and for the inspector the form of its score."""
    page = queries.inspection_page(actor=request.actor, inspection_id=inspection_id)
    form = forms.ScoreForm(request.POST or None, criteria=page.criteria, version=page.row.version)
    if request.method == "POST" and form.submit(
        lambda data: actions.score_inspection(actor=request.actor, inspection_id=inspection_id, **data)
    ):
        messages.success(request, _("Done. The person sees it and may reply."))
        return redirect("checks:inspection_page", inspection_id)
    context = {"page": page, "row": page.row, "form": form}
    return render(request, "checks/inspection_page.html", context)


@require_POST
def open_inspection(request: ActorRequest, inspection_id: int) -> HttpResponse:
    actions.open_inspection(actor=request.actor, inspection_id=inspection_id)
    return redirect("checks:inspection_page", inspection_id)


@require_http_methods(["GET", "POST"])
def reply_inspection(request: ActorRequest, inspection_id: int) -> HttpResponse:
    page = queries.inspection_page(actor=request.actor, inspection_id=inspection_id)
    form = forms.ReplyForm(request.POST or None)
    if request.method == "POST" and form.submit(
        lambda data: actions.reply_inspection(actor=request.actor, inspection_id=inspection_id, **data)
    ):
        return redirect("checks:inspection_page", inspection_id)
    context = {
        "form": form,
        "row": page.row,
        "cancel": reverse("checks:inspection_page", args=[inspection_id]),
    }
    return render(request, "checks/reply_inspection.html", context)
