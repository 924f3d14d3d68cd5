"""Contributions and the leader's comments."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from kejing.domain.meetings import actions, forms, queries
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.responses import render

entering = require_http_methods(["GET", "POST"])


@entering
def add_contribution(request: ActorRequest, meeting_id: int) -> HttpResponse:
    page = queries.contributing(actor=request.actor, meeting_id=meeting_id)
    form = forms.ContributionForm(request.POST or None, initial={"kind": "insight", "share": "unit"})
    back = reverse("meetings:meeting_page", args=[meeting_id])
    if request.method == "POST" and form.submit(
        lambda data: actions.add_contribution(actor=request.actor, meeting_id=meeting_id, **data)
    ):
        return redirect(back)
    return render(request, "meetings/add_contribution.html", {"form": form, "page": page, "cancel": back})


@entering
def comment_contribution(request: ActorRequest, contribution_id: int) -> HttpResponse:
    page, row = queries.contribution_page(actor=request.actor, contribution_id=contribution_id)
    form = forms.CommentForm(request.POST or None, initial={"comment": row.comment}, version=row.version)
    back = reverse("meetings:meeting_page", args=[page.meeting.id])
    if request.method == "POST" and form.submit(
        lambda data: actions.comment_contribution(
            actor=request.actor, contribution_id=contribution_id, **data
        )
    ):
        return redirect(back)
    context = {"form": form, "page": page, "row": row, "cancel": back}
    return render(request, "meetings/comment_contribution.html", context)
