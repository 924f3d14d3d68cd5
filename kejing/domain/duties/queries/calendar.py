"""The duty calendar: what is in force, one duty with its versions, its rule in words."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kejing.domain.duties import access
from kejing.domain.duties.models import DutyVersion
from kejing.domain.duties.rules import Rhythm
from kejing.domain.duties.vocabulary import MANAGE, DueFrom, Every, EvidenceKind
from kejing.foundation.identity.public import Role
from kejing.foundation.kernel import clock, sql
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible
from kejing.foundation.ui.formats import local


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version of a duty, in words. `state`: draft, ahead, present or past."""

    id: int
    duty_id: int
    code: str
    number: int
    label: str
    role: str
    item: str
    rule: str
    evidence: str
    valid_from: date | None
    valid_to: date | None
    made_by: str
    state: str


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """What is in force and what waits, by role; `may_change` for who makes the calendar."""

    roles: tuple[tuple[str, tuple[VersionRow, ...]], ...]
    may_change: bool


@dataclass(frozen=True, slots=True)
class DutyPage:
    """A duty: `shown` is the version in force, or the newest one; `versions` newest first."""

    shown: VersionRow
    versions: tuple[VersionRow, ...]
    draft: VersionRow | None
    present: VersionRow | None
    may_change: bool


def in_force(day: date) -> list[DutyVersion]:
    return list(DutyVersion.objects.filter(sql.in_force(day)).order_by("pk"))


def rhythm_of(version: DutyVersion) -> Rhythm:
    return Rhythm(
        every=version.every,
        due_from=version.due_from,
        months=tuple(version.months),
        lead_months=version.lead_months,
        workdays=version.workdays,
        due_time=version.due_time,
        opens_before=version.opens_before,
        remind_days=version.remind_days,
    )


def role_names() -> dict[str, str]:
    """Role code -> its name in the reader's language, by name of the code."""
    rows = Role.objects.order_by("code").values_list("code", "label_zh", "label_en")
    return {code: local(zh, en) for code, zh, en in rows}


def duty_calendar(*, actor: Actor) -> CalendarPage:
    """Every duty in force or ahead, by role. Raises Forbidden (403) for who has nothing to do with duties."""
    today, names = clock.today(), role_names()
    rows = access.reads_calendar(actor).filter(Q(valid_to=None) | Q(valid_to__gt=today))
    found: dict[str, list[VersionRow]] = {}
    for version in rows.order_by("role", "duty_id", "number"):
        found.setdefault(version.role, []).append(_row(version, today, names))
    return CalendarPage(
        tuple((names.get(role, role), tuple(lines)) for role, lines in found.items()), actor.may(MANAGE)
    )


def duty_page(*, actor: Actor, duty_id: int) -> DutyPage:
    """One duty and its versions. Raises Forbidden (403), NotVisible (404)."""
    today, names = clock.today(), role_names()
    versions = access.reads_calendar(actor).filter(duty_id=duty_id).order_by("-number")
    rows = tuple(_row(version, today, names) for version in versions)
    if not rows:
        raise NotVisible
    by_state = {row.state: row for row in reversed(rows)}
    present = by_state.get("present") or by_state.get("ahead")
    return DutyPage(present or rows[0], rows, by_state.get("draft"), present, actor.may(MANAGE))


def duty_draft(*, actor: Actor, duty_id: int) -> DutyVersion:
    """What a new version starts from: the draft that waits, or the newest. Raises Forbidden (403), NotVisible (404)."""
    actor.require(MANAGE)
    version = access.reads_calendar(actor).filter(duty_id=duty_id).order_by("-number").first()
    if version is None:
        raise NotVisible
    return version


def duty_version(*, actor: Actor, version_id: int) -> VersionRow:
    """One version, for who changes the calendar. Raises Forbidden (403), NotVisible (404)."""
    actor.require(MANAGE)
    version = access.reads_calendar(actor).filter(pk=version_id).first()
    if version is None:
        raise NotVisible
    return _row(version, clock.today(), role_names())


def _row(version: DutyVersion, today: date, names: dict[str, str]) -> VersionRow:
    return VersionRow(
        id=version.pk,
        duty_id=version.duty_id,
        code=version.duty.code,
        number=version.number,
        label=label_of(version),
        role=names.get(version.role, version.role),
        item=version.item,
        rule=rule_text(version, names),
        evidence=evidence_text(version),
        valid_from=version.valid_from,
        valid_to=version.valid_to,
        made_by=version.made_by_name,
        state=_state(version, today),
    )


def _state(version: DutyVersion, today: date) -> str:
    if version.valid_from is None:
        return "draft"
    if version.valid_to is not None and version.valid_to <= today:
        return "past"
    return "ahead" if version.valid_from > today else "present"


def label_of(version: DutyVersion) -> str:
    return local(version.label_zh, version.label_en)


def evidence_text(version: DutyVersion) -> str:
    """What settles it, and how many: “visits held, 1 to 2”."""
    kind = str(EvidenceKind(version.evidence).label)
    if version.most is None and version.least == 1:
        return kind
    return _("%(kind)s, %(count)s") % {"kind": kind, "count": count_text(version.least, version.most)}


def count_text(least: int, most: int | None) -> str:
    if most is None:
        return pgettext("duty", "at least %(n)s") % {"n": least}
    return str(least) if least == most else _("%(least)s to %(most)s") % {"least": least, "most": most}


def rule_text(version: DutyVersion, names: dict[str, str]) -> str:
    """Cadence and due rule in words: “every month, due on the last working day by 18:00”."""
    months = ", ".join(map(str, version.months))
    if version.every == Every.IN_POST:
        who = names.get(version.role, version.role)
        return _("%(months)s months after somebody became %(role)s; the superior's") % {
            "months": months,
            "role": who,
        }
    often = str(Every(version.every).label)
    if months:
        often = _("every year, in the months %(months)s") % {"months": months}
    return _("%(often)s, %(due)s by %(time)s") % {
        "often": often,
        "due": _due_text(version),
        "time": version.due_time.strftime("%H:%M"),
    }


def _due_text(version: DutyVersion) -> str:
    n = abs(version.workdays)
    if version.due_from == DueFrom.START:
        return _before_text(version)
    if version.every == Every.DAY:
        if n:
            return ngettext("due %(n)s working day later", "due %(n)s working days later", n) % {"n": n}
        return _("due the same day")
    if n:
        return ngettext(
            "due %(n)s working day after the period's last one", "due %(n)s working days after the period's last one", n
        ) % {"n": n}  # fmt: skip
    return _("due on the period's last working day")


def _before_text(version: DutyVersion) -> str:
    n, ahead = abs(version.workdays), version.lead_months
    if ahead:
        return ngettext("due %(n)s month before the period", "due %(n)s months before the period", ahead) % {
            "n": ahead
        }
    if n:
        return ngettext(
            "due %(n)s working day before the period", "due %(n)s working days before the period", n
        ) % {"n": n}  # fmt: skip
    return _("due on the period's first working day")
