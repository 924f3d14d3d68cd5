"""Sealers and writers at once, with real commits: no fork, nothing left out, late commits included."""

from datetime import date, timedelta

import pytest

from kejing.foundation.kernel import trail
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.models import Seal, Unsealed
from kejing.foundation.kernel.tests.samples import set_day
from tests.cast import Cast
from tests.own_cast import at_once

pytestmark = pytest.mark.slow


def seal() -> int:
    with as_system("seal"):
        return trail.seal_pending(limit=20)


def write(cast: Cast, first: int) -> int:
    for n in range(5):
        with cast["administrator"].acting() as actor:
            set_day(actor=actor, day=date(2026, 1, 1) + timedelta(days=first + n))
    return 5


def test_writers_and_sealers_together_leave_one_whole_chain(own_cast: Cast) -> None:
    works = [lambda n=n: write(own_cast, 10 * n) for n in range(3)]
    answers = at_once(*works, seal, seal, seal)
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    with as_system("seal"):
        trail.seal_all()
    with as_system("verify"):
        verdict = trail.verify()
        assert not Unsealed.objects.exists()
        assert verdict.sealed == Seal.objects.count()
    assert verdict.faults == []


def test_a_transaction_that_commits_late_is_sealed_late(own_cast: Cast) -> None:
    """Its entries have lower numbers than what was sealed meanwhile."""
    with own_cast["administrator"].acting() as actor:
        set_day(actor=actor, day=date(2026, 1, 1))
        answers = at_once(lambda: write(own_cast, 10), lambda: 0)
        assert not isinstance(answers[0], Exception)
        at_once(seal)
    with as_system("seal"):
        trail.seal_all()
    with as_system("verify"):
        assert trail.verify().whole
        assert not Unsealed.objects.exists()


def test_an_anchor_is_not_ahead_of_a_commit_that_never_came(own_cast: Cast) -> None:
    with pytest.raises(ZeroDivisionError), as_system("seal"):
        trail.seal_all()
        _ = 1 / 0
    with as_system("verify"):
        assert trail.verify().whole
