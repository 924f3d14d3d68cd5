"""The files given to a run, and which source of the specification each belongs to."""

import hashlib
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import BinaryIO

from kejing.engines.interchange.faults import Faults
from kejing.engines.interchange.specification import Specification
from kejing.engines.interchange.vocabulary import Fault


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A .csv or .csv.gz file. Its text names it and its content, for the journal."""

    name: str
    sha256: str
    size: int
    open: Callable[[], BinaryIO]

    @classmethod
    def at(cls, path: Path) -> "GivenFile":
        """A file on disk. Raises OSError."""
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        return cls(path.name, digest, path.stat().st_size, lambda: path.open("rb"))

    @classmethod
    def of(cls, name: str, content: bytes) -> "GivenFile":
        return cls(name, hashlib.sha256(content).hexdigest(), len(content), lambda: io.BytesIO(content))

    def __str__(self) -> str:
        return f"{self.name} sha256:{self.sha256}"


def matched(specification: Specification, files: Sequence[GivenFile], faults: Faults) -> dict[str, GivenFile]:
    """The file of each source, by source name. What is missing, surplus or doubled becomes a fault."""
    found: dict[str, GivenFile] = {}
    for file in files:
        names = [
            source.name
            for source in specification.sources
            if source.file and fnmatchcase(file.name.removesuffix(".gz"), source.file)
        ]
        if not names:
            faults.add("", 0, "", Fault.SURPLUS_FILE, file.name)
        elif names[0] in found:
            faults.add(names[0], 0, "", Fault.TWO_FILES, file.name)
        else:
            found[names[0]] = file
    for source in specification.sources:
        if source.file and not source.optional and source.name not in found:
            faults.add(source.name, 0, "", Fault.MISSING_FILE, source.file)
    return found
