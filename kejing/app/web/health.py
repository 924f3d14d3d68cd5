"""`/healthz`: the process answers. `/readyz`: it can serve — database, migrations, disk; waiting jobs are told.

Answered before everything else, so that a probe needs neither a session nor a known host name.
"""

import shutil
from collections.abc import Callable

import structlog
from django.conf import settings
from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse

log = structlog.get_logger(__name__)
_migrations_seen: list[bool] = []
LEAST_FREE = 200_000_000
LATE_SECONDS = 900
_LAG = """
select coalesce(extract(epoch from now() - min(greatest(coalesce(j.scheduled_at, e.at), e.at))), 0)
from procrastinate_jobs j join procrastinate_events e on e.job_id = j.id and e.type = 'deferred'
where j.status = 'todo' and (j.scheduled_at is null or j.scheduled_at <= now())
"""


class HealthMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        view = {"/healthz": healthz, "/readyz": readyz}.get(request.path)
        return view(request) if view else self.get_response(request)


def healthz(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(_request: HttpRequest) -> JsonResponse:
    """200 or 503, with a word for each thing. Late jobs alone do not take the pages out of service."""
    found = {"database": "down", "migrations": "unknown", "jobs": "unknown", "disk": _disk()}
    try:
        lag = job_lag()
        found["database"] = "ok"
        found["jobs"] = "ok" if lag < LATE_SECONDS else "late"
        found["migrations"] = "ok" if _migrated() else "pending"
    except DatabaseError as error:
        log.warning("not ready", failure=type(error).__name__)
    ready = all(found[name] == "ok" for name in ("database", "migrations", "disk"))
    return JsonResponse(found, status=200 if ready else 503)


def job_lag(alias: str = "default") -> float:
    """Seconds that the oldest job that could run has waited; 0 if none waits."""
    with connections[alias].cursor() as cursor:
        cursor.execute(_LAG)
        row = cursor.fetchone()
    return float(row[0]) if row else 0.0


def _disk() -> str:
    home = settings.HOME
    return "ok" if not home.exists() or shutil.disk_usage(home).free > LEAST_FREE else "full"


def _migrated() -> bool:
    """Once applied they stay so: asked until then, and never again by this process."""
    if not _migrations_seen:
        executor = MigrationExecutor(connections["default"])
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
        _migrations_seen.append(True)
    return True
