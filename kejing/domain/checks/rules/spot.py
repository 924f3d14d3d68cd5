"""Who is called and when: drawn just now, by chance, so that nobody can foresee it (docs/algorithms/spot-checks.md)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import ceil
from random import Random

from kejing.domain.checks.rules.policy import SpotPolicy

TICK_MINUTES = 5
"""How often chance is asked; the job's cron says the same."""
QUOTA, EXTRA = "quota", "extra"
"""Why somebody was drawn: the words are in `vocabulary.DrawKind`."""
EPOCH = date(1970, 1, 5)
"""A Monday: rounds of weeks are counted from it."""


@dataclass(frozen=True, slots=True)
class Team:
    """What the draw knows of a team at a moment.

    `present` may be drawn now: in a post, not away, not waiting for a call. `unchecked` of all its people were not
    checked in this round, those away included. `week_done` checks of this week are done or wait to be made,
    `week_new` of them were a person's first in this round.
    """

    present: tuple[int, ...]
    unchecked: frozenset[int]
    week_done: int
    week_new: int


@dataclass(frozen=True, slots=True)
class Slots:
    """Moments at which chance is asked: `left` of this week, this one included, of `whole` in it."""

    left: int
    whole: int


@dataclass(frozen=True, slots=True)
class Drawn:
    staff_id: int
    kind: str
    candidates: int


def week_of(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday())


def round_start(day: date, weeks: int) -> date:
    """The Monday on which the round of weeks began in which the day lies."""
    gone = (week_of(day) - EPOCH).days // 7
    return EPOCH + timedelta(weeks=gone - gone % weeks)


def weeks_left(day: date, weeks: int) -> int:
    """Of its round, this week included."""
    return weeks - (week_of(day) - round_start(day, weeks)).days // 7


def slots(moment: datetime, workdays: Collection[date], policy: SpotPolicy) -> Slots:
    """`workdays`: those of the moment's week. `moment` is in the organisation's zone."""
    a_day = _slots_between(policy.start, policy.until)
    today = moment.date()
    left = sum(day > today for day in workdays) * a_day
    if today in workdays:
        left += _slots_between(max(policy.start, moment.time()), policy.until)
    return Slots(left, len(workdays) * a_day)


def is_call_time(moment: datetime, workdays: Collection[date], policy: SpotPolicy) -> bool:
    return moment.date() in workdays and policy.start <= moment.time() < policy.until


def due_at(moment: datetime, policy: SpotPolicy) -> datetime:
    return moment + timedelta(minutes=policy.minutes)


def still_needed(team: Team, policy: SpotPolicy, weeks: int) -> int:
    """How many draws the week still owes: its minimum, and an even share of those unchecked in this round (U5)."""
    share = ceil((len(team.unchecked) + team.week_new) / weeks) - team.week_new
    return max(policy.per_week - team.week_done, share, 0)


def draw(team: Team, policy: SpotPolicy, at: Slots, weeks: int, chance: Random) -> Drawn | None:
    """Ask chance at this moment. Item A4.49.

    Owed draws come with the chance owed / left, which makes every set of moments of the week equally likely and
    the last one certain; they fall on those not checked in this round, if any is here. Draws by pure chance come
    all week and fall on anybody, so that neither a done week nor a done round makes anybody safe.
    """
    if not team.present or not at.left:
        return None
    if chance.random() < still_needed(team, policy, weeks) / at.left:
        owed = [staff for staff in team.present if staff in team.unchecked]
        return _one_of(owed or team.present, QUOTA, chance)
    if chance.random() < policy.extra / at.whole:
        return _one_of(team.present, EXTRA, chance)
    return None


def _one_of(people: Sequence[int], kind: str, chance: Random) -> Drawn:
    return Drawn(chance.choice(people), kind, len(people))


def _slots_between(start: time, end: time) -> int:
    minutes = (end.hour - start.hour) * 60 + end.minute - start.minute
    return max(0, -(-minutes // TICK_MINUTES))
