"""Actions agreed at meetings."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from kejing.domain.meetings import actions, forms, queries, tables
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.responses import render

entering = require_http_methods(["GET", "POST"])


@require_GET
def action_list(request: ActorRequest) -> HttpResponse:
    found = queries.action_list(
        actor=request.actor, own=request.GET.get("show") != "all", cursor=request.GET.get("after")
    )
    return render(request, "meetings/action_list.html", {"found": found, "table": tables.action_table(found)})


@entering
def agree_action(request: ActorRequest, meeting_id: int) -> HttpResponse:
    page = queries.writing(actor=request.actor, meeting_id=meeting_id)
    form = forms.ActionForm(request.POST or None, people=page.attendees)
    back = reverse("meetings:meeting_page", args=[meeting_id])
    if request.method == "POST" and form.submit(
        lambda data: actions.agree_action(actor=request.actor, meeting_id=meeting_id, **data)
    ):
        return redirect(back)
    return render(request, "meetings/agree_action.html", {"form": form, "page": page, "cancel": back})


@entering
def settle_action(request: ActorRequest, agreed_action_id: int) -> HttpResponse:
    row = queries.action_page(actor=request.actor, agreed_action_id=agreed_action_id)
    form = forms.SettleForm(request.POST or None, initial={"state": "done"}, version=row.version)
    if request.method == "POST" and form.submit(
        lambda data: actions.settle_action(actor=request.actor, agreed_action_id=agreed_action_id, **data)
    ):
        return redirect("meetings:action_list")
    cancel = reverse("meetings:action_list")
    return render(request, "meetings/settle_action.html", {"form": form, "row": row, "cancel": cancel})
