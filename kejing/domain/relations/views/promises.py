"""HTTP ↔ promises and questions."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kejing.domain.relations import actions, forms, queries, tables
from kejing.domain.relations.views.entering import one_form, task
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.responses import render


@require_GET
def promises_due(request: ActorRequest) -> HttpResponse:
    found = queries.promises_due(
        actor=request.actor,
        questions=request.GET.get("what") == "questions",
        cursor=request.GET.get("after"),
    )
    return render(request, "relations/promises_due.html", {"found": found, "table": tables.due_table(found)})


@one_form
def make_promise(request: ActorRequest, customer_id: int) -> HttpResponse:
    page = queries.entering(actor=request.actor, customer_id=customer_id)
    form = forms.PromiseForm(request.POST or None, initial={"by": "us"})
    return task(
        request, page, form, _("Note a promise"),
        lambda data: actions.make_promise(actor=request.actor, customer_id=customer_id, **data), "promises",
    )  # fmt: skip


@one_form
def settle_promise(request: ActorRequest, promise_id: int) -> HttpResponse:
    page = queries.changing(actor=request.actor, kind="promise", row_id=promise_id)
    start = {"state": "kept", "settled_on": clock.today()}
    form = forms.SettleForm(request.POST or None, initial=start, version=page.version)
    return task(
        request, page, form, _("Settle: %(what)s") % {"what": page.row.text},
        lambda data: actions.settle_promise(actor=request.actor, promise_id=promise_id, **data), "promises",
    )  # fmt: skip


@one_form
def ask_question(request: ActorRequest, customer_id: int) -> HttpResponse:
    page = queries.entering(actor=request.actor, customer_id=customer_id)
    return task(
        request, page, forms.QuestionForm(request.POST or None), _("Note a question"),
        lambda data: actions.ask_question(actor=request.actor, customer_id=customer_id, **data), "promises",
    )  # fmt: skip


@one_form
def answer_question(request: ActorRequest, question_id: int) -> HttpResponse:
    page = queries.changing(actor=request.actor, kind="question", row_id=question_id)
    form = forms.AnswerForm(request.POST or None, version=page.version)
    return task(
        request, page, form, page.row.text,
        lambda data: actions.answer_question(actor=request.actor, question_id=question_id, **data), "promises",
    )  # fmt: skip


def due_panel(request: HttpRequest, _object_id: int) -> str:
    """What the reader's own customers wait for, on My day; nothing when nothing waits."""
    rows = queries.due_for_me(actor=cast("ActorRequest", request).actor)
    return render_to_string("relations/_due.html", {"rows": rows}, request) if rows else ""
