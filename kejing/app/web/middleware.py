"""Each request of a signed-in account runs as its actor, in one transaction."""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from kejing.foundation.kernel.actions import write_line
from kejing.foundation.kernel.context import as_actor


class ActorMiddleware:
    """Puts `request.actor`, opens its transaction, and journals what was denied in one of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = None  # type: ignore[attr-defined]  # typed as kernel's ActorRequest from here on
        if not request.user.is_authenticated:
            return self.get_response(request)
        user_id, appointment_id = request.user.pk, request.session.get("appointment_id")
        with as_actor(user_id, appointment_id) as actor:
            request.actor = actor  # type: ignore[attr-defined]  # as above
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        if response.status_code in {403, 404} and request.resolver_match is not None:
            _journal_denial(user_id, appointment_id, request, response.status_code)
        return response


def _journal_denial(user_id: int, appointment_id: int | None, request: HttpRequest, status: int) -> None:
    """The route and its arguments, never the query: a search term is somebody's name."""
    match = request.resolver_match
    assert match is not None
    detail = {
        "status": status,
        "method": request.method,
        "arguments": {k: str(v) for k, v in match.kwargs.items()},
    }
    with as_actor(user_id, appointment_id):
        write_line(action=match.view_name, subject="route", subject_id=None, detail=detail, outcome="denied")
