"""The product's code as the tests in this folder read it: modules, files, models, migrations, actions."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.apps import AppConfig, apps
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunSQL
from django.db.models import Model

from kejing.foundation.kernel.actions import registry
from kejing.foundation.kernel.migration_ops import SecureRows, TrackRows

ROOT = Path(__file__).parents[2]
PRODUCT = ROOT / "kejing"


@dataclass(frozen=True, slots=True)
class Source:
    """A Python file of ours, parsed."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        return str(self.path.relative_to(ROOT))


@cache
def source(path: Path) -> Source:
    text = path.read_text(encoding="utf-8")
    return Source(path, text, ast.parse(text, str(path)))


def product_sources() -> Iterator[Source]:
    """Every Python file of the product but its tests and migrations."""
    for path in sorted(PRODUCT.rglob("*.py")):
        if not {"tests", "migrations", "node_modules"} & set(path.parts):
            yield source(path)


def sources_of_tests() -> Iterator[Source]:
    for path in sorted([*PRODUCT.rglob("tests/*.py"), *(ROOT / "tests").rglob("*.py")]):
        yield source(path)


def templates() -> Iterator[Path]:
    yield from sorted(PRODUCT.rglob("templates/**/*.html"))


def our_apps() -> list[AppConfig]:
    return [app for app in apps.get_app_configs() if app.name.startswith("kejing.")]


def folder_of(label: str) -> Path:
    return Path(apps.get_app_config(label).path)


def our_models() -> list[type[Model]]:
    return [model for app in our_apps() for model in app.get_models()]


def tables() -> dict[str, type[Model]]:
    return {model._meta.db_table: model for model in our_models()}


@cache
def load_actions() -> dict[str, Any]:
    """Every action by name, all modules that may declare one imported."""
    for app in our_apps():
        if find_spec(f"{app.name}.actions"):
            import_module(f"{app.name}.actions")
    return dict(sorted(registry.items()))


def app_of(module_name: str) -> AppConfig | None:
    """Our app that a Python module belongs to."""
    return next((app for app in our_apps() if f"{module_name}.".startswith(f"{app.name}.")), None)


@cache
def migrations() -> MigrationLoader:
    """The migrations from their files; no database is asked what it has applied."""
    loader = MigrationLoader(None, load=False)
    loader.load_disk()
    return loader


def our_migrations() -> dict[tuple[str, str], Any]:
    ours = {app.label for app in our_apps()}
    return {key: found for key, found in migrations().disk_migrations.items() if key[0] in ours}


def _operations() -> Iterator[Any]:
    for migration in our_migrations().values():
        yield from migration.operations


def sql_of(operation: RunSQL) -> str:
    parts = [operation.sql] if isinstance(operation.sql, str) else list(operation.sql)
    return "\n".join(part if isinstance(part, str) else str(part[0]) for part in parts)


@cache
def tracked() -> frozenset[str]:
    """The tables whose rows leave a trail."""
    return frozenset(operation.table for operation in _operations() if isinstance(operation, TrackRows))


@cache
def walled() -> frozenset[str]:
    """The tables behind row-level security."""
    found = {operation.table for operation in _operations() if isinstance(operation, SecureRows)}
    for operation in _operations():
        if isinstance(operation, RunSQL):
            found |= set(
                re.findall(r"alter table (\w+) enable row level security", sql_of(operation), re.IGNORECASE)
            )
    return frozenset(found)
