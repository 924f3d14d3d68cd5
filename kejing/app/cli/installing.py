"""init, upgrade and the demo: making an installation and looking after it."""

import argparse
import os
from pathlib import Path

from kejing.app.cli.entering import Commands, demo, inside, set_up_django
from kejing.app.cli.serving import serve_home
from kejing.app.server import home as homes
from kejing.app.server import stamp, state
from kejing.app.server.home import Home, HomeError, Kind, Mark

DEMO_PACK = "bank"
PACKS = Path(__file__).resolve().parents[3] / "packs"


def add(commands: Commands) -> None:
    init = commands.add_parser("init", help="make an empty installation with an industry pack")
    init.add_argument("--pack", required=True, help=f"one of: {', '.join(packs())}")
    init.add_argument("--time-zone", default=homes.DEFAULT_TIME_ZONE)
    init.set_defaults(run=run_init)
    upgrade = commands.add_parser(
        "upgrade", help="back up, migrate and collect static files; serve does it by itself"
    )
    upgrade.add_argument("--locked", action="store_true", help=argparse.SUPPRESS)
    upgrade.set_defaults(run=run_upgrade)
    demos = commands.add_parser("demo", help="the demo organisation").add_subparsers(
        metavar="COMMAND", required=True
    )
    serve = demos.add_parser("serve", help="make the demo if there is none, and serve it (make run)")
    serve.set_defaults(run=run_demo)
    advance = demos.add_parser("advance", help="let working days pass in the demo")
    advance.add_argument("days", nargs="?", type=int, default=1)
    advance.set_defaults(run=inside(advance_demo, demo))
    demos.add_parser("status", help="the demo's day and progress").set_defaults(run=inside(demo_status, demo))


def packs() -> list[str]:
    return sorted(file.parent.name for file in PACKS.glob("*/pack.yaml"))


def run_init(arguments: argparse.Namespace) -> int:
    """Make a real installation and print the first administrator's one-time link."""
    if arguments.pack not in packs():
        raise HomeError(f"There is no pack {arguments.pack!r}; there are: {', '.join(packs())}.")
    home = homes.made(homes.path_for(Kind.REAL), Mark(Kind.REAL, arguments.pack, arguments.time_zone))
    with home.running():
        set_up_django()
        secret = prepare(home)
    if secret is None:
        print(f"{home.path} holds a complete installation already; `kejing serve` serves it.")
        return 0
    print(f"An empty installation with the pack “{home.mark.pack}” is in {home.path}.")
    print(f"1. Serve it:   KEJING_HOME={home.path} kejing serve")
    print("2. Then open this link, once, to set the first administrator's password (valid for a day):")
    print(f"   http://{homes.listening_host()}:{homes.listening_port()}/set-password/{secret}/")
    return 0


def run_upgrade(arguments: argparse.Namespace) -> int:
    home = homes.current()
    if arguments.locked:  # by the supervisor, which started this and holds the lock
        set_up_django()
        prepare(home)
        return 0
    with home.running():
        set_up_django()
        prepare(home)
    return 0


def run_demo(_arguments: argparse.Namespace) -> int:
    """Serve the demo; the first time it is made before the address is printed."""
    home = homes.made(homes.path_for(Kind.DEMO), Mark(Kind.DEMO, DEMO_PACK))
    os.environ["KEJING_HOME"] = str(home.path)
    return serve_home(home)


def prepare(home: Home) -> str | None:
    """Bring the installation up to this code, and make its contents the first time.

    Returns the first administrator's secret when it was made now, and is no demo. Raises HomeError where the
    database is not what the data folder is marked as.
    """
    from kejing.app.server import upgrade

    url = homes.owner_url()
    found = stamp.refuse_other(url, home.mark.kind)
    if found is None and not upgrade.is_empty():
        _throw_away_half_made(home)
    upgrade.migrate(home, url, say)
    upgrade.collect_static(home, say)
    secret = None
    if found is None:
        secret = _fill(home)
        stamp.write(url, home.mark.kind)
    else:
        _update_pack(home.mark.pack)
    state.save(home.path, state.of_code())
    return secret


def say(text: str) -> None:
    print(text, flush=True)


def advance_demo(arguments: argparse.Namespace, _home: Home) -> int:
    from kejing.app.demo.build import advance

    print(advance(arguments.days))
    return 0


def demo_status(_arguments: argparse.Namespace, _home: Home) -> int:
    from kejing.foundation.kernel import clock
    from kejing.foundation.kernel.context import as_system
    from kejing.foundation.kernel.models import Progress

    with as_system("demo status"):
        print(f"business day {clock.today()}")
        for row in Progress.objects.order_by("started_at"):
            print(f"{row.key}: {row.state} {row.done}/{row.total} {row.step}".rstrip())
    return 0


def _fill(home: Home) -> str | None:
    if home.is_demo:
        from kejing.app.demo.build import build

        build(lambda step: say(f"Making the demo: {step}"))
        return None
    from kejing.app.web.first_steps import make_first_administrator
    from kejing.engines.packs.public import apply_pack
    from kejing.foundation.kernel.context import as_system

    with as_system("init") as actor:
        apply_pack(actor=actor, code=home.mark.pack)
    return make_first_administrator()


def _update_pack(code: str) -> None:
    """Apply a newer version that came with this code. One that cannot be is said, and keeps nobody from working."""
    from kejing.engines.packs.public import PackRefused, apply_pack, installed_packs, is_waiting
    from kejing.foundation.kernel.context import as_system

    try:
        with as_system("upgrade") as actor:
            if not is_waiting(code):
                return
            apply_pack(actor=actor, code=code)
            (card,) = (card for card in installed_packs() if card.code == code)
    except PackRefused as refused:
        say(f"The pack “{code}” stays as it is: {refused.text}")
        return
    created = sum(done[0] for done in card.outcome.values())
    say(f"Applied version {card.version} of the pack “{code}”: {created} new, what was there stays")


def _throw_away_half_made(home: Home) -> None:
    """A first start that was cut short left no stamp: nothing of a user's is in it yet."""
    from django.db import connections

    server = home.postgres()
    if server is None:
        raise HomeError("The database holds tables but no complete installation; give Kejing an empty one.")
    say("The first start was cut short; beginning again")
    connections.close_all()
    server.empty()
