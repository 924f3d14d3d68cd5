"""HTTP ↔ one query each: what others did with one's customers."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET

from kejing.domain.visits import forms, queries, tables
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.responses import render


def notice_panel(request: HttpRequest, _object_id: int) -> str:
    """What others did with the reader's customers, on her day."""
    rows = queries.notices(actor=request.actor)  # type: ignore[attr-defined]  # panels get the plain request
    return render_to_string("visits/_notices.html", {"rows": rows}, request) if rows else ""


def cover_visits_panel(request: HttpRequest, cover_id: int) -> str:
    """What a deputy did, on the page of the cover."""
    rows = queries.cover_visits(actor=request.actor, cover_id=cover_id)  # type: ignore[attr-defined]  # as above
    return render_to_string("visits/_cover_visits.html", {"rows": rows}, request)


@require_GET
def crossed_contacts(request: ActorRequest) -> HttpResponse:
    found = queries.crossed_contacts(actor=request.actor, month=forms.month_of(request.GET.get("month")))
    return render(
        request, "visits/crossed_contacts.html", {"found": found, "table": tables.crossed_table(found)}
    )
