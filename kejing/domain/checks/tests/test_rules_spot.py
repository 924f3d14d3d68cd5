"""The draw: nobody can foresee it, nobody escapes it, everybody is as likely as anybody."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from random import Random

import pytest

from kejing.domain.checks.rules.policy import SpotPolicy
from kejing.domain.checks.rules.spot import (
    Slots,
    Team,
    draw,
    is_call_time,
    round_start,
    slots,
    still_needed,
    weeks_left,
)

MONDAY = date(1998, 1, 12)
WEEK = [MONDAY + timedelta(days=n) for n in range(5)]
POLICY = SpotPolicy(start=time(9), until=time(11), extra=0.25)
WHOLE = 5 * 24
SEED = 20260101


class TestTheWeek:
    def test_slots_left_and_in_all(self) -> None:
        assert slots(datetime(1998, 1, 12, 8, 0), WEEK, POLICY) == Slots(120, 120)
        assert slots(datetime(1998, 1, 16, 10, 55), WEEK, POLICY) == Slots(1, 120)
        assert slots(datetime(1998, 1, 14, 12, 0), WEEK, POLICY) == Slots(48, 120)

    def test_calls_are_made_in_working_hours_only(self) -> None:
        assert is_call_time(datetime(1998, 1, 12, 9, 0), WEEK, POLICY)
        assert not is_call_time(datetime(1998, 1, 12, 11, 0), WEEK, POLICY)
        assert not is_call_time(datetime(1998, 1, 17, 10, 0), WEEK, POLICY)

    def test_rounds_follow_one_another_without_gaps(self) -> None:
        starts = [round_start(MONDAY + timedelta(weeks=n), 4) for n in range(12)]
        assert set(Counter(starts[1:9]).values()) <= {1, 2, 3, 4}
        assert [weeks_left(starts[0] + timedelta(weeks=n, days=3), 4) for n in range(5)] == [4, 3, 2, 1, 4]


@pytest.mark.parametrize(
    ("size", "done", "new", "weeks", "needed"),
    [(3, 0, 0, 4, 1), (3, 1, 1, 4, 0), (8, 0, 0, 4, 2), (7, 1, 1, 4, 1), (6, 2, 2, 4, 0), (3, 0, 0, 1, 3), (0, 0, 0, 2, 1),
     (0, 1, 0, 2, 0)],
)  # fmt: skip
def test_what_a_week_owes(size: int, done: int, new: int, weeks: int, needed: int) -> None:
    team = Team(tuple(range(8)), frozenset(range(size)), done, new)
    assert still_needed(team, POLICY, weeks) == needed


def rounds(people: int, n: int, policy: SpotPolicy = POLICY) -> list[list[tuple[int, int, int]]]:
    """`n` rounds of four weeks of a team, drawn tick by tick: (week, slot, person) of each check."""
    chance = Random(SEED)  # a test that can be repeated
    team = tuple(range(people))
    found = []
    for _ in range(n):
        unchecked, drawn_now = set(team), []
        for week in range(4):
            done = new = 0
            for slot in range(WHOLE):
                state = Team(team, frozenset(unchecked), done, new)
                hit = draw(state, policy, Slots(WHOLE - slot, WHOLE), 4 - week, chance)
                if hit:
                    drawn_now.append((week, slot, hit.staff_id))
                    done += 1
                    new += hit.staff_id in unchecked
                    unchecked.discard(hit.staff_id)
        found.append(drawn_now)
    return found


@pytest.fixture(scope="module")
def history() -> list[list[tuple[int, int, int]]]:
    return rounds(people=6, n=250)


def chi_square(counts: Counter[int], cells: int) -> float:
    expected = sum(counts.values()) / cells
    return sum((counts[cell] - expected) ** 2 / expected for cell in range(cells))


class TestFairness:
    def test_every_week_has_its_minimum(self, history: list[list[tuple[int, int, int]]]) -> None:
        for one in history:
            assert {week for week, _slot, _person in one} == {0, 1, 2, 3}

    def test_everybody_is_checked_in_every_round(self, history: list[list[tuple[int, int, int]]]) -> None:
        for one in history:
            assert {person for _week, _slot, person in one} == set(range(6))

    def test_every_person_is_as_likely_as_any_other(self, history: list[list[tuple[int, int, int]]]) -> None:
        people = Counter(person for one in history for _week, _slot, person in one)
        assert chi_square(people, 6) < 20.5  # 5 degrees of freedom, one in a thousand

    def test_the_first_of_a_round_is_anybody(self, history: list[list[tuple[int, int, int]]]) -> None:
        assert chi_square(Counter(one[0][2] for one in history), 6) < 20.5

    def test_every_time_of_the_day_is_as_likely(self, history: list[list[tuple[int, int, int]]]) -> None:
        hours = Counter(slot % 24 // 4 for one in history for _week, slot, _person in one)
        assert chi_square(hours, 6) < 20.5

    def test_every_day_of_the_week_is_as_likely(self, history: list[list[tuple[int, int, int]]]) -> None:
        days = Counter(slot // 24 for one in history for _week, slot, _person in one)
        assert chi_square(days, 5) < 18.5  # 4 degrees of freedom

    def test_who_was_checked_is_not_safe(self, history: list[list[tuple[int, int, int]]]) -> None:
        """Some are called twice in a round, and in every part of the week some after its minimum was met."""
        twice = sum(len(one) - len({person for _w, _s, person in one}) for one in history)
        assert 40 < twice < 400

    def test_nobody_away_is_drawn(self) -> None:
        chance = Random(SEED)  # as above
        team = Team((1, 2), frozenset({1, 2, 3}), 0, 0)
        hits = {hit.staff_id for _ in range(300) if (hit := draw(team, POLICY, Slots(1, 120), 1, chance))}
        assert hits == {1, 2}
        assert draw(Team((), frozenset({3}), 0, 0), POLICY, Slots(1, 120), 1, chance) is None

    def test_the_last_moment_is_certain_while_something_is_owed(self) -> None:
        chance = Random(SEED)  # as above
        team = Team((1, 2), frozenset({1, 2}), 0, 0)
        assert all(draw(team, POLICY, Slots(1, 120), 4, chance) for _ in range(100))
