"""Which code an installation was last prepared for, so that an unchanged one starts without asking Django."""

import hashlib
import json
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import kejing

FILE = "state.json"
_ROOT = Path(kejing.__file__).parent
_PACKS = _ROOT.parent / "packs"
# These carry migrations or static files of their own.
_PACKAGES = ("django", "procrastinate", "django-htmx", "django-ninja")

State = dict[str, str]


def of_code() -> State:
    """Digests of the migrations, packs and static files that this code brings."""
    packages = " ".join(f"{name} {version(name)}" for name in _PACKAGES)
    return {
        "migrations": _digest(packages, _contents(sorted(_ROOT.glob("*/*/migrations/*.py")))),
        "packs": _digest("", _contents(sorted(path for path in _PACKS.rglob("*") if path.is_file()))),
        "static": _digest(packages, _marks(sorted(_ROOT.glob("*/*/static/**/*")))),
    }


def of_home(home: Path) -> State:
    """What `save` wrote last; empty for a new installation."""
    file = home / FILE
    found: State = json.loads(file.read_text()) if file.exists() else {}
    return found


def save(home: Path, state: State) -> None:
    fresh = home / f"{FILE}.new"
    fresh.write_text(json.dumps(state, indent=1))
    fresh.rename(home / FILE)


def _contents(files: list[Path]) -> Iterator[bytes]:
    for file in files:
        yield file.name.encode() + file.read_bytes()


def _marks(files: list[Path]) -> Iterator[bytes]:
    """Size and time instead of the contents: megabytes need not be read at each start."""
    for file in files:
        found = file.stat()
        yield f"{file.relative_to(_ROOT)} {found.st_size} {found.st_mtime_ns}".encode()


def _digest(head: str, parts: Iterator[bytes]) -> str:
    digest = hashlib.sha256(head.encode())
    for part in parts:
        digest.update(part)
    return digest.hexdigest()
