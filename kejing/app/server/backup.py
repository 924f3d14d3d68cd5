"""Backup and restore: database and files in one file, with a manifest that says what must come back.

The file is a tar: `database.dump` (`pg_dump -Fc`), `home/…` (marks, secrets, attachments, anchors, snapshots) and
`manifest.json` (SHA-256 of each, and each table's rows and checksum in the dump's own snapshot). It holds the
installation's keys: it is written 0600 and belongs where they would.
"""

import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import psycopg

import kejing
from kejing.app.server import checksums
from kejing.app.server.checksums import Checksums
from kejing.app.server.home import MARK

DUMP = "database.dump"
MANIFEST = "manifest.json"
_MADE_AGAIN = {"postgres", "run", "logs", "static", "backups", "lock", "state.json"}
# The cluster brings these; only its superuser may make or describe them.
_NOT_RESTORED = (" EXTENSION ", " COMMENT - EXTENSION ", " SCHEMA - public ", " COMMENT - SCHEMA ")
Program = Callable[[str], str]


class BackupError(Exception):
    """A backup could not be written, or is not whole; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Manifest:
    version: str
    made_at: str
    files: dict[str, str]
    tables: Checksums


def libpq_environment(url: str) -> dict[str, str]:
    """The address as PostgreSQL's programs read it: from the environment, since all can see a command line."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    found = {
        "PGHOST": query.get("host") or parts.hostname or "",
        "PGPORT": str(parts.port or query.get("port", "")),
        "PGUSER": unquote(parts.username or ""),
        "PGPASSWORD": unquote(parts.password or ""),
        "PGDATABASE": parts.path.lstrip("/"),
    }
    return {name: value for name, value in found.items() if value}


def default_name(kind: str, reason: str = "") -> str:
    moment = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    return "-".join(part for part in ("kejing", kind, moment, reason) if part) + ".tar"


def back_up(home: Path, owner_url: str, target: Path, program: Program) -> Manifest:
    """Write a backup of a running installation to `target`, whole or not at all. Raises BackupError."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
        dump = Path(folder) / DUMP
        tables = _dump(owner_url, dump, program("pg_dump"))
        members = {DUMP: dump} | {f"home/{file.relative_to(home)}": file for file in _files(home)}
        # Files that grow (the trail's anchors) are copied first, so that their digest is that of what is kept.
        copies = {
            name: _copy(file, Path(folder) / "copy" / name) for name, file in members.items() if name != DUMP
        }
        members |= copies
        manifest = Manifest(
            version=kejing.__version__,
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            files={name: _sha256(file) for name, file in members.items()},
            tables=tables,
        )
        written = Path(folder) / MANIFEST
        written.write_text(json.dumps(asdict(manifest), indent=1))
        _pack({**members, MANIFEST: written}, target)
    return manifest


def read_manifest(file: Path) -> Manifest:
    """Check every byte of a backup against its manifest and return that. Raises BackupError."""
    try:
        with tarfile.open(file) as archive:
            return _checked(archive)
    except (tarfile.TarError, OSError, ValueError, KeyError, TypeError) as error:
        raise BackupError(f"{file} is not a whole backup of Kejing: {error}") from error


def unpack_home(file: Path, home: Path) -> None:
    """Put the backup's own files into an empty folder; the dump stays outside until `restore_database`."""
    with tarfile.open(file) as archive:
        for member in archive.getmembers():
            if member.name.startswith("home/"):
                member.name = member.name.removeprefix("home/")
                archive.extract(member, home, filter="data")
    if not (home / MARK).exists():
        raise BackupError(f"{file} holds no {MARK}.")


def restore_database(file: Path, manifest: Manifest, owner_url: str, program: Program) -> None:
    """Load the dump into an empty database and compare every table with the manifest. Raises BackupError."""
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(file) as archive:
            archive.extract(archive.getmember(DUMP), folder, filter="data")
        dump = Path(folder) / DUMP
        contents = _run([program("pg_restore"), "--list", str(dump)], owner_url).splitlines()
        wanted = Path(folder) / "list"
        wanted.write_text(
            "\n".join(line for line in contents if not any(text in line for text in _NOT_RESTORED))
        )
        options = ["--exit-on-error", "--single-transaction", f"--use-list={wanted}"]
        _run(
            [
                program("pg_restore"),
                *options,
                f"--dbname={libpq_environment(owner_url)['PGDATABASE']}",
                str(dump),
            ],
            owner_url,
        )
    with psycopg.connect(owner_url) as connection:
        wrong = checksums.differing(manifest.tables, checksums.of(connection))
    if wrong:
        raise BackupError(f"Restored, but these tables differ from the backup: {', '.join(wrong)}")


def _dump(owner_url: str, dump: Path, pg_dump: str) -> Checksums:
    with psycopg.connect(owner_url) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        row = connection.execute("select pg_export_snapshot()").fetchone()
        assert row is not None
        _run(
            [pg_dump, "-Fc", "--no-unlogged-table-data", f"--snapshot={row[0]}", f"--file={dump}"], owner_url
        )
        return checksums.of(connection)


def _run(command: list[str], url: str) -> str:
    answer = subprocess.run(
        command, env=os.environ | libpq_environment(url), capture_output=True, text=True, check=False
    )
    if answer.returncode:
        raise BackupError(f"{Path(command[0]).name} failed: {answer.stderr.strip()[-500:]}")
    return answer.stdout


def _files(home: Path) -> Iterator[Path]:
    for entry in sorted(home.iterdir()):
        if entry.name not in _MADE_AGAIN:
            yield from (file for file in sorted([entry, *entry.rglob("*")]) if file.is_file())


def _copy(file: Path, copy: Path) -> Path:
    copy.parent.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copy2(file, copy))


def _pack(members: dict[str, Path], target: Path) -> None:
    part = target.with_name(f"{target.name}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
            for name, file in members.items():
                archive.add(file, name, recursive=False)
        out.flush()
        os.fsync(out.fileno())
    part.rename(target)


def _checked(archive: tarfile.TarFile) -> Manifest:
    opened = archive.extractfile(MANIFEST)
    if opened is None:
        raise BackupError("it has no manifest")
    manifest = Manifest(**json.load(opened))
    found = {member.name for member in archive.getmembers()} - {MANIFEST}
    if found != manifest.files.keys():
        raise ValueError(f"its files are not those of its manifest: {sorted(found ^ manifest.files.keys())}")
    for name, digest in manifest.files.items():
        part = archive.extractfile(name)
        if (
            not isinstance(part, io.BufferedReader)
            or hashlib.file_digest(part, "sha256").hexdigest() != digest
        ):
            raise ValueError(f"{name} was changed or cut")
    return manifest


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
