"""Errors of single rows, collected for a run: all are counted, the first thousand are kept for the record."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import override

KEPT = 1_000
KEPT_ROWS = 50_000
_EXCERPT = 60


@dataclass(frozen=True, slots=True)
class RowError:
    """One thing wrong. `row_no` counts as a spreadsheet does: the first line is 1; 0 is the whole file."""

    source: str
    row_no: int
    column: str
    fault: TextChoices
    value: str = ""
    params: dict[str, object] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The sentence in the reader's language."""
        return str(self.fault.label) % {"value": self.value, **self.params}

    def as_json(self) -> dict[str, Any]:
        """What is stored with the run; the sentences are frozen in every language we speak."""
        texts = {}
        for language, _name in settings.LANGUAGES:
            with override(language):
                texts[language] = self.text
        return {
            "source": self.source,
            "row": self.row_no,
            "column": self.column,
            "code": self.fault.value,
            "value": self.value,
            "text": texts,
        }


def excerpt(value: str) -> str:
    """The beginning of a cell, safe to store and to show."""
    shown = value if len(value) <= _EXCERPT else value[: _EXCERPT - 1] + "…"
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in shown)


@dataclass(slots=True)
class Faults:
    """The errors of one run."""

    kept: list[RowError] = field(default_factory=list)
    total: int = 0
    whole: bool = False
    """Is something wrong with a file as a whole?"""
    by_row: dict[int, list[RowError]] = field(default_factory=dict)
    """The faults of each row, for the file to correct; of so many rows at most."""

    def add(
        self, source: str, row_no: int, column: str, fault: TextChoices, value: str = "", **params: object
    ) -> None:
        self.total += 1
        self.whole = self.whole or row_no == 0
        wanted = row_no and (row_no in self.by_row or len(self.by_row) < KEPT_ROWS)
        if len(self.kept) < KEPT or wanted:
            error = RowError(source, row_no, column, fault, excerpt(value), params)
            if len(self.kept) < KEPT:
                self.kept.append(error)
            if wanted:
                self.by_row.setdefault(row_no, []).append(error)

    def __bool__(self) -> bool:
        return self.total > 0
