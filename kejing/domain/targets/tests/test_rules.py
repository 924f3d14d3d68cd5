"""Pure rules of targets; the worked examples are those of docs/algorithms/targets.md."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from kejing.domain.targets.rules import (
    BadLine,
    Figures,
    Parts,
    Span,
    attainment,
    divide,
    fits,
    floor_met,
    in_proportion,
    pasted,
    previous,
    rolled_up,
    share_of_time,
    shorter,
    span_of,
    spans_within,
)

CHAPTER = Path(__file__).parents[4] / "docs/algorithms/targets.md"
D = Decimal
YES = {"yes": True, "no": False, "–": None}


def rows(head: str) -> list[list[str]]:
    """The rows of the chapter's table that begins with this head."""
    lines = CHAPTER.read_text(encoding="utf-8").splitlines()
    start = lines.index(head) + 2
    found = []
    for line in lines[start:]:
        if not line.startswith("|"):
            break
        found.append([cell.strip() for cell in line.strip("|").split("|")])
    return found


def figure(cell: str) -> Decimal | None:
    return None if cell == "–" else D(cell)


@pytest.mark.parametrize("row", rows("| reached | target | floor | attainment | floor met |"), ids=" ".join)
def test_attainment_and_floor_as_the_chapter_works_them_out(row: list[str]) -> None:
    reached, base, floor, share, met = row
    assert attainment(figure(reached), D(base)) == figure(share)
    assert floor_met(figure(reached), figure(floor)) is YES[met]


@pytest.mark.parametrize("row", rows("| whole | weights | places | parts |"), ids=" ".join)
def test_dividing_as_the_chapter_works_it_out(row: list[str]) -> None:
    whole, weights, places, parts = row
    found = divide(D(whole), [D(w) for w in weights.split()], int(places))
    assert found == [D(p) for p in parts.split()]
    assert sum(found) == D(whole)


@pytest.mark.parametrize("n", [1, 3, 7, 11, 300])
def test_parts_come_to_the_whole_for_any_number(n: int) -> None:
    weights = [D(i * 37 % 11) for i in range(n)]
    assert sum(divide(D("9999.97"), weights, 2)) == D("9999.97")
    assert divide(D(1), [], 0) == []


@pytest.mark.parametrize(
    ("kind", "day", "begins", "ends"),
    [
        ("year", date(1998, 7, 4), date(1998, 1, 1), date(1999, 1, 1)),
        ("half", date(1998, 7, 4), date(1998, 7, 1), date(1999, 1, 1)),
        ("quarter", date(1998, 12, 31), date(1998, 10, 1), date(1999, 1, 1)),
        ("month", date(1998, 2, 28), date(1998, 2, 1), date(1998, 3, 1)),
        ("week", date(1998, 1, 1), date(1997, 12, 29), date(1998, 1, 5)),
        ("day", date(1998, 2, 28), date(1998, 2, 28), date(1998, 3, 1)),
    ],
)
def test_periods(kind: str, day: date, begins: date, ends: date) -> None:
    assert span_of(kind, day) == Span(kind, begins, ends)
    assert previous(Span(kind, begins, ends)).ends == begins


def test_a_kind_of_period_nobody_knows() -> None:
    with pytest.raises(ValueError, match="decade"):
        span_of("decade", date(1998, 1, 1))


def test_each_week_of_a_year_belongs_to_one_month() -> None:
    year = span_of("year", date(1998, 1, 1))
    months = spans_within("month", year)
    weeks = [week for month in months for week in spans_within("week", month)]
    assert len(months) == 12
    assert weeks == spans_within("week", year)
    assert shorter("quarter") == ("month", "week", "day")


@pytest.mark.parametrize(
    ("total", "n", "explained", "state", "off"),
    [
        (100, 2, None, "even", False),
        (90, 2, None, "short", True),
        (110, 2, 10, "over", True),
        (0, 0, None, "none", False),
    ],
)
def test_parts_and_whole(total: int, n: int, explained: int | None, state: str, off: bool) -> None:
    parts = Parts(D(100), D(total), n, None if explained is None else D(explained))
    assert (parts.state, parts.is_off, parts.is_explained) == (state, off, explained is not None)
    assert not Parts(D(100), D(111), 2, D(10)).is_explained


def test_floor_and_stretch_in_proportion() -> None:
    whole = Figures(D(300), D(200), None)
    assert in_proportion(D(100), whole, 2) == Figures(D(100), D("66.67"), None)
    assert in_proportion(D(1), Figures(D(0), D(0)), 0) == Figures(D(1))
    assert fits(D("1.50"), 1)
    assert not fits(D("1.55"), 1)


def test_lines_pasted_from_a_spreadsheet() -> None:
    text = "S003\t1,200.50\t900\nS004\t10\t\t20\n\n"
    assert pasted(text) == [("S003", Figures(D("1200.50"), D(900))), ("S004", Figures(D(10), None, D(20)))]


@pytest.mark.parametrize(
    ("text", "line", "value"),
    [
        ("S003", 1, ""),
        ("S003\t1\nS004\tten", 2, "ten"),
        ("S003\t1\t2\t3\t4", 1, ""),
        ("\t5", 1, ""),
        ("S\tNaN", 1, "NaN"),
    ],
)
def test_lines_that_cannot_be_read(text: str, line: int, value: str) -> None:
    with pytest.raises(BadLine) as caught:
        pasted(text)
    assert (caught.value.line, caught.value.value) == (line, value)


def test_how_much_of_a_period_is_over() -> None:
    month = span_of("month", date(1998, 4, 1))
    shares = [share_of_time(month, day) for day in (date(1998, 3, 1), date(1998, 4, 15), date(1998, 5, 9))]
    assert shares == [D(0), D("0.5"), D(1)]


def test_what_was_broken_down_counts_once() -> None:
    assert rolled_up([(1, None), (2, 1), (3, 2), (4, 99)]) == {1, 4}
