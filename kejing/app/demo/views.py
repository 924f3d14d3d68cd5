"""The demo's first page: the cast, one click each. These routes exist in a demo alone."""

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET, require_POST

from kejing.app.demo import queries
from kejing.foundation.kernel import clock
from kejing.foundation.ui.responses import render


@login_not_required
@require_GET
def cast(request: HttpRequest) -> HttpResponse:
    return render(request, "demo/cast.html", {"people": queries.cast(), "work": queries.filling()})


@login_not_required
@require_POST
def sign_in_as(request: HttpRequest, key: str) -> HttpResponse:
    user = queries.account(key)
    if user is None:
        raise Http404
    login(request, user)
    return redirect("/")


@login_not_required
@require_GET
def filling(request: HttpRequest) -> HttpResponse:
    """How far the worker is with the rest of the history."""
    return render(request, "demo/filling.html", {"work": queries.filling()}, part="demo/_filling.html")


def notice_panel(request: HttpRequest, object_id: int) -> str:
    """The strip above every page of a demo."""
    return render_to_string("demo/_notice.html", {"today": clock.today()}, request) if settings.DEMO else ""
