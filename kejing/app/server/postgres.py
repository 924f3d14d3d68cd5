"""Kejing's own private PostgreSQL: no TCP, no account made, no foreign folder's mode changed.

Everything lies in the home: `postgres/data`, `postgres/programs` (a copy, only where the account that runs
the server cannot read the installed ones), `run` (the socket) and `logs/postgres.log`.
"""

import contextlib
import hashlib
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

from kejing.app.server import account as accounts
from kejing.app.server import binaries as programs
from kejing.app.server import roles, secrets
from kejing.app.server.account import Account, make_passable
from kejing.app.server.binaries import Binaries
from kejing.app.server.lockfile import ServerLock

SUPERUSER = "kejing_super"
START_SECONDS = 120  # crash recovery of a large database takes its time
STOP_SECONDS = 60
_PAUSE = 0.02
_RETRY_PAUSE = 0.25
_LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432.lock")
_LONGEST_LOG = 10_000_000
_PASSING = ("postmaster.pid", "shared memory block", "lock file")
_PASSWORDS_ONLY = "local all all scram-sha-256\n"
# A statement or a constraint's detail in the log would carry customers' names.
_SETTINGS = {
    "listen_addresses": "",
    "max_connections": "80",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}


class PostgresError(Exception):
    """The private PostgreSQL did not start; the text says why and where its log is."""


class EmbeddedPostgres:
    """A PostgreSQL cluster in `home`, with the roles and the database Kejing needs.

    `account` names the account root runs it as (default: the first that reaches the home).
    `settings` are added to the server's own, say `{"fsync": "off"}` for a test run.
    """

    def __init__(
        self, home: Path, account: str | None = None, *, settings: dict[str, str] | None = None
    ) -> None:
        self.home = home.resolve()
        self.folder = self.home / "postgres"
        self.data = self.folder / "data"
        self._lock = ServerLock(self.data)
        self.log = self.home / "logs" / "postgres.log"
        self._account = account
        self._settings = settings or {}
        self._process: subprocess.Popen[bytes] | None = None
        self._log_start = 0
        self._ready = False

    @property
    def app_url(self) -> str:
        return self._url(roles.APP, self._secrets.app_password)

    @property
    def owner_url(self) -> str:
        return self._url(roles.OWNER, self._secrets.owner_password)

    @property
    def superuser_url(self) -> str:
        return self._url(SUPERUSER, self._secrets.superuser_password)

    @property
    def socket_folder(self) -> Path:
        """Inside the home, or, where that path is too long for a socket, in a folder named after it."""
        inside = self.home / "run"
        if len(str(inside)) <= _LONGEST_SOCKET_FOLDER:
            return inside
        digest = hashlib.sha256(str(self.home).encode()).hexdigest()[:12]
        return Path("/tmp") / f"kejing-{digest}"  # noqa: S108  # made 0700, and refused if somebody else's

    @property
    def pid(self) -> int | None:
        """The running server's process id, whoever started it."""
        return self._lock.pid

    @property
    def running(self) -> bool:
        return self.pid is not None

    def start(self) -> None:
        """Start the server, or take over the one a crashed supervisor left; returns when it answers.

        Raises PostgresError, NoPostgres (no programs) or PermissionError (no account).
        """
        self._make_folders()
        if self._process and self._process.poll() is not None:
            self._process = None  # it ran, and was ended by others
        deadline = time.monotonic() + START_SECONDS
        while not self._lock.ready:
            if time.monotonic() > deadline:
                raise PostgresError(f"PostgreSQL did not start within {START_SECONDS} s; its log: {self.log}")
            if not self.running and not self._still_starting():
                self._lock.disown()
                self._launch(*self._make_data())
            time.sleep(_PAUSE)
        self._ready = True
        self.prepare()

    def prepare(self) -> None:
        """Make roles, database and extensions where they are missing."""
        kept = self._secrets
        marker = self.folder / "prepared"
        if not marker.exists() or marker.read_text() != roles.DIGEST:
            roles.prepare(
                self.superuser_url, app_password=kept.app_password, owner_password=kept.owner_password
            )
            marker.write_text(roles.DIGEST)

    def empty(self) -> None:
        """Throw the database away and make an empty one."""
        roles.drop_database(self.superuser_url)
        (self.folder / "prepared").unlink(missing_ok=True)
        self.prepare()

    def stop(self) -> None:
        """End all sessions and stop; at once, without a checkpoint, only when that takes too long."""
        pid = self.pid
        for how in (signal.SIGINT, signal.SIGQUIT):
            if pid is None:
                break
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, how)
            pid = self._wait_until_gone()
        if self._process:
            self._process.wait()
            self._process = None
        if self.socket_folder.parent != self.home:
            with contextlib.suppress(OSError):
                self.socket_folder.rmdir()

    def program(self, name: str) -> str:
        """Return the path of a client program (`psql`, `pg_dump`) of this cluster's version."""
        return self._binaries().program(name)

    @property
    def _secrets(self) -> secrets.Secrets:
        return secrets.load_or_create(self.home)

    def _url(self, user: str, password: str) -> str:
        host = quote(str(self.socket_folder), safe="")
        return f"postgresql://{user}:{password}@/{roles.DATABASE}?host={host}"

    def _make_folders(self) -> None:
        make_passable(self.folder)
        self.log.parent.mkdir(mode=0o700, exist_ok=True)

    def _binaries(self) -> Binaries:
        version = self.data / "PG_VERSION"
        return programs.find(int(version.read_text()) if version.exists() else None)

    def _make_data(self) -> tuple[Binaries, Account]:
        found = self._binaries()
        made = self.data.exists()
        account = accounts.owner_of(self.data) if made else accounts.choose(self.folder, self._account)
        if not account.can(found.program("postgres"), "-V"):
            found = found.copy_to(self.folder / "programs" / str(found.major))
        if not made:
            self._initdb(found, account)
        self._make_socket_folder(account)
        return found, account

    def _initdb(self, found: Binaries, account: Account) -> None:
        """Make the cluster under another name and rename it: half of one is never taken for a whole."""
        fresh = self.folder / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        password = self.folder / "password.new"
        password.unlink(missing_ok=True)
        password.touch(mode=0o600)
        password.write_text(self._secrets.superuser_password)
        account.own(fresh)
        account.own(password)
        command = [*account.prefix, found.program("initdb"), f"--pgdata={fresh}", f"--username={SUPERUSER}"]
        command += [f"--pwfile={password}", "--auth=scram-sha-256", "--no-instructions"]
        if "off" in (self._settings.get("fsync"), self._settings.get("synchronous_commit")):
            command.append("--no-sync")  # what may be lost need not wait for the disk
        answer = subprocess.run(
            [*command, *found.initdb_arguments],
            capture_output=True, text=True, check=False, cwd="/", **account.start_options,
        )  # fmt: skip
        password.unlink()
        if answer.returncode:
            raise PostgresError(f"initdb failed: {answer.stderr.strip()}")
        (fresh / "pg_hba.conf").write_text(_PASSWORDS_ONLY)
        fresh.rename(self.data)

    def _make_socket_folder(self, account: Account) -> None:
        folder = self.socket_folder
        folder.mkdir(mode=0o700, exist_ok=True)
        wanted = os.geteuid() if account.uid is None else account.uid
        if folder.is_symlink() or folder.stat().st_uid not in {os.geteuid(), wanted}:
            raise PermissionError(f"{folder} belongs to somebody else; remove it, it should be Kejing's.")
        account.own(folder)
        folder.chmod(0o700)
        for left in folder.glob(".s.PGSQL.*"):
            left.unlink()  # of a dead server: the lock that counts lies with the data

    def _launch(self, found: Binaries, account: Account) -> None:
        settings = {**_SETTINGS, "unix_socket_directories": str(self.socket_folder), **self._settings}
        command = [*account.prefix, found.program("postgres"), "-D", str(self.data)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        if self.log.exists() and self.log.stat().st_size > _LONGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as log:
            self._log_start = log.tell()
            # A session of its own: Ctrl-C is for the supervisor, which stops the children in order.
            self._ready = False
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", start_new_session=True,
                env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"}, **account.start_options,
            )  # fmt: skip

    def _still_starting(self) -> bool:
        """Whether our child still tries. Raises PostgresError if it gave up for a reason that will not pass."""
        if self._process is None:
            return False
        if self._process.poll() is None:
            return True
        if self._ready:
            return False  # it ran, and was ended by others
        said = self.log.read_bytes()[self._log_start :].decode(errors="replace")
        # After a kill -9 the dead server's children hold its lock and memory for a moment.
        if not any(words in said for words in _PASSING):
            raise PostgresError(f"PostgreSQL did not start: {said.strip()[-500:]}")
        time.sleep(_RETRY_PAUSE)
        return False

    def _wait_until_gone(self) -> int | None:
        deadline = time.monotonic() + STOP_SECONDS
        while (pid := self.pid) and time.monotonic() < deadline:
            time.sleep(_PAUSE)
        return pid
