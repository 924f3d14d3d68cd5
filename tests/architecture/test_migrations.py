"""Migrations: named, linear, in step with the models, free of code that will change under them."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils.translation import override

from tests.architecture.tree import folder_of, our_apps, our_migrations, source

MAY_IMPORT = (
    "kejing.foundation.kernel.migration_ops",
    "kejing.foundation.kernel.sql",
    "kejing.engines.metrics.migration_ops",
)
"""Operations that stay as they are once a migration uses them."""
NAME = re.compile(r"\d{4}_[a-z][a-z0-9_]*")
LABELS = sorted({label for label, _ in our_migrations()})


@pytest.mark.parametrize("label", LABELS)
def test_history_is_one_line_and_max_migration_names_its_end(label: str) -> None:
    names = sorted(name for owner, name in our_migrations() if owner == label)
    for before, name in zip([None, *names], names, strict=False):
        own = [n for owner, n in our_migrations()[label, name].dependencies if owner == label]
        assert own == ([before] if before else []), f"{label}.{name} follows {own}"
    assert (folder_of(label) / "migrations" / "max_migration.txt").read_text().strip() == names[-1]


@pytest.mark.parametrize("key", sorted(our_migrations()), ids=".".join)
def test_a_migration_has_a_name_and_imports_nothing_that_will_change(key: tuple[str, str]) -> None:
    label, name = key
    assert NAME.fullmatch(name), name
    assert "_auto_" not in name, name
    assert not foreign_imports(folder_of(label) / "migrations" / f"{name}.py")


def test_a_migration_that_imports_models_is_seen(tmp_path: Path) -> None:
    """The rule's bad sample."""
    bad = tmp_path / "0002_bad.py"
    bad.write_text("from kejing.domain.visits import models\nimport kejing.domain.org.rules\n")
    assert foreign_imports(bad) == ["kejing.domain.visits", "kejing.domain.org.rules"]


def test_models_and_migrations_say_the_same() -> None:
    loader = MigrationLoader(None)
    with override(None):  # field names of Django's are translated otherwise
        found = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(
            loader.graph
        )
    ours = {app.label for app in our_apps()}
    missing = {
        f"{label}: {o.describe()}"
        for label, new in found.items()
        if label in ours
        for m in new
        for o in m.operations
    }
    assert not missing, "run makemigrations"


def foreign_imports(path: Path) -> list[str]:
    found = []
    for node in ast.walk(source(path).tree):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        found += [n for n in names if n.startswith(("kejing", "tests")) and n not in MAY_IMPORT]
    return found
