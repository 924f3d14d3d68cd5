"""HTTP ↔ one query or one action each: whose a customer is, was, and who works on her."""

from typing import Any

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kejing.domain.customers import actions, forms, queries, tables
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.formats import local
from kejing.foundation.ui.responses import render

entering = require_http_methods(["GET", "POST"])


@require_GET
def ownership_page(request: ActorRequest, customer_id: int) -> HttpResponse:
    page = queries.ownership_page(
        actor=request.actor, customer_id=customer_id, on=forms.day_of(request.GET.get("on"))
    )
    token = get_token(request) if page.may_share else ""
    context = {
        "page": page,
        "customer": page.customer,
        "then_why": tables.why(page.then.reason) if page.then else "",
        "stretches": tables.stretch_table(page.stretches),
        "collaborators": tables.collaborator_table(page.collaborators, customer_id, token),
    }
    return render(request, "customers/ownership_page.html", context)


@entering
def add_collaborator(request: ActorRequest, customer_id: int) -> HttpResponse:
    customer = queries.sharing_of(actor=request.actor, customer_id=customer_id)
    form = forms.CollaboratorForm(request.POST or None)
    if request.method == "POST" and form.submit(
        lambda data: actions.add_collaborator(actor=request.actor, customer_id=customer_id, **data)
    ):
        return redirect("customers:ownership_page", customer_id)
    return render(request, "customers/add_collaborator.html", _task(form, customer))


@require_POST
def end_collaboration(request: ActorRequest, customer_id: int, collaboration_id: int) -> HttpResponse:
    actions.end_collaboration(actor=request.actor, customer_id=customer_id, collaboration_id=collaboration_id)
    return redirect("customers:ownership_page", customer_id)


@entering
def mark_confidential(request: ActorRequest, customer_id: int) -> HttpResponse:
    customer = queries.marking_of(actor=request.actor, customer_id=customer_id)
    form = forms.ConfidentialForm(request.POST or None, initial={"confidential": not customer.confidential})
    if request.method == "POST" and form.submit(
        lambda data: actions.mark_confidential(actor=request.actor, customer_id=customer_id, **data)
    ):
        return redirect("customers:ownership_page", customer_id)
    return render(request, "customers/mark_confidential.html", _task(form, customer))


@require_GET
def held_on(request: ActorRequest) -> HttpResponse:
    found = queries.held_on(
        actor=request.actor,
        holder_id=forms.id_of(request.GET.get("holder")),
        on=forms.day_of(request.GET.get("on")),
        cursor=request.GET.get("after"),
    )
    form = forms.HeldForm(
        initial={"holder": found.holder and found.holder.id, "on": found.on},
        labels={"holder": local(found.holder.name, found.holder.name_en) if found.holder else ""},
    )
    return render(
        request, "customers/held_on.html", {"found": found, "form": form, "table": tables.held_table(found)}
    )


@require_GET
def left_list(request: ActorRequest) -> HttpResponse:
    found = queries.left_list(
        actor=request.actor, number=request.GET.get("number", ""), cursor=request.GET.get("after")
    )
    return render(request, "customers/left_list.html", {"found": found, "table": tables.left_table(found)})


@require_GET
def rotation_list(request: ActorRequest) -> HttpResponse:
    found = queries.rotation_list(actor=request.actor, cursor=request.GET.get("after"))
    return render(
        request, "customers/rotation_list.html", {"found": found, "table": tables.rotation_table(found)}
    )


def _task(form: Any, customer: Any) -> dict[str, Any]:
    return {
        "form": form,
        "customer": customer,
        "cancel": reverse("customers:ownership_page", args=[customer.pk]),
    }
