"""Fixtures for every module's tests: the suite's database, and the cast of `tests.cast`."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.utils import translation

from tests.database import clone, make_template, migrations_state, point_at, superuser

pytest_plugins = ["tests.cast"]


@pytest.fixture(autouse=True)
def own_process() -> Iterator[None]:
    """A request leaves its reader's language active and keeps her badges: the next test begins without."""
    yield
    translation.deactivate()
    cache.clear()


@pytest.fixture(scope="session")
def template_name() -> str:
    return f"kejing_template_{migrations_state()}"


@pytest.fixture(scope="session")
def django_db_setup(template_name: str, django_db_blocker: Any) -> Iterator[None]:
    """Replaces pytest-django's: our own clone, entered as the owner with the application's role."""
    make_template(template_name)
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    name = f"kejing_test_{worker}"
    clone(template_name, name)
    with django_db_blocker.unblock():
        point_at(connections, settings, name)
        yield
        connections.close_all()


@pytest.fixture
def own_database(
    template_name: str,
    django_db_setup: None,
    django_db_blocker: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[str]:
    """A database and a data folder of the test's own, with real commits, entered as the application.

    For races and servers. The folder keeps the heads of the trail's chain; another database's would not fit.
    """
    monkeypatch.setattr(settings, "HOME", tmp_path)
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    name = f"kejing_test_{worker}_own"
    clone(template_name, name)
    with django_db_blocker.unblock():
        point_at(connections, settings, name, as_application=True)
        yield name
        connections.close_all()
        point_at(connections, settings, f"kejing_test_{worker}")
    superuser(f'drop database if exists "{name}" with (force)')
