"""Five failures within fifteen minutes lock for fifteen minutes."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kejing.foundation.identity.rules import ATTEMPTS, LOCK, WINDOW, locked_until

START = datetime(2026, 11, 23, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def at(*minutes: float) -> list[datetime]:
    return [START + timedelta(minutes=m) for m in minutes]


def test_four_do_not_lock_and_the_fifth_does() -> None:
    assert locked_until(at(0, 1, 2, 3), START + 4 * MINUTE) is None
    assert locked_until(at(0, 1, 2, 3, 4), START + 4 * MINUTE) == START + 19 * MINUTE


def test_the_lock_lasts_fifteen_minutes_from_the_fifth_not_from_the_first() -> None:
    slow = at(0, 3, 6, 9, 14)
    assert locked_until(slow, START + 16 * MINUTE) == START + 29 * MINUTE
    assert locked_until(slow, START + 28.9 * MINUTE) == START + 29 * MINUTE
    assert locked_until(slow, START + 29 * MINUTE) is None


def test_five_over_a_longer_time_do_not_lock() -> None:
    assert locked_until(at(0, 5, 10, 14, 15), START + 15 * MINUTE) is None


@given(st.lists(st.integers(0, 90 * 60), max_size=60).map(sorted))
def test_whatever_the_rhythm_at_most_five_are_tried_in_any_fifteen_minutes(seconds: list[int]) -> None:
    """The guesser tries at each of the moments; refused tries are not counted."""
    tried: list[datetime] = []
    for second in seconds:
        now = START + timedelta(seconds=second)
        recent = [moment for moment in tried if moment > now - WINDOW - LOCK]
        if locked_until(recent, now) is None:
            tried.append(now)
    for moment in tried:
        assert sum(moment <= other < moment + WINDOW for other in tried) <= ATTEMPTS
