"""What this module announces."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class VisitRecorded:
    """A visit was held. `plan_id` is the follow-up that its next step planned, if any."""

    visit_id: int
    customer_id: int
    staff_id: int
    on: date
    plan_id: int | None


@dataclass(frozen=True, slots=True)
class VisitCorrected:
    """What was recorded of a visit held was put right; its day and customer stay."""

    visit_id: int
    customer_id: int
    on: date


@dataclass(frozen=True, slots=True)
class FindingRaised:
    """Something was found, on a `route` (vocabulary.Route); `superior_id` where it was taken to her at once."""

    finding_id: int
    customer_id: int
    staff_id: int
    route: str
    superior_id: int | None


@dataclass(frozen=True, slots=True)
class FindingEscalated:
    """A finding was taken to the superior, by whoever follows it or by the clock; she answers by `due_on`."""

    finding_id: int
    customer_id: int
    superior_id: int | None
    due_on: date | None


@dataclass(frozen=True, slots=True)
class FindingDue:
    """A finding has to be checked, or answered, by `due_on`, which is near."""

    finding_id: int
    customer_id: int
    staff_id: int
    due_on: date | None


@dataclass(frozen=True, slots=True)
class FindingSolved:
    """A check found it put right."""

    finding_id: int
    customer_id: int
    staff_id: int


@dataclass(frozen=True, slots=True)
class LogSubmitted:
    """A log was handed in; not `on_time` when only as a marked correction."""

    log_id: int
    staff_id: int
    day: date
    on_time: bool


@dataclass(frozen=True, slots=True)
class LogReviewed:
    """A log got its mark, or another one."""

    log_id: int
    staff_id: int
    reviewer_id: int
    mark: int
