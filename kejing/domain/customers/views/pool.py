"""HTTP ↔ one query or one action each: the public pool."""

from django.contrib import messages
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kejing.domain.customers import actions, queries, tables
from kejing.foundation.kernel.errors import Forbidden, Refused
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.responses import render


@require_GET
def pool_list(request: ActorRequest) -> HttpResponse:
    found = queries.pool_list(actor=request.actor, cursor=request.GET.get("after"))
    context = {"found": found, "table": tables.pool_table(found, get_token(request))}
    return render(request, "customers/pool_list.html", context)


@require_POST
def claim_customer(request: ActorRequest, customer_id: int) -> HttpResponse:
    try:
        actions.claim_customer(actor=request.actor, customer_id=customer_id)
    except Forbidden:
        raise
    except Refused as refusal:
        messages.error(request, refusal.text)
        return redirect("customers:pool_list")
    messages.success(request, _("She is your customer from today."))
    return redirect("customers:customer_page", customer_id)


@require_GET
def recycling_list(request: ActorRequest) -> HttpResponse:
    found = queries.recycling_list(actor=request.actor, cursor=request.GET.get("after"))
    context = {"found": found, "table": tables.recycling_table(found, get_token(request))}
    return render(request, "customers/recycling_list.html", context)


@require_POST
def send_to_pool(request: ActorRequest, recycling_id: int) -> HttpResponse:
    actions.send_to_pool(actor=request.actor, recycling_ids=[recycling_id])
    messages.success(request, _("The customer is in the pool."))
    return redirect("customers:recycling_list")
