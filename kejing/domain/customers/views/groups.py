"""HTTP ↔ groups of customers and their teams."""

from typing import cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from kejing.domain.customers import actions, forms, queries, tables
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.formats import local
from kejing.foundation.ui.responses import Option, options, render

entering = require_http_methods(["GET", "POST"])


def group_panel(request: HttpRequest, customer_id: int) -> str:
    """The group in short, and the way to its page."""
    panel = queries.group_panel(actor=cast("ActorRequest", request).actor, customer_id=customer_id)
    return render_to_string("customers/_group.html", {"panel": panel}, request)


@require_GET
def group_page(request: ActorRequest, customer_id: int) -> HttpResponse:
    page = queries.group_page(actor=request.actor, customer_id=customer_id)
    context = {"page": page, "figures": tables.group_figures(page), "nodes": tables.node_table(page)}
    return render(request, "customers/group_page.html", context)


@entering
def set_parent(request: ActorRequest, customer_id: int) -> HttpResponse:
    choice = queries.choosing_parent(actor=request.actor, customer_id=customer_id)
    form = forms.ParentForm(
        request.POST or None, version=choice.customer.version, initial=choice.start, labels=choice.labels
    )
    if request.method == "POST" and form.submit(
        lambda data: actions.set_parent(actor=request.actor, customer_id=customer_id, **data)
    ):
        return redirect("customers:group_page", customer_id)
    return _team_form(request, "customers/set_parent.html", form, customer_id, customer=choice.customer)


@entering
def name_lead(request: ActorRequest, customer_id: int) -> HttpResponse:
    customer = queries.joining_team(actor=request.actor, customer_id=customer_id)
    form = forms.LeadForm(request.POST or None)
    if request.method == "POST" and form.submit(
        lambda data: actions.name_lead(actor=request.actor, customer_id=customer_id, **data)
    ):
        return redirect("customers:group_page", customer_id)
    return _team_form(request, "customers/name_lead.html", form, customer_id, customer=customer)


@entering
def add_member(request: ActorRequest, customer_id: int) -> HttpResponse:
    customer = queries.joining_team(actor=request.actor, customer_id=customer_id)
    form = forms.MemberForm(request.POST or None)
    if request.method == "POST" and form.submit(
        lambda data: actions.add_member(actor=request.actor, customer_id=customer_id, **data)
    ):
        return redirect("customers:group_page", customer_id)
    return _team_form(request, "customers/add_member.html", form, customer_id, customer=customer)


@entering
def end_member(request: ActorRequest, member_id: int) -> HttpResponse:
    member = queries.ending_member(actor=request.actor, member_id=member_id)
    form = forms.EndMemberForm(request.POST or None)
    if request.method == "POST" and form.submit(
        lambda data: actions.end_member(actor=request.actor, member_id=member_id, **data)
    ):
        return redirect("customers:group_page", member.customer_id)
    return _team_form(request, "customers/end_member.html", form, member.customer_id, member=member)


@require_GET
def pick_staff(request: ActorRequest) -> JsonResponse:
    """What a picker of colleagues asks while somebody types."""
    found = queries.pickable_staff(actor=request.actor, text=request.GET.get("q", ""))
    return options([Option(c.staff_id, local(c.name, c.name_en), local(c.unit, c.unit_en)) for c in found])


def _team_form(
    request: HttpRequest, template: str, form: object, customer_id: int, **context: object
) -> HttpResponse:
    cancel = reverse("customers:group_page", args=[customer_id])
    return render(request, template, {"form": form, "cancel": cancel, **context})
