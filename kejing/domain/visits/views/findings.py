"""Findings: the list, one with its steps, and what takes it further."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kejing.domain.visits import actions, forms, queries, tables
from kejing.domain.visits.queries.findings import FindingRow
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.forms import ActionForm
from kejing.foundation.ui.responses import render

entering = require_http_methods(["GET", "POST"])


@require_GET
def finding_list(request: ActorRequest) -> HttpResponse:
    found = queries.finding_list(
        actor=request.actor, whose=request.GET.get("whose", ""), cursor=request.GET.get("after")
    )
    context = {"found": found, "table": tables.finding_table(found), "whose": tables.whose_filters(found)}
    return render(request, "visits/finding_list.html", context)


@require_GET
def finding_page(request: ActorRequest, finding_id: int) -> HttpResponse:
    page = queries.finding_page(actor=request.actor, finding_id=finding_id)
    return render(request, "visits/finding_page.html", {"page": page, "finding": page.finding})


@entering
def add_finding(request: ActorRequest, visit_id: int) -> HttpResponse:
    _customer, kinds = queries.adding_to_visit(actor=request.actor, visit_id=visit_id)
    form = forms.FindingForm(request.POST or None, kinds=kinds)
    if request.method == "POST" and form.submit(
        lambda data: actions.add_finding(actor=request.actor, visit_id=visit_id, **data)
    ):
        messages.success(request, _("The finding is recorded."))
        return redirect("visits:visit_page", visit_id)
    cancel = reverse("visits:visit_page", args=[visit_id])
    return render(request, "visits/add_finding.html", {"form": form, "cancel": cancel})


@entering
def check_finding(request: ActorRequest, finding_id: int) -> HttpResponse:
    finding = queries.following_finding(actor=request.actor, finding_id=finding_id)
    form = forms.CheckFindingForm(request.POST or None, version=finding.version)
    if request.method == "POST" and form.submit(
        lambda data: actions.check_finding(actor=request.actor, finding_id=finding_id, **data)
    ):
        return redirect("visits:finding_page", finding_id)
    return _task(request, "visits/check_finding.html", form, finding)


@entering
def escalate_finding(request: ActorRequest, finding_id: int) -> HttpResponse:
    finding = queries.following_finding(actor=request.actor, finding_id=finding_id)
    form = forms.EscalateForm(request.POST or None, version=finding.version)
    if request.method == "POST" and form.submit(
        lambda data: actions.escalate_finding(actor=request.actor, finding_id=finding_id, **data)
    ):
        return redirect("visits:finding_page", finding_id)
    return _task(request, "visits/escalate_finding.html", form, finding)


@entering
def answer_finding(request: ActorRequest, finding_id: int) -> HttpResponse:
    finding = queries.answering_finding(actor=request.actor, finding_id=finding_id)
    form = forms.AnswerForm(request.POST or None, version=finding.version)
    if request.method == "POST" and form.submit(
        lambda data: actions.answer_finding(actor=request.actor, finding_id=finding_id, **data)
    ):
        return redirect("visits:finding_page", finding_id)
    return _task(request, "visits/answer_finding.html", form, finding)


def _task(request: ActorRequest, template: str, form: ActionForm[int], finding: FindingRow) -> HttpResponse:
    cancel = reverse("visits:finding_page", args=[finding.id])
    return render(request, template, {"form": form, "finding": finding, "cancel": cancel})
