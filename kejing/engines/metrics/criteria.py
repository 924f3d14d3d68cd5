"""Criteria over metric values: pure evaluation that returns the result together with its explanation.

"Is this a key account?", "which segment?", "may she be promoted?" are one question with other criteria. A
criterion reads one value and compares it, or looks its score up in a table. Must-haves all have to hold, no
disqualifier may, and the weighted mean of the scores has to reach the threshold. A value that is missing scores
0 and marks the outcome incomplete; a criterion without its bound is inactive and counts for nothing (U16).
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

Values = Mapping[str, Decimal | None]


class Part(StrEnum):
    """What a criterion does to the outcome."""

    SCORED = "scored"
    MUST_HAVE = "must_have"
    DISQUALIFIER = "disqualifier"


class Comparison(StrEnum):
    AT_LEAST = ">="
    MORE = ">"
    AT_MOST = "<="
    LESS = "<"
    EQUAL = "="


class State(StrEnum):
    """How a criterion came out. UNKNOWN: the value is missing; INACTIVE: the policy sets no bound."""

    MET = "met"
    MISSED = "missed"
    UNKNOWN = "unknown"
    INACTIVE = "inactive"


_COMPARE: dict[Comparison, Callable[[Decimal, Decimal], bool]] = {
    Comparison.AT_LEAST: operator.ge,
    Comparison.MORE: operator.gt,
    Comparison.AT_MOST: operator.le,
    Comparison.LESS: operator.lt,
    Comparison.EQUAL: operator.eq,
}


@dataclass(frozen=True, slots=True)
class Step:
    """From this value on (inclusive) the score is `score`."""

    from_value: Decimal
    score: Decimal


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of a policy.

    Either `bound` with `comparison` (score 1 or 0), or `steps`: the score of the highest step reached, 0 below
    all of them. A criterion with steps is met when its score is above 0.
    """

    code: str
    metric: str
    part: Part = Part.SCORED
    comparison: Comparison = Comparison.AT_LEAST
    bound: Decimal | None = None
    steps: tuple[Step, ...] = ()
    weight: Decimal = Decimal(1)

    def __post_init__(self) -> None:
        if self.weight < 0:
            raise ValueError(f"{self.code}: a weight is not below 0")
        if self.steps and self.bound is not None:
            raise ValueError(f"{self.code}: either a bound or steps")
        bounds = [step.from_value for step in self.steps]
        if bounds != sorted(set(bounds)):
            raise ValueError(f"{self.code}: steps rise and none stands twice")


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion of an explanation: the value read, how it came out, what it added."""

    criterion: Criterion
    value: Decimal | None
    state: State
    score: Decimal


@dataclass(frozen=True, slots=True)
class Outcome:
    """`score` is the weighted mean, None when nothing is scored. `incomplete`: a value was missing."""

    passed: bool
    score: Decimal | None
    threshold: Decimal | None
    incomplete: bool
    lines: tuple[Line, ...]

    def because(self) -> tuple[Line, ...]:
        """The lines that alone decide against it: missed must-haves and met disqualifiers."""
        return tuple(line for line in self.lines if _blocks(line))


def evaluate(criteria: Sequence[Criterion], values: Values, threshold: Decimal | None = None) -> Outcome:
    """Judge values by criteria (Q52). Without a threshold the score is told but decides nothing."""
    lines = tuple(_line(criterion, values.get(criterion.metric)) for criterion in criteria)
    score = _mean([line for line in lines if _counts(line)])
    blocked = any(_blocks(line) for line in lines)
    reached = threshold is None or (score is not None and score >= threshold)
    return Outcome(
        passed=reached and not blocked,
        score=score,
        threshold=threshold,
        incomplete=any(line.state is State.UNKNOWN for line in lines),
        lines=lines,
    )


def _line(criterion: Criterion, value: Decimal | None) -> Line:
    if criterion.bound is None and not criterion.steps:
        return Line(criterion, value, State.INACTIVE, Decimal(0))
    if value is None:
        return Line(criterion, None, State.UNKNOWN, Decimal(0))
    score = _score(criterion, value)
    return Line(criterion, value, State.MET if score > 0 else State.MISSED, score)


def _score(criterion: Criterion, value: Decimal) -> Decimal:
    if criterion.bound is not None:
        return Decimal(int(_COMPARE[criterion.comparison](value, criterion.bound)))
    reached = [step.score for step in criterion.steps if step.from_value <= value]
    return reached[-1] if reached else Decimal(0)


def _counts(line: Line) -> bool:
    return line.criterion.part is Part.SCORED and line.state is not State.INACTIVE


def _blocks(line: Line) -> bool:
    """An unknown must-have blocks; an unknown disqualifier does not, it leaves the outcome incomplete."""
    if line.criterion.part is Part.MUST_HAVE:
        return line.state in {State.MISSED, State.UNKNOWN}
    return line.criterion.part is Part.DISQUALIFIER and line.state is State.MET


def _mean(lines: Sequence[Line]) -> Decimal | None:
    weights = sum((line.criterion.weight for line in lines), Decimal(0))
    if not weights:
        return None
    return sum((line.criterion.weight * line.score for line in lines), Decimal(0)) / weights
