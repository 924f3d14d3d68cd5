import os
import pwd
import stat
import tempfile
from pathlib import Path

import psycopg
import pytest

from kejing.app.server.account import AS_WE_ARE, NAMESPACE, Account, choose, make_passable, owner_of
from kejing.app.server.postgres import EmbeddedPostgres
from kejing.app.server.tests.conftest import QUICK

AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")


def nobody() -> Account:
    entry = pwd.getpwnam("nobody")
    return Account(uid=entry.pw_uid, gid=entry.pw_gid)


@AS_ROOT
class TestAsRoot:
    def test_an_account_that_cannot_reach_the_folder_is_not_chosen(self, tmp_path: Path) -> None:
        closed = tmp_path / "closed"
        closed.mkdir(mode=0o700)
        assert choose(closed) == NAMESPACE
        with pytest.raises(PermissionError, match="nobody"):
            choose(closed, "nobody")

    def test_an_unprivileged_account_runs_the_server(self) -> None:
        """In a folder that others may pass through, as /var/lib/kejing is."""
        with tempfile.TemporaryDirectory() as folder:
            Path(folder).chmod(0o711)
            server = EmbeddedPostgres(Path(folder) / "home", "nobody", settings=QUICK)
            server.start()
            try:
                assert server.pid
                assert Path(f"/proc/{server.pid}").stat().st_uid == nobody().uid
                with psycopg.connect(server.app_url) as app:
                    assert app.execute("select 1").fetchone() == (1,)
            finally:
                server.stop()

    def test_data_go_on_with_their_owner(self, tmp_path: Path) -> None:
        assert owner_of(tmp_path) == NAMESPACE
        nobody().own(tmp_path)
        assert owner_of(tmp_path) == nobody()

    def test_new_folders_may_be_passed_through_and_old_ones_stay(self, tmp_path: Path) -> None:
        before = tmp_path.stat().st_mode
        make_passable(tmp_path / "a" / "b")
        assert tmp_path.stat().st_mode == before
        assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o711


class TestAsUser:
    def test_a_user_runs_it_himself(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(os, "geteuid", lambda: tmp_path.stat().st_uid + 1)
        assert choose(tmp_path) == AS_WE_ARE

    def test_data_of_another_account_are_refused(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(os, "geteuid", lambda: tmp_path.stat().st_uid + 1)
        with pytest.raises(PermissionError, match="another account"):
            owner_of(tmp_path)

    def test_new_folders_are_closed(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(os, "geteuid", lambda: 1000)
        make_passable(tmp_path / "a")
        assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o700
