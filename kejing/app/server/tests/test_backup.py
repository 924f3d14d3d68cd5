"""A backup is good when it was restored and compared; a damaged one is refused; the comparison sees one cell."""

import tarfile
from pathlib import Path

import psycopg
import pytest

from kejing.app.server import backup, checksums, stamp
from kejing.app.server.backup import BackupError
from kejing.app.server.home import MARK, HomeError, Kind
from kejing.app.server.postgres import EmbeddedPostgres


@pytest.fixture(scope="module")
def filled(cluster: EmbeddedPostgres) -> EmbeddedPostgres:
    with psycopg.connect(cluster.owner_url) as owner:
        owner.execute(
            "create table t (id bigserial primary key, t text, amount numeric(18, 2), at timestamptz)"
        )
        owner.execute(
            "insert into t (t, amount, at) select '客户' || n, n / 7.0, now() from generate_series(1, 500) n"
        )
        owner.execute("create unlogged table staging as select 1 as n")
    (cluster.home / MARK).write_text('kind = "real"\npack = "bank"\ntime_zone = "Asia/Shanghai"\n')
    (cluster.home / "trail").mkdir()
    (cluster.home / "trail" / "heads.jsonl").write_text('{"seq": 1}\n')
    return cluster


@pytest.fixture
def file(filled: EmbeddedPostgres, tmp_path: Path) -> Path:
    target = tmp_path / "backups" / "one.tar"
    backup.back_up(filled.home, filled.owner_url, target, filled.program)
    return target


def sums(server: EmbeddedPostgres) -> checksums.Checksums:
    with psycopg.connect(server.owner_url) as owner:
        return checksums.of(owner)


def test_it_holds_the_database_and_the_files_and_nothing_that_is_made_again(file: Path) -> None:
    with tarfile.open(file) as archive:
        names = set(archive.getnames())
    assert names == {
        "database.dump", "manifest.json", f"home/{MARK}", "home/secrets.toml", "home/trail/heads.jsonl",
    }  # fmt: skip
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["one.tar"]


def test_a_restore_is_equal(filled: EmbeddedPostgres, file: Path, tmp_path: Path) -> None:
    manifest = backup.read_manifest(file)
    assert manifest.tables == sums(filled)
    assert manifest.tables["t"][0] == "500"
    home = tmp_path / "restored"
    home.mkdir()
    backup.unpack_home(file, home)
    assert (home / "trail" / "heads.jsonl").read_text() == '{"seq": 1}\n'
    before = sums(filled)
    filled.empty()
    backup.restore_database(file, manifest, filled.owner_url, filled.program)
    assert sums(filled) == before
    with psycopg.connect(filled.app_url) as app:
        assert app.execute("select count(*) from t").fetchone() == (500,)


def test_one_changed_cell_is_seen(filled: EmbeddedPostgres) -> None:
    before = sums(filled)
    with psycopg.connect(filled.owner_url) as owner:
        owner.execute("update t set amount = amount + 0.01 where id = 250")
        assert checksums.differing(before, checksums.of(owner)) == ["t"]
        owner.rollback()
    assert checksums.differing(before, sums(filled)) == []


@pytest.mark.parametrize("member", [backup.DUMP, backup.MANIFEST, "home/secrets.toml"])
def test_a_flipped_byte_is_refused(file: Path, member: str) -> None:
    with tarfile.open(file) as archive:
        found = archive.getmember(member)
    content = bytearray(file.read_bytes())
    content[found.offset_data + found.size // 2] ^= 0xFF
    file.write_bytes(content)
    with pytest.raises(BackupError, match="not a whole backup"):
        backup.read_manifest(file)


def test_a_cut_file_is_refused(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    with pytest.raises(BackupError, match="not a whole backup"):
        backup.read_manifest(file)


def test_a_failed_backup_leaves_nothing(filled: EmbeddedPostgres, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="false failed"):
        backup.back_up(filled.home, filled.owner_url, tmp_path / "two.tar", lambda _name: "/bin/false")
    assert list(tmp_path.iterdir()) == []


def test_a_database_keeps_its_own_mark(filled: EmbeddedPostgres) -> None:
    assert stamp.read(filled.owner_url) is None
    assert stamp.refuse_other(filled.owner_url, Kind.DEMO) is None
    stamp.write(filled.owner_url, Kind.REAL)
    assert stamp.refuse_other(filled.owner_url, Kind.REAL) is Kind.REAL
    with pytest.raises(HomeError, match="refused"):
        stamp.refuse_other(filled.owner_url, Kind.DEMO)
