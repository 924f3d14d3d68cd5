"""What the organisation decided about checks, as values."""

from dataclasses import dataclass, field
from datetime import time
from typing import Any


@dataclass(frozen=True, slots=True)
class SpotPolicy:
    """At least `per_week` checks for each team, and each person once in a round of `weeks`; calls between `start` and
    `until` of working days, each to be made within `minutes`; besides `extra` checks a week by pure chance.
    """

    per_week: int = 1
    weeks: int = 4
    start: time = time(9)
    until: time = time(17)
    minutes: int = 60
    extra: float = 0.25


@dataclass(frozen=True, slots=True)
class Criterion:
    """What an inspection scores, from 0 to `best`."""

    code: str
    name: str
    name_en: str
    best: int


@dataclass(frozen=True, slots=True)
class InspectionPolicy:
    """So many logs and visits are drawn; everybody is inspected once in `every_days`."""

    logs: int = 5
    visits: int = 5
    every_days: int = 92
    criteria: tuple[Criterion, ...] = (
        Criterion("complete", "记录完整", "Complete", 10),
        Criterion("true", "内容真实具体", "True and concrete", 10),
        Criterion("followed", "问题有跟进", "Matters followed up", 10),
    )


@dataclass(frozen=True, slots=True)
class PatternRule:
    """`least`: from how many it asks; `bound`: minutes of a gap, letters of a text or days of a delay."""

    pattern: str
    least: int
    bound: int = 0


@dataclass(frozen=True, slots=True)
class QuestionPolicy:
    """The last `window_days` are looked at; a person may answer for `answer_days` working days before one is closed."""

    window_days: int = 31
    answer_days: int = 3
    rules: tuple[PatternRule, ...] = ()


@dataclass(frozen=True, slots=True)
class Policy:
    """`number` is the version of it; 0 where no pack said anything."""

    number: int = 0
    spot: SpotPolicy = field(default_factory=SpotPolicy)
    inspection: InspectionPolicy = field(default_factory=InspectionPolicy)
    questions: QuestionPolicy = field(default_factory=QuestionPolicy)


def policy_of(number: int, body: dict[str, Any]) -> Policy:
    """A stored version, as the pack's schema let it in."""
    spot, inspection, questions = body["spot"], body["inspection"], body["questions"]
    return Policy(
        number,
        SpotPolicy(
            spot["per_week"],
            spot["weeks"],
            time.fromisoformat(spot["start"]),
            time.fromisoformat(spot["until"]),
            spot["minutes"],
            spot["extra"],
        ),
        InspectionPolicy(
            inspection["logs"],
            inspection["visits"],
            inspection["every_days"],
            tuple(
                Criterion(row["code"], row["label"]["zh"], row["label"]["en"], row["best"])
                for row in inspection["criteria"]
            ),
        ),
        QuestionPolicy(
            questions["window_days"],
            questions["answer_days"],
            tuple(PatternRule(row["pattern"], row["least"], row["bound"]) for row in questions["rules"]),
        ),
    )
