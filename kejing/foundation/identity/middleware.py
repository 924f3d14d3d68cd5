"""A bearer token stands for its account, on the API alone."""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse

from kejing.foundation.identity.actions import user_of_token


class TokenMiddleware:
    """Sets `request.user` from `Authorization: Bearer …`; a wrong token is nobody, whatever the cookie says."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        if request.path.startswith("/api/") and scheme.lower() == "bearer":
            request.user = user_of_token(secret.strip()) or AnonymousUser()
            request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]  # noqa: SLF001  # no cookie, nothing to forge
        return self.get_response(request)
