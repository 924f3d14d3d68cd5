"""Who saw a risk coming (item A9.26, formula Q67), and which alarms a rule raises (A9.3)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median

from kejing.domain.relations.rules.ratings import Share


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning somebody gave about a customer. `false_alarm`: she closed it as one."""

    customer_id: int
    day: date
    false_alarm: bool = False


@dataclass(frozen=True, slots=True)
class Happened:
    """A risk event of a customer; `id` is the row's."""

    customer_id: int
    day: date
    id: int = 0


@dataclass(frozen=True, slots=True)
class Foresight:
    """Events with an earlier warning, of all events; warnings without an event, of those that can be judged.

    `leads`: days from the first warning within the limit to each event that had one; `missed` the others.
    """

    foreseen: Share
    false_warnings: Share
    leads: tuple[tuple[int, int], ...]
    missed: tuple[int, ...]

    @property
    def median_lead(self) -> float | None:
        return median(days for _, days in self.leads) if self.leads else None


def fallen(before: Decimal, now: Decimal) -> Decimal | None:
    """The part of it that is gone, below 0 where it rose; None where there was nothing before."""
    return None if before == 0 else (before - now) / before


def foresight(warnings: Sequence[Warned], events: Sequence[Happened], on: date, lead_days: int) -> Foresight:
    """Judge warnings by what happened. A warning counts 1 to `lead_days` days before its event.

    A warning is false when it was closed as such, or when `lead_days` passed without an event of the
    customer; before that it is not judged yet.
    """
    leads: list[tuple[int, int]] = []
    missed: list[int] = []
    for event in events:
        days = [lead for row in warnings if (lead := _lead(row, event)) and 1 <= lead <= lead_days]
        if days:
            leads.append((event.id, max(days)))
        else:
            missed.append(event.id)
    judged = [came for row in warnings if (came := _came_true(row, events, on, lead_days)) is not None]
    return Foresight(
        foreseen=Share(len(leads), len(events)),
        false_warnings=Share(sum(not came for came in judged), len(judged)),
        leads=tuple(leads),
        missed=tuple(missed),
    )


def _lead(warning: Warned, event: Happened) -> int:
    """Days from warning to event; 0 for another customer's and for a warning of the day itself or later."""
    return max(0, (event.day - warning.day).days) if warning.customer_id == event.customer_id else 0


def _came_true(warning: Warned, events: Iterable[Happened], on: date, lead_days: int) -> bool | None:
    """None while it is still open whether the warning comes true."""
    if any(1 <= _lead(warning, event) <= lead_days for event in events):
        return True
    if warning.false_alarm or (on - warning.day).days > lead_days:
        return False
    return None
