"""Leave in the demo: one request that waits, one approved with a deputy; and inboxes that were read until now."""

from collections.abc import Collection
from datetime import date, timedelta

from django.db import transaction

from kejing.domain.org.public import Member, absences_of, ask_absence, decide_absence, team
from kejing.engines.notices.public import mark_all_read
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_actor, as_system

AHEAD = timedelta(days=31)


def arrange_leave(units: Collection[int]) -> None:
    """For each of the units with a market manager and three account managers, whole or not at all, once."""
    with as_system("demo") as actor:
        today = clock.today()
        managers = team(actor, today)
        leaders = team(actor, today, ["market_manager"])
        away = absences_of([member.staff_id for member in managers], today, today + AHEAD)
    for leader in leaders:
        here = [member for member in managers if member.unit_id == leader.unit_id and member.unit_id in units]
        if len(here) >= 3 and leader.user_id and not any(member.staff_id in away for member in here):
            with transaction.atomic():
                _arrange(leader.user_id, here[-1], here[-2], today)


def read_inboxes(units: Collection[int]) -> None:
    """What the history told its people they have read; what comes from now on is new."""
    with as_system("demo") as actor:
        people = team(actor, clock.today(), ["account_manager", "market_manager", "branch_head"])
    for user_id in [member.user_id for member in people if member.unit_id in units and member.user_id]:
        with as_actor(user_id) as reader:
            mark_all_read(actor=reader)


def _arrange(leader: int, first: Member, second: Member, today: date) -> None:
    with as_actor(first.user_id or 0) as actor:
        asked = ask_absence(
            actor=actor, kind="training", first=today + timedelta(days=4), last=today + timedelta(days=5),
            reason="对公信贷培训", deputy_id=second.holder_id,
        )  # fmt: skip
    with as_actor(leader) as actor:
        decide_absence(actor=actor, absence_id=asked, approve=True, deputy_id=second.holder_id)
    with as_actor(second.user_id or 0) as actor:
        ask_absence(
            actor=actor, kind="annual", first=today + timedelta(days=11), last=today + timedelta(days=15),
            reason="回家探亲", deputy_id=first.holder_id,
        )  # fmt: skip
