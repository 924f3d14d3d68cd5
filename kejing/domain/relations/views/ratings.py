"""HTTP ↔ ratings, stages, the relation's page and its panels."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kejing.domain.relations import actions, forms, queries, tables
from kejing.domain.relations.queries.policy import choices
from kejing.domain.relations.views.entering import one_form, task
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.responses import render


@require_GET
def relation_page(request: ActorRequest, customer_id: int) -> HttpResponse:
    page = queries.relation_page(
        actor=request.actor, customer_id=customer_id, window=forms.window_of(request.GET.get("window"))
    )
    context = {
        "page": page,
        "customer": page.relation.customer,
        "figures": tables.relation_figures(page),
        "windows": tables.window_filters(page.relation),
    }
    return render(request, "relations/relation_page.html", context)


@require_GET
def explain_relation(request: ActorRequest, customer_id: int) -> HttpResponse:
    found = queries.explain_relation(
        actor=request.actor, customer_id=customer_id, window=forms.window_of(request.GET.get("window"))
    )
    return render(request, "ui/explanation_page.html", {"explanation": found}, part="ui/_explanation.html")


@require_GET
def customer_history(request: ActorRequest, customer_id: int) -> HttpResponse:
    customer, page = queries.customer_history(
        actor=request.actor, customer_id=customer_id, cursor=request.GET.get("after")
    )
    return render(request, "relations/customer_history.html", {"customer": customer, "page": page})


@one_form
def rate_relation(request: ActorRequest, customer_id: int) -> HttpResponse:
    page = queries.entering(actor=request.actor, customer_id=customer_id)
    return task(
        request, page, forms.RateForm(request.POST or None), _("Rate the relationship"),
        lambda data: actions.rate_relation(actor=request.actor, customer_id=customer_id, **data),
    )  # fmt: skip


@one_form
def change_stage(request: ActorRequest, customer_id: int) -> HttpResponse:
    page = queries.entering(actor=request.actor, customer_id=customer_id)
    form = forms.StageForm(request.POST or None, choices={"stage": choices(page.policy.stages)})
    return task(
        request, page, form, _("Stage of the relationship"),
        lambda data: actions.change_stage(actor=request.actor, customer_id=customer_id, **data), "stages",
    )  # fmt: skip


def standing_panel(request: HttpRequest, customer_id: int) -> str:
    """Score, trend and open risk signals at the top of the customer's page."""
    relation, signals = queries.standing_panel(
        actor=cast("ActorRequest", request).actor, customer_id=customer_id
    )
    context = {"relation": relation, "signals": signals, "why": tables.why_relation(relation)}
    return render_to_string("relations/_standing.html", context, request)


def open_things_panel(request: HttpRequest, customer_id: int) -> str:
    """Open promises, questions and needs at the side of the customer's page."""
    actor = cast("ActorRequest", request).actor
    found = queries.open_things(actor=actor, customer_id=customer_id)
    context = {"found": found, "customer_id": customer_id, "actor": actor}
    return render_to_string("relations/_open_things.html", context, request)


def history_panel(request: HttpRequest, customer_id: int) -> str:
    """The latest of all that happened, in the middle of the customer's page."""
    _customer, page = queries.customer_history(
        actor=cast("ActorRequest", request).actor, customer_id=customer_id, size=12
    )
    context = {"page": page, "customer_id": customer_id}
    return render_to_string("relations/_history.html", context, request)
