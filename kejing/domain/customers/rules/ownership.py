"""The rules of ownership: capacity, locks, rotation, the pool. Days are half-open; None switches a rule off."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Policy:
    """One version of an organisation's rules; without a pack nothing is limited and nobody is sent to the pool."""

    version: int = 0
    days_without_contact: int | None = None
    days_to_first_visit: int | None = None
    days_without_holding: int | None = None
    after_owner_left: bool = False
    warn_days: int = 14
    acts: bool = False
    """Whether what is due goes to the pool by itself, or is proposed."""
    claim_from: str = "unit"
    """unit, region (the unit above with all below it) or all"""
    claims_a_day: int | None = None
    cooling_off_days: int = 0
    capacity: Mapping[str, int] = field(default_factory=dict)
    """The most customers of a kind that one person may hold."""
    max_years: int | None = None
    rotation_notice_days: int = 90
    return_months: int = 0
    sales_kind: str = ""
    """The kind of fact whose amounts are the sales of a unit market."""
    sales_subject: str = "holding"
    """What those facts are of: holding or customer."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a customer may not move: a member of `CustomerRefusal` by its value, and what its sentence names."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Locked:
    holder_id: int
    holder: str
    since: date
    reason: str


@dataclass(frozen=True, slots=True)
class Mover:
    """A customer who is to move, as far as the rules look. `had` is when the target last had her, if rotated out."""

    id: int
    kind: str
    holder_id: int
    held_from: date
    confidential: bool = False
    locked: Locked | None = None
    had: date | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """Who is to get customers; `held` counts by kind those she has."""

    id: int
    name: str
    is_pool: bool
    held: Mapping[str, int] = field(default_factory=dict)


def faults(
    rows: Iterable[Mover],
    target: Target,
    day: date,
    policy: Policy,
    *,
    opened: bool,
    month_closed: bool = False,
) -> dict[int, Fault]:
    """Who may not move to the target on a day, and why. Those already there neither move nor count.

    `opened`: the actor has the right to see confidential customers. Capacity is given out in the order of the rows.
    """
    found: dict[int, Fault] = {}
    held = dict(target.held)
    for row in rows:
        if row.holder_id == target.id:
            continue
        fault = _fault(row, target, day, policy, opened=opened, month_closed=month_closed)
        fault = fault or over_capacity(target, row.kind, held.get(row.kind, 0), policy)
        if fault:
            found[row.id] = fault
        else:
            held[row.kind] = held.get(row.kind, 0) + 1
    return found


def _fault(
    row: Mover, target: Target, day: date, policy: Policy, *, opened: bool, month_closed: bool
) -> Fault | None:
    if month_closed:
        return Fault("month_closed", {"day": day})
    if row.confidential and not opened:
        return Fault("confidential")
    if row.locked and row.locked.holder_id != target.id:
        kept = row.locked
        return Fault("locked", {"holder": kept.holder, "day": kept.since, "reason": kept.reason})
    if day < row.held_from:  # on that very day it is a correction
        return Fault("before_ownership", {"day": row.held_from})
    if row.had and day < plus_months(row.had, policy.return_months):
        return Fault("not_back_yet", {"holder": target.name, "day": row.had, "months": policy.return_months})
    return None


def over_capacity(target: Target, kind: str, held: int, policy: Policy) -> Fault | None:
    """A person may hold so many customers of a kind; a pool any number. Item A2.58."""
    most = policy.capacity.get(kind)
    if target.is_pool or most is None or held < most:
        return None
    return Fault("over_capacity", {"holder": target.name, "most": most, "kind": kind, "held": held})


def plus_months(day: date, months: int) -> date:
    """The same day some months on; the month's last day where there is none."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(day.day, last))


def rotated(valid_from: date, valid_to: date, policy: Policy) -> bool:
    """Whether somebody had a customer for as long as one person may: only then does the way back take time."""
    return policy.max_years is not None and valid_to >= plus_months(valid_from, 12 * policy.max_years)


def rotation_due(valid_from: date, policy: Policy) -> date | None:
    return None if policy.max_years is None else plus_months(valid_from, 12 * policy.max_years)


@dataclass(frozen=True, slots=True)
class HeldCustomer:
    """A customer with a person, as far as recycling looks."""

    held_from: date
    last_contact: date | None
    holder_left_on: date | None
    holds_something: bool


def recycling_due(row: HeldCustomer, policy: Policy) -> tuple[str, date] | None:
    """(rule, day) on which a customer goes back to the pool, the earliest one; None while no rule asks for it."""
    dues = [(day, rule) for rule, day in _dues(row, policy)]
    if not dues:
        return None
    day, rule = min(dues)
    return rule, day


def _dues(row: HeldCustomer, policy: Policy) -> Sequence[tuple[str, date]]:
    found = []
    contacted = row.last_contact is not None and row.last_contact >= row.held_from
    if policy.after_owner_left and row.holder_left_on is not None:
        found.append(("left", row.holder_left_on))
    if policy.days_to_first_visit is not None and not contacted:
        found.append(("no_visit", row.held_from + timedelta(days=policy.days_to_first_visit)))
    if policy.days_without_contact is not None:
        last = max(row.held_from, row.last_contact or row.held_from)
        found.append(("no_contact", last + timedelta(days=policy.days_without_contact)))
    if policy.days_without_holding is not None and not row.holds_something:
        found.append(("no_holding", row.held_from + timedelta(days=policy.days_without_holding)))
    return found


def claimable_from(lost_on: date | None, policy: Policy) -> date | None:
    """The day from which somebody who lost a customer to the pool may claim her again."""
    return lost_on + timedelta(days=policy.cooling_off_days) if lost_on else None
