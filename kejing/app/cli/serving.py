"""serve, web, worker: what runs until it is stopped."""

import argparse
import os
from typing import TYPE_CHECKING

from kejing.app.cli.entering import Commands, set_up_django
from kejing.app.server import home as homes
from kejing.app.server.children import die_with_supervisor
from kejing.app.server.home import Home, HomeError
from kejing.app.server.supervisor import Supervisor

if TYPE_CHECKING:
    from procrastinate import App

WEB_THREADS = 4
WORKER_JOBS = 2
_MOST_WORKERS = 4


def add(commands: Commands) -> None:
    serve = commands.add_parser("serve", help="serve this installation: database, web and worker in one")
    serve.set_defaults(run=lambda _arguments: serve_home(homes.current()))
    web = commands.add_parser("web", help="serve the pages alone (a cluster; DATABASE_URL)")
    web.set_defaults(run=run_web)
    worker = commands.add_parser("worker", help="run background jobs alone (a cluster; DATABASE_URL)")
    worker.set_defaults(run=run_worker)


def serve_home(home: Home) -> int:
    """Serve until a signal; prints the address when the pages can be had."""
    return Supervisor(home, lambda text: print(text, flush=True)).run()


def run_web(_arguments: argparse.Namespace) -> int:
    """Serve the pages. A plain WSGI callable: any other server could do it."""
    _enter()
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    Server(
        "kejing.app.web.wsgi:application",
        address=homes.listening_host(),
        port=homes.listening_port(),
        interface=Interfaces.WSGI,
        workers=_web_workers(),
        blocking_threads=int(os.environ.get("KEJING_WEB_THREADS") or WEB_THREADS),
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
        log_level=LogLevels.warning,
    ).serve()
    return 0


def run_worker(_arguments: argparse.Namespace) -> int:
    """Run jobs until a signal; those in work are finished first.

    One that takes longer is killed by the supervisor and stays `doing`: the next worker takes it up again. A
    time limit here would mark it as aborted, for good.
    """
    _enter()
    set_up_django()
    import asyncio

    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    from kejing.app.server.logs import configure

    configure("worker")
    assert isinstance(app.connector, DjangoConnector)
    with app.replace_connector(app.connector.get_worker_connector()) as runner:
        asyncio.run(_work(runner))
    return 0


async def _work(runner: "App") -> None:
    async with runner.open_async():
        await runner.run_worker_async(
            concurrency=int(os.environ.get("KEJING_WORKER_JOBS") or WORKER_JOBS),
            install_signal_handlers=True,
        )


def _enter() -> None:
    """Into the installation; a node of a cluster has none and is set up by its environment alone."""
    die_with_supervisor()
    try:
        home = homes.current()
    except HomeError:
        if not {"DATABASE_URL", "KEJING_SECRET_KEY", "KEJING_TRAIL_KEY"} <= os.environ.keys():
            raise
        os.environ["KEJING_DEMO"] = ""
        os.environ["DJANGO_SETTINGS_MODULE"] = "kejing.app.settings"
        return
    server = home.postgres()
    if server and not server.running:
        raise HomeError("Its database is not running: `kejing serve` starts all three, or set DATABASE_URL.")
    home.enter()


def _web_workers() -> int:
    if chosen := os.environ.get("KEJING_WEB_WORKERS"):
        return int(chosen)
    return 1 if os.environ["KEJING_DEMO"] else min(os.cpu_count() or 1, _MOST_WORKERS)
