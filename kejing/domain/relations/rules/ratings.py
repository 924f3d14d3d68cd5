"""How good a relation is, and where it goes. Items A2.4, A3.44; formulas Q13, Q14."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from kejing.domain.relations.rules.policy import Policy

GRADES = 5


@dataclass(frozen=True, slots=True)
class Share:
    """A rate with what it was counted from. No denominator: no rate, which is not the same as none."""

    part: int
    whole: int

    @property
    def ratio(self) -> Fraction | None:
        return Fraction(self.part, self.whole) if self.whole else None


@dataclass(frozen=True, slots=True)
class Dated:
    """A promise or a question: made on a day, due on one, perhaps settled on one; `dropped`: withdrawn."""

    made_on: date
    due_on: date
    settled_on: date | None
    dropped: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a relation on a day. `days` since the last contact, `grade` the last own rating."""

    on: date
    days: int | None
    kept: Share
    solved: Share
    grade: int | None


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the score, 0 to 100; None where nothing is known, and then it does not count."""

    name: str
    weight: Decimal
    score: Decimal | None


@dataclass(frozen=True, slots=True)
class Score:
    """The weighted mean of the parts that are known, 0 to 100, one decimal; None if none is."""

    on: date
    value: Decimal | None
    parts: tuple[Part, ...]


def kept_share(promises: Iterable[Dated], on: date) -> Share:
    """Kept on or before their day, of those due (Q14).

    Due is a promise whose day has passed, or that was kept. One withdrawn by its day does not count; one
    withdrawn later was not kept.
    """
    whole = part = 0
    for row in promises:
        if row.made_on > on:
            continue
        settled = row.settled_on is not None and row.settled_on <= on
        in_time = settled and row.settled_on is not None and row.settled_on <= row.due_on
        if row.dropped and in_time:
            continue
        if row.due_on < on or (settled and not row.dropped):
            whole += 1
            part += in_time
    return Share(part, whole)


def solved_share(questions: Iterable[Dated], on: date) -> Share:
    """Questions answered, of those whose day has passed or that are answered."""
    rows = [row for row in questions if row.made_on <= on]
    answered = [row for row in rows if row.settled_on is not None and row.settled_on <= on]
    late = [row for row in rows if row not in answered and row.due_on < on]
    return Share(len(answered), len(answered) + len(late))


def standing(
    on: date,
    *,
    contacts: Iterable[date],
    promises: Iterable[Dated],
    questions: Iterable[Dated],
    ratings: Iterable[tuple[date, int]],
) -> Standing:
    """What was known on a day: only what had happened by then counts. `ratings` come newest first."""
    last = max((day for day in contacts if day <= on), default=None)
    rated = [(day, grade) for day, grade in ratings if day <= on]
    return Standing(
        on=on,
        days=None if last is None else (on - last).days,
        kept=kept_share(promises, on),
        solved=solved_share(questions, on),
        grade=max(rated, key=lambda row: row[0])[1] if rated else None,
    )


def score(found: Standing, policy: Policy) -> Score:
    """The relationship score of a day (Q13).

    Recency falls in a straight line from 100 (contact today) to 0 (`contact_days` ago and earlier); kept
    promises and solved questions count by their share; a grade 1 to 5 as 0 to 100.
    """
    weights = policy.weights
    parts = (
        Part("contact", weights.contact, _recency(found.days, policy.contact_days)),
        Part("promises", weights.promises, _percent(found.kept.ratio)),
        Part("questions", weights.questions, _percent(found.solved.ratio)),
        Part("rating", weights.rating, _percent(_of_grade(found.grade))),
    )
    known = [(part.weight, part.score) for part in parts if part.score is not None and part.weight]
    total = sum((weight for weight, _ in known), Decimal(0))
    value = sum((weight * found for weight, found in known), Decimal(0)) / total if total else None
    return Score(found.on, None if value is None else _rounded(value), parts)


def trend(now: Decimal | None, before: Decimal | None, band: Decimal) -> str:
    """`rising`, `stable` within the band (its ends included), `falling`, or `unknown`."""
    if now is None or before is None:
        return "unknown"
    if abs(now - before) <= band:
        return "stable"
    return "rising" if now > before else "falling"


def days_before(on: date, window: int, steps: int) -> list[date]:
    """Days at which a course is drawn: `steps` of them over a window, the last one `on`."""
    return [on - timedelta(days=round(window * (steps - 1 - i) / (steps - 1))) for i in range(steps)]


def _recency(days: int | None, horizon: int) -> Decimal | None:
    if days is None:
        return None
    return _percent(max(Fraction(0), 1 - Fraction(days, horizon)))


def _of_grade(grade: int | None) -> Fraction | None:
    return None if grade is None else Fraction(grade - 1, GRADES - 1)


def _percent(ratio: Fraction | None) -> Decimal | None:
    return None if ratio is None else _rounded(Decimal(ratio.numerator * 100) / Decimal(ratio.denominator))


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"), ROUND_HALF_UP)
