"""Scores, trends, foresight, white spots: exact values, no database."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from kejing.domain.relations.rules import (
    Dated,
    Happened,
    Held,
    Policy,
    Share,
    Warned,
    Weights,
    Word,
    days_before,
    foresight,
    is_step_back,
    kept_share,
    named,
    score,
    solved_share,
    standing,
    trend,
    white_spots,
)

DAY = date(1998, 1, 15)
WEIGHTS = Weights(Decimal(30), Decimal(30), Decimal(20), Decimal(20))
POLICY = Policy(number=1, weights=WEIGHTS, contact_days=100)


def ago(days: int) -> date:
    return DAY - timedelta(days=days)


class TestScore:
    def test_the_weighted_mean_of_all_four(self) -> None:
        found = standing(
            DAY,
            contacts=[ago(25), ago(200)],
            promises=[Dated(ago(30), ago(20), ago(21)), Dated(ago(30), ago(10), None)],
            questions=[Dated(ago(9), ago(5), ago(6))],
            ratings=[(ago(3), 4), (ago(3), 1), (ago(40), 2)],
        )
        assert (found.days, found.kept, found.solved, found.grade) == (25, Share(1, 2), Share(1, 1), 4)
        judged = score(found, POLICY)
        assert [part.score for part in judged.parts] == [
            Decimal("75.0"),
            Decimal("50.0"),
            Decimal("100.0"),
            Decimal("75.0"),
        ]
        # (30·75 + 30·50 + 20·100 + 20·75) / 100
        assert judged.value == Decimal("72.5")

    def test_what_is_not_known_does_not_count(self) -> None:
        found = standing(DAY, contacts=[], promises=[], questions=[], ratings=[(DAY, 5)])
        assert score(found, POLICY).value == Decimal("100.0")

    def test_nothing_known_is_no_score(self) -> None:
        assert score(standing(DAY, contacts=[], promises=[], questions=[], ratings=[]), POLICY).value is None

    def test_a_contact_beyond_the_horizon_counts_zero(self) -> None:
        found = standing(DAY, contacts=[ago(300)], promises=[], questions=[], ratings=[])
        assert score(found, POLICY).value == Decimal("0.0")

    def test_only_what_had_happened_by_the_day_counts(self) -> None:
        found = standing(
            ago(10), contacts=[DAY], promises=[Dated(ago(5), ago(1), None)], questions=[], ratings=[(DAY, 1)]
        )
        assert (found.days, found.kept, found.grade) == (None, Share(0, 0), None)


class TestKept:
    @pytest.mark.parametrize(
        ("promise", "expected"),
        [
            (Dated(ago(9), ago(3), ago(3)), Share(1, 1)),  # on its day
            (Dated(ago(9), ago(3), ago(2)), Share(0, 1)),  # a day late
            (Dated(ago(9), ago(3), None), Share(0, 1)),  # its day has passed
            (Dated(ago(9), DAY, None), Share(0, 0)),  # the day is not over
            (Dated(ago(9), DAY + timedelta(days=9), ago(1)), Share(1, 1)),  # kept early
            (Dated(ago(9), ago(3), ago(4), dropped=True), Share(0, 0)),  # withdrawn in time
            (Dated(ago(9), ago(3), ago(1), dropped=True), Share(0, 1)),  # withdrawn too late
        ],
    )  # fmt: skip
    def test_of_those_due(self, promise: Dated, expected: Share) -> None:
        assert kept_share([promise], DAY) == expected

    def test_questions_answered_of_those_due(self) -> None:
        rows = [Dated(ago(9), ago(3), ago(1)), Dated(ago(9), ago(3), None), Dated(ago(1), DAY, None)]
        assert solved_share(rows, DAY) == Share(1, 2)

    def test_an_unanswered_twin_of_an_answered_question_still_counts(self) -> None:
        rows = [Dated(ago(9), ago(3), None), Dated(ago(9), ago(3), None)]
        assert solved_share(rows, DAY) == Share(0, 2)


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [("60", "54", "rising"), ("60", "55", "stable"), ("60", "65", "stable"), ("60", "66", "falling")],
)
def test_a_trend_is_stable_within_its_band(now: str, before: str, expected: str) -> None:
    assert trend(Decimal(now), Decimal(before), Decimal(5)) == expected


def test_a_trend_needs_two_values() -> None:
    assert trend(None, Decimal(1), Decimal(5)) == trend(Decimal(1), None, Decimal(5)) == "unknown"


def test_a_course_ends_today() -> None:
    assert days_before(DAY, 90, 4) == [ago(90), ago(60), ago(30), DAY]


class TestForesight:
    def test_events_with_an_own_warning_before(self) -> None:
        warnings = [Warned(1, ago(100)), Warned(1, ago(20)), Warned(2, ago(181 + 5)), Warned(3, ago(5))]
        events = [Happened(1, ago(10), 11), Happened(2, ago(5), 12), Happened(3, ago(5), 13)]
        found = foresight(warnings, events, DAY, 180)
        assert found.foreseen == Share(1, 3)
        assert found.leads == ((11, 90),)  # the first warning counts
        assert found.missed == (12, 13)  # a day too early; on the day itself
        assert found.median_lead == 90

    @pytest.mark.parametrize(("lead", "counts"), [(1, True), (180, True), (0, False), (181, False)])
    def test_from_1_to_180_days(self, lead: int, counts: bool) -> None:
        found = foresight([Warned(1, ago(lead))], [Happened(1, DAY, 1)], DAY, 180)
        assert found.foreseen == Share(int(counts), 1)

    def test_false_warnings_stand_beside(self) -> None:
        warnings = [
            Warned(1, ago(200)),
            Warned(2, ago(10), false_alarm=True),
            Warned(3, ago(10)),
            Warned(4, ago(50)),
        ]
        found = foresight(warnings, [Happened(4, ago(20), 1)], DAY, 180)
        assert found.false_warnings == Share(2, 3)  # the third is not judged yet

    def test_nothing_happened(self) -> None:
        found = foresight([], [], DAY, 180)
        assert (found.foreseen.ratio, found.median_lead) == (None, None)


def test_white_spots_are_what_similar_customers_hold_and_this_one_does_not() -> None:
    shares = [Held("account", 10, 9), Held("card", 10, 2), Held("loan", 10, 4), Held("order", 10, 0)]
    found = white_spots(shares, {"account"})
    assert [(spot.line, spot.share) for spot in found] == [("loan", Fraction(2, 5)), ("card", Fraction(1, 5))]


def test_stages_have_an_order() -> None:
    assert is_step_back("maintained", "established")
    assert not is_step_back("established", "consolidated")
    assert not is_step_back(None, "identified")


def test_the_interval_of_a_class() -> None:
    policy = Policy(intervals=(("default", 365), ("watch", 90)))
    assert (policy.interval("watch"), policy.interval("gold"), Policy().interval("gold")) == (90, 365, None)


def test_a_word_the_pack_no_longer_has_stands_for_itself() -> None:
    words = (Word("deposit", "存款", "Deposit"),)
    assert (named(words, "deposit", chinese=True), named(words, "gone", chinese=True)) == ("存款", "gone")
