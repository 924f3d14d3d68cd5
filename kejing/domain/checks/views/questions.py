"""HTTP ↔ questions, and the unread logs as those above see them."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kejing.domain.checks import forms, tables
from kejing.domain.checks.actions import questions as actions
from kejing.domain.checks.queries.questions import question_list as listed
from kejing.domain.checks.queries.questions import question_page as shown
from kejing.domain.checks.queries.unread import unread_above
from kejing.domain.checks.queries.unread import unread_logs as unread
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.responses import render


@require_GET
def question_list(request: ActorRequest) -> HttpResponse:
    page = listed(actor=request.actor, cursor=request.GET.get("after"))
    return render(request, "checks/question_list.html", {"table": tables.question_table(page)})


@require_http_methods(["GET", "POST"])
def question_page(request: ActorRequest, question_id: int) -> HttpResponse:
    """The question with all its facts; for the person with the form of her answer, for those above to close it."""
    page = shown(actor=request.actor, question_id=question_id)
    form = forms.AnswerForm(request.POST or None)
    if request.method == "POST" and form.submit(
        lambda data: actions.answer_question(actor=request.actor, question_id=question_id, **data)
    ):
        return redirect("checks:question_page", question_id)
    context = {"page": page, "row": page.row, "form": form, "close": forms.CloseForm()}
    return render(request, "checks/question_page.html", context)


@require_POST
def close_question(request: ActorRequest, question_id: int) -> HttpResponse:
    form = forms.CloseForm(request.POST)
    if form.submit(lambda data: actions.close_question(actor=request.actor, question_id=question_id, **data)):
        return redirect("checks:question_page", question_id)
    page = shown(actor=request.actor, question_id=question_id)
    context = {"page": page, "row": page.row, "form": forms.AnswerForm(), "close": form}
    return render(request, "checks/question_page.html", context)


@require_GET
def unread_logs(request: ActorRequest) -> HttpResponse:
    rows = unread(actor=request.actor)
    return render(request, "checks/unread_logs.html", {"table": tables.unread_table(rows)})


def unread_panel(request: HttpRequest, _object_id: int) -> str:
    """Logs that wait for reviewers below the reader, on the team board; nothing for the reviewers themselves."""
    rows = unread_above(actor=cast("ActorRequest", request).actor)
    return render_to_string("checks/_unread.html", {"rows": rows}, request) if rows else ""
