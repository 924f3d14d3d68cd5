"""One's own inbox and choices: HTTP ↔ one query or action each."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kejing.engines.notices import actions, queries, tables
from kejing.engines.notices.forms import ChooseForm
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.responses import render


@require_GET
def inbox(request: ActorRequest) -> HttpResponse:
    found = queries.inbox(
        actor=request.actor,
        kind=request.GET.get("kind", "")[:60].replace("\0", ""),
        only_unread="unread" in request.GET,
        cursor=request.GET.get("after"),
    )
    return render(request, "notices/inbox.html", {"found": found, "empty": tables.NOTHING_NEW})


@require_GET
def notice_page(request: ActorRequest, notice_id: int) -> HttpResponse:
    row = queries.notice_page(actor=request.actor, notice_id=notice_id)
    return render(request, "notices/notice_page.html", {"row": row})


@require_POST
def open_notice(request: ActorRequest, notice_id: int) -> HttpResponse:
    """Mark it as read and go to its subject, whose page judges the reader's rights anew."""
    actions.mark_read(actor=request.actor, notice_id=notice_id)
    row = queries.notice_page(actor=request.actor, notice_id=notice_id)
    return redirect(row.url or reverse("notices:notice_page", args=[notice_id]))


@require_POST
def mark_notice(request: ActorRequest, notice_id: int) -> HttpResponse:
    actions.mark_read(actor=request.actor, notice_id=notice_id, read=request.POST.get("read") == "yes")
    return _back(request)


@require_POST
def mark_all(request: ActorRequest) -> HttpResponse:
    actions.mark_all_read(actor=request.actor, kind=request.POST.get("kind", "")[:60].replace("\0", ""))
    return _back(request)


@require_http_methods(["GET", "POST"])
def choose(request: ActorRequest) -> HttpResponse:
    found = queries.preferences(actor=request.actor)
    habits = found.habits
    start = {
        "email": found.email,
        "digest_hour": habits.digest_hour,
        "quiet_from": f"{habits.quiet_from:%H:%M}",
        "quiet_to": f"{habits.quiet_to:%H:%M}",
    }
    form = ChooseForm(request.POST or None, kinds=found.kinds, initial=start, version=found.version)

    def act(data: dict[str, Any]) -> int:
        return actions.choose(actor=request.actor, **form.chosen(data))

    if request.method == "POST" and form.submit(act):
        return redirect("notices:inbox")
    return render(request, "notices/choose.html", {"form": form, "cancel": reverse("notices:inbox")})


@require_GET
def bell(request: ActorRequest) -> HttpResponse:
    """The bell with its count, asked for by a page that did not know it."""
    return render(request, "notices/bell.html", {"n": queries.unread(request.actor), "known": True})


def bell_panel(request: HttpRequest, object_id: int) -> str:
    """The bell in the header of every page: with the count that is kept, else it asks for it after the page."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return ""
    n = queries.unread_known(actor)
    return render_to_string("notices/bell.html", {"n": n or 0, "known": n is not None}, request)


def _back(request: ActorRequest) -> HttpResponse:
    """To the page the button stood on, where that is one of ours."""
    address = request.headers.get("referer", "")
    ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return redirect(address if ours else "notices:inbox")
