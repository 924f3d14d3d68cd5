"""pytest plugin: one PostgreSQL for the suite, its migrated template, a clone for each worker.

The connection signs in as the owner and takes the application's role, so that row-level security binds every
test; `kernel.testing.as_owner()` steps over the wall on purpose.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
import pytest

ROOT = Path(__file__).parents[1]
_server: list[Any] = []
WITHOUT_DATABASE = "KEJING_TEST_NO_DATABASE"


def pytest_configure(config: pytest.Config) -> None:
    """The first process starts the server; xdist's workers inherit its addresses."""
    if "KEJING_TEST_SUPERUSER_URL" in os.environ or os.environ.get(WITHOUT_DATABASE):
        return
    from kejing.app.server.postgres import EmbeddedPostgres

    server = EmbeddedPostgres(
        ROOT / "build" / "test-postgres",
        settings={
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "max_connections": "80",
        },
    )
    server.start()
    _server.append(server)
    os.environ["KEJING_TEST_SUPERUSER_URL"] = server.superuser_url
    os.environ["KEJING_TEST_OWNER_URL"] = server.owner_url
    os.environ["KEJING_TEST_APP_URL"] = server.app_url


def pytest_unconfigure(config: pytest.Config) -> None:
    for server in _server:
        server.stop()


def url_for(database: str, role: str) -> str:
    """The address of a database as `OWNER`, `APP` or `SUPERUSER`."""
    head, _, tail = os.environ[f"KEJING_TEST_{role}_URL"].partition("?")
    return f"{head.rpartition('/')[0]}/{database}?{tail}"


def superuser(sql: str) -> list[Any]:
    with psycopg.connect(url_for("postgres", "SUPERUSER"), autocommit=True) as connection:
        cursor = connection.execute(sql)
        return cursor.fetchall() if cursor.description else []


def make_template(name: str) -> None:
    """Migrate an empty database once; a lock keeps two workers from doing it together."""
    with psycopg.connect(url_for("postgres", "SUPERUSER"), autocommit=True) as connection:
        connection.execute("select pg_advisory_lock(4711)")
        found = connection.execute(
            "select datistemplate from pg_database where datname = %s", [name]
        ).fetchone()
        if found and found[0]:
            return
        _drop_old_templates(connection)
        # The launcher's own database is empty here, and carries the extensions and default rights.
        connection.execute(f'create database "{name}" template kejing owner kejing_owner')
        migrate(name)
        connection.execute(f'alter database "{name}" is_template true')


def _drop_old_templates(connection: psycopg.Connection[Any]) -> None:
    old = connection.execute(
        "select datname from pg_database where datname like 'kejing_template_%' or datname like 'kejing_test_%'"
    ).fetchall()
    for (name,) in old:
        connection.execute(f'alter database "{name}" is_template false')
        connection.execute(f'drop database if exists "{name}" with (force)')


def migrate(name: str) -> None:
    environment = os.environ | {
        "DATABASE_URL": url_for(name, "APP"),
        "DATABASE_OWNER_URL": url_for(name, "OWNER"),
    }
    subprocess.run(
        [
            sys.executable,
            "-W",
            "ignore",
            "-m",
            "django",
            "migrate",
            "--database",
            "owner",
            "--skip-checks",
            "-v0",
        ],
        env=environment,
        cwd=ROOT,
        check=True,
    )


def clone(template: str, name: str) -> None:
    superuser(f'drop database if exists "{name}" with (force)')
    superuser(f'create database "{name}" template "{template}" owner kejing_owner')


def migrations_state() -> str:
    """A digest of every migration: a new one means a new template."""
    digest = hashlib.sha256()
    for path in [
        *sorted((ROOT / "kejing").glob("**/migrations/*.py")),
        *sorted((ROOT / "kejing").glob("**/migration_ops.py")),
    ]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def point_at(connections: Any, settings: Any, name: str, *, as_application: bool = False) -> None:
    """Aim Django's connections at a database. As the application alone, or as the owner in its role."""
    from kejing.app.settings import _database

    app_url = url_for(name, "APP") if as_application else f"{url_for(name, 'OWNER')}&role=kejing_app"
    for alias, url in (("default", app_url), ("owner", url_for(name, "OWNER"))):
        connections[alias].close()
        fresh = connections.databases[alias] | _database(url, pooled=False)
        connections.databases[alias].update(fresh)
        connections[alias].settings_dict.update(fresh)
