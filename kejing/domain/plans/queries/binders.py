"""The weekly plans of a month: loose, and bound. Item A4.42."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from kejing.domain.customers.public import cards
from kejing.domain.org.public import staff_names, team
from kejing.domain.plans import access
from kejing.domain.plans.models import Binder, Plan
from kejing.domain.plans.queries.archive import customers_of, names_closed
from kejing.domain.plans.queries.policy import named, period_name, policies, policy
from kejing.domain.plans.rules import Kind, Policy, Span, period_of
from kejing.domain.plans.vocabulary import APPROVE, VIEW, PlanState
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible
from kejing.foundation.kernel.periods import Month
from kejing.foundation.ui.formats import local


@dataclass(frozen=True, slots=True)
class Missing:
    """A person without an approved plan for a week; `state` "" when nobody began one."""

    staff_id: int
    staff: str
    start: date
    name: str
    state: str

    @property
    def state_label(self) -> str:
        return str(PlanState(self.state).label) if self.state else ""


@dataclass(frozen=True, slots=True)
class Leaf:
    """An approved weekly plan to be bound."""

    plan_id: int
    staff_id: int
    staff: str
    start: date
    name: str
    number: int
    content: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Leaves:
    month: Month
    bound: tuple[Leaf, ...]
    missing: tuple[Missing, ...]

    def archived(self, unit_id: int, at: datetime) -> dict[str, Any]:
        """What the binder keeps: each plan as it was archived, with its hash, and the weeks without one."""
        return {
            "unit_id": unit_id,
            "month": self.month.start,
            "at": at,
            "plans": [
                {"staff_id": leaf.staff_id, "start": leaf.start, "sha256": leaf.sha256, "text": leaf.content}
                for leaf in self.bound
            ],
            "missing": [
                {"staff_id": row.staff_id, "start": row.start, "state": row.state} for row in self.missing
            ],
        }


@dataclass(frozen=True, slots=True)
class BinderRow:
    id: int
    unit: str
    number: int
    bound: int
    missing: int
    sha256: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class BinderList:
    leaves: Leaves
    bound: tuple[BinderRow, ...]
    may_bind: bool


@dataclass(frozen=True, slots=True)
class BoundItem:
    """An action on a bound page; `customer` "" for one out of the reader's sight, or for none."""

    text: str
    customer: str
    point: str
    due_on: date | None
    hours: str
    budget: str
    expected: str


@dataclass(frozen=True, slots=True)
class BoundPlan:
    staff: str
    name: str
    number: int
    decided_by: str
    decided_at: datetime
    sha256: str
    items: tuple[BoundItem, ...]


@dataclass(frozen=True, slots=True)
class BinderPage:
    row: BinderRow
    month: Month
    plans: tuple[BoundPlan, ...]
    missing: tuple[Missing, ...]


def week_kind(rules: Policy) -> Kind | None:
    return next((kind for kind in rules.kinds if kind.span is Span.WEEK), None)


def weeks_of(month: Month) -> list[date]:
    """The Mondays in a month that have come: a week belongs to the month in which it begins."""
    first = period_of(Span.WEEK, month.start).start
    mondays = (first + timedelta(weeks=n) for n in range(6))
    return [day for day in mondays if month.contains(day) and day <= clock.today()]


def loose_leaves(actor: Actor, month: Month) -> Leaves:
    """Who in sight owed a weekly plan for which week, and whether it is approved. At most nine queries."""
    kind = week_kind(policy())
    weeks = weeks_of(month)
    if kind is None or not weeks:
        return Leaves(month, (), ())
    roles = [writer.role for writer in kind.writers if writer.owed]
    plans = _newest(actor, kind, weeks)
    bound: list[Leaf] = []
    missing: list[Missing] = []
    for start in weeks:
        for member in team(actor, start, roles):
            versions = plans.get((member.staff_id, start), [])
            approved = next((plan for plan in versions if plan.state == PlanState.APPROVED), None)
            staff, name = local(member.name, member.name_en), _week_name(start)
            if approved:
                bound.append(
                    Leaf(
                        approved.pk, member.staff_id, staff, start, name, approved.number, approved.content,
                        approved.sha256,
                    )
                )  # fmt: skip
            else:
                state = str(versions[0].state) if versions else ""
                missing.append(Missing(member.staff_id, staff, start, name, state))
    return Leaves(month, tuple(bound), tuple(missing))


def _week_name(start: date) -> str:
    return period_name(Span.WEEK, start, start + timedelta(days=7))


def _newest(actor: Actor, kind: Kind, weeks: list[date]) -> dict[tuple[int, date], list[Plan]]:
    """The versions of each weekly plan, the newest first, with what is archived."""
    rows = access.in_scope(actor).defer(None).filter(kind=kind.word.code, start_on__in=weeks)
    found: dict[tuple[int, date], list[Plan]] = {}
    for plan in rows.order_by("-number"):
        found.setdefault((plan.staff_id, plan.start_on), []).append(plan)
    return found


def binder_list(*, actor: Actor, month: Month | None = None) -> BinderList:
    """A month's weekly plans, those that are missing, and what was bound. Raises Forbidden (403)."""
    if not actor.may(APPROVE):
        actor.require(VIEW)
    wanted = month or Month.of(clock.today())
    rows = access.binders(actor).filter(month=wanted.start).defer("content")
    found = rows.select_related("unit", "by").order_by("unit__code", "-number")
    return BinderList(loose_leaves(actor, wanted), tuple(map(_row, found)), actor.may(APPROVE))


def _row(row: Binder) -> BinderRow:
    return BinderRow(
        row.pk, local(row.unit.name, row.unit.name_en), row.number, row.bound, row.missing, row.sha256,
        local(row.by.name, row.by.name_en), row.at,
    )  # fmt: skip


def _get(actor: Actor, binder_id: int) -> Binder:
    row = access.binders(actor).select_related("unit", "by").filter(pk=binder_id).first()
    if row is None:
        raise NotVisible
    return row


def binder_file(*, actor: Actor, binder_id: int) -> str:
    """The archived text, byte for byte what its hash is of. Raises NotVisible (404), also for one that names a
    confidential customer whom the reader may not see.
    """
    text = _get(actor, binder_id).content
    if names_closed(leaf["text"] for leaf in json.loads(text)["plans"]):
        raise NotVisible
    return text


def binder_page(*, actor: Actor, binder_id: int) -> BinderPage:
    """A bound month as it was archived, to be read and printed. Raises NotVisible (404)."""
    row = _get(actor, binder_id)
    kept = json.loads(row.content)
    plans = [(leaf, json.loads(leaf["text"])) for leaf in kept["plans"]]
    staff = staff_names(_people(kept, plans))
    named_here = customers_of(plan for _, plan in plans)
    closed = access.closed_customers(named_here)
    for _, plan in plans:
        plan["items"] = [item for item in plan["items"] if item["customer_id"] not in closed]
    known = {pk: card.name for pk, card in cards(actor=actor, ids=named_here).items()}
    rules = policies()
    return BinderPage(
        row=_row(row),
        month=Month.of(row.month),
        plans=tuple(_bound(leaf, plan, staff, known, rules) for leaf, plan in plans),
        missing=tuple(
            Missing(
                gap["staff_id"], staff.get(gap["staff_id"], ""), start := date.fromisoformat(gap["start"]),
                _week_name(start), gap["state"],
            )
            for gap in kept["missing"]
        ),
    )  # fmt: skip


def _people(kept: dict[str, Any], plans: Iterable[tuple[Any, Any]]) -> set[int]:
    named = {one["staff_id"] for one in (*kept["plans"], *kept["missing"])}
    return named | {plan["plan"]["decided_by_id"] for _, plan in plans}


def _bound(
    leaf: dict[str, Any], plan: dict[str, Any], staff: dict[int, str], known: dict[int, str],
    rules: dict[int, Policy],
) -> BoundPlan:  # fmt: skip
    head = plan["plan"]
    words = rules.get(head["policy"], Policy()).points
    return BoundPlan(
        staff=staff.get(leaf["staff_id"], ""),
        name=_week_name(date.fromisoformat(leaf["start"])),
        number=head["number"],
        decided_by=staff.get(head["decided_by_id"], ""),
        decided_at=datetime.fromisoformat(head["decided_at"]),
        sha256=leaf["sha256"],
        items=tuple(
            BoundItem(
                item["text"],
                known.get(item["customer_id"], ""),
                named(words, item["point"]),
                date.fromisoformat(item["due_on"]) if item["due_on"] else None,
                item["hours"] or "",
                item["budget"] or "",
                item["expected"],
            )
            for item in plan["items"]
        ),
    )
