"""Hours, load, and the greedy proposal. The examples of docs/algorithms/load.md."""

from decimal import Decimal

from kejing.domain.segments.rules.load import Candidate, Hours, Norm, balance, hours_of, load

FIVE = Hours(Decimal(5), 30)


def test_hours_a_month_of_one_customer() -> None:
    assert hours_of(Norm(30, 4, 60), FIVE) == Decimal("1.5208")
    assert hours_of(Norm(365, 48, 30), FIVE) == Decimal("0.0833")
    assert hours_of(None, FIVE) == 0


def test_load_is_needed_of_there() -> None:
    assert load(Decimal(110), Decimal(100)) == Decimal("1.1000")
    assert load(Decimal(1), Decimal(0)) is None


def candidate(pk: int, holder: int, hours: int, value: int) -> Candidate:
    return Candidate(pk, holder, Decimal(hours), Decimal(value))


def test_the_fullest_gives_her_customer_of_least_value_to_the_emptiest() -> None:
    needed = {1: Decimal(12), 2: Decimal(4), 3: Decimal(8)}
    rows = [candidate(10, 1, 2, 500), candidate(11, 1, 2, 100), candidate(12, 1, 2, 900)]
    (move,) = balance(needed, Decimal(10), rows, 10)
    assert (move.customer_id, move.from_holder_id, move.to_holder_id) == (11, 1, 2)


def test_nobody_is_filled_above_100_percent() -> None:
    needed = {1: Decimal(13), 2: Decimal(9)}
    moves = balance(needed, Decimal(10), [candidate(10, 1, 2, 5), candidate(11, 1, 1, 9)], 10)
    assert [(move.customer_id, move.to_holder_id) for move in moves] == [(11, 2)]


def test_nothing_moves_where_nobody_is_over_nobody_is_there_or_no_more_may() -> None:
    assert balance({1: Decimal(10), 2: Decimal(0)}, Decimal(10), [candidate(10, 1, 1, 1)], 10) == []
    assert balance({1: Decimal(20)}, Decimal(10), [candidate(10, 1, 1, 1)], 10) == []
    assert balance({1: Decimal(20), 2: Decimal(0)}, Decimal(0), [candidate(10, 1, 1, 1)], 10) == []
    two = [candidate(10, 1, 1, 1), candidate(11, 1, 1, 2)]
    assert len(balance({1: Decimal(20), 2: Decimal(0)}, Decimal(10), two, 1)) == 1


def test_a_customer_who_costs_no_hours_is_not_moved() -> None:
    assert balance({1: Decimal(20), 2: Decimal(0)}, Decimal(10), [candidate(10, 1, 0, 1)], 10) == []
