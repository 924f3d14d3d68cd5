"""What was measured: the table on the screen, and `build/bench.json` (name → the latest record)."""

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tests.performance.client import Pair
from tests.performance.server import ROOT

FILE = ROOT / "build" / "bench.json"


@dataclass(frozen=True, slots=True)
class Ratio:
    """The product beside the least possible; `rates` are requests a second with several clients."""

    name: str
    limit: float
    times: Pair
    unit: str = "ms"
    rates: Pair | None = None

    @property
    def ratio(self) -> float:
        """The worse of the two."""
        return max(self.times.ratio, self.rates.ratio if self.rates else 0)

    @property
    def met(self) -> bool:
        return self.ratio <= self.limit

    @property
    def entry(self) -> dict[str, Any]:
        rates = self.rates and {"bare": round(self.rates.bare, 1), "product": round(self.rates.product, 1)}
        return {
            "ratio": round(self.times.ratio, 2),
            "bare": round(self.times.bare, 3),
            "product": round(self.times.product, 3),
            "unit": self.unit,
            **({"throughput_ratio": round(self.rates.ratio, 2), "per_second": rates} if self.rates else {}),
        }

    @property
    def cells(self) -> tuple[str, str, str]:
        one = f"{self.times.bare:.2f} → {self.times.product:.2f} {self.unit} ({self.times.ratio:.2f}×)"
        if self.rates is None:
            return one, "", f"≤ {self.limit:g}×"
        return (
            one,
            f"{self.rates.bare:.0f} → {self.rates.product:.0f}/s ({self.rates.ratio:.2f}×)",
            f"≤ {self.limit:g}×",
        )


@dataclass(frozen=True, slots=True)
class Amount:
    """A number that has a limit of its own."""

    name: str
    limit: float
    value: float
    unit: str

    @property
    def met(self) -> bool:
        return self.value <= self.limit

    @property
    def entry(self) -> dict[str, Any]:
        return {"value": round(self.value, 2), "unit": self.unit}

    @property
    def cells(self) -> tuple[str, str, str]:
        value = f"{self.value:.0f}" if self.limit >= 10 else f"{self.value:.2f}"
        return f"{value} {self.unit}", "", f"≤ {self.limit:g}"


Result = Ratio | Amount


def save(results: Sequence[Result], size: str) -> None:
    """Put each result in the place of the one of its name; the others stay."""
    kept = json.loads(FILE.read_text()) if FILE.exists() else {}
    head = {"date": datetime.now(UTC).isoformat(timespec="seconds"), "size": size, "commit": _commit()}
    kept.update(
        {result.name: result.entry | {"limit": result.limit, "met": result.met} | head for result in results}
    )
    FILE.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n")


def ratio_of(name: str) -> float | None:
    """The ratio with one client that was saved last under the name."""
    kept: dict[str, dict[str, float]] = json.loads(FILE.read_text()) if FILE.exists() else {}
    return kept.get(name, {}).get("ratio")


def show(results: Sequence[Result]) -> None:
    """A table, and the summary in one line."""
    print(f"\n{'':34}{'one client':38}{'six clients':34}limit")
    for result in results:
        one, six, limit = result.cells
        print(f"{result.name:34}{one:38}{six:34}{limit:8}{'' if result.met else 'MISSED'}")
    missed = [result.name for result in results if not result.met]
    verdict = f"missed: {', '.join(missed)}" if missed else "all within their limits"
    print(f"\nbench: {len(results)} figures, {verdict} ({FILE.relative_to(ROOT)})")


def _commit() -> str:
    found = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return found.stdout.strip() if found.returncode == 0 else ""
