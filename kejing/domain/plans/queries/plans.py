"""One plan with its actions and figures, and a person's own plans."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from kejing.domain.customers.public import CustomerCard, cards
from kejing.domain.plans import access
from kejing.domain.plans.models import Decision, Item, Outcome, Plan
from kejing.domain.plans.queries.decisions import may_decide
from kejing.domain.plans.queries.due import PlanDue, late_by, late_words, plan_due
from kejing.domain.plans.queries.policy import choices, named, period_name, policies, word
from kejing.domain.plans.rules import (
    Budget,
    Doing,
    Judged,
    Policy,
    Share,
    Span,
    balance,
    budget_of,
    carried_out,
)
from kejing.domain.plans.vocabulary import APPROVE, OPEN_STATES, WRITE, Done, PlanRefusal, PlanState, Verdict
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible
from kejing.foundation.kernel.paging import Page, page
from kejing.foundation.ui.formats import local

PAGE_SIZE = 30
MOST_ITEMS = 500


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A version of a plan in a list; `days_late` by its first handing in, or so far while it is a draft."""

    id: int
    staff_id: int
    staff: str
    unit: str
    kind: str
    label: str
    name: str
    start: date
    end: date
    number: int
    state: PlanState
    due_at: datetime
    handed_in_at: datetime | None
    decide_by: datetime | None
    days_late: int

    @property
    def pk(self) -> int:
        return self.id

    @property
    def late_text(self) -> str:
        return late_words(self.days_late)


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    state: Done
    note: str
    done_on: date
    spent: Decimal | None
    did_kind: str
    did_url: str
    by: str
    at: datetime
    seq: int


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An action. `customer` None with `customer_id` set: a customer out of the reader's sight."""

    id: int
    text: str
    customer_id: int | None
    customer: CustomerCard | None
    point: str
    point_label: str
    theme: str
    theme_label: str
    due_on: date | None
    hours: Decimal | None
    budget: Decimal | None
    expected: str
    source: str
    version: int
    outcome: OutcomeRow | None
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class DecisionRow:
    verdict: Verdict
    comment: str
    answers: tuple[tuple[str, bool], ...]
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PlanFigures:
    """`hours` expected in all; `points`: (label, how many actions), the balance of A4.1."""

    actions: int
    carried: Share
    budget: Budget
    hours: Decimal
    points: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class PlanPage:
    """A plan with all its versions. `in_force`: the approved version that counts today."""

    row: PlanRow
    reason: str
    sha256: str
    version: int
    amends_id: int | None
    items: tuple[ItemRow, ...]
    figures: PlanFigures
    decisions: tuple[DecisionRow, ...]
    versions: tuple[PlanRow, ...]
    points: list[tuple[str, str]]
    themes: list[tuple[str, str]]
    checks: list[tuple[str, str]]
    is_own: bool
    may_write: bool
    may_decide: bool
    may_amend: bool
    in_force: bool


@dataclass(frozen=True, slots=True)
class MyPlans:
    due: list[PlanDue]
    page: Page[PlanRow]


@dataclass(frozen=True, slots=True)
class PlanCard:
    """A plan as modules above know it: whose, for which days."""

    id: int
    staff_id: int
    holder_id: int | None
    span: Span
    start: date
    end: date


def plan_row(plan: Plan, known: Mapping[int, Policy]) -> PlanRow:
    kind = known.get(plan.policy, Policy()).kind(plan.kind)
    return PlanRow(
        id=plan.pk,
        staff_id=plan.staff_id,
        staff=local(plan.staff.name, plan.staff.name_en),
        unit=local(plan.unit.name, plan.unit.name_en),
        kind=plan.kind,
        label=word(kind.word) if kind else plan.kind,
        name=period_name(kind.span if kind else Span.DAY, plan.start_on, plan.end_on),
        start=plan.start_on,
        end=plan.end_on,
        number=plan.number,
        state=PlanState(plan.state),
        due_at=plan.due_at,
        handed_in_at=plan.handed_in_at,
        decide_by=plan.decide_by,
        days_late=late_by(plan.due_at, plan.handed_in_at),
    )


def my_plans(*, actor: Actor, cursor: str | None = None) -> MyPlans:
    """What is owed, and the plans there are, the newest period first. Raises Forbidden (403)."""
    actor.require(WRITE)
    rows = access.own(actor).select_related("staff", "unit")
    found = page(rows, ("-start_on", "-id"), cursor, PAGE_SIZE)
    known = policies()
    shown = [plan_row(plan, known) for plan in found.rows]
    return MyPlans(plan_due(actor=actor), Page(shown, found.next, found.previous))


def plans_of(*, actor: Actor, staff_id: int, start: date, end: date) -> list[PlanRow]:
    """The newest versions of a person's plans whose periods touch the days `[start, end)`, as far as in sight."""
    rows = access.visible(actor).filter(staff_id=staff_id, start_on__lt=end, end_on__gt=start)
    known = policies()
    newest = {
        (plan.kind, plan.start_on): plan for plan in rows.select_related("staff", "unit").order_by("number")
    }
    found = sorted(newest.values(), key=lambda plan: (plan.start_on, plan.pk))
    return [plan_row(plan, known) for plan in found]


def plan_card(*, actor: Actor, plan_id: int) -> PlanCard:
    """Raises NotVisible (404)."""
    plan = access.get_visible(actor, plan_id)
    kind = policies().get(plan.policy, Policy()).kind(plan.kind)
    span = kind.span if kind else Span.DAY
    return PlanCard(plan.pk, plan.staff_id, plan.holder_id, span, plan.start_on, plan.end_on)


def plan_page(*, actor: Actor, plan_id: int) -> PlanPage:
    """Raises NotVisible (404). A fixed number of queries, whatever the actions."""
    plan = access.get_visible(actor, plan_id)
    known = policies()
    rules = known.get(plan.policy, Policy())
    versions = _versions(plan, known)
    items = item_rows(actor, plan, rules)
    is_own = access.is_own(actor, plan)
    in_force = plan.pk == max((row.id for row in versions if row.state == PlanState.APPROVED), default=0)
    return PlanPage(
        row=next(row for row in versions if row.id == plan.pk),
        reason=plan.reason,
        sha256=plan.sha256,
        version=plan.version,
        amends_id=plan.amends_id,
        items=tuple(items),
        figures=figures_of(plan, items, rules),
        decisions=_decisions(plan, rules),
        versions=versions,
        points=choices(rules.points),
        themes=choices(rules.themes),
        checks=choices(rules.checks),
        is_own=is_own,
        may_write=is_own and actor.may(WRITE) and plan.state in OPEN_STATES,
        may_decide=may_decide(actor, plan),
        may_amend=is_own and actor.may(WRITE) and in_force and plan.pk == versions[0].id,
        in_force=in_force,
    )


def _versions(plan: Plan, known: Mapping[int, Policy]) -> tuple[PlanRow, ...]:
    """All versions of the plan, the newest first: who sees one sees all."""
    rows = Plan.objects.defer("content").filter(
        staff_id=plan.staff_id, kind=plan.kind, start_on=plan.start_on
    )
    return tuple(plan_row(row, known) for row in rows.select_related("staff", "unit").order_by("-number"))


def item_rows(actor: Actor, plan: Plan, rules: Policy) -> list[ItemRow]:
    """The actions with what became of them. Three queries."""
    items = list(access.items(plan)[:MOST_ITEMS])
    known = cards(actor=actor, ids={item.customer_id for item in items if item.customer_id})
    said = latest_outcomes(items)
    return [_item(item, plan, rules, known, said.get(root_of(item))) for item in items]


def root_of(item: Item) -> int:
    """The item that outcomes hang on."""
    return item.origin_id or item.pk


def latest_outcomes(items: Iterable[Item]) -> dict[int, Outcome]:
    rows = Outcome.objects.filter(item_id__in=[root_of(item) for item in items]).select_related("by")
    return {row.item_id: row for row in rows.order_by("item_id", "seq")}


def _item(
    item: Item, plan: Plan, rules: Policy, known: Mapping[int, CustomerCard], said: Outcome | None
) -> ItemRow:
    due = item.due_on or plan.end_on - timedelta(days=1)
    return ItemRow(
        id=item.pk,
        text=item.text,
        customer_id=item.customer_id,
        customer=known.get(item.customer_id or 0),
        point=item.point,
        point_label=named(rules.points, item.point),
        theme=item.theme,
        theme_label=named(rules.themes, item.theme) if item.theme else "",
        due_on=item.due_on,
        hours=item.hours,
        budget=item.budget,
        expected=item.expected,
        source=item.source,
        version=item.version,
        outcome=outcome_row(said) if said else None,
        is_overdue=said is None and plan.state == PlanState.APPROVED and due < clock.today(),
    )


def outcome_row(row: Outcome) -> OutcomeRow:
    return OutcomeRow(
        Done(row.state),
        row.note,
        row.done_on,
        row.spent,
        row.did_kind,
        row.did_url,
        local(row.by.name, row.by.name_en),
        row.at,
        row.seq,
    )


def judged_of(plan: Plan, items: Sequence[ItemRow]) -> list[Judged]:
    last = plan.end_on - timedelta(days=1)
    return [
        Judged(
            item.due_on or last,
            Doing(item.outcome.state) if item.outcome else None,
            item.budget,
            item.outcome.spent if item.outcome else None,
        )
        for item in items
    ]


def figures_of(plan: Plan, items: Sequence[ItemRow], rules: Policy) -> PlanFigures:
    judged = judged_of(plan, items)
    counted = balance(item.point for item in items)
    return PlanFigures(
        actions=len(items),
        carried=carried_out(judged, clock.today()),
        budget=budget_of(judged),
        hours=sum((item.hours for item in items if item.hours is not None), Decimal(0)),
        points=tuple((word(point), counted.get(point.code, 0)) for point in rules.points),
    )


def _decisions(plan: Plan, rules: Policy) -> tuple[DecisionRow, ...]:
    rows = Decision.objects.filter(plan=plan).select_related("by").order_by("-seq")
    return tuple(
        DecisionRow(
            Verdict(row.verdict),
            row.comment,
            tuple((named(rules.checks, code), bool(said)) for code, said in row.answers.items()),
            local(row.by.name, row.by.name_en),
            row.at,
        )
        for row in rows
    )


def reviewed_plan(*, actor: Actor, plan_id: int) -> PlanPage:
    """A plan for its approver's form. Raises Forbidden (403), NotVisible (404)."""
    actor.require(APPROVE)
    return plan_page(actor=actor, plan_id=plan_id)


def own_plan(*, actor: Actor, plan_id: int) -> PlanPage:
    """A plan for its writer's forms. Raises Forbidden (403), NotVisible (404), NotYours (403)."""
    actor.require(WRITE)
    found = plan_page(actor=actor, plan_id=plan_id)
    if not found.is_own:
        raise access.NotYours(PlanRefusal.NOT_YOUR_PLAN)
    return found


def own_item(*, actor: Actor, item_id: int) -> tuple[PlanPage, ItemRow]:
    """An action of one's plan, for its form. Raises as `own_plan`."""
    actor.require(WRITE)
    row = Item.objects.filter(pk=item_id, left_out=False, plan__in=access.visible(actor).values("pk")).first()
    if row is None:
        raise NotVisible
    found = own_plan(actor=actor, plan_id=row.plan_id)
    return found, next(item for item in found.items if item.id == item_id)
