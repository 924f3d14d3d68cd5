"""Answers: pages with the right status, error pages, refusals that escaped a view."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render as django_render
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from kejing.foundation.kernel.errors import Refused, Stale
from kejing.foundation.ui.formats import chinese
from kejing.foundation.ui.forms import ActionForm, describe


def render(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    part: str = "",
    status: int | None = None,
) -> HttpResponse:
    """Render a page. A form that was not accepted sets the status: 422, or 409 for a stale edit.

    `part` is the template of the fragment that htmx asked for, when it did.
    """
    context = dict(context or {})
    fragment = bool(part) and wants_fragment(request)
    request.kejing_template = part if fragment else template  # type: ignore[attr-defined]  # for the footer
    if status is None:
        status = max(
            (value.status for value in context.values() if isinstance(value, ActionForm)), default=200
        )
    return django_render(request, part if fragment else template, context, status=status)


def wants_fragment(request: HttpRequest) -> bool:
    """Whether htmx or the panel asks for a piece of the page, not the page."""
    headers = request.headers
    return headers.get("HX-Request") == "true" and headers.get("HX-History-Restore-Request") != "true"


def wants_json(request: HttpRequest) -> bool:
    return request.path.startswith("/api/") or request.headers.get("Accept", "").startswith(
        "application/json"
    )


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a picker."""

    id: int
    label: str
    detail: str = ""


def options(found: Sequence[Option]) -> JsonResponse:
    """What the view behind a picker answers."""
    return JsonResponse({"options": [asdict(option) for option in found]})


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """A refusal that no form caught: JSON, a notice for htmx, or a page; never a 500."""
    if wants_json(request):
        return JsonResponse(refusal_json(refusal), status=refusal.status)
    context = {"refusal": refusal, "differences": _differences(refusal)}
    if wants_fragment(request):
        return _notice(request, refusal.status, refusal.text)
    return _error_page(request, refusal.status, context)


def _notice(request: HttpRequest, status: int, text: str) -> HttpResponse:
    """For htmx: the text goes to the page's notices, wherever the fragment would have gone."""
    response = django_render(request, "ui/_refused.html", {"text": text}, status=status)
    response["HX-Retarget"], response["HX-Reswap"] = "#notices", "innerHTML"
    return response


def move_page(address: str) -> HttpResponse:
    """For htmx: go there as a page. To sign in again the page is loaded anew and finds its way back."""
    response = HttpResponse(status=204)
    if address.startswith(resolve_url(settings.LOGIN_URL)):
        response["HX-Refresh"] = "true"
    else:
        response["HX-Redirect"] = address
    return response


def refusal_json(refusal: Refused) -> dict[str, Any]:
    """The one shape of a refusal for programs."""
    body: dict[str, Any] = {"code": refusal.code.value, "text": refusal.text, "field": refusal.field}
    if isinstance(refusal, Stale):
        body["differences"] = [
            {"field": row.field, "yours": str(row.yours), "theirs": str(row.theirs)}
            for row in refusal.differences
        ]
    return body


def _differences(refusal: Refused) -> list[dict[str, str]]:
    if not isinstance(refusal, Stale):
        return []
    return [
        {"label": row.field, "yours": describe(row.yours), "theirs": describe(row.theirs)}
        for row in refusal.differences
    ]


def _error_page(request: HttpRequest, status: int, context: Mapping[str, Any] | None = None) -> HttpResponse:
    request.kejing_template = f"ui/{status}.html"  # type: ignore[attr-defined]  # for the footer
    return django_render(request, f"ui/{status}.html", dict(context or {}), status=status)


def _error(request: HttpRequest, status: int, text: str) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"code": str(status), "text": text, "field": None}, status=status)
    return _notice(request, status, text) if wants_fragment(request) else _error_page(request, status)


# Django hands the handlers their second argument by name; what it says is not for the reader.


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return _error(request, 400, _("The request could not be read."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return _error(request, 403, _("You may not do this."))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return _error(request, 404, _("There is nothing here for you."))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """For settings.CSRF_FAILURE_VIEW: the page was open too long, or a cookie is missing."""
    return _error_page(request, 403, {"stale_page": True})


def server_error(request: HttpRequest) -> HttpResponse:
    """No context processors and no queries here: whatever failed may be what they need."""
    if wants_json(request):
        return JsonResponse(
            {"code": "500", "text": _("Something broke on our side."), "field": None}, status=500
        )
    return HttpResponse(
        render_to_string("ui/500.html", {"html_lang": "zh-CN" if chinese() else "en"}), status=500
    )
