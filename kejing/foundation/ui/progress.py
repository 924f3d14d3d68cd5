"""Long work as a page shows it."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Work:
    """What is done, how far, with how many errors. `total` 0 means not known yet. `left` is in words."""

    label: str
    done: int
    total: int
    state: Literal["waiting", "running", "done", "failed"] = "running"
    errors: int = 0
    note: str = ""
    left: str = ""
    url: str = ""
    link: str = ""

    @property
    def share(self) -> float:
        """Percent, 0 to 100."""
        return min(100 * self.done / self.total, 100) if self.total else 0

    @property
    def ended(self) -> bool:
        return self.state in {"done", "failed"}
