"""Contacts inside the house, and the first one with a person outside."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_GET, require_http_methods

from kejing.domain.visits import actions, forms, queries, tables
from kejing.domain.visits.vocabulary import Channel
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.responses import render

entering = require_http_methods(["GET", "POST"])


@require_GET
def internal_list(request: ActorRequest) -> HttpResponse:
    found = queries.internal_list(actor=request.actor, cursor=request.GET.get("after"))
    return render(request, "visits/internal_list.html", {"table": tables.internal_table(found)})


@entering
def log_internal(request: ActorRequest) -> HttpResponse:
    queries.logging_internal(actor=request.actor)
    start = {"happened_at": localtime(clock.now()), "channel": Channel.CALL}
    form = forms.InternalForm(request.POST or None, initial=start)
    if request.method == "POST" and form.submit(
        lambda data: actions.log_internal(actor=request.actor, **data)
    ):
        return redirect("visits:internal_list")
    context = {"form": form, "cancel": reverse("visits:internal_list")}
    return render(request, "visits/log_internal.html", context)


@entering
def prepare_first_contact(request: ActorRequest, visit_id: int) -> HttpResponse:
    page = queries.preparing(actor=request.actor, visit_id=visit_id)
    start = {"contact_id": page.contact_id, "preparation": page.preparation}
    contacts = [(card.id, card.name) for card in page.contacts]
    form = forms.FirstContactForm(
        request.POST or None, contacts=contacts, initial=start, version=page.visit.version
    )
    if request.method == "POST" and form.submit(
        lambda data: actions.prepare_first_contact(actor=request.actor, visit_id=visit_id, **data)
    ):
        return redirect("visits:visit_page", visit_id)
    cancel = reverse("visits:visit_page", args=[visit_id])
    context = {"form": form, "page": page, "cancel": cancel}
    return render(request, "visits/prepare_first_contact.html", context)


def first_contact_panel(request: HttpRequest, visit_id: int) -> str:
    prepared = queries.prepared_for(actor=cast("ActorRequest", request).actor, visit_id=visit_id)
    context = {"prepared": prepared, "visit_id": visit_id}
    return render_to_string("visits/_first_contact.html", context, request) if prepared else ""
