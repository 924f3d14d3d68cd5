"""A history for the demo: plans, visits, logs and reviews, made day by day by the product's own actions.

The same seed gives the same history. What is generated says so in its text.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from kejing.app.demo.phrases import GOALS, INBOUND, OBSERVATIONS, REFLECTIONS, REMARKS, RESULTS
from kejing.domain.customers.public import assign_customer, holder_customers, pool_customers
from kejing.domain.org.public import Member, holder_by_number
from kejing.domain.visits.public import (
    draft_of_day,
    due_plans,
    log_handed_in,
    plan_visit,
    record_planned,
    record_visit,
    review_log,
    submit_log,
    unreviewed_logs,
)
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.context import as_actor
from kejing.foundation.kernel.workdays import next_workday, previous_workday

SEED = 19_980_115
PLANNED_A_DAY = 3
LOGGED = 0.93
REVIEWED = 0.9


@dataclass
class Diary:
    """One account manager's or manager's pen: her own random numbers, and her customers once they are known."""

    user_id: int
    number: str
    draw: random.Random
    customers: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, member: Member) -> "Diary":
        assert member.user_id is not None  # everybody of the cast has an account
        return cls(member.user_id, member.number, random.Random(f"{SEED} {member.number}"))  # noqa: S311  # a story


@dataclass
class Branch:
    """A unit whose history is written: its account managers, the one who reviews them, and who reviews her.

    `led_here`: those two sit in the branch itself, not in its region.
    """

    code: str
    unit_id: int
    managers: list[Diary]
    reviewer: Diary
    head: Diary
    led_here: bool


def write_day(branch: Branch, day: date, *, reviewed: bool = True, ahead: bool = True) -> None:
    """One working day of a branch, from the first visit to the last review and the plans of the next day.

    `reviewed` False leaves the day's logs unread: the reader of the demo finds something to do. `ahead` False
    plans nothing: the next day lies in a month that is closed.
    """
    _deal_newcomers(branch, day)
    for diary in branch.managers:
        _visits(diary, day)
        _log(diary, day)
        if ahead:
            plan_next(diary, day)
    if branch.led_here:  # a market manager of a region has one log a day, not one for each branch
        _log(branch.reviewer, day)
    if reviewed:
        _reviews(branch.reviewer, day)
        _reviews(branch.head, day)


def plan_next(diary: Diary, day: date) -> None:
    """In the evening, the next working day's visits."""
    for_day = next_workday(day)
    with clock.frozen(clock.at(day, 17, 58)), as_actor(diary.user_id) as actor:
        diary.customers = holder_customers(actor=actor)
        missing = PLANNED_A_DAY - len(due_plans(actor=actor, day=for_day))
        chosen = diary.draw.sample(diary.customers, min(max(missing, 0), len(diary.customers)))
        for n, customer_id in enumerate(chosen):
            plan_visit(
                actor=actor, customer_id=customer_id, day=for_day, at=time(9 + 2 * n, 30),
                goal=diary.draw.choice(GOALS),
            )  # fmt: skip


def _deal_newcomers(branch: Branch, day: date) -> None:
    """The market manager gives customers who opened an account to somebody, the next working day."""
    with clock.frozen(clock.at(day, 8, 40)), as_actor(branch.reviewer.user_id) as actor:
        waiting = pool_customers(actor=actor, unit_id=branch.unit_id, since=previous_workday(day), before=day)
        for customer_id in waiting:
            taker = branch.reviewer.draw.choice(branch.managers)
            holder = holder_by_number(taker.number, day)
            assert holder is not None  # the cast holds its posts throughout
            assign_customer(
                actor=actor, customer_id=customer_id, holder_id=holder.id, reason="新开户分配到人", on=day
            )


def _visits(diary: Diary, day: date) -> None:
    with clock.frozen(clock.at(day, 9)), as_actor(diary.user_id) as actor:
        plans = due_plans(actor=actor, day=day)
        for moment in _moments(diary, day):
            with clock.frozen(moment):
                if plans:
                    _hold_plan(diary, actor, plans.pop(0), moment)
                elif diary.customers and diary.draw.random() < 0.5:
                    _hold_unplanned(diary, actor, moment)


def _moments(diary: Diary, day: date) -> Iterator[datetime]:
    at = clock.at(day, 9) + timedelta(minutes=diary.draw.randrange(0, 60, 5))
    for _ in range(PLANNED_A_DAY + 1):
        yield at
        at += timedelta(minutes=diary.draw.randrange(70, 120, 5))


def _hold_plan(diary: Diary, actor: Actor, plan: tuple[int, int, str], moment: datetime) -> None:
    visit_id, version, goal = plan
    record_planned(
        actor=actor, visit_id=visit_id, version=version, happened_at=moment - timedelta(minutes=30),
        direction="outbound", channel=diary.draw.choice(["visit", "visit", "visit", "call", "video"]),
        goal=goal, reached=diary.draw.choices(["yes", "partly", "no"], [6, 3, 1])[0], **_said(diary, moment),
    )  # fmt: skip


def _hold_unplanned(diary: Diary, actor: Actor, moment: datetime) -> None:
    record_visit(
        actor=actor, customer_id=diary.draw.choice(diary.customers), happened_at=moment - timedelta(minutes=20),
        direction="inbound", channel=diary.draw.choice(["counter", "call", "message"]),
        goal="", reached="none", **(_said(diary, moment) | {"observations": diary.draw.choice(INBOUND)}),
    )  # fmt: skip


def _said(diary: Diary, moment: datetime) -> dict[str, Any]:
    """What came of a visit; one in eight has no result, one in six a next step with a day."""
    fruitful = diary.draw.random() > 0.125
    follow = fruitful and diary.draw.random() < 0.17
    step = diary.draw.choice(GOALS) if follow else ""
    on = moment.date() + timedelta(days=diary.draw.randrange(5, 20)) if follow else None
    while on is not None and on.weekday() > 4:
        on += timedelta(days=1)
    return {
        "result": diary.draw.choice(RESULTS) if fruitful else "",
        "observations": diary.draw.choice(OBSERVATIONS),
        "next_step": step,
        "next_step_on": on,
        "minutes": diary.draw.randrange(15, 75, 5),
    }


def _log(diary: Diary, day: date) -> None:
    if diary.draw.random() > LOGGED:
        return
    with clock.frozen(clock.at(day, 17, diary.draw.randrange(30, 59))), as_actor(diary.user_id) as actor:
        if log_handed_in(actor=actor, day=day):
            return
        visits_part, results_part, _ = draft_of_day(actor=actor, day=day)
        submit_log(
            actor=actor, day=day, visits_part=visits_part, results_part=results_part,
            reflections_part=diary.draw.choice(REFLECTIONS),
        )  # fmt: skip


def _reviews(diary: Diary, day: date) -> None:
    """Before the day ends, most of the logs that wait."""
    with clock.frozen(clock.at(day, 18, 30)), as_actor(diary.user_id) as actor:
        for log_id in unreviewed_logs(actor=actor):
            if diary.draw.random() < REVIEWED:
                mark = diary.draw.choices([2, 3, 4, 5], [1, 4, 4, 2])[0]
                review_log(actor=actor, log_id=log_id, mark=mark, comment=diary.draw.choice(REMARKS))
