"""How a relation stands, why, and where it goes. Items A2.4, A3.43."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, JSONObject
from django.urls import reverse
from django.utils.translation import gettext as _

from kejing.domain.customers.public import CustomerCard, customer_card_along, members_of
from kejing.domain.relations import access, rules
from kejing.domain.relations.models import Promise, Question, Rating, StageChange
from kejing.domain.relations.queries.policy import policy_along, policy_read, word
from kejing.domain.relations.queries.promises import Owed, promise_lines, question_lines
from kejing.domain.relations.rules import Policy, Score, Standing
from kejing.domain.relations.vocabulary import Trend
from kejing.domain.visits.public import contact_days
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.ui import formats
from kejing.foundation.ui.explanation import Criterion, Explanation, Fact, Rule
from kejing.foundation.ui.formats import local

COURSE = 7
WINDOWS = (30, 90, 180, 365)
MOST_ROWS = 500
MOST_FACTS = 40


@dataclass(frozen=True, slots=True)
class Grade:
    """The account manager's own judgement of a day."""

    day: date
    grade: int
    note: str


@dataclass(frozen=True, slots=True)
class Known:
    """Everything a relation is judged by: days of contacts, dated promises, questions and ratings, newest first."""

    contacts: list[date]
    promises: list[Owed]
    questions: list[Owed]
    ratings: list[Grade]

    def on(self, day: date) -> Standing:
        return rules.standing(
            day,
            contacts=self.contacts,
            promises=[row.dated for row in self.promises],
            questions=[row.dated for row in self.questions],
            ratings=[(row.day, row.grade) for row in self.ratings],
        )


@dataclass(frozen=True, slots=True)
class Relation:
    """The score today and a window ago, and its course between. `stage` with the day it was reached."""

    customer: CustomerCard
    policy: Policy
    window: int
    known: Known
    now: Score
    before: Score
    course: list[Decimal | None]
    trend: Trend
    standing: Standing


@dataclass(frozen=True, slots=True)
class Stage:
    code: str
    label: str
    day: date
    reason: str


def relation(*, actor: Actor, customer_id: int, window: int | None = None) -> Relation:
    """Two queries. Raises NotVisible (404)."""
    contacts = ArraySubquery(contact_days(actor=actor, customer_id=customer_id))
    customer, found = customer_card_along(
        actor=actor, customer_id=customer_id, along=JSONObject(policy=policy_along(), contacts=contacts)
    )
    in_force, today = policy_read(found["policy"]), clock.today()
    days = window if window in WINDOWS else in_force.window_days
    known = _known(actor, customer_id, [date.fromisoformat(day) for day in found["contacts"]])
    course = [rules.score(known.on(day), in_force).value for day in rules.days_before(today, days, COURSE)]
    standing = known.on(today)
    now = rules.score(standing, in_force)
    before = rules.score(known.on(today - timedelta(days=days)), in_force)
    trend = Trend(rules.trend(now.value, before.value, in_force.band))
    return Relation(customer, in_force, days, known, now, before, course, trend, standing)


def stages(*, actor: Actor, customer_id: int, in_force: Policy) -> list[Stage]:
    """When the relation reached which stage, the newest first. One query."""
    rows = (
        access.visible(StageChange, actor)
        .filter(customer_id__in=members_of(customer_id))
        .order_by("-day", "-id")[:20]
    )
    return [Stage(row.stage, word(in_force.stages, row.stage), row.day, row.reason) for row in rows]


def explain_relation(*, actor: Actor, customer_id: int, window: int | None = None) -> Explanation:
    """Why the score is what it is. Raises NotVisible (404)."""
    found = relation(actor=actor, customer_id=customer_id, window=window)
    in_force = found.policy
    change = _("%(trend)s: %(before)s points %(days)s days ago, stable within ±%(band)s") % {
        "trend": str(found.trend.label),
        "before": formats.number(found.before.value),
        "days": found.window,
        "band": formats.number(in_force.band),
    }
    return Explanation(
        title=_("Relationship score"),
        score=formats.number(found.now.value),
        conclusion=change,
        detail=found.customer.name,
        rule=Rule(
            _("Weighted mean of recency of contact, kept promises, solved questions and own rating"),
            f"v{in_force.number}",
            in_force.valid_from,
            local(in_force.approved_by, in_force.approved_by_en),
            clock.now(),
        ),
        share=None if found.now.value is None else float(found.now.value),
        criteria=_criteria(found),
        total=formats.number(found.now.value),
        missing=tuple(
            _("%(part)s: nothing known, so it does not count") % {"part": _part_names()[part.name]}
            for part in found.now.parts
            if part.score is None
        ),
        facts=_facts(found),
        more_facts=_("Only the latest are shown.") if _count(found) > MOST_FACTS else "",
    )


def _known(actor: Actor, customer_id: int, contacts: list[date]) -> Known:
    """Promises, questions and ratings in one query, the latest first."""
    of_customer = {"customer_id__in": members_of(customer_id)}
    promises = access.visible(Promise, actor).filter(**of_customer).order_by("-due_on", "-id")
    questions = access.visible(Question, actor).filter(**of_customer).order_by("-due_on", "-id")
    ratings = access.visible(Rating, actor).filter(**of_customer).order_by("-day", "-id")
    found = promise_lines(promises)[:MOST_ROWS].union(
        question_lines(questions)[:MOST_ROWS], _rating_lines(ratings)[:MOST_ROWS], all=True
    )
    rows = sorted((Owed(*row) for row in found), key=lambda row: (row.due_on, row.id), reverse=True)
    return Known(
        contacts,
        [row for row in rows if row.kind == "promise"],
        [row for row in rows if row.kind == "question"],
        [Grade(row.day, int(row.state), row.text) for row in rows if row.kind == "rating"],
    )


def _rating_lines(rows: QuerySet[Rating]) -> QuerySet[Rating, Any]:
    """Ratings in the columns of `Owed`: the note as its text, the grade as its state."""
    return rows.values_list(
        Value("rating"), "id", "note", Value(""), Cast("grade", CharField()), "day", "day", "day"
    )


def _part_names() -> dict[str, str]:
    return {
        "contact": _("Recency of contact"),
        "promises": _("Kept promises"),
        "questions": _("Solved questions"),
        "rating": _("Own rating"),
    }


def _criteria(found: Relation) -> tuple[Criterion, ...]:
    at = found.standing
    values = {
        "contact": formats.NOTHING if at.days is None else formats.days(at.days),
        "promises": f"{at.kept.part}/{at.kept.whole}",
        "questions": f"{at.solved.part}/{at.solved.whole}",
        "rating": formats.NOTHING if at.grade is None else f"{at.grade}/{rules.GRADES}",
    }
    limits = {"contact": _("0 points after %(days)s") % {"days": formats.days(found.policy.contact_days)}}
    return tuple(
        Criterion(
            name=_part_names()[part.name],
            value=values[part.name],
            threshold=limits.get(part.name, ""),
            points=f"{formats.number(part.score)} × {formats.number(part.weight)}",
        )
        for part in found.now.parts
    )


def _facts(found: Relation) -> tuple[Fact, ...]:
    known = found.known
    owed = [
        (row.due_on, Fact(row.text, row.state_label, row.due_on))
        for row in (*known.promises, *known.questions)
    ]
    ratings = [
        (row.day, Fact(row.note or _("Own rating"), f"{row.grade}/5", row.day)) for row in known.ratings
    ]
    contacts = [
        (
            day,
            Fact(_("Contact held"), "", day, reverse("visits:visit_list") + f"?customer={found.customer.id}"),
        )
        for day in known.contacts[:1]
    ]
    rows = sorted([*owed, *ratings, *contacts], key=lambda row: row[0], reverse=True)
    return tuple(fact for _day, fact in rows[:MOST_FACTS])


def _count(found: Relation) -> int:
    known = found.known
    return len(known.promises) + len(known.questions) + len(known.ratings) + bool(known.contacts)
