"""Fixtures of the page kit: both languages, a still clock, a request. No database."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import timezone, translation

from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.ui import nav, slots
from kejing.foundation.ui.tests.urls import READER
from tests.messages import ROOT, compile_all


@pytest.fixture(scope="session", autouse=True)
def catalogues() -> None:
    """The compiled translations are not committed."""
    compile_all(ROOT / "kejing" / "foundation")


@pytest.fixture(autouse=True)
def alone(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """No route, no middleware, no place and no panel of the modules above the kit."""
    monkeypatch.setattr(nav, "_entries", [])
    monkeypatch.setattr(slots, "_panels", {})
    settings.ROOT_URLCONF = "kejing.foundation.ui.tests.urls"
    settings.MIDDLEWARE = [
        "kejing.foundation.ui.middleware.SecurityHeadersMiddleware",
        "django.middleware.locale.LocaleMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "kejing.foundation.ui.middleware.RefusalMiddleware",
    ]


@pytest.fixture(autouse=True)
def monday() -> Iterator[datetime]:
    """Monday, 23 November 2026, nine o'clock."""
    moment = datetime(2026, 11, 23, 9, 0, tzinfo=timezone.get_default_timezone())
    with clock.frozen(moment):
        yield moment


@pytest.fixture(autouse=True)
def zh() -> Iterator[None]:
    """Chinese unless said: a request's language must not reach the next test."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def en(zh: None) -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def page_request() -> Callable[..., HttpRequest]:
    """A request as views get it: `page_request("/ui/kit/", method="post", HTTP_HX_REQUEST="true")`."""

    def make(
        path: str = "/", method: str = "get", *, actor: Actor | None = READER, **extra: object
    ) -> HttpRequest:
        request: HttpRequest = getattr(RequestFactory(), method)(path, **extra)
        request.actor = actor  # type: ignore[attr-defined]  # as ActorMiddleware does
        return request

    return make
