"""The team board and the people on it."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from kejing.domain.visits import forms, queries, tables
from kejing.domain.visits.queries.why import Figure
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.periods import Month
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.responses import render


@require_GET
def team_board(request: ActorRequest) -> HttpResponse:
    board = queries.team_board(actor=request.actor)
    context = {"board": board, "table": tables.team_table(board), "figures": tables.board_figures(board)}
    return render(request, "visits/team_board.html", context)


@require_GET
def person_page(request: ActorRequest, staff_id: int) -> HttpResponse:
    page = queries.person_page(actor=request.actor, staff_id=staff_id)
    figures = tables.rate_figures(staff_id, page.record, page.rates, page.month)
    context = {
        "page": page,
        "figures": figures,
        "logs": tables.person_logs(page.logs, link=page.reads_content),
    }
    return render(request, "visits/person_page.html", context)


@require_GET
def explain_rate(request: ActorRequest, staff_id: int, figure: str) -> HttpResponse:
    if figure not in list(Figure):
        raise Http404
    month = forms.month_of(request.GET.get("month")) or Month.of(clock.today())
    explanation = queries.explain_rate(
        actor=request.actor, staff_id=staff_id, figure=Figure(figure), month=month
    )
    return render(
        request, "ui/explanation_page.html", {"explanation": explanation}, part="ui/_explanation.html"
    )
