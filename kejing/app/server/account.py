"""As whom PostgreSQL runs: it refuses root, and Kejing makes no account and opens no foreign folder.

A normal user runs it as himself. Root runs it as an existing unprivileged account that can reach the files;
where none can, in a user namespace in which root's files look like a normal user's.
"""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

CANDIDATES = ("kejing", "postgres", "nobody")


@dataclass(frozen=True, slots=True)
class Account:
    """How to start a program: a prefix of the command, or another uid and gid (None: as we are)."""

    prefix: tuple[str, ...] = ()
    uid: int | None = None
    gid: int | None = None
    name: str = field(default="", compare=False)

    @property
    def start_options(self) -> dict[str, Any]:
        """Arguments for `subprocess.Popen`."""
        if self.uid is None:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)

    def can(self, *command: str) -> bool:
        """Whether this account may run a command: tried, since modes and mounts are hard to foresee."""
        try:
            answer = subprocess.run(
                [*self.prefix, *command], capture_output=True, check=False, cwd="/", **self.start_options
            )
        except OSError:
            return False
        return answer.returncode == 0


AS_WE_ARE = Account()
NAMESPACE = Account(
    prefix=("unshare", "--user", "--map-user=1000", "--map-group=1000"), name="user namespace"
)


def choose(folder: Path, preferred: str | None = None) -> Account:
    """Pick who runs the server whose data lie in `folder`.

    Raises PermissionError where root finds neither an account that reaches the folder nor user namespaces.
    """
    if os.geteuid() != 0:
        return AS_WE_ARE
    for account in _accounts(preferred):
        if account.can("test", "-x", str(folder)):
            return account
    if not preferred and shutil.which("unshare") and NAMESPACE.can("true"):
        return NAMESPACE
    raise PermissionError(
        f"PostgreSQL does not run as root, and none of {', '.join([preferred] if preferred else CANDIDATES)}"
        f" may enter {folder}. Choose another folder (KEJING_HOME) or start as a normal user."
    )


def owner_of(path: Path) -> Account:
    """Return the account that owns existing data: it goes on running them."""
    owner = path.stat().st_uid
    if os.geteuid() != 0:
        if owner != os.geteuid():
            raise PermissionError(f"{path} belongs to another account; start Kejing as that account.")
        return AS_WE_ARE
    if owner == 0:
        return NAMESPACE
    entry = pwd.getpwuid(owner)
    return Account(uid=entry.pw_uid, gid=entry.pw_gid, name=entry.pw_name)


def make_passable(path: Path) -> None:
    """Make a folder and the missing ones above. Root's may be passed through, since the server's account must."""
    for folder in reversed([folder for folder in (path, *path.parents) if not folder.exists()]):
        folder.mkdir()
        folder.chmod(0o711 if os.geteuid() == 0 else 0o700)


def _accounts(preferred: str | None) -> list[Account]:
    found = []
    for name in (preferred,) if preferred else CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        found.append(Account(uid=entry.pw_uid, gid=entry.pw_gid, name=name))
    return found
