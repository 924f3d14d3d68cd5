"""Meetings in the demo: last week's with its minutes and what was agreed, an exchange meeting that is called."""

from collections.abc import Collection
from datetime import date, time, timedelta

from django.db import transaction

from kejing.app.demo.build import TODAY
from kejing.domain.customers.public import holder_customers
from kejing.domain.meetings.public import (
    add_contribution,
    agree_action,
    call_meeting,
    meeting_page,
    sign_off,
    take_attendance,
    write_minutes,
)
from kejing.domain.org.public import Member, team
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.context import as_actor, as_system

LAST, NEXT, EXCHANGE = TODAY - timedelta(days=3), TODAY + timedelta(days=4), TODAY + timedelta(days=5)
SAID = {
    1: "上周拜访完成率较前一周提高，日志按时提交。（演示数据）",
    2: "两户贷款客户经营好转；隔壁银行推出新的代发优惠。",
    3: "定期产品咨询增多，金卡权益需要统一说法。",
    4: "联系不上的客户集中在城南，安排交叉走访。",
    5: "本周重点走访逾期未联系客户。",
}
INSIGHT = "先问客户近期的资金安排，再谈产品，比直接介绍容易谈成。（演示数据）"
KNOWN = "客户准备开第二家门店，预计三月需要设备贷款。（演示数据）"


def hold_meetings(units: Collection[int]) -> None:
    """For each of the units with a market manager and two account managers, whole or not at all, once."""
    with as_system("demo") as actor:
        managers = team(actor, TODAY)
        leaders = [one for one in team(actor, TODAY, ["market_manager"]) if one.unit_id in units]
    for leader in leaders:
        here = [one for one in managers if one.unit_id == leader.unit_id and one.user_id is not None]
        if len(here) >= 2 and leader.user_id is not None:
            with transaction.atomic():
                _hold(leader.user_id, leader, here)


def _hold(user_id: int, leader: Member, here: list[Member]) -> None:
    """A series with a meeting of last week has had its turn."""
    with as_actor(user_id) as actor:
        key = f"demo-{leader.unit_id}"
        last = call_meeting(
            actor=actor, kind="weekly", day=LAST, at=time(9), place="会议室", idempotency_key=f"{key}-1"
        )
        if meeting_page(actor=actor, meeting_id=last).is_signed:
            return
        _minute(actor, last, here)
        call_meeting(actor=actor, kind="weekly", day=NEXT, at=time(9), place="会议室")
        exchange = call_meeting(actor=actor, kind="exchange", day=EXCHANGE, at=time(14), topic="首季开局")
    with as_actor(here[0].user_id or 0) as actor:
        add_contribution(actor=actor, meeting_id=exchange, kind="insight", text=INSIGHT, share="all")
    with as_actor(here[1].user_id or 0) as actor:
        own = holder_customers(actor=actor)[0]
        add_contribution(
            actor=actor, meeting_id=exchange, kind="customer", text=KNOWN, share="unit", customer_id=own
        )


def _minute(actor: Actor, meeting_id: int, here: list[Member]) -> None:
    """Everybody came; two things were agreed."""
    page = meeting_page(actor=actor, meeting_id=meeting_id)
    take_attendance(
        actor=actor, meeting_id=meeting_id,
        attendance=[{"staff_id": one.staff_id, "presence": "present", "reason": ""} for one in page.attendees],
    )  # fmt: skip
    write_minutes(
        actor=actor, meeting_id=meeting_id, version=page.meeting.version, texts=SAID, minutes=50,
        decisions="城南片区交叉走访\n金卡权益统一口径",
    )  # fmt: skip
    for member, text, due in (
        (here[0], "走访城南三户联系不上的客户", date(1998, 1, 16)),
        (here[1], "整理金卡权益说明", date(1998, 1, 20)),
    ):
        agree_action(actor=actor, meeting_id=meeting_id, owner_id=member.staff_id, text=text, due_on=due)
    sign_off(actor=actor, meeting_id=meeting_id, version=page.meeting.version + 1)
