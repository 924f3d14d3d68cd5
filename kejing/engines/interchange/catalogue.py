"""The import specifications that the packs bring: `packs/<pack>/imports/<name>.yaml`, known as `<pack>/<name>`."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import yaml
from django.conf import settings

from kejing.engines.interchange.specification import Specification, SpecificationError, read_specification
from kejing.engines.interchange.vocabulary import Refusal
from kejing.foundation.kernel.errors import Refused

_REFERENCE = re.compile(r"([a-z][a-z0-9_]*)/([a-z][a-z0-9_]*)")


@dataclass(frozen=True, slots=True)
class Known:
    """A specification, the version of its pack, and the digest of its text."""

    reference: str
    pack_version: str
    sha256: str
    specification: Specification


def references() -> list[str]:
    """All specifications, as `<pack>/<name>`."""
    found = sorted(Path(settings.PACKS_DIR).glob("*/imports/*.yaml"))
    return [f"{path.parents[1].name}/{path.stem}" for path in found]


def find(reference: str) -> Known:
    """Raises Refused for an unknown or faulty specification."""
    parts = _REFERENCE.fullmatch(reference)
    path = Path(settings.PACKS_DIR) / parts[1] / "imports" / f"{parts[2]}.yaml" if parts else None
    if path is None or not path.is_file():
        raise Refused(Refusal.UNKNOWN_SPECIFICATION, field="spec", name=reference)
    text = path.read_text(encoding="utf-8")
    try:
        specification = read_specification(text)
    except SpecificationError as error:
        raise Refused(Refusal.BAD_SPECIFICATION, field="spec", detail=str(error)) from error
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Known(reference, _pack_version(path.parents[1]), digest, specification)


def fault_of(path: Path) -> str:
    """What is wrong with a specification's file, as its pack is checked; empty when nothing is."""
    try:
        name = read_specification(path.read_text(encoding="utf-8")).name
    except (SpecificationError, UnicodeDecodeError) as error:
        return str(error)
    return "" if name == path.stem else f"name: {name}"


def _pack_version(folder: Path) -> str:
    manifest = folder / "pack.yaml"
    if not manifest.is_file():
        return ""
    return str((yaml.safe_load(manifest.read_text(encoding="utf-8")) or {}).get("version", ""))
