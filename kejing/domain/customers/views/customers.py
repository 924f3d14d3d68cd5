"""HTTP ↔ one query each."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from kejing.domain.customers import actions, charts, queries, tables
from kejing.domain.customers.forms import AssignForm, CustomerFilterForm
from kejing.domain.org.public import find_holders, find_units
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.formats import local
from kejing.foundation.ui.responses import Option, options, render


@require_GET
def customer_list(request: ActorRequest) -> HttpResponse:
    found = queries.customer_list(
        actor=request.actor, params=request.GET.dict(), cursor=request.GET.get("after")
    )
    context = {
        "table": tables.customer_table(found, request.actor),
        "wanted": found.wanted,
        "form": CustomerFilterForm(found.wanted) if found.wanted.narrows else None,
        "chips": tables.filter_chips(found.wanted, request.GET.dict()),
    }
    return render(request, "customers/customer_list.html", context)


@require_GET
def customer_filters(request: ActorRequest) -> HttpResponse:
    """The filters of the list, for who opens them: most readers of the list do not."""
    return render(
        request, "customers/customer_filters.html", {"form": CustomerFilterForm(queries.CustomerFilter())}
    )


@require_GET
def customer_page(request: ActorRequest, customer_id: int) -> HttpResponse:
    """The customer; for one merged into another, that one's page, with a line that says so."""
    page = queries.customer_page(actor=request.actor, customer_id=customer_id)
    if page.merged is not None:
        messages.info(request, tables.merged_line(page.merged))
        return redirect("customers:customer_page", page.customer.merged_into_id)
    return render(
        request,
        "customers/customer_page.html",
        {
            "page": page,
            "customer": page.customer,
            "figures": tables.key_figures(page),
            "holdings": tables.holding_table(page.holdings, page.amounts),
            "ownership": tables.ownership_table(page.ownership),
            "risk": tables.risk_mark(page.customer.risk, pill=True),
        },
    )


def balance_panel(request: HttpRequest, customer_id: int) -> str:
    """The balances for the 360° page, or that no transactions were delivered; nothing for who sees no amounts."""
    found = queries.balances(actor=cast("ActorRequest", request).actor, customer_id=customer_id)
    if found is None:
        return ""
    chart = charts.balance_chart(found.months, found.balances) if found.delivered else None
    context = {"chart": chart, "last": tables.transaction_table(found.last)}
    return render_to_string("customers/_balances.html", context, request)


@require_GET
def pick_customer(request: ActorRequest) -> JsonResponse:
    """What the customer picker asks while somebody types."""
    found = queries.find_customers(actor=request.actor, text=request.GET.get("q", ""))
    return options([Option(card.id, card.name, card.number) for card in found])


@require_GET
def pick_unit(request: ActorRequest) -> JsonResponse:
    """What the filter's picker of units asks."""
    found = find_units(request.actor, request.GET.get("q", "")[:40])
    return options([Option(card.id, local(card.name, card.name_en), card.code) for card in found])


@require_GET
def pick_holder(request: ActorRequest) -> JsonResponse:
    """What the filter's picker of holders asks."""
    found = find_holders(request.actor, request.GET.get("q", "")[:40])
    return options([Option(card.id, local(card.name, card.name_en)) for card in found])


@require_http_methods(["GET", "POST"])
def assign_customer(request: ActorRequest, customer_id: int) -> HttpResponse:
    choice = queries.assignment(actor=request.actor, customer_id=customer_id)
    form = AssignForm(
        request.POST or None, holders=choice.holders, present=choice.present, version=choice.customer.version
    )
    if request.method == "POST" and form.submit(
        lambda data: actions.assign_customer(actor=request.actor, customer_id=customer_id, **data)
    ):
        return redirect("customers:customer_page", customer_id)
    context = {
        "form": form,
        "choice": choice,
        "cancel": reverse("customers:customer_page", args=[customer_id]),
    }
    return render(request, "customers/assign_customer.html", context)
