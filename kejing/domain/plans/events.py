"""What this module announces."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PlanSubmitted:
    """A plan was handed in for approval; `days_late` 0 when in time. Number above 1: an amendment."""

    plan_id: int
    staff_id: int
    unit_id: int
    kind: str
    start: date
    number: int
    days_late: int


@dataclass(frozen=True, slots=True)
class PlanDecided:
    """A plan was approved, and is frozen, or returned with a comment."""

    plan_id: int
    staff_id: int
    decided_by: int
    approved: bool


@dataclass(frozen=True, slots=True)
class PlanAmended:
    """A new version is being written of a plan that was approved; the old one stays as it is."""

    plan_id: int
    amends_id: int
    staff_id: int


@dataclass(frozen=True, slots=True)
class PlansBound:
    """A unit's weekly plans of the month that begins on `month` were bound by somebody."""

    binder_id: int
    staff_id: int
    month: date
