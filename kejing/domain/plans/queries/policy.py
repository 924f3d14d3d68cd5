"""The decisions in force, and their words and periods in the reader's language."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from kejing.domain.plans.models import PolicyVersion
from kejing.domain.plans.rules import Kind, Policy, Span, Word, due_day, policy_of
from kejing.foundation.identity.public import Role
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.workdays import next_workday
from kejing.foundation.ui.formats import chinese, month


def policy() -> Policy:
    """The newest version in force today; without a pack, one with no kinds. One query."""
    return _read(PolicyVersion.objects.filter(valid_from__lte=clock.today()).order_by("-number").first())


def policies() -> dict[int, Policy]:
    """Every version by number, for rows that were made under different ones. One query."""
    return {row.number: _read(row) for row in PolicyVersion.objects.order_by("number")}


def _read(row: PolicyVersion | None) -> Policy:
    if row is None:
        return Policy()
    return policy_of(row.number, row.valid_from, (row.approved_by, row.approved_by_en), row.body)


def word(row: Word) -> str:
    return row.zh if chinese() else row.en


def named(words: tuple[Word, ...], code: str) -> str:
    """The word of a code; the code itself where no version has it any more."""
    return next((word(row) for row in words if row.code == code), code)


def choices(words: tuple[Word, ...]) -> list[tuple[str, str]]:
    """For the choices of a form."""
    return [(row.code, word(row)) for row in words]


def role_names(codes: tuple[str, ...]) -> list[str]:
    """What the roles are called here, in the order given."""
    found = {
        row.code: row.label_zh if chinese() else row.label_en for row in Role.objects.filter(code__in=codes)
    }
    return [found[code] for code in codes if code in found]


def due_at(kind: Kind, start: date) -> datetime:
    """By when a plan for the period is due. One query, for the calendar."""
    return due_moment(kind, start, clock.calendar_overrides())


def due_moment(kind: Kind, start: date, overrides: dict[date, bool]) -> datetime:
    return clock.at(due_day(kind.lead, start, overrides), kind.until.hour, kind.until.minute)


def decide_by(kind: Kind) -> datetime:
    """Until when what is handed in now is to be decided: the hour of the kind, some working days on."""
    day, overrides = clock.today(), clock.calendar_overrides()
    for _n in range(kind.decide_workdays):
        day = next_workday(day, overrides)
    return clock.at(day, kind.until.hour, kind.until.minute)


def period_name(span: Span, start: date, end: date) -> str:
    """`1998`, `1998 H1`, `January 1998`, `12–18 January`: the period in the reader's words."""
    match span:
        case Span.YEAR:
            return _("%(year)s") % {"year": start.year}
        case Span.HALF_YEAR:
            half = _("first half") if start.month == 1 else _("second half")
            return _("%(year)s, %(half)s") % {"year": start.year, "half": half}
        case Span.QUARTER:
            return _("%(year)s, quarter %(n)s") % {"year": start.year, "n": (start.month + 2) // 3}
        case Span.MONTH:
            return month(start)
        case Span.WEEK:
            last = end - timedelta(days=1)
            return f"{start.isoformat()} – {last:%m-%d}"
    return start.isoformat()
