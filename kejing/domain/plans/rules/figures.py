"""What came of a plan: actions carried out (A9.28), money spent (A9.29, Q68), the balance of points (A4.1)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

RESULTS_PER = Decimal(10_000)
"""Results are counted for so much money."""


class Doing(StrEnum):
    """What became of an action."""

    DONE = "done"
    PARTLY = "partly"
    DROPPED = "dropped"


WORTH = {Doing.DONE: Decimal(1), Doing.PARTLY: Decimal("0.5"), Doing.DROPPED: Decimal(0)}


@dataclass(frozen=True, slots=True)
class Judged:
    """One action: by when, and what became of it (None: nothing is said yet)."""

    due_on: date
    doing: Doing | None
    budget: Decimal | None = None
    spent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole` actions; half done counts half. Nothing to judge: no ratio, which is not none."""

    part: Decimal
    whole: int

    @property
    def ratio(self) -> Decimal | None:
        return self.part / self.whole if self.whole else None


def carried_out(actions: Iterable[Judged], today: date) -> Share:
    """Of the actions whose day is over or of which something is said. Item A9.28."""
    judged = [action for action in actions if action.doing or action.due_on < today]
    return Share(sum((WORTH[one.doing] for one in judged if one.doing), Decimal(0)), len(judged))


@dataclass(frozen=True, slots=True)
class Budget:
    """Planned and spent money. `results`: actions carried out by which the money is measured."""

    planned: Decimal
    spent: Decimal | None
    results: Decimal

    @property
    def deviation(self) -> Decimal | None:
        """(actual - budget) / budget; none without a budget or before anything is spent. Q68."""
        return None if self.spent is None or not self.planned else (self.spent - self.planned) / self.planned

    @property
    def results_per(self) -> Decimal | None:
        """Actions carried out for each 10,000 spent. Item A9.29."""
        return self.results * RESULTS_PER / self.spent if self.spent else None


def budget_of(actions: Sequence[Judged]) -> Budget:
    """Of a plan's actions: those with money in them."""
    spent = [one.spent for one in actions if one.spent is not None]
    return Budget(
        planned=sum((one.budget for one in actions if one.budget is not None), Decimal(0)),
        spent=sum(spent, Decimal(0)) if spent else None,
        results=sum((WORTH[one.doing] for one in actions if one.doing and one.spent), Decimal(0)),
    )


def balance(points: Iterable[str]) -> dict[str, int]:
    """How many actions are for each point."""
    return dict(Counter(points))
