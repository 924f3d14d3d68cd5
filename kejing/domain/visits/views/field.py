"""Figures of work in the field."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from kejing.domain.visits import forms, queries, tables
from kejing.domain.visits.queries.why_field import FieldFigure
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.periods import Month
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.responses import render


@require_GET
def field_board(request: ActorRequest) -> HttpResponse:
    board = queries.field_board(actor=request.actor, month=forms.month_of(request.GET.get("month")))
    return render(request, "visits/field_board.html", {"board": board, "table": tables.field_table(board)})


@require_GET
def field_page(request: ActorRequest, staff_id: int) -> HttpResponse:
    page = queries.field_page(
        actor=request.actor, staff_id=staff_id, month=forms.month_of(request.GET.get("month"))
    )
    return render(request, "visits/field_page.html", {"page": page, "figures": tables.field_strip(page)})


@require_GET
def explain_field(request: ActorRequest, staff_id: int, figure: str) -> HttpResponse:
    if figure not in list(FieldFigure):
        raise Http404
    month = forms.month_of(request.GET.get("month")) or Month.of(clock.today())
    explanation = queries.explain_field(
        actor=request.actor, staff_id=staff_id, figure=FieldFigure(figure), month=month
    )
    return render(
        request, "ui/explanation_page.html", {"explanation": explanation}, part="ui/_explanation.html"
    )
