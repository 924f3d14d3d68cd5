"""Writing, handing in, deciding, amending plans; each refusal beside what is allowed."""

import hashlib
import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from kejing.domain.plans import actions, queries
from kejing.domain.plans.access import NotYours
from kejing.domain.plans.actions.decisions import NotApprover
from kejing.domain.plans.models import Item, Outcome, Plan
from kejing.domain.plans.queries.why import Figure
from kejing.domain.plans.rules import DraftItem
from kejing.domain.plans.tests.factories import (
    A1,
    A2,
    FRIDAY,
    HEAD_A,
    MARKET_A,
    NEXT_WEEK,
    YES,
    approved,
    covering,
    decide,
    drafted,
    handed_in,
    items_of,
    policy_in_force,
    row,
    version_of,
    working,
)
from kejing.domain.plans.vocabulary import DRAFT, DecisionRefusal, ItemRefusal, PlanRefusal
from kejing.engines.metrics.models import Period
from kejing.foundation.kernel import clock, sections
from kejing.foundation.kernel.errors import Forbidden, KernelRefusal, NotVisible, Refused, Stale
from kejing.foundation.kernel.testing import as_owner
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db
SECOND_HALF, MARCH = date(1998, 7, 1), date(1998, 3, 1)


@pytest.fixture(autouse=True)
def policy(db: None) -> None:
    policy_in_force()


@pytest.fixture
def figures() -> Iterator[dict[str, list[DraftItem]]]:
    """A module below proposes what it asks of the writer, as targets do."""
    asked: dict[str, list[DraftItem]] = {
        "items": [DraftItem("loans", "New loans: 12", expected="12 loans", point="product")]
    }
    before = list(sections._providers[DRAFT])
    sections.register(DRAFT, "targets", lambda **about: asked["items"])
    yield asked
    sections._providers[DRAFT] = before


class TestDraftPlan:
    @pytest.mark.requirement(
        "A4.38", shows="plans of all periods begin with the figures assigned to the writer for the period"
    )
    @pytest.mark.parametrize(
        ("kind", "day", "start", "due"),
        [
            ("year", date(1999, 5, 5), date(1999, 1, 1), clock.at(date(1998, 12, 1), 18)),
            ("half_year", date(1998, 8, 1), SECOND_HALF, clock.at(date(1998, 6, 1), 18)),
            ("month", date(1998, 3, 9), MARCH, clock.at(date(1998, 2, 1), 18)),
            ("week", date(1998, 1, 20), NEXT_WEEK, clock.at(FRIDAY, 18)),
            ("day", FRIDAY, FRIDAY, clock.at(TODAY, 22)),
        ],
    )
    def test_of_every_period_from_the_figures_assigned(
        self, cast: Cast, figures: Any, kind: str, day: date, start: date, due: Any
    ) -> None:
        plan = drafted(cast, MARKET_A, kind, day, items=0)
        found = row(plan)
        assert (found.start_on, found.due_at, found.state, found.role) == (
            start,
            due,
            "draft",
            "market_manager",
        )
        [item] = items_of(plan)
        assert (item.source, item.text, item.expected, item.point) == (
            "targets",
            "New loans: 12",
            "12 loans",
            "product",
        )

    @pytest.mark.parametrize(
        ("kind", "day", "code"),
        [
            ("quarter", NEXT_WEEK, PlanRefusal.NO_SUCH_KIND),
            ("decade", NEXT_WEEK, PlanRefusal.NO_SUCH_KIND),
            ("week", date(1998, 1, 11), PlanRefusal.PERIOD_OVER),
            ("year", date(2002, 1, 1), PlanRefusal.TOO_FAR_AHEAD),
        ],
    )
    def test_refused(self, cast: Cast, kind: str, day: date, code: PlanRefusal) -> None:
        with working(cast, A1) as actor, pytest.raises(Refused) as caught:
            actions.draft_plan(actor=actor, kind=kind, day=day)
        assert caught.value.code == code

    def test_one_plan_of_a_period(self, cast: Cast) -> None:
        drafted(cast)
        with pytest.raises(Refused) as caught:
            drafted(cast)
        assert caught.value.code == PlanRefusal.THERE_ALREADY
        drafted(cast, A2)

    def test_pressed_twice_it_is_one(self, cast: Cast) -> None:
        with working(cast, A1) as actor:
            said = {"actor": actor, "kind": "week", "day": NEXT_WEEK, "idempotency_key": "k"}
            assert actions.draft_plan(**said) == actions.draft_plan(**said)

    def test_needs_the_right(self, cast: Cast) -> None:
        with cast["auditor"].acting() as actor, pytest.raises(Forbidden):
            actions.draft_plan(actor=actor, kind="week", day=NEXT_WEEK)


class TestRefreshDraft:
    def test_what_the_writer_changed_or_took_out_stays(self, cast: Cast, figures: Any) -> None:
        figures["items"] = [DraftItem(key, f"{key} before") for key in ("changed", "out", "same", "gone")]
        plan = drafted(cast)
        changed, out, *_rest, mine = items_of(plan)
        with working(cast, A1) as actor:
            actions.change_item(actor=actor, item_id=changed.pk, version=1, text="my words", point="market")
            actions.remove_item(actor=actor, item_id=out.pk, version=1)
            figures["items"] = [DraftItem(key, f"{key} after") for key in ("changed", "out", "same", "new")]
            actions.refresh_draft(actor=actor, plan_id=plan, version=1)
        assert sorted(i.text for i in items_of(plan)) == ["action 0", "my words", "new after", "same after"]
        assert mine.text == "action 0"
        with working(cast, A1) as actor, pytest.raises(Stale):
            actions.refresh_draft(actor=actor, plan_id=plan, version=1)


class TestItems:
    def test_an_action_with_customer_point_day_hours_and_budget(self, cast: Cast) -> None:
        plan = drafted(cast, items=0)
        said = {
            "text": "present the card", "point": "product", "customer_id": cast.customers["C0001"], "due_on": NEXT_WEEK,
            "hours": Decimal("1.5"), "budget": Decimal("200.00"), "expected": "signed",
        }  # fmt: skip
        with working(cast, A1) as actor:
            item = actions.add_item(actor=actor, plan_id=plan, **said)
        [found] = items_of(plan)
        assert {name: getattr(found, name) for name in said} == said
        with working(cast, A1) as actor, pytest.raises(Stale) as caught:
            actions.change_item(actor=actor, item_id=item, version=0, **said | {"text": "other"})
        assert [(d.field, d.theirs) for d in caught.value.differences] == [("text", "present the card")]

    @pytest.mark.parametrize(
        ("changed", "code", "field"),
        [
            ({"point": "cement"}, ItemRefusal.UNKNOWN_WORD, "point"),
            ({"theme": "cement"}, ItemRefusal.UNKNOWN_WORD, "theme"),
            ({"due_on": date(1998, 1, 26)}, ItemRefusal.OUTSIDE_PERIOD, "due_on"),
        ],
    )
    def test_refused(self, cast: Cast, changed: Any, code: Any, field: str) -> None:
        plan = drafted(cast)
        with working(cast, A1) as actor, pytest.raises(Refused) as caught:
            actions.add_item(actor=actor, plan_id=plan, **{"text": "x", "point": "customer"} | changed)
        assert (caught.value.code, caught.value.field) == (code, field)
        assert len(items_of(plan)) == 1

    def test_only_a_customer_in_sight(self, cast: Cast) -> None:
        plan = drafted(cast)
        with working(cast, A1) as actor, pytest.raises(NotVisible):
            actions.add_item(
                actor=actor, plan_id=plan, text="x", point="customer", customer_id=cast.customers["C0006"]
            )

    def test_only_the_writer_or_her_deputy(self, cast: Cast) -> None:
        plan = drafted(cast)
        said = {"plan_id": plan, "text": "x", "point": "customer"}
        with working(cast, MARKET_A) as actor, pytest.raises(NotYours):
            actions.add_item(actor=actor, **said)
        with working(cast, A2) as actor, pytest.raises(NotVisible):
            actions.add_item(actor=actor, **said)
        covering(cast, A1, A2)
        with working(cast, A2) as actor:
            actions.add_item(actor=actor, **said)
        assert len(items_of(plan)) == 2

    def test_remove_item_of_another_is_refused(self, cast: Cast) -> None:
        [item] = items_of(drafted(cast))
        with working(cast, MARKET_A) as actor, pytest.raises(NotYours):
            actions.remove_item(actor=actor, item_id=item.pk, version=1)
        with working(cast, A2) as actor, pytest.raises(NotVisible):
            actions.remove_item(actor=actor, item_id=item.pk, version=1)


class TestSubmitPlan:
    @pytest.mark.requirement(
        "A4.40", shows="due a month before the period; handed in three days late, it says so"
    )
    @pytest.mark.parametrize(("on", "late"), [(date(1998, 2, 1), 0), (date(1998, 2, 4), 3)])
    def test_in_time_or_late_by_days(self, cast: Cast, on: date, late: int) -> None:
        plan = handed_in(cast, MARKET_A, on, kind="month", day=MARCH)
        with working(cast, MARKET_A, on) as actor:
            assert queries.plan_page(actor=actor, plan_id=plan).row.days_late == late
            why = queries.explain_plan(actor=actor, plan_id=plan, figure=Figure.LATE)
        assert why.rule.version == "v1"

    def test_its_clock_is_the_approvers(self, cast: Cast) -> None:
        found = row(handed_in(cast))
        assert (found.state, found.submitted_by_id) == ("submitted", cast[A1].staff_id)
        assert found.decide_by == clock.at(FRIDAY, 18)

    def test_not_an_empty_one_nor_for_a_period_that_is_over(self, cast: Cast) -> None:
        empty, over = drafted(cast, items=0), drafted(cast, kind="day", day=TODAY)
        with working(cast, A1) as actor, pytest.raises(Refused) as caught:
            actions.submit_plan(actor=actor, plan_id=empty, version=1)
        assert caught.value.code == PlanRefusal.NOTHING_IN_IT
        with working(cast, A1, FRIDAY) as actor, pytest.raises(Refused) as caught:
            actions.submit_plan(actor=actor, plan_id=over, version=1)
        assert caught.value.code == PlanRefusal.PERIOD_OVER

    def test_what_waits_is_not_changed(self, cast: Cast) -> None:
        plan = handed_in(cast)
        with working(cast, A1) as actor, pytest.raises(Refused) as caught:
            actions.add_item(actor=actor, plan_id=plan, text="x", point="customer")
        assert caught.value.code == PlanRefusal.WAITS


class TestDecidePlan:
    @pytest.mark.requirement(
        "A4.41",
        shows="the deputy manager approves; the approved version is frozen and archived with its hash",
    )
    def test_approved_it_is_frozen_and_archived(self, cast: Cast) -> None:
        plan = approved(cast, MARKET_A, HEAD_A)
        found = row(plan)
        assert (found.state, found.decided_by_id) == ("approved", cast[HEAD_A].staff_id)
        assert found.sha256 == hashlib.sha256(found.content.encode()).hexdigest()
        kept = json.loads(found.content)
        assert [item["text"] for item in kept["items"]] == ["action 0"]
        assert kept["decisions"][0]["answers"] == YES
        with working(cast, MARKET_A) as actor:
            assert queries.plan_file(actor=actor, plan_id=plan) == found.content
            with pytest.raises(Refused) as caught:
                actions.add_item(actor=actor, plan_id=plan, text="x", point="customer")
        assert caught.value.code == PlanRefusal.FROZEN

    @pytest.mark.requirement(
        "A9.28", shows="no approval before each question of the feasibility review is answered"
    )
    @pytest.mark.parametrize(
        ("said", "code"),
        [
            ({"answers": YES | {"time": False}}, DecisionRefusal.COMMENT_MISSING),
            ({"answers": {"time": True}}, DecisionRefusal.CHECK_OPEN),
            ({"answers": YES | {"cement": True}}, DecisionRefusal.UNKNOWN_CHECK),
            ({"verdict": "returned", "answers": {}}, DecisionRefusal.COMMENT_MISSING),
        ],
    )
    def test_what_is_missing_refuses_it(self, cast: Cast, said: Any, code: Any) -> None:
        plan = handed_in(cast)
        with pytest.raises(Refused) as caught:
            decide(cast, plan, **said)
        assert caught.value.code == code
        assert row(plan).state == "submitted"
        decide(cast, plan, answers=YES | {"time": False}, comment="tight, but try")
        assert row(plan).state == "approved"

    def test_returned_it_is_written_again(self, cast: Cast) -> None:
        plan = handed_in(cast)
        decide(cast, plan, verdict="returned", comment="too little", answers={})
        with working(cast, A1, FRIDAY) as actor:
            actions.add_item(actor=actor, plan_id=plan, text="more", point="market")
            actions.submit_plan(actor=actor, plan_id=plan, version=version_of(plan))
            page = queries.plan_page(actor=actor, plan_id=plan)
        assert [d.comment for d in page.decisions] == ["too little"]
        assert row(plan).handed_in_at == clock.at(TODAY, 17)

    def test_never_ones_own(self, cast: Cast) -> None:
        plan = handed_in(cast, HEAD_A)
        with pytest.raises(Refused) as caught:
            decide(cast, plan, HEAD_A)
        assert caught.value.code == DecisionRefusal.OWN_PLAN
        with working(cast, HEAD_A), transaction.atomic(), pytest.raises(IntegrityError):
            Plan.objects.filter(pk=plan).update(decided_by_id=cast[HEAD_A].staff_id)

    def test_only_the_role_that_approves_and_only_what_waits(self, cast: Cast) -> None:
        of_manager = handed_in(cast, MARKET_A)
        waiting = handed_in(cast)
        for person, plan, refusal in (
            (A2, waiting, Forbidden), ("market_manager_b", waiting, NotVisible), (MARKET_A, drafted(cast, A2), Refused),
        ):  # fmt: skip
            with pytest.raises(refusal):
                decide(cast, plan, person)
        with cast["auditor"].acting() as actor, pytest.raises(Forbidden):
            actions.decide_plan(actor=actor, plan_id=waiting, version=1, verdict="approved")
        with pytest.raises(Stale), working(cast, HEAD_A) as actor:
            actions.decide_plan(actor=actor, plan_id=of_manager, version=1, verdict="approved", answers=YES)
        decide(cast, of_manager, HEAD_A)

    def test_another_role_is_told_who_approves(self, cast: Cast) -> None:
        plan = handed_in(cast, HEAD_A)
        with pytest.raises(NotApprover) as caught:
            decide(cast, plan, MARKET_A)
        assert "branch_head" in caught.value.text

    def test_the_database_keeps_an_approved_plan(self, cast: Cast) -> None:
        plan = approved(cast)
        [item] = items_of(plan)
        for change in (
            lambda: Plan.objects.filter(pk=plan).update(state="draft"),
            lambda: Item.objects.filter(pk=item.pk).update(text="other"),
            lambda: Item.objects.filter(pk=item.pk).delete(),
        ):
            with working(cast, A1), transaction.atomic(), pytest.raises(IntegrityError):
                change()
        waiting = handed_in(cast, A2)
        with working(cast, A2), transaction.atomic(), pytest.raises(IntegrityError):
            now = clock.now()
            Plan.objects.filter(pk=waiting).update(
                state="approved",
                decided_by_id=cast[MARKET_A].staff_id,
                decided_at=now,
                content="x",
                sha256="x",
            )


class TestAmendPlan:
    def test_a_new_version_is_drafted_and_the_old_one_stays(self, cast: Cast) -> None:
        plan = approved(cast)
        before = row(plan)
        with working(cast, A1) as actor:
            new = actions.amend_plan(actor=actor, plan_id=plan, reason="a customer moved")
            actions.add_item(actor=actor, plan_id=new, text="more", point="market")
            assert queries.plan_page(actor=actor, plan_id=plan).in_force
            actions.submit_plan(actor=actor, plan_id=new, version=1)
        decide(cast, new)
        with working(cast, A1) as actor:
            page = queries.plan_page(actor=actor, plan_id=new)
            assert (page.in_force, page.row.number, page.reason) == (True, 2, "a customer moved")
            assert [one.number for one in page.versions] == [2, 1]
            old = queries.plan_page(actor=actor, plan_id=plan)
        assert (old.sha256, len(old.items), old.in_force) == (before.sha256, 1, False)
        assert len(page.items) == 2

    def test_refused(self, cast: Cast) -> None:
        plan, draft = approved(cast), drafted(cast, A2)
        with working(cast, A1) as actor:
            actions.amend_plan(actor=actor, plan_id=plan, reason="x")
            with pytest.raises(Refused) as caught:
                actions.amend_plan(actor=actor, plan_id=plan, reason="again")
        assert caught.value.code == PlanRefusal.NEWER_VERSION
        with working(cast, A2) as actor, pytest.raises(Refused) as caught:
            actions.amend_plan(actor=actor, plan_id=draft, reason="x")
        assert caught.value.code == PlanRefusal.NOT_APPROVED
        with working(cast, MARKET_A) as actor, pytest.raises(NotYours):
            actions.amend_plan(actor=actor, plan_id=plan, reason="x")


class TestRecordOutcome:
    @pytest.mark.requirement(
        "A9.28",
        "A9.29",
        shows="of four actions one done and one half: 37.5% carried out; 20% above the budget",
    )
    def test_share_carried_out_and_money(self, cast: Cast) -> None:
        plan = drafted(cast, kind="day", day=FRIDAY, items=4)
        with working(cast, A1) as actor:
            for item in items_of(plan)[:2]:
                actions.change_item(
                    actor=actor,
                    item_id=item.pk,
                    version=1,
                    text=item.text,
                    point="customer",
                    budget=Decimal(500),
                )
            actions.submit_plan(actor=actor, plan_id=plan, version=1)
        decide(cast, plan)
        first, second, third, _open = items_of(plan)
        with working(cast, A1, FRIDAY) as actor:
            said = {"actor": actor, "done_on": FRIDAY}
            actions.record_outcome(item_id=first.pk, state="done", spent=Decimal(900), **said)
            actions.record_outcome(item_id=second.pk, state="partly", note="half", spent=Decimal(300), **said)
            actions.record_outcome(item_id=third.pk, state="dropped", note="moved away", **said)
        with working(cast, A1, NEXT_WEEK) as actor:
            figures = queries.plan_page(actor=actor, plan_id=plan).figures
        assert (figures.carried.ratio, figures.carried.whole) == (Decimal("0.375"), 4)
        assert (figures.budget.planned, figures.budget.spent) == (Decimal(1000), Decimal(1200))
        assert figures.budget.deviation == Decimal("0.2")
        assert figures.budget.results_per == Decimal("12.5")
        with working(cast, A1, NEXT_WEEK) as actor:
            for figure, score in ((Figure.CARRIED, "37.5%"), (Figure.BUDGET, "+20%")):
                found = queries.explain_plan(actor=actor, plan_id=plan, figure=figure)
                assert found.score == score

    @pytest.mark.parametrize(
        ("said", "code"),
        [
            ({"state": "partly"}, ItemRefusal.REASON_MISSING),
            ({"done_on": date(1998, 1, 21)}, ItemRefusal.DONE_IN_FUTURE),
            ({"done_on": date(1998, 1, 10)}, ItemRefusal.DONE_TOO_EARLY),
        ],
    )
    def test_refused(self, cast: Cast, said: Any, code: Any) -> None:
        [item] = items_of(approved(cast))
        right = {"item_id": item.pk, "state": "done", "done_on": FRIDAY}
        with working(cast, A1, FRIDAY) as actor:
            with pytest.raises(Refused) as caught:
                actions.record_outcome(actor=actor, **right | said)
            assert caught.value.code == code
            actions.record_outcome(actor=actor, **right)
            with pytest.raises(Stale):
                actions.record_outcome(actor=actor, **right)

    def test_only_of_an_approved_plan(self, cast: Cast) -> None:
        [item] = items_of(drafted(cast))
        with working(cast, A1) as actor, pytest.raises(Refused) as caught:
            actions.record_outcome(actor=actor, item_id=item.pk, state="done", done_on=TODAY)
        assert caught.value.code == ItemRefusal.NOT_IN_FORCE


class TestBindPlans:
    @pytest.mark.requirement(
        "A4.42",
        shows="the weekly plans of January bound into one file with its hash; the weeks without one named",
    )
    def test_a_month_is_bound_and_what_is_missing_is_listed(self, cast: Cast) -> None:
        plan = approved(cast, day=TODAY)
        with working(cast, MARKET_A) as actor:
            binder = actions.bind_plans(actor=actor, month=TODAY)
            page = queries.binder_page(actor=actor, binder_id=binder)
            kept = queries.binder_file(actor=actor, binder_id=binder)
        assert hashlib.sha256(kept.encode()).hexdigest() == page.row.sha256
        assert [(one.staff, one.sha256, [i.text for i in one.items]) for one in page.plans] == [
            (A1, row(plan).sha256, ["action 0"])
        ]
        # The weeks of 5 and 12 January for three people, less the one that is there.
        assert sorted((gap.staff, gap.start.day) for gap in page.missing) == [
            (A1, 5), (A2, 5), (A2, 12), (MARKET_A, 5), (MARKET_A, 12),
        ]  # fmt: skip
        with working(cast, MARKET_A) as actor:
            again = actions.bind_plans(actor=actor, month=TODAY)
            assert [one.number for one in queries.binder_list(actor=actor).bound] == [2, 1]
        assert again != binder

    def test_refused(self, cast: Cast) -> None:
        with working(cast, MARKET_A) as actor, pytest.raises(Refused):
            actions.bind_plans(actor=actor, month=date(1998, 2, 1))
        with cast["auditor"].acting() as actor, pytest.raises(Forbidden):
            actions.bind_plans(actor=actor, month=TODAY)


def test_a_closed_month_takes_no_plan_and_no_outcome(cast: Cast) -> None:
    plan = approved(cast, kind="day", day=FRIDAY)
    waiting = drafted(cast, kind="day", day=date(1998, 1, 30))
    with as_owner():
        Period.objects.update_or_create(month=date(1998, 1, 1), defaults={"state": "closed"})
    [item] = items_of(plan)
    with working(cast, A1, FRIDAY) as actor, pytest.raises(Refused) as caught:
        actions.record_outcome(actor=actor, item_id=item.pk, state="done", done_on=FRIDAY)
    assert (caught.value.code, caught.value.field) == (KernelRefusal.PERIOD_CLOSED, "done_on")
    with working(cast, A1, FRIDAY) as actor, pytest.raises(Refused) as caught:
        actions.submit_plan(actor=actor, plan_id=waiting, version=1)
    assert caught.value.code == KernelRefusal.PERIOD_CLOSED


def test_outcomes_are_only_added(cast: Cast) -> None:
    [item] = items_of(approved(cast))
    with working(cast, A1, FRIDAY) as actor:
        actions.record_outcome(actor=actor, item_id=item.pk, state="done", done_on=FRIDAY)
        with connection.cursor() as cursor:
            cursor.execute("select has_table_privilege('kejing_app', 'plans_outcome', 'update')")
            assert cursor.fetchone() == (False,)
        assert Outcome.objects.count() == 1
