"""HTTP ↔ one query or one action each: unit markets."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from kejing.domain.customers import actions, forms, queries, tables
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.responses import render

entering = require_http_methods(["GET", "POST"])


@require_GET
def territory_list(request: ActorRequest) -> HttpResponse:
    found = queries.territory_list(actor=request.actor)
    context = {"found": found, "table": tables.territory_table(found), "areas": tables.area_table(found)}
    return render(request, "customers/territory_list.html", context)


@entering
def add_territory(request: ActorRequest) -> HttpResponse:
    queries.adding_territory(actor=request.actor)
    form = forms.TerritoryForm(request.POST or None)
    if request.method == "POST" and form.submit(
        lambda data: actions.add_territory(actor=request.actor, **data)
    ):
        return redirect("customers:territory_list")
    context = {"form": form, "cancel": reverse("customers:territory_list")}
    return render(request, "customers/add_territory.html", context)


@entering
def give_territory(request: ActorRequest, territory_id: int) -> HttpResponse:
    territory = queries.territory_of(actor=request.actor, territory_id=territory_id)
    form = forms.GiveTerritoryForm(request.POST or None)
    if request.method == "POST" and form.submit(
        lambda data: actions.give_territory(actor=request.actor, territory_id=territory_id, **data)
    ):
        return redirect("customers:territory_list")
    context = {"form": form, "territory": territory, "cancel": reverse("customers:territory_list")}
    return render(request, "customers/give_territory.html", context)


@entering
def place_customers(request: ActorRequest, territory_id: int) -> HttpResponse:
    territory = queries.territory_of(actor=request.actor, territory_id=territory_id)
    form = forms.PlaceForm(request.POST or None)
    if request.method == "POST" and form.submit(
        lambda data: actions.place_customers(actor=request.actor, territory_id=territory_id, **data)
    ):
        return redirect("customers:territory_list")
    context = {"form": form, "territory": territory, "cancel": reverse("customers:territory_list")}
    return render(request, "customers/place_customers.html", context)
