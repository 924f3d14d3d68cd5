"""Points, ranks and versions in force, against the worked examples of the chapter."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kejing.domain.performance.rules import Item, bounded, in_force, points, ranks

CHAPTER = Path(__file__).parents[4] / "docs" / "algorithms" / "points.md"
quantities = st.decimals(-(10**17), 10**17, places=6)
rates = st.decimals(-(10**7), 10**7, places=4)
bounds = st.none() | st.decimals(-(10**9), 10**9, places=2)


def example(title: str) -> list[list[str]]:
    """The rows of the table under a heading of the chapter, without its head."""
    after = CHAPTER.read_text(encoding="utf-8").partition(f"### Worked example: {title}\n")[2]
    lines = [line for line in after.partition("\n#")[0].splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def optional(text: str) -> Decimal | None:
    return None if text in {"", "–"} else Decimal(text)


@pytest.mark.parametrize(("quantity", "rate", "floor", "cap", "earned"), example("one metric"))
def test_points_as_in_the_chapter(quantity: str, rate: str, floor: str, cap: str, earned: str) -> None:
    found = points(optional(quantity), Decimal(rate), optional(floor), optional(cap))
    assert str(found) == earned


@given(quantities, rates)
def test_points_without_bounds_are_the_exact_product_rounded_once(quantity: Decimal, rate: Decimal) -> None:
    exact = Fraction(quantity) * Fraction(rate)
    found = points(quantity, rate)
    assert abs(Fraction(found) - exact) <= Fraction(1, 200)
    assert found.as_tuple().exponent == -2


@given(quantities, rates)
def test_a_reversal_takes_back_exactly_what_was_given(quantity: Decimal, rate: Decimal) -> None:
    assert points(-quantity, rate) == -points(quantity, rate)


@given(quantities, rates, bounds, bounds)
def test_points_stay_within_their_bounds(
    quantity: Decimal, rate: Decimal, one: Decimal | None, other: Decimal | None
) -> None:
    floor, cap = (min(one, other), max(one, other)) if one is not None and other is not None else (one, other)
    found = points(quantity, rate, floor, cap)
    assert floor is None or found >= floor
    assert cap is None or found <= cap
    free = points(quantity, rate)
    expected = {"": free, "cap": cap, "floor": floor}[bounded(quantity, Item("m", rate, floor, cap))]
    assert expected is not None
    assert found == expected.quantize(Decimal("0.01"), ROUND_HALF_UP)


@given(st.lists(quantities, min_size=2, max_size=2), st.decimals(0, 10**7, places=4))
def test_more_of_a_good_thing_is_never_worth_less(pair: list[Decimal], rate: Decimal) -> None:
    less, more = sorted(pair)
    assert points(less, rate) <= points(more, rate)


def test_nothing_to_measure_gives_nothing_whatever_the_floor() -> None:
    assert points(None, Decimal(5), Decimal(1)) == 0
    assert bounded(None, Item("m", Decimal(5), Decimal(1))) == ""


@pytest.mark.requirement("A2.42", shows="ranks follow the points of the versioned table, ties share a rank")
def test_ranks_as_in_the_chapter() -> None:
    rows = example("rank")
    found = ranks({person: Decimal(earned) for person, earned, _ in rows})
    assert {person: str(place.rank) for person, place in found.items()} == {row[0]: row[2] for row in rows}
    assert {place.of for place in found.values()} == {len(rows)}


@given(st.dictionaries(st.integers(), st.decimals(-100, 100, places=1)))
def test_a_rank_is_one_more_than_the_number_of_those_who_have_more(earned: dict[int, Decimal]) -> None:
    found = ranks(earned)
    assert {k: place.rank for k, place in found.items()} == {
        k: 1 + sum(other > mine for other in earned.values()) for k, mine in earned.items()
    }


@pytest.mark.requirement("A2.42", shows="a month is judged by the version of the table in force on its days")
@pytest.mark.parametrize(("month", "version"), example("version in force"))
def test_version_in_force_as_in_the_chapter(month: str, version: str) -> None:
    versions = [(2, date(1997, 12, 1)), (1, date(1993, 1, 1)), (3, date(1998, 2, 1))]
    found = in_force(versions, date.fromisoformat(f"{month}-28"), lambda v: v[1])
    assert (str(found[0]) if found else "–") == version
