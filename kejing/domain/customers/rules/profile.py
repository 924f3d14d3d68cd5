"""What a profile field takes, and how complete a profile is."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

_PHONE = re.compile(r"\+?[0-9][0-9 ()-]{4,24}")
LONGEST = 400
_LARGEST = Decimal(10) ** 16


@dataclass(frozen=True, slots=True)
class Asked:
    """What a field asks for: its kind, whether it must be there, how old it may be (days), its options' codes."""

    code: str
    kind: str
    required: bool = False
    max_age_days: int | None = None
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Completeness:
    """Required fields that are there and young enough, of those required. Question Q12.

    `missing` and `old` are the codes of the others. Without required fields a profile is complete.
    """

    done: int
    required: int
    missing: tuple[str, ...]
    old: tuple[str, ...]

    @property
    def percent(self) -> int:
        return 100 * self.done // self.required if self.required else 100

    @property
    def complete(self) -> bool:
        return self.done == self.required


def is_empty(value: object) -> bool:
    return value in (None, "") or value == []


def completeness(
    fields: Sequence[Asked], kept: Mapping[str, Any], kept_at: Mapping[str, str], today: date
) -> Completeness:
    """How complete a profile is on a day: kj_profile_due (migration 0011) says the same of the day it ends."""
    required = [field for field in fields if field.required]
    missing = tuple(field.code for field in required if is_empty(kept.get(field.code)))
    old = tuple(
        field.code for field in required
        if field.code not in missing and is_old(field, day_of(kept_at.get(field.code)), today)
    )  # fmt: skip
    return Completeness(len(required) - len(missing) - len(old), len(required), missing, old)


def is_old(field: Asked, at: date | None, today: date) -> bool:
    """Whether a value has to be confirmed: of unknown age, or given `max_age_days` ago or earlier."""
    if field.max_age_days is None:
        return False
    return at is None or today >= at + timedelta(days=field.max_age_days)


def day_of(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def stored(field: Asked, value: Any, kept: Any) -> Any:
    """What is kept for a value as entered, None for nothing. Raises ValueError for one that does not fit.

    Sums and numbers are kept as text, exactly. A code typed over stays with its words if it is the one kept.
    """
    if is_empty(value):
        return None
    return _STORES[field.kind](field, value, kept)


def _text(_field: Asked, value: Any, _kept: Any) -> str:
    text = str(value).strip()
    if len(text) > LONGEST or "\0" in text:
        raise ValueError(text[:40])
    return text


def _coded(field: Asked, value: Any, kept: Any) -> Any:
    text = _text(field, value, kept)
    if isinstance(kept, dict) and text in {str(word) for word in kept.values()}:
        return kept
    return {"code": text}


def _choice(field: Asked, value: Any, _kept: Any) -> str:
    if value not in field.options:
        raise ValueError(str(value)[:40])
    return str(value)


def _several(field: Asked, value: Any, kept: Any) -> list[str]:
    if not isinstance(value, list | tuple):
        raise ValueError(str(value)[:40])  # noqa: TRY004  # one kind of refusal for whatever does not fit
    chosen = [_choice(field, one, kept) for one in value]
    return [option for option in field.options if option in chosen]


def _date(_field: Asked, value: Any, _kept: Any) -> str:
    day = value if isinstance(value, date) else date.fromisoformat(str(value))
    return day.isoformat()


def _number(_field: Asked, value: Any, _kept: Any) -> str:
    try:
        number = Decimal(str(value))
    except InvalidOperation as error:
        raise ValueError(str(value)[:40]) from error
    if not number.is_finite() or abs(number) >= _LARGEST:
        raise ValueError(str(value)[:40])
    return format(number, "f")


def _money(field: Asked, value: Any, kept: Any) -> str:
    text = _number(field, value, kept)
    if Decimal(text) != Decimal(text).quantize(Decimal("0.01")):
        raise ValueError(text)
    return format(Decimal(text), ".2f")


def _flag(_field: Asked, value: Any, _kept: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(str(value)[:40])  # noqa: TRY004  # as above
    return value


def _phone(field: Asked, value: Any, kept: Any) -> str:
    text = _text(field, value, kept)
    if not _PHONE.fullmatch(text):
        raise ValueError(text[:40])
    return text


_STORES = {
    "text": _text, "coded": _coded, "choice": _choice, "several": _several, "date": _date, "number": _number,
    "money": _money, "flag": _flag, "phone": _phone,
}  # fmt: skip
