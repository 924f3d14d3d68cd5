"""What the organisation announces."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CoverArranged:
    """Somebody acts for somebody from now or a day ahead on; ids are staff's."""

    cover_id: int
    covered_id: int
    deputy_id: int


@dataclass(frozen=True, slots=True)
class AbsenceAsked:
    """Somebody asks for leave. `superior_id`: the staff of the one she reports to, None where nobody is."""

    absence_id: int
    staff_id: int
    superior_id: int | None


@dataclass(frozen=True, slots=True)
class AbsenceDecided:
    """Leave was approved, or not; `staff_id` is the person's."""

    absence_id: int
    staff_id: int
    approved: bool
