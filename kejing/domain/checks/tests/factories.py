"""Checks for tests, made by the actions."""

from datetime import date

from kejing.domain.checks.actions.coaching import record_coaching
from kejing.domain.checks.actions.inspections import plan_inspection
from kejing.domain.checks.actions.questions import raise_questions
from kejing.domain.checks.actions.spot import draw_spot_check
from kejing.domain.checks.models import PolicyVersion, Question
from kejing.domain.checks.queries.draws import teams
from kejing.domain.checks.queries.policy import policy
from kejing.domain.checks.rules.spot import QUOTA, Drawn
from kejing.domain.visits.tests.factories import staff_of, working
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_system
from tests.cast import TODAY, Cast

BODY = {
    "spot": {"per_week": 1, "weeks": 4, "start": "09:00", "until": "17:00", "minutes": 60, "extra": 0.25},
    "inspection": {
        "logs": 2, "visits": 2, "every_days": 92,
        "criteria": [
            {"code": "complete", "best": 10, "label": {"zh": "记录完整", "en": "Complete"}},
            {"code": "followed", "best": 5, "label": {"zh": "问题有跟进", "en": "Followed up"}},
        ],
    },
    "questions": {
        "window_days": 31, "answer_days": 3,
        "rules": [
            {"pattern": "overlap", "least": 1, "bound": 0}, {"pattern": "copied", "least": 3, "bound": 10},
            {"pattern": "backdated", "least": 2, "bound": 3}, {"pattern": "crowded", "least": 4, "bound": 0},
            {"pattern": "gaps", "least": 1, "bound": 3}, {"pattern": "same_marks", "least": 3, "bound": 0},
        ],
    },
}  # fmt: skip


def with_policy() -> None:
    with as_system("pack"):
        PolicyVersion.objects.create(number=7, valid_from=date(1990, 1, 1), body=BODY)


def drawn(cast: Cast, person: str = "manager_a1", day: date = TODAY, hour: int = 10) -> int:
    """A spot check of the person, as if chance had fallen on her."""
    with clock.frozen(clock.at(day, hour)), as_system("spot checks") as actor:
        staff_id = staff_of(cast, person)
        team = next(one for one in teams(actor=actor, policy=policy()) if staff_id in one.members)
        return draw_spot_check(
            actor=actor, team=team, drawn=Drawn(staff_id, QUOTA, len(team.members)), policy=policy()
        )


def inspected(
    cast: Cast, person: str = "manager_a1", by: str = "branch_head_a", kind: str = "surprise"
) -> int:
    with working(cast, by) as actor:
        return plan_inspection(
            actor=actor, staff_id=staff_of(cast, person), kind=kind, start=date(1998, 1, 1), end=date(1998, 1, 16),
            planned_on=None if kind == "surprise" else date(1998, 1, 16),
        )  # fmt: skip


def coached(cast: Cast, person: str = "manager_a1", by: str = "market_manager_a") -> int:
    with working(cast, by) as actor:
        return record_coaching(
            actor=actor, staff_id=staff_of(cast, person), reason="goals missing", agreed="one goal a visit",
            check_on=date(1998, 1, 22),
        )  # fmt: skip


def asked(day: date = TODAY) -> list[Question]:
    """What the night raises, by id."""
    with clock.frozen(clock.at(day, 2)), as_system("questions") as actor:
        raise_questions(actor=actor)
        return list(Question.objects.order_by("id"))
