"""An update backs up first, then migrates; an empty installation has nothing to back up."""

from pathlib import Path
from typing import Any

import pytest

from kejing.app.server import state, upgrade
from kejing.app.server.backup import BackupError, read_manifest
from kejing.app.server.home import Home, Kind, Mark, write_mark
from kejing.app.server.postgres import EmbeddedPostgres


class Updated:
    """What happened, in order."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.said: list[str] = []
        self.backups_at_migration: list[Path] | None = None

    def migrate(self, *_: Any, **__: Any) -> None:
        self.backups_at_migration = list(self.home.backups.glob("*"))


@pytest.fixture
def updated(cluster: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Updated:
    home = Home(cluster.home, Mark(Kind.REAL, "bank"))
    write_mark(home.path, home.mark)
    for old in home.backups.glob("*"):
        old.unlink()
    updated = Updated(home)
    monkeypatch.setattr(Home, "program", lambda _home, name: cluster.program(name))
    monkeypatch.setattr(upgrade, "pending_migrations", lambda: 1)
    monkeypatch.setattr(upgrade, "is_empty", lambda: False)
    monkeypatch.setattr(upgrade, "call_command", updated.migrate)
    return updated


def test_the_backup_is_whole_before_the_first_migration(updated: Updated, cluster: EmbeddedPostgres) -> None:
    upgrade.migrate(updated.home, cluster.owner_url, updated.said.append)
    assert updated.backups_at_migration
    assert read_manifest(updated.backups_at_migration[0]).tables is not None
    assert [line.split()[0] for line in updated.said] == ["Backed", "Migrating"]


def test_an_empty_database_is_not_backed_up(
    updated: Updated, cluster: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upgrade, "is_empty", lambda: True)
    upgrade.migrate(updated.home, cluster.owner_url, updated.said.append)
    assert updated.backups_at_migration == []


def test_without_a_backup_there_is_no_migration(
    updated: Updated, cluster: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Home, "program", lambda _home, _name: "/bin/false")
    with pytest.raises(BackupError):
        upgrade.migrate(updated.home, cluster.owner_url, updated.said.append)
    assert updated.backups_at_migration is None


def test_unchanged_code_asks_for_nothing(tmp_path: Path) -> None:
    assert state.of_home(tmp_path) == {}
    state.save(tmp_path, state.of_code())
    assert state.of_home(tmp_path) == state.of_code()
