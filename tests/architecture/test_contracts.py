"""The import contracts of pyproject.toml catch what is planted: one throw-away tree with every kind of fault."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT

FILES = [
    "app/cli",
    "app/web",
    "app/wiring/panels",
    "app/wiring/other",
    "domain/visits/public",
    "domain/visits/views",
    "domain/visits/actions",
    "domain/visits/queries",
    "domain/visits/models",
    "domain/visits/rules",
    "domain/visits/events",
    "domain/visits/vocabulary",
    "domain/visits/forms",
    "domain/visits/tests/test_visits",
    "domain/customers/public",
    "domain/customers/actions",
    "domain/customers/queries",
    "domain/customers/models",
    "domain/customers/access",
    "domain/customers/api",
    "domain/customers/rules",
    "domain/customers/views",
    "domain/org/public",
    "domain/org/models",
    "engines/metrics/public",
    "engines/metrics/criteria",
    "engines/packs/public",
    "foundation/identity/public",
    "foundation/identity/models",
    "foundation/identity/rules",
    "foundation/identity/views",
    "foundation/identity/forms",
    "foundation/ui/forms",
    "foundation/kernel/actions",
    "foundation/kernel/models",
    "foundation/kernel/testing",
]
PLANTED = {  # importer: imported
    "domain/customers/queries": "kejing.domain.visits.public",  # up the stack
    "foundation/kernel/actions": "kejing.domain.org.public",  # the kernel knowing the business
    "engines/metrics/public": "kejing.domain.customers.public",  # an engine knowing the business
    "engines/packs/public": "kejing.engines.metrics.public",  # an engine knowing another
    "domain/visits/queries": "kejing.domain.visits.actions",  # a query calling an action
    "domain/visits/models": "kejing.domain.visits.queries",  # a model reading
    "domain/visits/views": "kejing.domain.visits.models",  # a view touching tables
    "domain/visits/rules": "django",  # a rule with a database
    "domain/visits/events": "psycopg",  # an event with SQL
    "domain/visits/actions": "kejing.domain.customers.models",  # past the door
    "domain/visits/forms": "kejing.domain.customers.api",  # another module's API
    "app/web": "kejing.domain.customers.queries",  # the app past the door
    "app/wiring/other": "kejing.domain.customers.actions",  # wiring past what it may plug
    "domain/customers/access": "kejing.domain.visits.tests.test_visits",  # the product importing a test
    "domain/org/public": "kejing.foundation.kernel.testing",  # the product stepping over the wall
    "foundation/ui/forms": "kejing.foundation.identity.public",  # the kit knowing accounts
}
ALLOWED = {
    "app/wiring/panels": "kejing.domain.customers.views",
    "domain/visits/tests/test_visits": "kejing.domain.customers.models",
}
UNPLACED = ["domain/visits/helpers", "domain/careers/public", "common/utils", "app/tools"]


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("planted")
    for name in [*FILES, *UNPLACED]:
        path = folder / "kejing" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        wanted = PLANTED.get(name) or ALLOWED.get(name)
        # Hidden in a function: an import is one wherever it stands.
        path.write_text(f"def f():\n    import {wanted}\n" if wanted else "")
    for made in [path for path in (folder / "kejing").rglob("*") if path.is_dir()] + [folder / "kejing"]:
        (made / "__init__.py").touch()
    (folder / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache", "--config", "pyproject.toml"]
    answer = subprocess.run(
        command, cwd=folder, env={**os.environ, "PYTHONPATH": f"{folder}:{ROOT}", "COLUMNS": "300"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return " ".join(answer.stdout.replace("\n", " ").split())


@pytest.mark.parametrize("importer", sorted(PLANTED))
def test_a_planted_import_is_caught(said: str, importer: str) -> None:
    assert f"kejing.{importer.replace('/', '.')} -> {PLANTED[importer]}" in said


@pytest.mark.parametrize("importer", sorted(ALLOWED))
def test_what_is_allowed_is_let_through(said: str, importer: str) -> None:
    assert f"kejing.{importer.replace('/', '.')} ->" not in said


@pytest.mark.parametrize("name", UNPLACED)
def test_a_file_or_folder_that_nobody_placed_is_caught(said: str, name: str) -> None:
    parts = name.split("/")
    unplaced = next(p for p in parts if p in {"helpers", "careers", "common", "tools"})
    assert f"- {unplaced}" in said or f"- kejing.{'.'.join(parts[: parts.index(unplaced) + 1])}" in said
