"""HTTP ↔ needs."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kejing.domain.relations import actions, forms, queries, tables
from kejing.domain.relations.queries.policy import choices
from kejing.domain.relations.views.entering import one_form, task
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.responses import render


@require_GET
def customer_needs(request: ActorRequest, customer_id: int) -> HttpResponse:
    """A customer's needs, contact persons side by side, and her white spots."""
    page = queries.customer_needs(actor=request.actor, customer_id=customer_id)
    context = {"page": page, "customer": page.customer, "spots": tables.spot_table(page.spots)}
    return render(request, "relations/customer_needs.html", context)


@require_GET
def compare_needs(request: ActorRequest) -> HttpResponse:
    """Open needs by family, segments side by side."""
    found = queries.compare_needs(actor=request.actor)
    return render(
        request, "relations/compare_needs.html", {"found": found, "table": tables.need_table(found)}
    )


@one_form
def add_need(request: ActorRequest, customer_id: int) -> HttpResponse:
    page = queries.entering(actor=request.actor, customer_id=customer_id)
    offered: dict[str, Any] = {
        "family": choices(page.policy.families),
        "contact_id": forms.contact_choices(page),
    }
    form = forms.NeedForm(request.POST or None, choices=offered)
    return task(
        request, page, form, _("Note a need"),
        lambda data: actions.add_need(actor=request.actor, customer_id=customer_id, **data), "needs",
    )  # fmt: skip


@one_form
def change_need(request: ActorRequest, need_id: int) -> HttpResponse:
    page = queries.changing(actor=request.actor, kind="need", row_id=need_id)
    form = forms.ChangeNeedForm(
        request.POST or None, choices={"contact_id": forms.contact_choices(page)}, version=page.version,
        initial=page.said("kind", "state", "text", "contact_id"),
    )  # fmt: skip
    return task(
        request, page, form, _("Move a need on"),
        lambda data: actions.change_need(actor=request.actor, need_id=need_id, **data),
        reverse("relations:customer_needs", args=[page.customer.id]),
    )  # fmt: skip
