"""Drawing somebody to call, and recording what came of the call."""

from secrets import SystemRandom

from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from kejing.domain.checks import access
from kejing.domain.checks.events import SpotCheckDone, SpotCheckDrawn
from kejing.domain.checks.models import SpotCheck
from kejing.domain.checks.queries.draws import UnitTeam, teams, week_days
from kejing.domain.checks.queries.policy import policy
from kejing.domain.checks.rules import spot
from kejing.domain.checks.rules.policy import Policy
from kejing.domain.checks.vocabulary import SPOT, CheckRefusal, SpotResult
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.kernel.events import publish


def ask_chance(*, actor: Actor) -> int:
    """Ask chance for every team at this moment; gives how many were drawn. Item A4.49.

    The chance is the machine's own (`secrets`): no seed is kept anywhere, so nothing can be computed beforehand.
    Outside the hours of calls nothing is asked.
    """
    now, in_force = localtime(clock.now()), policy()
    days = week_days(now.date())
    if not spot.is_call_time(now, days, in_force.spot):
        return 0
    at, weeks = spot.slots(now, days, in_force.spot), spot.weeks_left(now.date(), in_force.spot.weeks)
    chance, found = SystemRandom(), 0
    for one in teams(actor=actor, policy=in_force):
        if drawn := spot.draw(one.team, in_force.spot, at, weeks, chance):
            draw_spot_check(actor=actor, team=one, drawn=drawn, policy=in_force)
            found += 1
    return found


@action(
    "checks.draw_spot_check", label=_("Draw a spot check"), permission=SPOT, subject="spot_check",
    private=("team", "drawn", "policy"),
)  # fmt: skip
def draw_spot_check(*, actor: Actor, team: UnitTeam, drawn: spot.Drawn, policy: Policy) -> int:
    """Put the person down who was drawn. The trail's line says that somebody was, not whom."""
    person, now = team.members[drawn.staff_id], clock.now()
    row = SpotCheck.objects.create(
        staff_id=person.staff_id, holder_id=person.holder_id, unit_id=person.unit_id,
        week=spot.week_of(localtime(now).date()), drawn_at=now, due_at=spot.due_at(now, policy.spot),
        kind=drawn.kind, candidates=drawn.candidates, policy=policy.number,
    )  # fmt: skip
    publish(SpotCheckDrawn(row.pk, row.unit_id, row.due_at))
    return row.pk


@action(
    "checks.record_spot_check", label=_("Record a spot check"), permission=SPOT, subject="spot_check",
    private=("whereabouts", "remark"),
)  # fmt: skip
def record_spot_check(
    *, actor: Actor, spot_check_id: int, result: str, whereabouts: str = "", remark: str = "",
    idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Say whether the person was reached, and where she was; gives the check's id. Item A4.49.

    Raises NotVisible (404) for one's own and out of scope; Refused once recorded, after its time, or for somebody
    reached nobody knows where.
    """
    row = access.locked(access.callable_spots(actor), spot_check_id)
    if row.done_at is not None:
        raise Refused(CheckRefusal.SPOT_DONE)
    if clock.now() > row.due_at:
        raise Refused(CheckRefusal.SPOT_LAPSED, until=f"{localtime(row.due_at):%H:%M}")
    if result == SpotResult.REACHED and not whereabouts:
        raise Refused(CheckRefusal.WHERE_MISSING, field="whereabouts")
    row.result, row.whereabouts, row.remark = result, whereabouts, remark
    row.checker_id, row.done_at = access.author(actor), clock.now()
    row.save(update_fields=["result", "whereabouts", "remark", "checker", "done_at"])
    publish(SpotCheckDone(row.pk, row.staff_id, access.author(actor), result == SpotResult.REACHED))
    return row.pk
