"""Bring an installation's database and static files up to this code: backup first, then migrations.

Needs Django set up, and the database running.
"""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from kejing.app.server import backup, state
from kejing.app.server.home import Home

Say = Callable[[str], None]


def pending_migrations(alias: str = "owner") -> int:
    executor = MigrationExecutor(connections[alias])
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def is_empty(alias: str = "owner") -> bool:
    """Whether no migration ever ran: there is nothing to back up."""
    return not connections[alias].introspection.table_names()


def migrate(home: Home, owner_url: str, say: Say) -> None:
    """Apply what is pending; an installation that has data is backed up before."""
    if not pending_migrations():
        return
    if not is_empty():
        target = home.backups / backup.default_name(home.mark.kind, "before-upgrade")
        backup.back_up(home.path, owner_url, target, home.program)
        say(f"Backed up to {target}")
    say("Migrating the database")
    call_command("migrate", database="owner", verbosity=0, interactive=False, skip_checks=True)
    connections["owner"].close()


def collect_static(home: Home, say: Say) -> None:
    if settings.WHITENOISE_USE_FINDERS:
        return
    before, now = state.of_home(home.path), state.of_code()
    if before.get("static") != now["static"] or not Path(settings.STATIC_ROOT).exists():
        say("Collecting static files")
        call_command("collectstatic", verbosity=0, interactive=False, clear=True, skip_checks=True)
