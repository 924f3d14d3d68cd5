"""The organisation's decisions about plans, as a version of the pack gives them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from kejing.domain.plans.rules.periods import Lead, Span


@dataclass(frozen=True, slots=True)
class Word:
    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Writer:
    """A role that writes plans of a kind, and the roles that approve them. `owed`: each period wants one."""

    role: str
    approvers: tuple[str, ...]
    owed: bool


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of plan: its span, how long before it is due, until which hour, and how many working days the
    approver has.
    """

    word: Word
    span: Span
    lead: Lead
    until: time
    decide_workdays: int
    writers: tuple[Writer, ...]

    def writer(self, role: str) -> Writer | None:
        return next((one for one in self.writers if one.role == role), None)


@dataclass(frozen=True, slots=True)
class Policy:
    """`points`: what an action is for (A4.1); `themes`: strategic ones; `checks`: what an approver looks at (A9.28)."""

    number: int = 0
    valid_from: date = date.max
    approved_by: tuple[str, str] = ("", "")
    kinds: tuple[Kind, ...] = ()
    points: tuple[Word, ...] = ()
    themes: tuple[Word, ...] = ()
    checks: tuple[Word, ...] = ()

    def kind(self, code: str) -> Kind | None:
        return next((kind for kind in self.kinds if kind.word.code == code), None)

    def kinds_of(self, role: str) -> tuple[Kind, ...]:
        """The kinds that a role writes."""
        return tuple(kind for kind in self.kinds if kind.writer(role))


def policy_of(number: int, valid_from: date, approved_by: tuple[str, str], body: Mapping[str, Any]) -> Policy:
    """A version as it is kept; kinds not used are not there."""
    return Policy(
        number=number,
        valid_from=valid_from,
        approved_by=approved_by,
        kinds=tuple(_kind(kind) for kind in body["kinds"] if kind["used"]),
        points=_words(body["points"]),
        themes=_words(body["themes"]),
        checks=_words(body["checks"]),
    )


def _kind(kept: Mapping[str, Any]) -> Kind:
    return Kind(
        word=_word(kept),
        span=Span(kept["span"]),
        lead=Lead(kept["lead"]),
        until=time.fromisoformat(kept["until"]),
        decide_workdays=kept["decide_workdays"],
        writers=tuple(
            Writer(one["role"], tuple(one["approvers"]), bool(one["owed"])) for one in kept["writers"]
        ),
    )


def _words(kept: list[Mapping[str, Any]]) -> tuple[Word, ...]:
    return tuple(_word(word) for word in kept)


def _word(kept: Mapping[str, Any]) -> Word:
    return Word(kept["code"], kept["label"]["zh"], kept["label"]["en"])
