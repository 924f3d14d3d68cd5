"""What every action does, and what it refuses."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from kejing.domain.customers.models import Customer
from kejing.domain.relations import actions
from kejing.domain.relations.models import (
    Analysis,
    Communication,
    Goal,
    Happening,
    LineShare,
    Need,
    Negotiation,
    NegotiationLimit,
    Plan,
    Promise,
    Question,
    Rating,
    RiskEvent,
    Signal,
    StageChange,
)
from kejing.domain.relations.tasks import nightly
from kejing.domain.relations.tests.factories import A1, MARKET_A, contact, done, policy_in_force, working
from kejing.domain.relations.vocabulary import RelationRefusal, Verb
from kejing.engines.metrics.models import Period
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import Forbidden, KernelRefusal, NotVisible, Refused, Stale
from kejing.foundation.kernel.models import JournalLine
from kejing.foundation.kernel.testing import as_owner
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db
TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)


@pytest.fixture(autouse=True)
def words(cast: Cast) -> None:
    policy_in_force()


def refused(
    cast: Cast, action: Callable[..., Any], code: Any, field: str | None = None, person: str = A1, **said: Any
) -> None:
    """The action refuses by this code, on this field, and nothing changed."""
    before = counts(cast)
    with pytest.raises(Refused) as refusal:
        done(cast, action, person, **said)
    assert (refusal.value.code, refusal.value.field) == (code, field)
    assert counts(cast) == before


def counts(cast: Cast) -> int:
    with working(cast, "auditor"):
        return Happening.objects.count()


def told(cast: Cast) -> list[str]:
    with working(cast, "auditor"):
        return list(Happening.objects.order_by("id").values_list("verb", flat=True))


def row(cast: Cast, model: Any, pk: int) -> Any:
    with working(cast, MARKET_A):
        return model.objects.get(pk=pk)


class TestRatings:
    def test_a_rating_is_dated_and_signed(self, cast: Cast) -> None:
        found = row(cast, Rating, done(cast, actions.rate_relation, grade=4, note="warm"))
        assert (found.grade, found.day, found.staff_id) == (4, TODAY, cast[A1].staff_id)
        assert told(cast) == [Verb.RATED]

    def test_a_stage_keeps_the_date_of_each_change(self, cast: Cast) -> None:
        done(cast, actions.change_stage, on=YESTERDAY, stage="established")
        done(cast, actions.change_stage, stage="maintained")
        with working(cast):
            rows = list(StageChange.objects.order_by("id").values_list("stage", "day"))
        assert rows == [("established", YESTERDAY), ("maintained", TODAY)]

    def test_back_only_for_a_reason(self, cast: Cast) -> None:
        done(cast, actions.change_stage, stage="maintained")
        refused(
            cast, actions.change_stage, RelationRefusal.REASON_FOR_STEP_BACK, "reason", stage="established"
        )
        refused(cast, actions.change_stage, RelationRefusal.SAME_STAGE, "stage", stage="maintained")
        done(cast, actions.change_stage, stage="established", reason="the partner left")

    def test_pressing_twice_is_once(self, cast: Cast) -> None:
        first = done(cast, actions.rate_relation, grade=4, idempotency_key="k")
        assert done(cast, actions.rate_relation, grade=4, idempotency_key="k") == first
        assert counts(cast) == 1


class TestNeeds:
    def test_from_found_to_met(self, cast: Cast) -> None:
        person = contact(cast)
        need = done(
            cast, actions.add_need, on=YESTERDAY, family="deposit", kind="potential", text="savings", contact_id=person
        )  # fmt: skip
        said = {"kind": "current", "state": "met", "text": "savings plan", "contact_id": person}
        done(cast, actions.change_need, need_id=need, version=1, **said)
        found = row(cast, Need, need)
        assert (found.kind, found.state, found.state_on, found.version) == ("current", "met", TODAY, 2)
        refused(
            cast,
            actions.change_need,
            RelationRefusal.NEED_IS_CLOSED,
            "state",
            need_id=need,
            version=2,
            **said,
        )

    def test_refuses_words_and_contacts_that_are_not_there(self, cast: Cast) -> None:
        said = {"family": "deposit", "kind": "current", "text": "x"}
        refused(cast, actions.add_need, RelationRefusal.UNKNOWN_WORD, "family", **said | {"family": "cement"})
        theirs = contact(cast, "C0004")
        refused(
            cast, actions.add_need, RelationRefusal.UNKNOWN_CONTACT, "contact_id", **said, contact_id=theirs
        )

    def test_a_stale_edit_is_refused_with_what_differs(self, cast: Cast) -> None:
        need = done(cast, actions.add_need, family="deposit", kind="current", text="x")
        done(cast, actions.change_need, need_id=need, version=1, kind="current", state="offered", text="x")
        with pytest.raises(Stale) as refusal:
            done(cast, actions.change_need, need_id=need, version=1, kind="current", state="found", text="x")
        assert [(d.field, d.yours, d.theirs) for d in refusal.value.differences] == [
            ("state", "found", "offered")
        ]


class TestPromises:
    def make(self, cast: Cast, on: date = TODAY, due_on: date = TODAY) -> int:
        return int(done(cast, actions.make_promise, on=on, by="us", text="call back", due_on=due_on))

    def test_kept(self, cast: Cast) -> None:
        promise = self.make(cast)
        done(cast, actions.settle_promise, promise_id=promise, version=1, state="kept", settled_on=TODAY)
        found = row(cast, Promise, promise)
        assert (found.state, found.settled_on, found.version) == ("kept", TODAY, 2)
        again = {"promise_id": promise, "version": 2, "state": "kept", "settled_on": TODAY}
        refused(cast, actions.settle_promise, RelationRefusal.NOT_OPEN, **again)

    def test_withdrawn_only_for_a_reason_and_never_dated_back(self, cast: Cast) -> None:
        promise = self.make(cast, on=YESTERDAY, due_on=YESTERDAY)
        said = {"promise_id": promise, "version": 1, "state": "withdrawn", "settled_on": YESTERDAY}
        refused(cast, actions.settle_promise, RelationRefusal.WITHDRAWN_FOR_A_REASON, "reason", **said)
        done(cast, actions.settle_promise, **said, reason="she asked us to")
        assert row(cast, Promise, promise).settled_on == TODAY

    def test_refuses_days_that_cannot_be(self, cast: Cast) -> None:
        refused(
            cast,
            actions.make_promise,
            RelationRefusal.DUE_IN_THE_PAST,
            "due_on",
            by="us",
            text="x",
            due_on=YESTERDAY,
        )
        promise = self.make(cast)
        said = {"promise_id": promise, "version": 1, "state": "kept"}
        refused(
            cast, actions.settle_promise, RelationRefusal.NOT_YET, "settled_on", **said, settled_on=TOMORROW
        )
        refused(
            cast,
            actions.settle_promise,
            RelationRefusal.BEFORE_IT_WAS_MADE,
            "settled_on",
            **said,
            settled_on=YESTERDAY,
        )
        said["state"] = "open"
        refused(cast, actions.settle_promise, RelationRefusal.UNKNOWN_WORD, "state", **said, settled_on=TODAY)

    def test_a_question_is_answered_later(self, cast: Cast) -> None:
        refused(
            cast, actions.ask_question, RelationRefusal.DUE_IN_THE_PAST, "due_on", text="x", due_on=YESTERDAY
        )
        question = done(cast, actions.ask_question, on=YESTERDAY, text="which rate?", due_on=TODAY)
        done(cast, actions.answer_question, question_id=question, version=1, answer="four")
        assert row(cast, Question, question).answered_on == TODAY
        again = {"question_id": question, "version": 2, "answer": "five"}
        refused(cast, actions.answer_question, RelationRefusal.NOT_OPEN, **again)


class TestPlans:
    SAID = {
        "market": "villages",
        "value_offered": "cash at the door",
        "value_for_us": "deposits",
        "value_for_customer": "sales",
    }

    def test_written_and_rewritten(self, cast: Cast) -> None:
        plan = done(cast, actions.write_plan, version=0, **self.SAID)
        assert done(cast, actions.write_plan, version=1, **self.SAID | {"market": "towns"}) == plan
        found = row(cast, Plan, plan)
        assert (found.market, found.version) == ("towns", 2)
        with pytest.raises(Stale):
            done(cast, actions.write_plan, version=1, **self.SAID)

    def test_goals_of_both_parties(self, cast: Cast) -> None:
        goal = done(
            cast, actions.set_goal, party="customer", kind="other", text="a second shop", due_on=TOMORROW
        )
        done(
            cast,
            actions.change_goal,
            goal_id=goal,
            version=1,
            text="a second shop",
            state="reached",
            due_on=TOMORROW,
        )
        assert row(cast, Goal, goal).state == "reached"
        refused(
            cast,
            actions.set_goal,
            RelationRefusal.DUE_IN_THE_PAST,
            "due_on",
            party="us",
            kind="other",
            text="x",
            due_on=YESTERDAY,
        )
        late = {"goal_id": goal, "version": 2, "text": "x", "state": "open", "due_on": YESTERDAY}
        refused(cast, actions.change_goal, RelationRefusal.DUE_IN_THE_PAST, "due_on", **late)

    def test_a_resource_is_used_by_the_side_it_is_for(self, cast: Cast) -> None:
        resource = done(cast, actions.add_resource, kind="channel", usable="us", text="her shop window")
        done(cast, actions.use_resource, resource_id=resource, by="us", text="our poster hangs there")
        refused(
            cast,
            actions.use_resource,
            RelationRefusal.NO_USE_FOR,
            "by",
            resource_id=resource,
            by="customer",
            text="x",
        )


class TestRisks:
    SAID = {"kind": "payment", "level": "warning", "reason": "pays late", "until": TODAY + timedelta(days=60)}

    def test_a_warning_is_of_today_and_watched_until_a_day(self, cast: Cast) -> None:
        found = row(cast, Signal, done(cast, actions.raise_signal, **self.SAID))
        assert (found.day, found.until, found.held_by_id) == (TODAY, self.SAID["until"], cast[A1].holder_id)

    @pytest.mark.parametrize("until", [YESTERDAY, TODAY + timedelta(days=367)])
    def test_refuses_a_watch_that_cannot_be(self, cast: Cast, until: date) -> None:
        refused(
            cast,
            actions.raise_signal,
            RelationRefusal.WATCH_TOO_LONG,
            "until",
            **self.SAID | {"until": until},
        )
        refused(
            cast,
            actions.raise_signal,
            RelationRefusal.UNKNOWN_WORD,
            "kind",
            **self.SAID | {"kind": "weather"},
        )

    def test_controlled_then_closed(self, cast: Cast) -> None:
        signal = done(cast, actions.raise_signal, **self.SAID)
        said = {
            "signal_id": signal,
            "level": "serious",
            "control": "lower the limit",
            "until": self.SAID["until"],
        }
        done(cast, actions.change_signal, version=1, **said)
        done(cast, actions.change_signal, version=2, **said, ending="controlled")
        found = row(cast, Signal, signal)
        assert (found.level, found.control, found.ending, found.closed_on) == (
            "serious",
            "lower the limit",
            "controlled",
            TODAY,
        )
        refused(cast, actions.change_signal, RelationRefusal.NOT_OPEN, version=3, **said)

    def test_an_event_has_its_day(self, cast: Cast) -> None:
        said = {"kind": "payment", "text": "did not pay"}
        assert row(cast, RiskEvent, done(cast, actions.record_event, **said, day=YESTERDAY)).day == YESTERDAY
        refused(cast, actions.record_event, RelationRefusal.NOT_YET, "day", **said, day=TOMORROW)
        refused(
            cast, actions.record_event, RelationRefusal.UNKNOWN_WORD, "kind", kind="x", text="x", day=TODAY
        )

    def test_nothing_reaches_into_a_closed_month(self, cast: Cast) -> None:
        with as_owner():
            Period.objects.create(month=date(1997, 12, 1), state="closed")
        refused(
            cast,
            actions.record_event,
            KernelRefusal.PERIOD_CLOSED,
            kind="payment",
            text="x",
            day=date(1997, 12, 31),
        )


class TestAlarms:
    def mark(self, cast: Cast, number: str, risk: str) -> None:
        with as_system("mark"):
            Customer.objects.filter(number=number).update(risk=risk)

    def run(self) -> int:
        with as_system("night") as actor:
            return actions.raise_alarms(actor=actor)

    def test_rules_raise_one_signal_and_one_event_each(self, cast: Cast) -> None:
        self.mark(cast, "C0001", "watch")
        self.mark(cast, "C0002", "bad")
        self.mark(cast, "C0003", "good")
        assert self.run() == 2
        assert self.run() == 0  # safe to repeat
        with working(cast):
            signal, event = Signal.objects.get(), RiskEvent.objects.get()
        assert (signal.customer_id, signal.rule, signal.level) == (
            cast.customers["C0001"],
            "in_arrears",
            "warning",
        )
        assert signal.until == TODAY + timedelta(days=90)
        assert (event.customer_id, event.rule, event.staff_id) == (
            cast.customers["C0002"],
            "not_repaid",
            None,
        )

    def test_an_alarm_that_was_closed_may_come_again(self, cast: Cast) -> None:
        self.mark(cast, "C0001", "watch")
        self.run()
        with working(cast):
            signal = Signal.objects.get()
        said = {"level": "watch", "control": "called", "until": signal.until, "ending": "false_alarm"}
        done(cast, actions.change_signal, signal_id=signal.pk, version=1, **said)
        assert self.run() == 1

    def test_every_night(self, cast: Cast) -> None:
        self.mark(cast, "C0001", "watch")
        nightly()
        with working(cast):
            assert Signal.objects.get().rule == "in_arrears"

    def test_refused_to_people(self, cast: Cast) -> None:
        with working(cast, MARKET_A) as actor, pytest.raises(Forbidden):
            actions.raise_alarms(actor=actor)
        with working(cast, MARKET_A) as actor, pytest.raises(Forbidden):
            actions.refresh_shares(actor=actor)

    def test_shares_are_counted_anew(self, cast: Cast) -> None:
        with as_system("night") as actor:
            assert (
                actions.refresh_shares(actor=actor)
                == actions.refresh_shares(actor=actor)
                == LineShare.objects.count()
            )


class TestAnalyses:
    SAID = {"grades": {"need": 3, "credit": 4}, "overall": 4, "summary": "sound"}

    def test_analysed_then_reviewed_by_another(self, cast: Cast) -> None:
        analysis = done(cast, actions.analyse_customer, **self.SAID)
        done(cast, actions.review_analysis, MARKET_A, analysis_id=analysis, version=1, review="agreed")
        found = row(cast, Analysis, analysis)
        assert (found.grades, found.reviewer_id, found.reviewed_on) == (
            {"need": 3, "credit": 4},
            cast[MARKET_A].staff_id,
            TODAY,
        )
        again = {"analysis_id": analysis, "version": 2, "review": "x"}
        refused(
            cast, actions.review_analysis, RelationRefusal.REVIEWED_ALREADY, person="branch_head_a", **again
        )

    @pytest.mark.parametrize(
        "grades", [{"need": 3}, {"need": 3, "credit": 6}, {"need": 3, "credit": 4, "looks": 1}]
    )
    def test_refuses_aspects_missing_unknown_or_out_of_range(
        self, cast: Cast, grades: dict[str, int]
    ) -> None:
        refused(
            cast,
            actions.analyse_customer,
            RelationRefusal.ALL_ASPECTS,
            "overall",
            **self.SAID | {"grades": grades},
        )

    def test_nobody_reviews_her_own(self, cast: Cast) -> None:
        analysis = done(cast, actions.analyse_customer, MARKET_A, **self.SAID)
        said = {"analysis_id": analysis, "version": 1, "review": "x"}
        refused(cast, actions.review_analysis, RelationRefusal.OWN_ANALYSIS, person=MARKET_A, **said)
        with pytest.raises(Forbidden):
            done(cast, actions.review_analysis, A1, **said)


class TestTalks:
    SAID = {"means": "call", "hours": "noon", "style": "brief", "purpose": "renewal", "every_days": 30}

    def test_how_to_speak_with_a_contact(self, cast: Cast) -> None:
        ids = {"customer_id": cast.customers["C0001"], "contact_id": contact(cast)}
        row_id = done(cast, actions.set_communication, **ids, version=0, **self.SAID, next_on=TOMORROW)
        done(
            cast,
            actions.set_communication,
            **ids,
            version=1,
            **self.SAID | {"means": "visit"},
            next_on=TOMORROW,
        )
        found = row(cast, Communication, row_id)
        assert (found.means, found.next_on, found.version) == ("visit", TOMORROW, 2)
        with pytest.raises(Stale):
            done(cast, actions.set_communication, **ids, version=1, **self.SAID)
        refused(
            cast,
            actions.set_communication,
            RelationRefusal.UNKNOWN_WORD,
            "style",
            **ids,
            version=2,
            **self.SAID | {"style": "x"},
        )
        refused(
            cast,
            actions.set_communication,
            RelationRefusal.DUE_IN_THE_PAST,
            "next_on",
            **ids,
            version=2,
            **self.SAID,
            next_on=YESTERDAY,
        )
        theirs = ids | {"contact_id": contact(cast, "C0004")}
        refused(
            cast,
            actions.set_communication,
            RelationRefusal.UNKNOWN_CONTACT,
            "contact_id",
            **theirs,
            version=0,
            **self.SAID,
        )

    def test_a_stance_changes(self, cast: Cast) -> None:
        ids = {"customer_id": cast.customers["C0001"], "contact_id": contact(cast)}
        done(cast, actions.note_stance, **ids, stance="neutral")
        refused(cast, actions.note_stance, RelationRefusal.SAME_STANCE, "stance", **ids, stance="neutral")
        done(cast, actions.note_stance, **ids, stance="supporter")

    def test_a_negotiation_from_goals_to_its_end(self, cast: Cast) -> None:
        file = done(cast, actions.open_negotiation, title="loan price", goals="five percent")
        done(cast, actions.set_limits, negotiation_id=file, version=0, text="not below four")
        done(cast, actions.add_round, negotiation_id=file, text="they ask three", they_conceded="a guarantee")
        done(
            cast,
            actions.close_negotiation,
            negotiation_id=file,
            version=1,
            state="agreed",
            ending="four and a half",
        )
        found = row(cast, Negotiation, file)
        assert (found.state, found.ending, found.closed_on) == ("agreed", "four and a half", TODAY)
        over = RelationRefusal.NOT_OPEN
        refused(cast, actions.add_round, over, negotiation_id=file, text="x")
        refused(cast, actions.set_limits, over, negotiation_id=file, version=1, text="x")
        refused(
            cast, actions.close_negotiation, over, negotiation_id=file, version=2, state="failed", ending="x"
        )

    def test_an_end_is_an_end(self, cast: Cast) -> None:
        file = done(cast, actions.open_negotiation, title="t", goals="g")
        said = {"negotiation_id": file, "version": 1, "state": "open", "ending": "x"}
        refused(cast, actions.close_negotiation, RelationRefusal.UNKNOWN_WORD, "state", **said)

    def test_limits_stay_out_of_history_and_journal(self, cast: Cast) -> None:
        file = done(cast, actions.open_negotiation, title="t", goals="g")
        done(cast, actions.set_limits, negotiation_id=file, version=0, text="not below four")
        with as_system("look"):
            assert NegotiationLimit.objects.get().text == "not below four"
            lines = [str(line.detail) for line in JournalLine.objects.filter(action="relations.set_limits")]
            assert not any(
                "not below four" in text
                for text in [*lines, *Happening.objects.values_list("text", flat=True)]
            )
        assert lines


NEW: list[tuple[Any, dict[str, Any]]] = [
    (actions.rate_relation, {"grade": 3}),
    (actions.change_stage, {"stage": "established"}),
    (actions.add_need, {"family": "deposit", "kind": "current", "text": "x"}),
    (actions.make_promise, {"by": "us", "text": "x", "due_on": TODAY}),
    (actions.ask_question, {"text": "x", "due_on": TODAY}),
    (actions.write_plan, {"version": 0, "market": "", "value_offered": "", "value_for_us": "", "value_for_customer": ""}),
    (actions.set_goal, {"party": "us", "kind": "other", "text": "x"}),
    (actions.log_message, {"voice": "ours", "text": "x"}),
    (actions.add_resource, {"kind": "channel", "usable": "us", "text": "x"}),
    (actions.raise_signal, {"kind": "payment", "level": "watch", "reason": "x", "until": TODAY}),
    (actions.record_event, {"kind": "payment", "text": "x", "day": TODAY}),
    (actions.analyse_customer, {"grades": {"need": 3, "credit": 4}, "overall": 3, "summary": "x"}),
    (actions.open_negotiation, {"title": "x", "goals": "x"}),
]  # fmt: skip


@pytest.mark.parametrize(("action", "said"), NEW, ids=lambda part: getattr(part, "__name__", ""))
def test_a_customer_out_of_scope_is_not_there_and_one_in_sight_is_not_everybodys(
    cast: Cast, action: Any, said: dict[str, Any]
) -> None:
    with pytest.raises(NotVisible):
        done(cast, action, "manager_b1", **said)
    with pytest.raises(Forbidden):
        done(cast, action, "compliance", **said)
    assert counts(cast) == 0
    done(cast, action, A1, **said)
    assert counts(cast) == 1


def test_new_entries_are_refused_elsewhere(cast: Cast) -> None:
    """One after the other, so that each is named where it is refused."""
    theirs = {"customer_id": cast.customers["C0006"]}
    with working(cast) as actor:
        with pytest.raises(NotVisible):
            actions.rate_relation(actor=actor, grade=3, **theirs)
        with pytest.raises(NotVisible):
            actions.log_message(actor=actor, voice="ours", text="x", **theirs)
        with pytest.raises(NotVisible):
            actions.add_resource(actor=actor, kind="channel", usable="us", text="x", **theirs)
        with pytest.raises(NotVisible):
            actions.open_negotiation(actor=actor, title="x", goals="x", **theirs)
        with pytest.raises(NotVisible):
            actions.write_plan(
                actor=actor,
                version=0,
                market="",
                value_offered="",
                value_for_us="",
                value_for_customer="",
                **theirs,
            )
