"""The API: each module's router, one document, errors in one shape."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError
from ninja.security import HttpBearer, SessionAuth

from kejing.domain.customers.api import router as customers
from kejing.domain.performance.api import router as performance
from kejing.domain.visits.api import router as visits
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.ui.responses import refusal_json


class TokenAuth(HttpBearer):
    """The token itself was checked by `TokenMiddleware`, which put its account into the request."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        return request.user if request.user.is_authenticated else None


api = NinjaAPI(
    title="Kejing",
    version="1",
    description="The same actions and queries as the pages, under the same rights.",
    auth=[TokenAuth(), SessionAuth()],
    urls_namespace="api",
    docs_url=None,
)
api.add_router("/customers", customers, tags=["customers"])
api.add_router("", visits, tags=["visits"])
api.add_router("", performance, tags=["performance"])


@api.exception_handler(Refused)
def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    return api.create_response(request, refusal_json(refusal), status=refusal.status)


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return api.create_response(request, {"code": "404", "text": "Not found", "field": None}, status=404)


@api.exception_handler(AuthenticationError)
def not_signed_in(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return api.create_response(request, {"code": "401", "text": "Sign in first", "field": None}, status=401)


routes = api.urls
for pattern in routes[0]:
    # The API answers 401 itself; the redirect to the sign-in page is for people.
    pattern.callback.login_required = False  # type: ignore[union-attr]  # all are patterns, not includes
