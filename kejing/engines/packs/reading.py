"""Read a pack folder as a whole: every file belongs to a section and fits its schema, or nothing is read."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from pydantic import BaseModel, ValidationError

from kejing.engines.packs.documents import Document, Keys, read_headed, read_yaml
from kejing.engines.packs.faults import Fault, PackRefused
from kejing.engines.packs.manifest import Manifest
from kejing.engines.packs.sections import checked_files, sections
from kejing.engines.packs.vocabulary import PackRefusal

M = TypeVar("M", bound=BaseModel)
MANIFEST = "pack.yaml"
_CODES = {"extra_forbidden": PackRefusal.UNKNOWN_KEY, "missing": PackRefusal.MISSING_KEY}
_NOT_PARTS = ("README.md", "*/README.md")


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack that fits its schemas. `parts` holds a model for each section, a list of them for a folder."""

    manifest: Manifest
    parts: dict[str, Any]
    sha256: str


def folder_of(code: str, root: Path | None = None) -> Path:
    """Where a pack lies (root: the product's own packs). Raises PackRefused when there is none of that code."""
    folder: Path = (root or settings.PACKS_DIR) / code
    if Path(code).name != code or not folder.is_dir():
        raise PackRefused([Fault(PackRefusal.NO_PACK, {"pack": code})])
    return folder


def read_pack(folder: Path) -> Pack:
    """Read and check a pack folder. Raises PackRefused with every fault found; changes nothing."""
    files = {
        path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()
    }
    if MANIFEST not in files:
        raise PackRefused([Fault(PackRefusal.NO_PACK, {"pack": folder.name})])
    faults = list(_misplaced(files))
    manifest = _read(Manifest, MANIFEST, files[MANIFEST], None, faults)
    if manifest and manifest.code != folder.name:
        faults.append(Fault(PackRefusal.OTHER_CODE, {"file": MANIFEST, "pack": manifest.code}))
    parts: dict[str, Any] = {}
    for section in sections():
        found = [name for name in files if _belongs(name, section.files)]
        models = [_read(section.schema, name, files[name], section.body_key, faults) for name in found]
        if section.is_folder:
            parts[section.name] = models
        elif models:
            parts[section.name] = models[0]
    faults += _unfit(files)
    if faults or manifest is None:
        raise PackRefused(faults)
    return Pack(manifest, parts, _digest(files))


def _misplaced(files: dict[str, Path]) -> Iterator[Fault]:
    known = [MANIFEST, *_NOT_PARTS, *checked_files(), *(section.files for section in sections())]
    for name in files:
        if not any(_belongs(name, pattern) for pattern in known):
            yield Fault(PackRefusal.UNKNOWN_PART, {"file": name})
    for section in sections():
        if section.required and not any(_belongs(name, section.files) for name in files):
            yield Fault(PackRefusal.MISSING_PART, {"file": section.files})


def _unfit(files: dict[str, Path]) -> Iterator[Fault]:
    """Files that another engine reads, and says it cannot."""
    for pattern, check in checked_files().items():
        for name, path in files.items():
            if _belongs(name, pattern) and (why := check(path)):
                yield Fault(PackRefusal.UNFIT_PART, {"file": name, "why": why})


def _belongs(name: str, pattern: str) -> bool:
    return fnmatch(name, pattern) and name.count("/") == pattern.count("/")


def _read(schema: type[M], name: str, path: Path, body_key: str | None, faults: list[Fault]) -> M | None:
    """One file against its schema; what is wrong goes to `faults`."""
    try:
        text = path.read_text(encoding="utf-8")
        document = read_headed(name, text, body_key) if body_key else read_yaml(name, text)
        return schema.model_validate(document.data)
    except PackRefused as refused:
        faults += refused.faults
    except UnicodeDecodeError:
        faults.append(Fault(PackRefusal.NOT_YAML, {"file": name, "line": 1, "why": "UTF-8"}))
    except ValidationError as error:
        faults += [_fault(document, problem) for problem in error.errors(include_url=False)]
    return None


def _fault(document: Document, problem: Any) -> Fault:
    keys: Keys = problem["loc"]
    code = _CODES.get(problem["type"], PackRefusal.BAD_VALUE)
    params = {
        "file": document.file,
        "line": document.line_of(keys),
        "key": ".".join(str(key) for key in keys) or document.file,
        "why": problem["msg"],
    }
    return Fault(code, params)


def _digest(files: dict[str, Path]) -> str:
    """One hash over names and contents, the same on every machine."""
    whole = hashlib.sha256()
    for name in sorted(files):
        whole.update(f"{name}\0{hashlib.sha256(files[name].read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()
