"""backup, restore, psql: the database and the files around it."""

import argparse
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from kejing.app.cli.entering import Commands
from kejing.app.server import backup as backups
from kejing.app.server import home as homes
from kejing.app.server import stamp
from kejing.app.server.account import make_passable
from kejing.app.server.home import Home, HomeError
from kejing.app.server.postgres import EmbeddedPostgres


def add(commands: Commands) -> None:
    backup = commands.add_parser("backup", help="write database and files into one file")
    backup.add_argument(
        "file", nargs="?", type=Path, help="default: a dated file in the data folder's backups/"
    )
    backup.set_defaults(run=run_backup)
    restore = commands.add_parser(
        "restore", help="make an installation of a backup, in a data folder that is empty"
    )
    restore.add_argument("file", type=Path)
    restore.set_defaults(run=run_restore)
    psql = commands.add_parser(
        "psql", help="open the database, as its owner; more arguments after -- go to psql"
    )
    psql.add_argument(
        "--app", action="store_true", help="as the application instead: it sees no row without a context"
    )
    psql.add_argument("arguments", nargs="*")
    psql.set_defaults(run=run_psql)


def run_backup(arguments: argparse.Namespace) -> int:
    home = homes.current()
    target = (arguments.file or home.backups / backups.default_name(home.mark.kind)).absolute()
    with home.running():
        manifest = backups.back_up(home.path, homes.owner_url(), target, home.program)
    rows = sum(int(rows) for rows, _ in manifest.tables.values())
    size = target.stat().st_size / 1e6
    print(f"{target}: {len(manifest.tables)} tables, {rows} rows, {len(manifest.files)} files, {size:.1f} MB")
    return 0


def run_restore(arguments: argparse.Namespace) -> int:
    """Build the installation beside the wanted folder and rename it at the end: whole, or not there."""
    manifest = backups.read_manifest(arguments.file)
    with tempfile.TemporaryDirectory() as folder:
        backups.unpack_home(arguments.file, Path(folder))
        mark = homes.opened(Path(folder)).mark
    target = homes.path_for(mark.kind)
    if target.exists() and any(target.iterdir()):
        raise HomeError(f"{target} is not empty; name an empty folder with KEJING_HOME.")
    if "DATABASE_URL" in os.environ:
        raise HomeError("A restore makes its own database; unset DATABASE_URL.")
    fresh = target.with_name(f"{target.name}.restoring")
    shutil.rmtree(fresh, ignore_errors=True)
    make_passable(fresh)
    try:
        _restore_into(Home(fresh, mark), arguments.file, manifest)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    if target.exists():
        target.rmdir()
    fresh.rename(target)
    rows = sum(int(rows) for rows, _ in manifest.tables.values())
    print(f"{target}: {len(manifest.tables)} tables, {rows} rows, equal to the backup of {manifest.made_at}")
    return 0


def run_psql(arguments: argparse.Namespace) -> int:
    home = homes.current()
    with home.running():
        url = os.environ["DATABASE_URL"] if arguments.app else homes.owner_url()
        environment = os.environ | backups.libpq_environment(url)
        return subprocess.call([home.program("psql"), *arguments.arguments], env=environment)


def _restore_into(home: Home, file: Path, manifest: backups.Manifest) -> None:
    backups.unpack_home(file, home.path)
    server = EmbeddedPostgres(home.path)
    server.start()
    try:
        backups.restore_database(file, manifest, server.owner_url, server.program)
        stamp.write(server.owner_url, home.mark.kind)
    finally:
        server.stop()
