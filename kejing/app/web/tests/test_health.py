"""`/healthz` and `/readyz`, as a probe asks them: without a session, under any host name."""

import json
import shutil
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import DatabaseError
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from kejing.app.web import health

pytestmark = pytest.mark.django_db


@pytest.fixture
def probe() -> Client:
    return Client(headers={"host": "10.0.0.1"})


def test_healthz_needs_nothing(probe: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "connections", {})
    answer = probe.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_ready(probe: Client) -> None:
    answer = probe.get("/readyz")
    assert answer.status_code == 200
    assert json.loads(answer.content) == {"database": "ok", "migrations": "ok", "jobs": "ok", "disk": "ok"}


def test_without_a_database(probe: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> float:
        raise DatabaseError

    monkeypatch.setattr(health, "job_lag", fail)
    answer = probe.get("/readyz")
    assert (answer.status_code, json.loads(answer.content)["database"]) == (503, "down")


def test_with_migrations_to_come(probe: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_migrations_seen", [])
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_: ["one"])
    answer = probe.get("/readyz")
    assert (answer.status_code, json.loads(answer.content)["migrations"]) == (503, "pending")


def test_with_a_full_disk(probe: Client, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.HOME.mkdir(parents=True, exist_ok=True)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=health.LEAST_FREE - 1))
    answer = probe.get("/readyz")
    assert (answer.status_code, json.loads(answer.content)["disk"]) == (503, "full")


def test_late_jobs_are_told_and_do_not_stop_the_pages(probe: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "job_lag", lambda: health.LATE_SECONDS + 1.0)
    answer = probe.get("/readyz")
    assert (answer.status_code, json.loads(answer.content)["jobs"]) == (200, "late")
