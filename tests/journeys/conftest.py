"""Journeys drive a real browser against the real server. Without a browser they are skipped; under CI they fail."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from playwright.sync_api import Browser, sync_playwright

from tests.chromium import browser_path
from tests.database import clone, point_at, superuser
from tests.journeys.site import Site, browsing, serving
from tests.own_cast import committed_cast

HERE = Path(__file__).parent


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A file of journeys is a story on one database: its tests keep their order when all else is shuffled."""
    journeys = [item for item in items if HERE in item.path.parents]
    files = list(dict.fromkeys(item.path for item in journeys))
    told = sorted(journeys, key=lambda item: (files.index(item.path), item.reportinfo()[1] or 0))
    following = iter(told)
    for i, item in enumerate(items):
        if HERE in item.path.parents:
            items[i] = next(following)
            items[i].add_marker("journey")


@pytest.fixture(scope="session")
def browser_() -> Iterator[Browser]:
    if browser_path() is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(
            "no Chromium here: the journeys cannot run"
        )
    with sync_playwright() as playwright, browsing(playwright) as browser:
        yield browser


@pytest.fixture(scope="module")
def site(
    request: pytest.FixtureRequest, template_name: str, django_db_setup: None, django_db_blocker: Any, browser_: Browser,
    tmp_path_factory: Any,
) -> Iterator[Site]:  # fmt: skip
    """The served product with the cast of `tests.cast`, for one file of journeys, whose tests run in their order.

    A file's function `prepare(cast)` fills the database further before the server starts.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    name = f"kejing_test_{worker}_journey"
    home = tmp_path_factory.mktemp("home")
    clone(template_name, name)
    # Playwright's loop runs in this thread, which makes Django refuse the database; nothing else uses the loop.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with django_db_blocker.unblock():
        cast = committed_cast(name, getattr(request.module, "prepare", None))
        with serving(name, home) as address:
            made = Site(address, cast, browser_, name)
            yield made
            complaints = made.close()
        connections.close_all()
        point_at(connections, settings, f"kejing_test_{worker}")
    superuser(f'drop database if exists "{name}" with (force)')
    assert not complaints, complaints
