"""Which packs are there."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kejing.engines.packs.faults import Fault, PackRefused
from kejing.engines.packs.models import InstalledPack
from kejing.engines.packs.reading import Pack, folder_of, read_pack
from kejing.engines.packs.vocabulary import PackRefusal


@dataclass(frozen=True, slots=True)
class PackCard:
    """An installed pack. `outcome`: section → (rows created, rows kept)."""

    code: str
    version: int
    label_zh: str
    label_en: str
    sha256: str
    applied_at: datetime
    outcome: dict[str, tuple[int, int]]


def is_waiting(code: str, root: Path | None = None) -> bool:
    """Whether the pack that came with this code is to be applied: it is newer than the installed one, or new.

    Raises PackRefused for a faulty pack and for one that does not follow on the installed one.
    """
    return installed(read_pack(folder_of(code, root))) is None


def installed(pack: Pack) -> InstalledPack | None:
    """The same version when it is there already. Raises PackRefused when the pack does not follow on it."""
    code, version = pack.manifest.code, pack.manifest.version
    newest = InstalledPack.objects.filter(code=code).order_by("-version").first()
    if newest is None or newest.version < version:
        return None
    if newest.version > version:
        params = {"pack": code, "installed": newest.version, "version": version}
        raise PackRefused([Fault(PackRefusal.OLDER_VERSION, params)])
    if newest.sha256 != pack.sha256:
        raise PackRefused([Fault(PackRefusal.SAME_VERSION, {"pack": code, "version": version})])
    return newest


def installed_packs() -> list[PackCard]:
    """The newest version of every installed pack."""
    rows = InstalledPack.objects.order_by("code", "-version").distinct("code")
    return [
        PackCard(
            code=row.code,
            version=row.version,
            label_zh=row.label_zh,
            label_en=row.label_en,
            sha256=row.sha256,
            applied_at=row.applied_at,
            outcome={name: (done[0], done[1]) for name, done in row.outcome.items()},
        )
        for row in rows
    ]
