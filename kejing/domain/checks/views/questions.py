"""HTTP ↔ questions, and the unread logs as those above see them."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from kejing.domain.checks import actions, forms, queries, tables
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.responses import render


@require_GET
def question_list(request: ActorRequest) -> HttpResponse:
    page = queries.question_list(actor=request.actor, cursor=request.GET.get("after"))
    return render(request, "checks/question_list.html", {"table": tables.question_table(page)})


@require_http_methods(["GET", "POST"])
def question_page(request: ActorRequest, question_id: int) -> HttpResponse:
    """The question with all its facts; for the person with the form of her answer."""
    page = queries.question_page(actor=request.actor, question_id=question_id)
    form = forms.AnswerForm(request.POST or None)
    if request.method == "POST" and form.submit(
        lambda data: actions.answer_question(actor=request.actor, question_id=question_id, **data)
    ):
        return redirect("checks:question_page", question_id)
    context = {"page": page, "row": page.row, "form": form}
    return render(request, "checks/question_page.html", context)


@require_http_methods(["GET", "POST"])
def close_question(request: ActorRequest, question_id: int) -> HttpResponse:
    page = queries.question_page(actor=request.actor, question_id=question_id)
    form = forms.CloseForm(request.POST or None)
    if request.method == "POST" and form.submit(
        lambda data: actions.close_question(actor=request.actor, question_id=question_id, **data)
    ):
        return redirect("checks:question_page", question_id)
    context = {"form": form, "row": page.row, "cancel": reverse("checks:question_page", args=[question_id])}
    return render(request, "checks/close_question.html", context)


@require_GET
def unread_logs(request: ActorRequest) -> HttpResponse:
    rows = queries.unread_logs(actor=request.actor)
    return render(request, "checks/unread_logs.html", {"table": tables.unread_table(rows)})


def unread_panel(request: HttpRequest, _object_id: int) -> str:
    """Logs that wait for reviewers below the reader, on the team board; nothing for the reviewers themselves."""
    rows = queries.unread_above(actor=cast("ActorRequest", request).actor)
    return render_to_string("checks/_unread.html", {"rows": rows}, request) if rows else ""
