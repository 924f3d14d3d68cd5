"""Security headers for every answer; refusals that escape a view become pages."""

from collections.abc import Callable

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse

from kejing.foundation.kernel.errors import Refused
from kejing.foundation.ui import responses

GetResponse = Callable[[HttpRequest], HttpResponse]

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'; "
    "worker-src 'self'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=(self), payment=(), usb=()",
    # Pages hold customers' data: nothing stays in a shared machine's cache or behind the back button.
    "Cache-Control": "private, no-store",
}


class SecurityHeadersMiddleware:
    """Sets the headers an answer does not set itself."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.DEVELOPMENT:
            connection.force_debug_cursor = True  # the footer counts the queries
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class RefusalMiddleware:
    """Turns Refused, Stale and Forbidden that no form caught into 422, 409 and 403. A 404 is Django's own.

    A redirect in answer to a fragment moves the whole page: the place of a fragment is no place for one.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code in {301, 302, 303} and responses.wants_fragment(request):
            return responses.move_page(response["Location"])
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return responses.refused(request, exception) if isinstance(exception, Refused) else None
