"""Warnings from what is delivered of customers: raised, explained, ended, once for each episode."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from kejing.domain.customers.actions import merge_customers
from kejing.domain.customers.models import Customer, Holding, HoldingParty, Product
from kejing.domain.customers.tests.factories import rights
from kejing.domain.relations import actions
from kejing.domain.relations.models import Happening, Signal
from kejing.domain.relations.queries import risks
from kejing.domain.relations.rules import Bound
from kejing.domain.relations.tasks import nightly
from kejing.domain.relations.tests.factories import A1, MARKET_A, done, policy_in_force, words, working
from kejing.domain.relations.tests.test_screens import page, plain
from kejing.domain.relations.vocabulary import NEVER
from kejing.engines.metrics.models import FactKind
from kejing.engines.metrics.public import IncomingFact, import_facts
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import Forbidden
from tests.cast import TODAY, Cast, make_customer

pytestmark = pytest.mark.django_db
FELL = {
    **words("fell")[0], "kind": "finance", "level": "watch", "watch_days": 60, "fact": "transaction",
    "figure": "amount", "days": 30, "percent": "60", "least": "1000",
}  # fmt: skip
SILENT = FELL | {**words("silent")[0], "figure": "quantity", "days": 20, "percent": "100", "least": "2"}


@pytest.fixture(autouse=True)
def delivered(cast: Cast) -> None:
    """An account each of C0001, C0002 (manager_a1's) and C0004, and the kind of facts that is delivered of them."""
    policy_in_force(courses=[FELL, SILENT])
    with as_system("holdings"):
        FactKind.objects.create(
            code="transaction",
            subject_kind="holding",
            label_zh="交易",
            label_en="Transaction",
            has_amount=True,
        )
        product = Product.objects.create(code="account", line="account", label_zh="账户", label_en="Account")
        for number in ("C0001", "C0002", "C0004"):
            customer = Customer.objects.get(number=number)
            holding = Holding.objects.create(number=f"H-{number}", product=product, unit_id=customer.unit_id)
            HoldingParty.objects.create(holding=holding, customer=customer, role="owner")


def moves(number: str, **ago: int) -> None:
    """Amounts by days ago: `d5=100` moved 100 five days before today."""
    with clock.frozen(clock.at(TODAY, 9)), as_system("facts") as system:
        rows = [
            IncomingFact(
                f"{number}-{day}", f"H-{number}", TODAY - timedelta(days=int(day[1:])), Decimal(amount)
            )
            for day, amount in ago.items()
        ]
        import_facts(actor=system, kind="transaction", source="test", rows=rows)


def night(day: date = TODAY) -> None:
    with clock.frozen(clock.at(day, 2)):
        nightly()


def signals(rule: str = "fell") -> list[Signal]:
    with as_system("look"):
        return list(Signal.objects.filter(rule=rule).order_by("id"))


@pytest.mark.requirement(
    "A9.3", shows="what is delivered of a customer warns by itself when it falls, with reason, facts and lead"
)
def test_explain_signal(cast: Cast) -> None:
    moves("C0001", d40=1500, d31=500, d10=800)  # 60 percent less
    moves("C0002", d40=2000, d10=801)  # not quite
    moves("C0004", d40=999)  # too little before
    night()
    (found,) = signals()
    assert (found.customer_id, found.day, found.until) == (
        cast.customers["C0001"], TODAY, TODAY + timedelta(days=60),
    )  # fmt: skip
    assert found.basis == {"version": 1, "before": "2000.00", "now": "800.00"}
    later = TODAY + timedelta(days=4)
    with clock.frozen(clock.at(later, 17)):
        shown = plain(page(cast, reverse("ui:panel", args=["customer.top", "relation", found.customer_id])))
        assert "Fell ? down 60.0% in 30 days · Finance · 1998-01-15 · by a rule" in shown
        assert "lead 4 days" in shown
        assert "down 60.0% in 30 days" in page(cast, reverse("relations:risk_signals"))
        address = reverse("relations:explain_signal", args=[found.pk])
        why = plain(page(cast, address))
        for text in (
            "The 30 days before that 2,000.00 at least 1,000.00", "The last 30 days 800.00 at most 800.00",
            "Lead so far 4 days", "v1", "Fell", "800.00 Transaction 1997-12-15 500.00 Transaction 1997-12-06 1,500.00",
        ):  # fmt: skip
            assert text in why
        assert cast["manager_b1"].client.get(address).status_code == 404
        history = plain(page(cast, reverse("relations:customer_history", args=[found.customer_id])))
    assert "by a rule Fell" in history


def test_amounts_stay_hidden_from_a_role_that_does_not_see_them(cast: Cast) -> None:
    moves("C0001", d40=2000, d10=800)
    night()
    rights("account_manager", holding_amount="hide")
    why = plain(page(cast, reverse("relations:explain_signal", args=[signals()[0].pk])))
    assert "Your role does not see amounts." in why
    assert "2,000" not in why
    assert "800.00" not in why


def test_silence_warns_until_something_comes_again(cast: Cast) -> None:
    moves("C0001", d30=10, d25=10)
    moves("C0002", d30=10)  # too few before
    night()
    (found,) = signals("silent")
    assert found.basis == {"version": 1, "before": "2.0000", "now": "0"}
    night(TODAY + timedelta(days=30))  # by then nothing was there before either: it goes on
    assert [row.closed_on for row in signals("silent")] == [None]
    with clock.frozen(clock.at(TODAY + timedelta(days=31), 17)):
        shown = page(cast, reverse("relations:relation_page", args=[cast.customers["C0001"]]))
    assert "none for 20 days" in plain(shown)
    moves("C0001", d0=10)
    night(TODAY + timedelta(days=1))
    (found,) = signals("silent")
    assert (found.ending, found.closed_on, found.version) == ("passed", TODAY + timedelta(days=1), 2)


class TestEpisode:
    @pytest.fixture(autouse=True)
    def fallen(self, cast: Cast, delivered: None) -> None:
        moves("C0001", d40=2000, d10=800)
        night()

    def test_the_same_night_twice_changes_nothing(self) -> None:
        night()
        assert len(signals()) == 1
        with as_system("look"):
            assert Happening.objects.filter(text="fell").count() == 1

    def test_it_ends_when_as_much_comes_again(self, cast: Cast) -> None:
        tomorrow = TODAY + timedelta(days=1)
        moves("C0001", d0=1)
        night(tomorrow)
        assert [(row.closed_on, row.ending, row.over_on) for row in signals()] == [
            (tomorrow, "passed", tomorrow)
        ]
        with as_system("look"):
            verbs = Happening.objects.filter(text="fell").order_by("id").values_list("verb", flat=True)
            assert list(verbs) == ["signal", "signal_closed"]
        assert "It passed" in page(cast, reverse("relations:relation_page", args=[cast.customers["C0001"]]))

    def test_one_that_a_person_closed_does_not_come_again_before_it_ended(self, cast: Cast) -> None:
        said = {"level": "watch", "control": "called", "until": TODAY, "ending": "false_alarm"}
        done(cast, actions.change_signal, signal_id=signals()[0].pk, version=1, **said)
        night()
        assert [row.ending for row in signals()] == ["false_alarm"]
        moves("C0001", d0=1700)
        night(TODAY + timedelta(days=1))
        (first,) = signals()
        assert (first.ending, first.closed_on, first.over_on) == (
            "false_alarm", TODAY, TODAY + timedelta(days=1),
        )  # fmt: skip
        night(TODAY + timedelta(days=35))  # 1,700 and 800 before, nothing since
        assert [row.ending for row in signals()] == ["false_alarm", ""]


def test_what_a_merged_customer_has_counts_for_the_other(cast: Cast) -> None:
    moves("C0001", d40=600)
    moves("C0002", d40=600)
    with cast["branch_head_a"].acting() as actor:
        merge_customers(
            actor=actor, customer_id=cast.customers["C0001"], merged_id=cast.customers["C0002"], reason="one"
        )
    night()
    assert [(row.customer_id, row.basis["before"]) for row in signals()] == [
        (cast.customers["C0001"], "1200.00")
    ]


def test_without_the_kind_of_facts_nothing_is_raised(cast: Cast) -> None:
    policy_in_force(2, courses=[FELL | {"fact": "not_delivered"}])
    moves("C0001", d40=2000)
    night()
    assert signals() == []


def test_refused_to_people(cast: Cast) -> None:
    with working(cast, MARKET_A) as actor, pytest.raises(Forbidden):
        actions.follow_courses(actor=actor)


def test_the_same_statements_for_2_and_for_60_customers(cast: Cast) -> None:
    moves("C0001", d40=2000)
    moves("C0002", d40=2000)
    few = _statements()
    with as_system("many"):
        product = Product.objects.get(code="account")
        for n in range(60):
            pk = make_customer(f"M{n:02}", f"客户{n}", cast[A1].holder_id or 0)
            holding = Holding.objects.create(number=f"H-M{n:02}", product=product, unit_id=cast.units["A"].pk)
            HoldingParty.objects.create(holding=holding, customer_id=pk, role="owner")
    for n in range(60):
        moves(f"M{n:02}", d40=2000)
    assert _statements() == few
    assert len(signals()) == 62


def _statements() -> int:
    with (
        clock.frozen(clock.at(TODAY, 2)),
        as_system("night") as actor,
        CaptureQueriesContext(connection) as captured,
    ):
        actions.follow_courses(actor=actor)
    return len(captured)


def test_an_alarm_says_that_nobody_was_there_yet() -> None:
    asked = Bound("days_since_contact", ">=", Decimal(60))
    with override("en"):
        assert [risks._line(asked, seen).value for seen in ("61", str(NEVER))] == ["61", "no contact yet"]
