"""Every route: closed unless named here; each page has one name for view, template and test; views only translate."""

import inspect

import pytest
from django.conf import settings

from tests.architecture.routes import Route, pages, routes

PUBLIC = {
    "identity:sign_in": "the door",
    "identity:set_password": "the one-time link is the key",
    "ui:set_language": "a reader chooses her language before she signs in",
    "demo:cast": "exists in a demo alone",
    "demo:sign_in_as": "exists in a demo alone",
    "demo:filling": "exists in a demo alone; says how far the worker is",
}
API_ITSELF = {"api:api-root", "api:openapi-json"}
"""What the API says of itself: no data."""
NOTHING_BEHIND = {
    "healthz": "answered by HealthMiddleware before any view",
    "readyz": "answered by HealthMiddleware before any view",
    "home": "sends on to the first of the reader's places",
    "ui:more": "the reader's own places, known to every page",
    "identity:sign_out": "ends the session",
    "demo:sign_in_as": "begins a session",
}
"""Routes whose view calls neither an action nor a query."""
ANY_METHOD = {"ui:set_language", "healthz", "readyz"}
LONGEST_VIEW = 25
EXPLANATION = "ui/explanation_page.html"
"""Every figure's explanation looks alike."""
OURS = [pytest.param(route, id=route.name) for route in routes() if route.module]
PAGES = [pytest.param(route, id=route.name) for route in pages()]


def test_everything_is_closed_unless_named_here() -> None:
    assert "django.contrib.auth.middleware.LoginRequiredMiddleware" in settings.MIDDLEWARE
    assert {route.name for route in routes() if route.public} <= PUBLIC.keys() | API_ITSELF


def test_no_reason_outlives_its_route() -> None:
    names = {route.name for route in routes()}
    assert not (PUBLIC.keys() | NOTHING_BEHIND.keys()) - names


@pytest.mark.parametrize("route", OURS)
def test_a_view_goes_through_an_action_or_a_query(route: Route) -> None:
    if not route.public:
        assert bool(route.calls) != (route.name in NOTHING_BEHIND), (
            f"{route.view.__module__}.{route.view.__name__}"
        )


@pytest.mark.parametrize("route", OURS)
def test_a_view_is_short_and_says_its_methods(route: Route) -> None:
    lines = inspect.getsource(inspect.unwrap(route.view)).splitlines()
    body = [line for line in lines if line.strip() and not line.strip().startswith("@")]
    assert len(body) <= LONGEST_VIEW, f"{len(body)} lines"
    assert len(route.methods) < 5 or route.name in ANY_METHOD, "say require_GET, require_POST or both"


@pytest.mark.parametrize("route", PAGES)
def test_a_page_has_one_word_for_route_view_and_template(route: Route) -> None:
    word = route.view.__name__
    assert route.word == word
    assert route.template in {f"{route.module}/{word}.html", EXPLANATION}


@pytest.mark.parametrize("route", PAGES)
def test_a_page_has_a_screen_test(route: Route) -> None:
    assert route.tests, f"no test of {route.module} is named after {route.view.__name__}"
