"""My duties, and one of them."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kejing.domain.duties import actions, forms, queries
from kejing.domain.duties.vocabulary import DO, EXCUSE
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.responses import render

entering = require_http_methods(["GET", "POST"])
ON_MY_DAY = 6


@require_GET
def my_duties(request: ActorRequest) -> HttpResponse:
    return render(request, "duties/my_duties.html", {"found": queries.my_duties(actor=request.actor)})


@require_GET
def task_page(request: ActorRequest, task_id: int) -> HttpResponse:
    page = queries.task_page(actor=request.actor, task_id=task_id)
    return render(request, "duties/task_page.html", {"page": page, "row": page.row})


@require_GET
def explain_task(request: ActorRequest, task_id: int) -> HttpResponse:
    found = queries.explain_task(actor=request.actor, task_id=task_id)
    return render(request, "ui/explanation_page.html", {"explanation": found}, part="ui/_explanation.html")


@entering
def settle_task(request: ActorRequest, task_id: int) -> HttpResponse:
    request.actor.require(DO)
    page = queries.settling(actor=request.actor, task_id=task_id)
    form = forms.SettleForm(request.POST or None)
    if request.method == "POST" and form.submit(
        lambda data: actions.settle_task(actor=request.actor, task_id=task_id, **data)
    ):
        messages.success(request, _("The duty is done."))
        return redirect("duties:my_duties")
    context = {"form": form, "page": page, "row": page.row, "cancel": reverse("duties:my_duties")}
    return render(request, "duties/settle_task.html", context)


@entering
def excuse_task(request: ActorRequest, task_id: int) -> HttpResponse:
    request.actor.require(EXCUSE)
    page = queries.settling(actor=request.actor, task_id=task_id, excusing=True)
    form = forms.ExcuseForm(request.POST or None)
    if request.method == "POST" and form.submit(
        lambda data: actions.excuse_task(actor=request.actor, task_id=task_id, **data)
    ):
        messages.success(request, _("She is excused from this duty."))
        return redirect("duties:task_page", task_id)
    cancel = reverse("duties:task_page", args=[task_id])
    return render(
        request, "duties/excuse_task.html", {"form": form, "page": page, "row": page.row, "cancel": cancel}
    )


def due_panel(request: HttpRequest, _object_id: int) -> str:
    """On My day: the reader's duties that are overdue or due today; nothing when there are none."""
    actor = cast("ActorRequest", request).actor
    if not actor.may(DO):
        return ""
    found = queries.my_duties(actor=actor)
    rows = (*found.overdue, *found.today)
    context = {"rows": rows[:ON_MY_DAY], "more": max(0, len(rows) - ON_MY_DAY), "found": found}
    return render_to_string("duties/_due.html", context, request)
