"""How people share out their time."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET

from kejing.domain.visits import forms, queries, tables
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.periods import Month
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.responses import render


@require_GET
def time_use(request: ActorRequest, staff_id: int) -> HttpResponse:
    month = forms.month_of(request.GET.get("month"))
    page = queries.time_use(actor=request.actor, staff_id=staff_id, month=month)
    context = {"page": page, "figures": tables.time_figures(page), "table": tables.type_table(page.person)}
    return render(request, "visits/time_use.html", context)


@require_GET
def time_board(request: ActorRequest) -> HttpResponse:
    board = queries.time_board(actor=request.actor, month=forms.month_of(request.GET.get("month")))
    return render(request, "visits/time_board.html", {"board": board, "table": tables.time_table(board)})


@require_GET
def development(request: ActorRequest) -> HttpResponse:
    rows = queries.development(actor=request.actor)
    return render(request, "visits/development.html", {"table": tables.development_table(rows)})


@require_GET
def explain_time(request: ActorRequest, staff_id: int) -> HttpResponse:
    month = forms.month_of(request.GET.get("month")) or Month.of(clock.today())
    explanation = queries.explain_time(actor=request.actor, staff_id=staff_id, month=month)
    return render(
        request, "ui/explanation_page.html", {"explanation": explanation}, part="ui/_explanation.html"
    )


def time_panel(request: HttpRequest, staff_id: int) -> str:
    """The three shares of a person's month, on her page."""
    page = queries.time_use(actor=cast("ActorRequest", request).actor, staff_id=staff_id)
    return render_to_string(
        "visits/_time.html", {"page": page, "figures": tables.time_figures(page)}, request
    )


def short_time_panel(request: HttpRequest, _object_id: int) -> str:
    """Who has too little time outside this month, on the team board; nothing when nobody has."""
    board = queries.time_board(actor=cast("ActorRequest", request).actor)
    return render_to_string("visits/_short_time.html", {"board": board}, request) if board.short else ""
