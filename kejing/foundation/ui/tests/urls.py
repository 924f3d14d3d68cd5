"""The kit alone, with somebody signed in when a test wants it: its tests need no module above it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from kejing.foundation.kernel.actor import Actor
from kejing.foundation.ui.responses import render

READER = Actor(
    user_id=1,
    name="Account manager 07",
    role="am",
    permissions=frozenset({"visits.record"}),
    labels={"unit": "Branch 3", "role": "AM"},
)


def with_reader(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware in the place of ActorMiddleware."""

    def run(request: HttpRequest) -> HttpResponse:
        request.actor = READER  # type: ignore[attr-defined]  # as ActorMiddleware does
        return get_response(request)

    return run


def search(request: HttpRequest) -> HttpResponse:
    hits = [
        {"label": f"Customer {i}", "detail": f"K{i}", "url": "/ui/kit/", "icon": "building"} for i in (1, 2)
    ]
    return render(request, "ui/_found.html", {"hits": hits})


urlpatterns = [path("ui/", include("kejing.foundation.ui.urls")), path("search", search)]
handler400 = "kejing.foundation.ui.responses.bad_request"
handler403 = "kejing.foundation.ui.responses.forbidden"
handler404 = "kejing.foundation.ui.responses.not_found"
handler500 = "kejing.foundation.ui.responses.server_error"
