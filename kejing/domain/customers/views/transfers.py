"""HTTP ↔ one query or one action each: many customers go to another holder."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from kejing.domain.customers import actions, forms, queries, tables
from kejing.domain.customers.vocabulary import CustomerRefusal
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.responses import Option, options, render
from kejing.foundation.ui.saved_views import address_of, canonical

LOOK_AGAIN = {CustomerRefusal.PREVIEW_OUTDATED, CustomerRefusal.ROWS_REFUSED}


@require_GET
def pick_receiver(request: ActorRequest) -> JsonResponse:
    """People and pools of the actor's units, while somebody types."""
    found = queries.find_receivers(actor=request.actor, text=request.GET.get("q", ""))
    return options([Option(holder, name, unit) for holder, name, unit in found])


@require_http_methods(["GET", "POST"])
def transfer_customers(request: ActorRequest) -> HttpResponse:
    """First what would happen, row by row; then, with its seal, it happens. The address may carry a list's filters."""
    filters = request.GET.dict()
    listed = queries.transfer_list(actor=request.actor, filters=filters)
    back = address_of("customers:customer_list", canonical(filters)) if listed else ""
    kind = forms.MoveForm if listed else forms.TransferForm
    form = kind(request.POST or None, initial={"on": clock.today()})
    preview = None
    if request.method == "POST":
        if form.submit(lambda data: _move(request, filters if listed else None, **data)):
            if isinstance(form.outcome, int):
                messages.success(request, _moved(form.outcome))
                return redirect(back or "customers:transfer_customers")
            preview = form.outcome
        form.bring_back(preview)
    context = {
        "form": form, "cancel": back, "preview": preview, "table": preview and tables.preview_table(preview),
        "again": bool(request.POST.get("seen")), "listed": queries.list_words(listed) if listed else [],
    }  # fmt: skip
    return render(request, "customers/transfer_customers.html", context)


def _move(
    request: ActorRequest, filters: dict[str, str] | None, *, seen: str, looked: str, reason: str,
    idempotency_key: str, **choice: Any,
) -> queries.Preview | int:  # fmt: skip
    """What was seen happens; where it is not what would happen any more, the page shows what would."""
    choice |= {"actor": request.actor, "filters": filters}
    if seen:
        try:
            return actions.transfer_customers(
                seen=seen, reason=reason, idempotency_key=idempotency_key, **choice
            )
        except Refused as refusal:
            if refusal.code not in LOOK_AGAIN:
                raise
    return queries.transfer_preview(looked=looked, **choice)


def _moved(n: int) -> str:
    return ngettext("%(n)s customer has moved.", "%(n)s customers have moved.", n) % {"n": n}
