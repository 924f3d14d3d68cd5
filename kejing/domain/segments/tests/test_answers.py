"""Who waits too long for an answer, by the standard of the moment the customer asked."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from kejing.domain.relations.actions import answer_question, ask_question
from kejing.domain.segments import actions, queries
from kejing.domain.segments.tests.factories import brought, in_force, lends, working
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.errors import Forbidden
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db
EN = {"Accept-Language": "en"}


@pytest.fixture
def bank(cast: Cast) -> Cast:
    """C0001 is of class A (4 hours), the others of C (48)."""
    brought()
    lends(cast, "C0001", 5000)
    in_force("classes")
    return cast


def asks(cast: Cast, customer: str, text: str, hour: int, person: str = "manager_a1") -> int:
    with clock.frozen(clock.at(TODAY, hour)), cast[person].acting() as actor:
        return ask_question(
            actor=actor, customer_id=cast.customers[customer], text=text, due_on=TODAY + timedelta(days=9)
        )


def late(cast: Cast, person: str = "manager_a1", hours: int = 15, **wanted: Any) -> list[tuple[str, int]]:
    with clock.frozen(clock.at(TODAY, 0) + timedelta(hours=hours)), cast[person].acting() as actor:
        found = queries.late_list(actor=actor, **wanted)
        return [(row.answer.text, row.answer.hours_late) for row in found.page.rows]


@pytest.mark.requirement(
    "A9.4", shows="who waits for an answer beyond the hours of the class, the longest first"
)
def test_who_waits_too_long(bank: Cast) -> None:
    first = asks(bank, "C0001", "which rate?", 9)
    asks(bank, "C0002", "which form?", 9)
    assert late(bank, hours=13) == []  # to the hour: in time
    assert late(bank, hours=15) == [("which rate?", 2)]
    assert late(bank, hours=9 + 50) == [("which rate?", 46), ("which form?", 2)]
    assert late(bank, "manager_a2", hours=60) == []
    assert late(bank, "market_manager_a", holder_id=bank["manager_a1"].holder_id) == [("which rate?", 2)]
    with clock.frozen(clock.at(TODAY, 16)), bank["manager_a1"].acting() as actor:
        answer_question(actor=actor, question_id=first, version=1, answer="four")
    assert late(bank, hours=60) == [("which form?", 3)]


def test_late_answers(bank: Cast) -> None:
    asks(bank, "C0001", "which rate?", 9)
    with clock.frozen(clock.at(TODAY, 15, 30)):
        client = bank["market_manager_a"].client
        page = client.get(reverse("segments:late_answers"), headers=EN).content.decode()
        for text in ("which rate?", "Class A", "3 h", "manager_a1"):
            assert text in page
        own = f"{reverse('segments:late_answers')}?holder={bank['manager_a2'].holder_id}"
        assert "No answer is late" in client.get(own, headers=EN).content.decode()


def test_explain_answer(bank: Cast) -> None:
    question = asks(bank, "C0001", "which rate?", 9)
    with clock.frozen(clock.at(TODAY, 15, 30)):
        client = bank["market_manager_a"].client
        why = client.get(reverse("segments:explain_answer", args=[question]), headers=EN).content.decode()
        for text in ("3 h late", "6 h until the answer or now; the norm is 4 h", "Class A"):
            assert text in why
        assert (
            bank["manager_b1"].client.get(reverse("segments:explain_answer", args=[question])).status_code
            == 404
        )


def test_a_later_standard_changes_nothing_that_was_asked(bank: Cast) -> None:
    asks(bank, "C0001", "which rate?", 9)
    with working(bank, "administrator") as actor:
        draft = actions.draft_standard(actor=actor, classes={"A": (10, 8, 60)})
    with working(bank, "administrator") as actor:
        actions.apply_standard(actor=actor, standard_id=draft)
    assert late(bank, hours=14) == [("which rate?", 1)]
    asks(bank, "C0001", "which date?", 9)
    assert late(bank, hours=18) == [("which rate?", 5), ("which date?", 1)]


def test_without_a_standard_nothing_is_late(cast: Cast) -> None:
    asks(cast, "C0001", "which rate?", 9)
    assert late(cast, hours=900) == []
    with cast["hr"].acting() as actor, pytest.raises(Forbidden):
        queries.late_list(actor=actor)


@pytest.mark.parametrize("person", ["manager_a1", "market_manager_a"])
def test_costs_the_same_with_10_and_50_rows(
    bank: Cast, person: str, django_assert_max_num_queries: Any
) -> None:
    for n in range(10):
        asks(bank, "C0001", f"q{n}", 9)
    with working(bank, person) as actor, django_assert_max_num_queries(6) as few:
        queries.late_list(actor=actor)
    for n in range(40):
        asks(bank, "C0002", f"r{n}", 1)
    with working(bank, person) as actor, django_assert_max_num_queries(len(few)):
        assert len(queries.late_list(actor=actor).page.rows) >= 10
