"""The evidence for a talk, and what is open with a customer."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET

from kejing.domain.visits import queries
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.responses import render


@require_GET
def evidence_sheet(request: ActorRequest, customer_id: int) -> HttpResponse:
    sheet = queries.evidence_sheet(actor=request.actor, customer_id=customer_id)
    return render(request, "visits/evidence_sheet.html", {"sheet": sheet})


def finding_panel(request: HttpRequest, customer_id: int) -> str:
    panel = queries.finding_panel(actor=cast("ActorRequest", request).actor, customer_id=customer_id)
    return render_to_string("visits/_finding_panel.html", {"panel": panel}, request)
