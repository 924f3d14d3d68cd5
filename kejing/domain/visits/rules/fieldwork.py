"""What the organisation decided about work in the field, read from a version of its policy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any


@dataclass(frozen=True, slots=True)
class Word:
    code: str
    zh: str
    en: str


@dataclass(frozen=True)  # no slots: the pack's schema reads the defaults from the class
class Fieldwork:
    """A version of the policy. Days are days of the calendar but for `answer_days`, which are working days.

    `check_days`: until a finding is checked again, by severity (U14). `shallow_minutes`: a shorter visit is
    looked at; `shallow_run`: so many in a row without finding and next step are flagged (A7.38).
    `plan_minutes`: how long a planned visit usually takes; two plans closer than that overlap.
    """

    number: int = 0
    valid_from: date = date(1970, 1, 1)
    kinds: Sequence[Word] = ()
    check_days: Mapping[str, int] = field(default_factory=lambda: {"grave": 3, "medium": 7, "slight": 14})
    answer_days: int = 2
    place_days: int = 30
    photo_megabytes: int = 8
    photos_a_visit: int = 12
    shallow_minutes: int = 10
    shallow_run: int = 5
    presence_percent: int = 60
    late_minutes: int = 15
    follow_up_days: int = 2
    plan_minutes: int = 30

    def kind(self, code: str) -> Word | None:
        return next((word for word in self.kinds if word.code == code), None)

    def latest_check(self, severity: str, day: date) -> date:
        """By when a finding of a day is checked again (U14)."""
        return day + timedelta(days=self.check_days[severity])


def fieldwork_of(number: int, valid_from: date, body: Mapping[str, Any]) -> Fieldwork:
    """The policy a version's body says; what it does not say is as by default."""
    said = {name: value for name, value in body.items() if name != "kinds"}
    kinds = tuple(Word(kind["code"], kind["label"]["zh"], kind["label"]["en"]) for kind in body["kinds"])
    return Fieldwork(number=number, valid_from=valid_from, kinds=kinds, **said)
