"""From a command into an installation: its environment, its database, Django, the reader's language."""

import argparse
import os
from collections.abc import Callable
from typing import Any, Protocol

from kejing.app.server import home as homes
from kejing.app.server.home import Home, HomeError

Arguments = argparse.Namespace
Work = Callable[[Arguments, Home], int]


class Commands(Protocol):
    """What argparse's `add_subparsers` returns, as far as it is used."""

    def add_parser(self, name: str, **options: Any) -> argparse.ArgumentParser: ...


def set_up_django() -> None:
    """Load the applications; texts come in the language of the terminal."""
    import django
    from django.utils import translation

    django.setup()
    chinese = (os.environ.get("LC_ALL") or os.environ.get("LANG") or "").startswith("zh")
    translation.activate("zh-hans" if chinese else "en")


def inside(work: Work, home: Callable[[], Home] = homes.current) -> Callable[[Arguments], int]:
    """Make a command of `work`: it runs with Django in the current installation."""

    def run(arguments: Arguments) -> int:
        found = home()
        with found.running():
            set_up_django()
            from django.db import connections

            try:
                return work(arguments, found)
            finally:
                connections.close_all()

    return run


def demo() -> Home:
    """The demo: in KEJING_HOME, or where `make run` puts it. Raises HomeError."""
    path = homes.path_for(homes.Kind.DEMO)
    if not (path / homes.MARK).exists():
        raise HomeError("There is no demo here yet: `make run` makes it.")
    return homes.opened(path, homes.Kind.DEMO)
