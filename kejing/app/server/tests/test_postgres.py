"""The launcher, on real servers."""

import os
import signal
import stat
from pathlib import Path

import psycopg
import pytest

from kejing.app.server.account import AS_WE_ARE
from kejing.app.server.binaries import find
from kejing.app.server.postgres import EmbeddedPostgres, PostgresError
from kejing.app.server.tests.conftest import QUICK

AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root is refused by PostgreSQL")


def ask(url: str, sql: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(sql).fetchone()
    assert row is not None
    return row[0]


class TestRoles:
    def test_the_application_owns_nothing_and_passes_no_wall(self, cluster: EmbeddedPostgres) -> None:
        powers = "rolsuper or rolbypassrls or rolcreaterole or rolcreatedb"
        sql = f"select {powers} from pg_roles where rolname = current_user"  # constants
        assert ask(cluster.app_url, sql) is False
        assert ask(cluster.owner_url, sql) is False

    def test_the_application_may_use_but_not_make_tables(self, cluster: EmbeddedPostgres) -> None:
        with psycopg.connect(cluster.owner_url) as owner:
            owner.execute("create table kept (id bigserial primary key, name text)")
        with psycopg.connect(cluster.app_url) as app:
            app.execute("insert into kept (name) values ('上海浦东支行')")
        with psycopg.connect(cluster.app_url) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("create table mine (id int)")
        with psycopg.connect(cluster.app_url) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("drop table kept")

    def test_the_application_cannot_become_the_owner(self, cluster: EmbeddedPostgres) -> None:
        with psycopg.connect(cluster.app_url) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("set role kejing_owner")

    def test_preparing_twice_changes_nothing(self, cluster: EmbeddedPostgres) -> None:
        (cluster.folder / "prepared").unlink()
        cluster.prepare()
        assert ask(cluster.owner_url, "select current_user") == "kejing_owner"


class TestCluster:
    def test_chinese_text_has_trigrams(self, cluster: EmbeddedPostgres) -> None:
        likeness = ask(cluster.app_url, "select similarity('上海浦东支行', '上海浦东分行')")
        assert isinstance(likeness, float)
        assert likeness > 0.3

    def test_it_listens_on_no_address(self, cluster: EmbeddedPostgres) -> None:
        assert ask(cluster.app_url, "show listen_addresses") == ""

    def test_a_wrong_password_is_refused(self, cluster: EmbeddedPostgres) -> None:
        url = cluster.app_url.replace("kejing_app:", "kejing_app:x")
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(url)

    def test_pages_carry_checksums(self, cluster: EmbeddedPostgres) -> None:
        assert ask(cluster.app_url, "show data_checksums") == "on"

    def test_the_socket_is_for_its_account_alone(self, cluster: EmbeddedPostgres) -> None:
        assert stat.S_IMODE(cluster.socket_folder.stat().st_mode) == 0o700
        assert stat.S_IMODE((cluster.home / "secrets.toml").stat().st_mode) == 0o600

    def test_a_refused_row_stays_out_of_the_log(self, cluster: EmbeddedPostgres) -> None:
        with psycopg.connect(cluster.owner_url) as owner:
            owner.execute("create table person (name text unique)")
            owner.execute("insert into person values ('张三丰')")
        with psycopg.connect(cluster.owner_url) as owner, pytest.raises(psycopg.errors.UniqueViolation):
            owner.execute("insert into person values ('张三丰')")
        assert "张三丰" not in cluster.log.read_text()
        assert "person_name_key" in cluster.log.read_text()


class TestStarting:
    def test_rows_outlive_a_stop(self, cluster: EmbeddedPostgres) -> None:
        with psycopg.connect(cluster.owner_url) as owner:
            owner.execute("create table stopped as select 7 as n")
        cluster.stop()
        assert not cluster.running
        cluster.start()
        assert ask(cluster.owner_url, "select n from stopped") == 7

    def test_rows_outlive_a_kill(self, cluster: EmbeddedPostgres) -> None:
        with psycopg.connect(cluster.owner_url) as owner:
            owner.execute("create table killed as select 7 as n")
        assert cluster.pid
        os.kill(cluster.pid, signal.SIGKILL)
        while cluster.running:
            pass
        cluster.start()
        assert ask(cluster.owner_url, "select n from killed") == 7

    def test_a_server_left_by_a_dead_supervisor_is_taken_over(self, cluster: EmbeddedPostgres) -> None:
        pid = cluster.pid
        other = EmbeddedPostgres(cluster.home, settings=QUICK)
        other.start()
        assert other.pid == pid
        other.stop()
        assert not cluster.running
        cluster.start()

    def test_a_lock_that_names_another_program_is_freed(self, cluster: EmbeddedPostgres) -> None:
        """After the machine restarted, the number in the lock is somebody else's."""
        lock = cluster.data / "postmaster.pid"
        text = lock.read_text()
        cluster.stop()
        lock.write_text("\n".join([str(os.getpid()), *text.splitlines()[1:]]) + "\n")
        assert not cluster.running
        cluster.start()
        assert cluster.pid != os.getpid()

    def test_a_setting_it_does_not_know_is_said_at_once(self, cluster: EmbeddedPostgres) -> None:
        cluster.stop()
        wrong = EmbeddedPostgres(cluster.home, settings={"no_such_setting": "1"})
        with pytest.raises(PostgresError, match="no_such_setting"):
            wrong.start()
        cluster.start()


class TestPlaces:
    def test_a_long_path_gets_a_short_socket_folder(self, tmp_path: Path) -> None:
        server = EmbeddedPostgres(tmp_path / ("long" * 30), settings=QUICK)
        server.start()
        try:
            assert len(str(server.socket_folder)) < 60
            assert ask(server.app_url, "select 1") == 1
        finally:
            server.stop()
        assert not server.socket_folder.exists()

    @AS_ROOT
    def test_root_does_not_run_it_as_root_where_an_account_reaches(self, cluster: EmbeddedPostgres) -> None:
        """pytest's own folder is closed to others: there it runs in a user namespace, on files of root's."""
        assert cluster.data.stat().st_uid == 0
        assert ask(cluster.app_url, "select 1") == 1

    def test_binaries_are_copied_where_the_account_cannot_read_them(self, tmp_path: Path) -> None:
        copy = find().copy_to(tmp_path / "programs")
        assert AS_WE_ARE.can(copy.program("postgres"), "-V")
        assert stat.S_IMODE((copy.folder / "postgres").stat().st_mode) == 0o755
