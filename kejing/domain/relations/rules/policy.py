"""What an organisation decides about relations, as values. `pack.py` holds the schema of the pack's text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the pack in both languages; `family` of a line of products."""

    code: str
    zh: str
    en: str
    family: str = ""


@dataclass(frozen=True, slots=True)
class Weights:
    """What the parts of the relationship score weigh."""

    contact: Decimal = Decimal(1)
    promises: Decimal = Decimal(1)
    questions: Decimal = Decimal(1)
    rating: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Bound:
    """One line of an alarm rule: a value compared with a bound, as `engines.metrics.criteria` reads it."""

    value: str
    comparison: str
    bound: Decimal


@dataclass(frozen=True, slots=True)
class AlarmRule:
    """Raises a signal (`watch_days` long), or records an event, where all bounds hold."""

    code: str
    zh: str
    en: str
    kind: str
    bounds: tuple[Bound, ...]
    level: str = ""
    watch_days: int = 0


@dataclass(frozen=True, slots=True)
class Course:
    """Raises a signal where facts of a kind fell: `figure` summed over the last `days`, by `percent` or more against
    as many days before, in which it was `least` or more. By 100 percent: nothing is left of it.
    """

    code: str
    zh: str
    en: str
    kind: str
    level: str
    watch_days: int
    fact: str
    figure: str
    days: int
    percent: Decimal
    least: Decimal


@dataclass(frozen=True, slots=True)
class Policy:
    """The decisions in force. Days are calendar days; `band` is in points of the score."""

    number: int = 0
    valid_from: date = date(1990, 1, 1)
    approved_by: str = ""
    approved_by_en: str = ""
    weights: Weights = Weights()
    window_days: int = 90
    band: Decimal = Decimal(5)
    contact_days: int = 180
    lead_days: int = 180
    families: tuple[Word, ...] = ()
    lines: tuple[Word, ...] = ()
    stages: tuple[Word, ...] = ()
    risk_kinds: tuple[Word, ...] = ()
    aspects: tuple[Word, ...] = ()
    styles: tuple[Word, ...] = ()
    alarms: tuple[AlarmRule, ...] = ()
    events: tuple[AlarmRule, ...] = ()
    courses: tuple[Course, ...] = ()
    intervals: tuple[tuple[str, int], ...] = ()

    def rule(self, code: str) -> AlarmRule | Course | None:
        """What raised a signal, or recorded an event, by the code they keep."""
        rules: tuple[AlarmRule | Course, ...] = (*self.alarms, *self.courses, *self.events)
        return next((rule for rule in rules if rule.code == code), None)

    def interval(self, group: str) -> int | None:
        """Days after which a customer of a class is analysed again; `default` for classes not named."""
        known = dict(self.intervals)
        return known.get(group, known.get("default"))


def named(words: Sequence[Word], code: str, *, chinese: bool) -> str:
    """The word of a code; a code that the pack no longer has stands for itself."""
    found = next((word for word in words if word.code == code), None)
    return code if found is None else found.zh if chinese else found.en


def policy_of(number: int, valid_from: date, approved_by: tuple[str, str], body: Mapping[str, Any]) -> Policy:
    """A stored body as a policy."""
    return Policy(
        number=number,
        valid_from=valid_from,
        approved_by=approved_by[0],
        approved_by_en=approved_by[1],
        weights=Weights(**{name: Decimal(str(weight)) for name, weight in body["weights"].items()}),
        window_days=body["window_days"],
        band=Decimal(str(body["band"])),
        contact_days=body["contact_days"],
        lead_days=body["lead_days"],
        families=_words(body["families"]),
        lines=_words(body["lines"]),
        stages=_words(body["stages"]),
        risk_kinds=_words(body["risk_kinds"]),
        aspects=_words(body["aspects"]),
        styles=_words(body["styles"]),
        alarms=_alarms(body["alarms"]),
        events=_alarms(body["events"]),
        courses=_courses(body.get("courses", ())),
        intervals=tuple(body["intervals"].items()),
    )


def _words(rows: Sequence[Mapping[str, Any]]) -> tuple[Word, ...]:
    return tuple(
        Word(row["code"], row["label"]["zh"], row["label"]["en"], row.get("family", "")) for row in rows
    )


def _alarms(rows: Sequence[Mapping[str, Any]]) -> tuple[AlarmRule, ...]:
    return tuple(
        AlarmRule(
            code=row["code"],
            zh=row["label"]["zh"],
            en=row["label"]["en"],
            kind=row["kind"],
            bounds=tuple(
                Bound(line["value"], line["comparison"], Decimal(str(line["bound"]))) for line in row["when"]
            ),
            level=row.get("level", ""),
            watch_days=row.get("watch_days", 0),
        )
        for row in rows
    )


def _courses(rows: Sequence[Mapping[str, Any]]) -> tuple[Course, ...]:
    return tuple(
        Course(
            code=row["code"],
            zh=row["label"]["zh"],
            en=row["label"]["en"],
            kind=row["kind"],
            level=row["level"],
            watch_days=row["watch_days"],
            fact=row["fact"],
            figure=row["figure"],
            days=row["days"],
            percent=Decimal(str(row["percent"])),
            least=Decimal(str(row["least"])),
        )
        for row in rows
    )
