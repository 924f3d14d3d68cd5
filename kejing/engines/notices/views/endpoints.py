"""Endpoints for the administrator: HTTP ↔ one query or action each."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kejing.engines.notices import actions, queries, tables
from kejing.engines.notices.forms import AddEndpointForm, ChangeEndpointForm
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.responses import render


@require_GET
def endpoint_list(request: ActorRequest) -> HttpResponse:
    rows = queries.endpoint_list(actor=request.actor)
    return render(request, "notices/endpoint_list.html", {"table": tables.endpoint_table(rows)})


@require_http_methods(["GET", "POST"])
def add_endpoint(request: ActorRequest) -> HttpResponse:
    """Sent, it shows the secret, this once."""
    form = AddEndpointForm(request.POST or None, kinds=queries.may_manage(actor=request.actor))
    if request.method == "POST" and form.submit(
        lambda data: actions.add_endpoint(actor=request.actor, **data)
    ):
        return _with_secret(request, form.outcome)
    return render(
        request, "notices/add_endpoint.html", {"form": form, "cancel": reverse("notices:endpoint_list")}
    )


@require_GET
def endpoint_page(request: ActorRequest, endpoint_id: int) -> HttpResponse:
    page = queries.endpoint_page(actor=request.actor, endpoint_id=endpoint_id)
    context = {
        "endpoint": page.endpoint,
        "state": tables.endpoint_state(page.endpoint),
        "table": tables.delivery_table(page.deliveries),
    }
    return render(request, "notices/endpoint_page.html", context)


@require_http_methods(["GET", "POST"])
def change_endpoint(request: ActorRequest, endpoint_id: int) -> HttpResponse:
    row = queries.endpoint_page(actor=request.actor, endpoint_id=endpoint_id).endpoint
    start = {"name": row.name, "url": row.url, "kinds": row.codes, "active": row.active}
    form = ChangeEndpointForm(
        request.POST or None,
        kinds=queries.may_manage(actor=request.actor),
        initial=start,
        version=row.version,
    )
    if request.method == "POST" and form.submit(
        lambda data: actions.change_endpoint(actor=request.actor, endpoint_id=endpoint_id, **data)
    ):
        return redirect("notices:endpoint_page", endpoint_id)
    cancel = reverse("notices:endpoint_page", args=[endpoint_id])
    return render(request, "notices/change_endpoint.html", {"form": form, "cancel": cancel})


@require_POST
def renew_secret(request: ActorRequest, endpoint_id: int) -> HttpResponse:
    actions.renew_secret(actor=request.actor, endpoint_id=endpoint_id)
    return _with_secret(request, endpoint_id)


@require_POST
def try_endpoint(request: ActorRequest, endpoint_id: int) -> HttpResponse:
    actions.try_endpoint(actor=request.actor, endpoint_id=endpoint_id)
    return redirect("notices:endpoint_page", endpoint_id)


@require_GET
def dead_list(request: ActorRequest) -> HttpResponse:
    found = queries.given_up(actor=request.actor, cursor=request.GET.get("after"))
    return render(request, "notices/dead_list.html", {"found": found, "empty": tables.EVERYTHING_ARRIVED})


@require_POST
def retry_delivery(request: ActorRequest, delivery_id: int) -> HttpResponse:
    actions.retry_delivery(actor=request.actor, delivery_id=delivery_id)
    return redirect("notices:dead_list")


def _with_secret(request: ActorRequest, endpoint_id: int) -> HttpResponse:
    secret = queries.endpoint_secret(actor=request.actor, endpoint_id=endpoint_id)
    return render(request, "notices/endpoint_secret.html", {"endpoint_id": endpoint_id, "secret": secret})
