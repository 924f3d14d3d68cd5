"""Criteria: the result and its explanation always agree."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kejing.engines.metrics.criteria import Comparison, Criterion, Outcome, Part, State, Step, evaluate

D = Decimal
CHAPTER = Path(__file__).parents[4] / "docs" / "algorithms" / "metrics.md"
SALES = Criterion("sales", "loan_amount", Part.MUST_HAVE, Comparison.AT_LEAST, D(100))
BREACH = Criterion("breach", "breaches", Part.DISQUALIFIER, Comparison.MORE, D(0))
VISITS = Criterion("visits", "visits", steps=(Step(D(5), D("0.5")), Step(D(10), D(1))), weight=D(3))
LOGS = Criterion("logs", "logs", comparison=Comparison.AT_LEAST, bound=D("0.9"), weight=D(1))
ALL = (SALES, BREACH, VISITS, LOGS)


def judge(**values: object) -> Outcome:
    given = {"loan_amount": 100, "breaches": 0, "visits": 10, "logs": 1} | values
    return evaluate(ALL, {k: None if v is None else D(str(v)) for k, v in given.items()}, threshold=D("0.6"))


def test_all_good_passes_with_the_full_score() -> None:
    outcome = judge()
    assert (outcome.passed, outcome.score, outcome.incomplete) == (True, D(1), False)
    assert [line.state for line in outcome.lines] == [State.MET, State.MISSED, State.MET, State.MET]


def example() -> list[list[str]]:
    """The worked example of the chapter, row by row."""
    after = CHAPTER.read_text(encoding="utf-8").partition("### Worked example: criteria\n")[2]
    lines = [line for line in after.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


@pytest.mark.parametrize(("loan", "breaches", "visits", "logs", "score", "passed", "incomplete"), example())
def test_outcomes_as_in_the_chapter(
    loan: str, breaches: str, visits: str, logs: str, score: str, passed: str, incomplete: str
) -> None:
    read = {"loan_amount": loan, "breaches": breaches, "visits": visits, "logs": logs}
    outcome = judge(**{name: None if text == "–" else text for name, text in read.items()})
    assert outcome.score == D(score)
    assert (outcome.passed, outcome.incomplete) == (passed == "yes", incomplete == "yes")


@pytest.mark.parametrize(
    ("values", "because"),
    [
        ({"loan_amount": 99}, ["sales"]),
        ({"loan_amount": None, "breaches": 1}, ["sales", "breach"]),
        ({"breaches": None, "visits": 0}, []),
    ],
)
def test_the_outcome_names_what_decides_against_it(values: dict[str, object], because: list[str]) -> None:
    assert [line.criterion.code for line in judge(**values).because()] == because


def test_a_criterion_without_a_bound_is_inactive() -> None:
    margin = Criterion("margin", "margin", Part.MUST_HAVE)
    outcome = evaluate((margin, LOGS), {"logs": D(1)}, threshold=D(1))
    assert (outcome.passed, outcome.incomplete, outcome.lines[0].state) == (True, False, State.INACTIVE)


def test_without_scored_criteria_there_is_no_score() -> None:
    assert evaluate((SALES,), {"loan_amount": D(100)}).passed
    outcome = evaluate((SALES,), {"loan_amount": D(100)}, threshold=D(0))
    assert (outcome.passed, outcome.score) == (False, None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"weight": D(-1)},
        {"steps": (Step(D(2), D(1)), Step(D(1), D(0)))},
        {"steps": (Step(D(1), D(1)), Step(D(1), D(0)))},
        {"steps": (Step(D(1), D(1)),), "bound": D(1)},
    ],
)
def test_a_contradictory_criterion_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="c: "):
        Criterion("c", "m", **wrong)


figures = st.decimals(min_value=-1000, max_value=1000, places=2)
values = st.fixed_dictionaries(
    {name: st.none() | figures for name in ("loan_amount", "breaches", "visits", "logs")}
)


@given(values)
def test_the_explanation_gives_the_result(read: dict[str, Decimal | None]) -> None:
    outcome = evaluate(ALL, read, threshold=D("0.6"))
    scored = [line for line in outcome.lines if line.criterion.part is Part.SCORED]
    assert outcome.score == sum(line.criterion.weight * line.score for line in scored) / 4
    assert outcome.score is not None
    assert 0 <= outcome.score <= 1
    assert outcome.passed == (not outcome.because() and outcome.score >= D("0.6"))
    assert outcome.incomplete == (None in read.values())


@given(values, st.permutations(ALL))
def test_the_order_of_criteria_decides_nothing(
    read: dict[str, Decimal | None], order: list[Criterion]
) -> None:
    one, other = evaluate(ALL, read, D("0.6")), evaluate(order, read, D("0.6"))
    assert (one.passed, one.score, one.incomplete) == (other.passed, other.score, other.incomplete)


@given(figures, st.decimals(min_value=0, max_value=500, places=2))
def test_more_never_scores_less_on_a_rising_table(value: Decimal, more: Decimal) -> None:
    low, high = (evaluate((VISITS,), {"visits": v}).score for v in (value, value + more))
    assert low is not None
    assert high is not None
    assert low <= high
