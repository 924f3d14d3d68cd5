"""Races, with real commits: a double press, two edits of one version."""

import pytest

from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import Repeated, Stale
from kejing.foundation.kernel.models import CalendarDay, JournalLine
from kejing.foundation.kernel.tests.samples import change_day, set_day
from tests.cast import Cast
from tests.own_cast import at_once

pytestmark = pytest.mark.slow


def test_a_double_press_at_the_same_moment_has_one_effect_and_one_answer(own_cast: Cast) -> None:
    def press() -> int:
        with own_cast["administrator"].acting() as actor:
            return set_day(actor=actor, idempotency_key="pressed")

    answers = at_once(*[press] * 6)
    assert len(set(answers)) == 1
    assert isinstance(answers[0], int)
    with as_system("look"):
        assert CalendarDay.objects.count() == 1
        assert JournalLine.objects.filter(action="samples.set_day").count() == 1


def test_one_key_with_two_contents_at_once_has_one_effect_and_one_refusal(own_cast: Cast) -> None:
    def press(works: bool) -> int:  # the content
        with own_cast["administrator"].acting() as actor:
            return set_day(actor=actor, works=works, idempotency_key="pressed")

    answers = at_once(lambda: press(True), lambda: press(False))
    assert sorted(type(answer).__name__ for answer in answers) == sorted(["int", Repeated.__name__])
    with as_system("look"):
        assert CalendarDay.objects.count() == 1


def test_of_two_edits_at_once_one_is_stale(own_cast: Cast) -> None:
    with own_cast["administrator"].acting() as actor:
        day_id = set_day(actor=actor)

    def edit(reason: str) -> int:
        with own_cast["administrator"].acting() as actor:
            return change_day(actor=actor, calendarday_id=day_id, works=True, reason=reason, version=1)

    answers = at_once(lambda: edit("a"), lambda: edit("b"))
    assert sorted(type(answer).__name__ for answer in answers) == sorted(["int", Stale.__name__])
    with as_system("look"):
        assert CalendarDay.objects.get(pk=day_id).version == 2
