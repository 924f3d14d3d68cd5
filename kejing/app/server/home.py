"""The data folder of one installation, and the environment that follows from it.

`kejing.toml` marks it, once: a demo can never become real data, nor real data a demo. `secrets.toml` holds the
keys; the rest is `postgres/`, `run/`, `logs/`, `static/`, `files/`, `trail/`, `snapshots/`, `backups/`.
"""

import fcntl
import ipaddress
import json
import os
import socket
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from kejing.app.server import binaries as programs
from kejing.app.server import secrets
from kejing.app.server.account import make_passable
from kejing.app.server.postgres import EmbeddedPostgres

MARK = "kejing.toml"
DEFAULT_TIME_ZONE = "Asia/Shanghai"


class Kind(StrEnum):
    DEMO = "demo"
    REAL = "real"


class HomeError(Exception):
    """The data folder is not what was asked for; the text says what to do."""


class Busy(HomeError):
    """Another process has this data folder in use."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What an installation is, from its first day."""

    kind: Kind
    pack: str
    time_zone: str = DEFAULT_TIME_ZONE


@dataclass(frozen=True, slots=True)
class Home:
    path: Path
    mark: Mark

    @property
    def is_demo(self) -> bool:
        return self.mark.kind is Kind.DEMO

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def backups(self) -> Path:
        return self.path / "backups"

    def postgres(self) -> EmbeddedPostgres | None:
        """Its own server; None where `DATABASE_URL` names another. A demo does not wait for the disk."""
        own = EmbeddedPostgres(self.path, settings={"synchronous_commit": "off"} if self.is_demo else {})
        return own if os.environ.get("DATABASE_URL", own.app_url) == own.app_url else None

    def program(self, name: str) -> str:
        """Where `psql`, `pg_dump` or `pg_restore` is: its own server's, or the first there is."""
        server = self.postgres()
        return server.program(name) if server else programs.find().program(name)

    def enter(self) -> None:
        """Set this process's environment to this installation; what is set by hand already stays.

        Whether it is a demo is the mark's business alone.
        """
        keys = secrets.load_or_create(self.path)
        found = {
            "KEJING_SECRET_KEY": keys.django_key,
            "KEJING_TRAIL_KEY": keys.trail_key,
            "KEJING_TIME_ZONE": self.mark.time_zone,
            "KEJING_ALLOWED_HOSTS": ",".join(allowed_hosts(listening_host())),
        }
        if server := self.postgres():
            found |= {"DATABASE_URL": server.app_url, "DATABASE_OWNER_URL": server.owner_url}
        for name, value in found.items():
            os.environ.setdefault(name, value)
        os.environ["KEJING_HOME"] = str(self.path)
        os.environ["KEJING_DEMO"] = "1" if self.is_demo else ""
        os.environ["DJANGO_SETTINGS_MODULE"] = "kejing.app.settings"

    @contextmanager
    def running(self) -> Iterator[None]:
        """Enter it with its database running: the one that serves, or one started for this alone. Raises Busy."""
        server = self.postgres()
        if server is None or server.running:
            self.enter()
            yield
            return
        with self.lock():
            server.start()
            self.enter()
            try:
                yield
            finally:
                server.stop()

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Keep others from serving, upgrading or restoring this installation. Raises Busy."""
        with (self.path / "lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Busy(
                    f"Kejing runs already on {self.path}; stop it first, or choose another KEJING_HOME."
                ) from None
            yield


def default_root() -> Path:
    """Where installations lie unless KEJING_HOME says otherwise."""
    if os.geteuid() == 0:
        return Path("/var/lib/kejing")
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "kejing"


def path_for(kind: Kind) -> Path:
    """Where an installation of this kind is, or would be made."""
    if chosen := os.environ.get("KEJING_HOME"):
        return Path(chosen).absolute()
    return default_root() / ("demo" if kind is Kind.DEMO else "main")


def current() -> Home:
    """The installation commands work on: KEJING_HOME, or the only one there is. Raises HomeError."""
    if os.environ.get("KEJING_HOME"):
        return opened(path_for(Kind.REAL))
    found = [path for path in map(path_for, (Kind.REAL, Kind.DEMO)) if (path / MARK).exists()]
    if len(found) > 1:
        raise HomeError(
            "There are two installations here; name one:\n"
            + "\n".join(f"  KEJING_HOME={path}" for path in found)
        )
    if not found:
        raise HomeError(
            "There is no installation here. `make run` makes the demo, `kejing init --pack bank` a real one."
        )
    return opened(found[0])


def opened(path: Path, kind: Kind | None = None) -> Home:
    """Open an installation, of the given kind if one is named. Raises HomeError."""
    file = path / MARK
    if not file.exists():
        raise HomeError(f"{path} holds no installation of Kejing (no {MARK}).")
    values = tomllib.loads(file.read_text())
    mark = Mark(Kind(values["kind"]), values["pack"], values["time_zone"])
    if kind and mark.kind is not kind:
        raise HomeError(
            f"{path} is marked as {mark.kind}; it can never become {kind}. Choose another KEJING_HOME."
        )
    return Home(path, mark)


def made(path: Path, mark: Mark) -> Home:
    """Make an installation's folder, or open the one of the same kind that is there. Raises HomeError."""
    if (path / MARK).exists():
        return opened(path, mark.kind)
    if path.exists() and any(path.iterdir()):
        raise HomeError(f"{path} is not empty and holds no installation of Kejing; choose another folder.")
    make_passable(path)
    write_mark(path, mark)
    return Home(path, mark)


def write_mark(path: Path, mark: Mark) -> None:
    lines = [f"{name} = {json.dumps(value)}\n" for name, value in asdict(mark).items()]
    (path / MARK).write_text(
        "# Written once. The kind is never changed: Kejing refuses it.\n" + "".join(lines)
    )


def owner_url() -> str:
    """The database as its owner, once an installation is entered. Raises HomeError where nobody said it."""
    url = os.environ.get("DATABASE_OWNER_URL")
    if not url:
        raise HomeError("DATABASE_URL names another database; DATABASE_OWNER_URL must name it as its owner.")
    return url


def listening_host() -> str:
    """Where the pages are served: this machine alone unless told otherwise."""
    return os.environ.get("KEJING_HOST") or "127.0.0.1"


def listening_port() -> int:
    port = os.environ.get("KEJING_PORT") or "8000"
    if not port.isdigit() or not 0 < int(port) < 1 << 16:
        raise HomeError(f"KEJING_PORT is {port!r}; it must be a number from 1 to 65535.")
    return int(port)


def allowed_hosts(host: str) -> list[str]:
    """The names under which the pages may be asked for, from where they listen."""
    names = ["127.0.0.1", "localhost", "[::1]"]
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return [*names, host]
    if not address.is_unspecified:
        return list(dict.fromkeys([*names, host]))
    own = socket.gethostname()
    try:
        found = {str(info[4][0]) for info in socket.getaddrinfo(own, None, socket.AF_INET)}
    except OSError:
        found = set()
    return list(dict.fromkeys([*names, own, *sorted(found)]))
