"""Plans for the demo's two first branches: weeks approved, handed in late, returned, and one nobody wrote."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from kejing.app.demo.history import Branch, Diary
from kejing.domain.plans import public as plans
from kejing.engines.metrics.public import PeriodState, period_state
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_actor
from kejing.foundation.kernel.periods import Month

LAST_FRIDAY, RUNNING, WEDNESDAY, COMING, FEBRUARY = (
    date(1998, 1, 9), date(1998, 1, 12), date(1998, 1, 14), date(1998, 1, 19), date(1998, 2, 1),
)  # fmt: skip
REVIEWED = {"time": True, "means": True, "goals": True, "customers": True}
OWN = [("product", "向老客户介绍新的储蓄产品", "两户开立"), ("market", "走访新开的商户", "带回三张名片")]
RETURNED = "请把逾期未联系的客户排进来。"


def write_plans(branches: Sequence[Branch]) -> None:
    """Once: a worker that was stopped finds them there. Nothing is written into a month that is closed."""
    if not branches or _are_there(branches[0].managers[0]):
        return
    with transaction.atomic():
        for branch in branches:
            _of_branch(branch)


def _are_there(diary: Diary) -> bool:
    with as_actor(diary.user_id) as actor:
        closed = period_state(Month.of(RUNNING)).state == PeriodState.CLOSED
        return closed or bool(
            plans.plans_of(actor=actor, staff_id=actor.staff_id or 0, start=RUNNING, end=COMING)
        )


def _of_branch(branch: Branch) -> None:
    """The running week: the last manager wrote none. The coming one: half have handed it in, one is returned."""
    *writers, _without = branch.managers
    for n, diary in enumerate(writers):
        plan = _hand_in(diary, "week", RUNNING, LAST_FRIDAY if n else RUNNING)
        _decide(branch.reviewer, plan, RUNNING)
    for n, diary in enumerate(writers[::2]):
        plan = _hand_in(diary, "week", COMING, WEDNESDAY)
        if n == 1:
            _decide(branch.reviewer, plan, WEDNESDAY, verdict="returned", comment=RETURNED, answers={})
    if branch.led_here:
        plan = _hand_in(branch.reviewer, "month", FEBRUARY, WEDNESDAY)
        _decide(branch.head, plan, WEDNESDAY)
        with clock.frozen(clock.at(WEDNESDAY, 18)), as_actor(branch.reviewer.user_id) as actor:
            plans.bind_plans(actor=actor, month=RUNNING)


def _hand_in(diary: Diary, kind: str, day: date, on: date) -> int:
    with clock.frozen(clock.at(on, 17)), as_actor(diary.user_id) as actor:
        plan = plans.draft_plan(actor=actor, kind=kind, day=day)
        for point, text, expected in OWN:
            plans.add_item(actor=actor, plan_id=plan, text=text, point=point, expected=expected)
        plans.submit_plan(actor=actor, plan_id=plan, version=1)
    return plan


def _decide(diary: Diary, plan: int, on: date, **said: object) -> None:
    with clock.frozen(clock.at(on, 18)), as_actor(diary.user_id) as actor:
        decision = {"verdict": "approved", "answers": REVIEWED} | said
        plans.decide_plan(actor=actor, plan_id=plan, version=2, **decision)  # type: ignore[arg-type]  # made above
