"""Who is called to a meeting and who cannot come: drawn from the team, the covers, and whoever knows of absences."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from kejing.domain.meetings.queries.kinds import KindCard
from kejing.domain.meetings.vocabulary import ABSENT, Presence
from kejing.domain.org.public import Member, acting_for, staff_names, team, units_within
from kejing.foundation.kernel import sections
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.ui.formats import local


@dataclass(frozen=True, slots=True)
class Called:
    """Somebody to be called. `presence` is the tick to begin with; `stands_for`: whose deputy she is there."""

    staff_id: int
    name: str
    presence: str = Presence.PRESENT
    reason: str = ""
    stands_for: int | None = None


def drawn(actor: Actor, kind: KindCard, unit_id: int, day: date) -> tuple[Called, ...]:
    """The unit's people in the roles called, and the deputies of those who are covered. Five queries and what the
    providers of `meetings.absent` ask.
    """
    within = set(units_within(unit_id, day))
    members = {m.staff_id: m for m in team(actor, day, kind.rules.called) if m.unit_id in within}
    deputies = _deputies(members, day)
    names = staff_names(deputies.values())
    away = absences(actor, members, day, {who: names.get(deputy, "") for who, deputy in deputies.items()})
    called = [_called(member, away) for member in members.values()]
    standing_in = {deputy: who for who, deputy in deputies.items() if deputy not in members}
    return (*called, *(Called(pk, names[pk], stands_for=who) for pk, who in standing_in.items()))


def _deputies(members: Mapping[int, Member], day: date) -> dict[int, int]:
    """Deputy by the person she acts for that day."""
    by_holder = {m.holder_id: m.staff_id for m in members.values() if m.holder_id is not None}
    acting = acting_for(by_holder, day, day + timedelta(days=1))
    return {by_holder[holder]: deputy for holder, deputy in acting}


def absences(
    actor: Actor, staff_ids: Iterable[int], day: date, deputies: Mapping[int, str]
) -> dict[int, str]:
    """Why some of these people cannot come, by staff: what the providers say, otherwise that somebody stands in."""
    away = {who: _("away, %(deputy)s stands in") % {"deputy": name} for who, name in deputies.items()}
    for known in sections.collect(ABSENT, actor=actor, staff_ids=list(staff_ids), day=day).values():
        away.update(known)
    return away


def _called(member: Member, away: Mapping[int, str]) -> Called:
    reason = away.get(member.staff_id, "")
    presence = Presence.EXCUSED if reason else Presence.PRESENT
    return Called(member.staff_id, local(member.name, member.name_en), presence, reason)
