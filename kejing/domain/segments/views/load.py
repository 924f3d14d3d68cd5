"""The load of account managers, and a proposal that balances a unit."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kejing.domain.segments import actions, forms, queries, tables
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.responses import render


@require_GET
def load_board(request: ActorRequest) -> HttpResponse:
    board = queries.load_board(actor=request.actor)
    context = {"board": board, "table": tables.load_table(board) if board else None}
    return render(request, "segments/load_board.html", context)


@require_GET
def explain_load(request: ActorRequest, holder_id: int) -> HttpResponse:
    found = queries.explain_load(actor=request.actor, holder_id=holder_id)
    return render(request, "ui/explanation_page.html", {"explanation": found}, part="ui/_explanation.html")


@require_http_methods(["GET", "POST"])
def balance_unit(request: ActorRequest, unit_id: int) -> HttpResponse:
    page = queries.balance_unit(actor=request.actor, unit_id=unit_id)
    form = forms.PassForm(request.POST or None, initial={"digest": page.digest})
    if request.method == "POST" and form.submit(
        lambda data: actions.pass_proposal(actor=request.actor, unit_id=unit_id, **data)
    ):
        messages.success(request, _("The customers are with their new account managers."))
        return redirect("segments:load_board")
    context = {
        "page": page,
        "form": form,
        "people": tables.before_after(page),
        "moves": tables.move_table(page),
        "cancel": reverse("segments:load_board"),
    }
    return render(request, "segments/balance_unit.html", context)
