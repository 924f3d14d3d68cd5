"""Checklists: what an answer must look like, and how many standards a visit kept. Items A3.9, A3.14."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

LONGEST_TEXT = 400


@dataclass(frozen=True, slots=True)
class Point:
    """One point. `kind`: yesno, number, text or choice; `good` are the choices that keep the standard."""

    code: str
    zh: str
    en: str
    kind: str
    required: bool = False
    etiquette: bool = False
    choices: Sequence[tuple[str, str, str]] = ()
    good: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """Standards kept, of those the checklist sets; and of these the points of etiquette."""

    kept: int
    whole: int
    kept_etiquette: int
    whole_etiquette: int


class BadAnswer(ValueError):
    """An answer that the point does not take. `missing`: there is none and one is required."""

    def __init__(self, point: Point, *, missing: bool = False) -> None:
        super().__init__(point.code)
        self.point = point
        self.missing = missing


def points_of(body: Iterable[Mapping[str, Any]]) -> list[Point]:
    """The points as a version keeps them."""
    return [
        Point(
            code=spec["code"], zh=spec["label"]["zh"], en=spec["label"]["en"], kind=spec["kind"],
            required=spec["required"], etiquette=spec["etiquette"],
            choices=[(c["code"], c["label"]["zh"], c["label"]["en"]) for c in spec["choices"]],
            good=spec["good"],
        )
        for spec in body
    ]  # fmt: skip


def checked_answers(points: Sequence[Point], said: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as they are kept; what was left empty is left out. Raises BadAnswer."""
    answers = {}
    for point in points:
        value = said.get(point.code)
        if value is None or value == "":
            if point.required:
                raise BadAnswer(point, missing=True)
            continue
        answers[point.code] = _answer(point, value)
    return answers


def _answer(point: Point, value: Any) -> Any:
    match point.kind:
        case "yesno" if isinstance(value, bool):
            return value
        case "choice" if value in {code for code, _zh, _en in point.choices}:
            return value
        case "text" if isinstance(value, str) and len(value) <= LONGEST_TEXT:
            return value
        case "number" if not isinstance(value, bool):
            return _number(point, value)
    raise BadAnswer(point)


def _number(point: Point, value: Any) -> str:
    try:
        number = Decimal(str(value))
    except InvalidOperation as error:
        raise BadAnswer(point) from error
    if not number.is_finite() or abs(number) >= 10**12:
        raise BadAnswer(point)
    return f"{number.normalize():f}"


def standards_kept(points: Sequence[Point], answers: Mapping[str, Any]) -> Kept:
    """Yes/no points and choices with a good side are standards; one left open was not kept."""
    judged = [point for point in points if point.kind == "yesno" or point.good]
    kept = [point for point in judged if _is_kept(point, answers.get(point.code))]
    return Kept(
        len(kept), len(judged), sum(point.etiquette for point in kept), sum(p.etiquette for p in judged)
    )


def _is_kept(point: Point, answer: object) -> bool:
    return answer is True if point.kind == "yesno" else answer in point.good
