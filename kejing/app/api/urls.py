"""The API: each module's router, one document, errors in one shape."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer, SessionAuth

from kejing.app.api.document import Api, PlainParser
from kejing.domain.checks.api import router as checks
from kejing.domain.customers.api import router as customers
from kejing.domain.duties.api import router as duties
from kejing.domain.meetings.api import router as meetings
from kejing.domain.org.api import router as absences
from kejing.domain.performance.api import router as performance
from kejing.domain.plans.api import router as plans
from kejing.domain.relations.api import router as relations
from kejing.domain.segments.api import router as segments
from kejing.domain.targets.api import router as targets
from kejing.domain.visits.api import router as visits
from kejing.engines.interchange.api import router as exports
from kejing.engines.notices.api import router as notices
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.ui.responses import refusal_json


class TokenAuth(HttpBearer):
    """The token itself was checked by `TokenMiddleware`, which put its account into the request."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        return request.user if request.user.is_authenticated else None


api = Api(
    title="Kejing",
    version="1",
    description="The same actions and queries as the pages, under the same rights.",
    auth=[TokenAuth(), SessionAuth()],
    urls_namespace="api",
    docs_url=None,
    parser=PlainParser(),
)
api.add_router("/customers", customers, tags=["customers"])
api.add_router("/exports", exports, tags=["exports"])
api.add_router("", visits, tags=["visits"])
api.add_router("/relations", relations, tags=["relations"])
api.add_router("", performance, tags=["performance"])
api.add_router("", segments, tags=["segments"])
api.add_router("/absences", absences, tags=["absences"])
api.add_router("/targets", targets, tags=["targets"])
api.add_router("/duties", duties, tags=["duties"])
api.add_router("/plans", plans, tags=["plans"])
api.add_router("/checks", checks, tags=["checks"])
api.add_router("/meetings", meetings, tags=["meetings"])
api.add_router("/notices", notices, tags=["notices"])


@api.exception_handler(Refused)
def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    return api.create_response(request, refusal_json(refusal), status=refusal.status)


@api.exception_handler(ValidationError)
def not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """The first thing that is wrong; what it is in words comes from the schema, in English."""
    first = error.errors[0]
    # ("query", field) or ("body", our name for the body, field): that name is nothing to programs.
    where, *place = first["loc"]
    field = ".".join(str(part) for part in (place[1:] if where == "body" else place))
    return _answer(request, 422, "not_valid", first["msg"], field or None)


@api.exception_handler(HttpError)
def not_read(request: HttpRequest, error: HttpError) -> HttpResponse:
    if isinstance(error.__cause__, Refused):
        return refused(request, error.__cause__)
    return _answer(request, error.status_code, str(error.status_code), _("The request could not be read."))


@api.exception_handler(AuthenticationError)
def not_signed_in(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return _answer(request, 401, "401", _("Sign in first."))


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return _answer(request, 404, "404", _("There is nothing here for you."))


def _answer(
    request: HttpRequest, status: int, code: str, text: str, field: str | None = None
) -> HttpResponse:
    return api.create_response(request, {"code": code, "text": text, "field": field}, status=status)


routes = api.urls
for pattern in routes[0]:
    # The API answers 401 itself; the redirect to the sign-in page is for people.
    pattern.callback.login_required = False  # type: ignore[union-attr]  # all are patterns, not includes
