"""Masked fields: the panel that shows them, asking for one, who looked at what."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET, require_http_methods

from kejing.domain.customers import actions, queries, tables
from kejing.domain.customers.forms import UnmaskForm
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.responses import render


def details_panel(request: HttpRequest, customer_id: int) -> str:
    """Phone, identity number and address under the reader's rights, and who last looked at them."""
    found = queries.details(actor=cast("ActorRequest", request).actor, customer_id=customer_id)
    looked = [(row, tables.field_label(row)) for row in found.looked_at]
    return render_to_string("customers/_details.html", {"found": found, "looked": looked}, request)


@require_http_methods(["GET", "POST"])
def unmask_field(request: ActorRequest, customer_id: int, field: str) -> HttpResponse:
    """Asks for the reason, then shows the value once: the answer is not to be kept or gone back to."""
    asked = queries.asked_field(
        actor=request.actor, customer_id=customer_id, field=field, contact_id=request.GET.get("contact", "")
    )
    form = UnmaskForm(request.POST or None)
    if request.method == "POST":
        form.submit(
            lambda data: actions.unmask_field(
                actor=request.actor, customer_id=customer_id, field=field, contact_id=asked.contact_id, **data
            )
        )
    response = render(
        request,
        "customers/unmask_field.html",
        {"form": form, "asked": asked},
        part="customers/_unmask_field.html",
    )
    response["Cache-Control"] = "no-store"
    return response


@require_GET
def unmasking_list(request: ActorRequest) -> HttpResponse:
    found = queries.unmaskings(actor=request.actor, cursor=request.GET.get("after"))
    return render(request, "customers/unmasking_list.html", {"table": tables.unmasking_table(found)})
