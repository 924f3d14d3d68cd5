"""The secrets of one installation: made once, kept in `<home>/secrets.toml`, readable by its owner only."""

import os
import secrets as random
import tomllib
from dataclasses import asdict, dataclass, fields
from pathlib import Path

FILE = "secrets.toml"


@dataclass(frozen=True, slots=True)
class Secrets:
    """The signing key of the pages, the key of the trail's seal, and the database passwords."""

    django_key: str
    trail_key: str
    app_password: str
    owner_password: str
    superuser_password: str

    def __repr__(self) -> str:
        return "Secrets(…)"


def load_or_create(home: Path) -> Secrets:
    """Read the home's secrets; make them first where there are none."""
    file = home / FILE
    if not file.exists():
        _write(file, {field.name: random.token_urlsafe(36) for field in fields(Secrets)})
    return Secrets(**tomllib.loads(file.read_text()))


def save(home: Path, secrets: Secrets) -> None:
    """Write the given secrets (a restore brings its own)."""
    _write(home / FILE, asdict(secrets))


def _write(file: Path, values: dict[str, str]) -> None:
    """Write next to the file and rename, so that a crash never leaves half of them."""
    fresh = file.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as out:
        out.writelines(f'{name} = "{value}"\n' for name, value in values.items())
    fresh.rename(file)
