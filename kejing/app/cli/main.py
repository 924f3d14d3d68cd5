"""The `kejing` command. One file for each group of commands; each adds its own to the parser."""

import argparse
import sys
from collections.abc import Sequence

import kejing
from kejing.app.cli import databases, installing, serving, working
from kejing.app.server.backup import BackupError
from kejing.app.server.binaries import NoPostgres
from kejing.app.server.home import HomeError
from kejing.app.server.postgres import PostgresError

GROUPS = (serving, installing, databases, working)
REFUSED = 1


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code: 0 done, 1 refused or failed with a clear text, 2 not understood."""
    arguments = parser().parse_args(argv)
    try:
        code: int = arguments.run(arguments)
    except (HomeError, PostgresError, NoPostgres, BackupError, PermissionError) as error:
        print(error, file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        from kejing.foundation.kernel.errors import Refused

        if not isinstance(error, Refused):
            raise
        print(error.text, file=sys.stderr)
        return REFUSED
    return code


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="kejing",
        description="Kejing (客经): the system an organisation runs its account managers on.",
        epilog="KEJING_HOME names the data folder, KEJING_HOST and KEJING_PORT where the pages are served,"
        " DATABASE_URL and DATABASE_OWNER_URL a PostgreSQL other than its own.",
    )
    top.add_argument("--version", action="version", version=f"kejing {kejing.__version__}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for group in GROUPS:
        group.add(commands)
    return top
