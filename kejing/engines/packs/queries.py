"""Which packs are there."""

from dataclasses import dataclass
from datetime import datetime

from kejing.engines.packs.models import InstalledPack


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
