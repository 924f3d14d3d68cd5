"""close, trail, doctor: the work and the checks of a running installation."""

import argparse
import sys

from kejing.app.cli.entering import Commands, inside
from kejing.app.server.home import Home


def add(commands: Commands) -> None:
    close = commands.add_parser("close", help="close a month: metrics, points, ranking")
    close.add_argument("month", help="YYYY-MM")
    close.set_defaults(run=inside(run_close))
    trail = commands.add_parser("trail", help="the audit trail").add_subparsers(
        metavar="COMMAND", required=True
    )
    verify = trail.add_parser("verify", help="check seals, entries and rows against one another")
    verify.set_defaults(run=inside(verify_trail))
    doctor = commands.add_parser("doctor", help="look for what is wrong with this installation")
    doctor.set_defaults(run=inside(run_doctor))


def run_close(arguments: argparse.Namespace, _home: Home) -> int:
    from kejing.domain.performance.public import close

    run_id = close(arguments.month)
    print(f"{arguments.month} is closed (run {run_id}).")
    return 0


def verify_trail(_arguments: argparse.Namespace, _home: Home) -> int:
    """Print the faults with table and row; 1 if there is any."""
    from kejing.foundation.kernel.context import as_system
    from kejing.foundation.kernel.trail import seal_all, verify

    with as_system("verify the trail"):
        seal_all()
    with as_system("verify the trail"):
        verdict = verify()
    for fault in verdict.faults:
        print(f"{fault.kind}: {fault.table} row {fault.row_id} {fault.detail}".rstrip(), file=sys.stderr)
    print(
        f"{verdict.sealed} entries sealed; "
        + ("the trail is whole." if verdict.whole else "the trail is not whole.")
    )
    return 0 if verdict.whole else 1


def run_doctor(_arguments: argparse.Namespace, home: Home) -> int:
    from kejing.app.cli.doctor import findings

    bad = 0
    for finding in findings(home):
        bad += not finding.well
        print(f"{'ok  ' if finding.well else 'BAD '} {finding.what}: {finding.detail}")
    print("all well" if not bad else f"{bad} to look at")
    return 1 if bad else 0
