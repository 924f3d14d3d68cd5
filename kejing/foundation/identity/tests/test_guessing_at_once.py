"""Guessing in parallel is counted like guessing in a row."""

from typing import Any

import pytest

from kejing.foundation.identity import actions
from kejing.foundation.identity.models import FailedSignIn
from kejing.foundation.kernel.errors import Refused
from tests.cast import Cast
from tests.own_cast import at_once, own_cast

pytestmark = pytest.mark.slow
__all__ = ["own_cast"]


def test_of_twelve_guesses_at_once_five_are_tried(own_cast: Cast, settings: Any) -> None:  # the fixture
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    actions._nobody.cache_clear()

    def guess() -> str:
        try:
            actions.check_sign_in(username="manager_a1", password="guess")
        except Refused as refused:
            return str(refused.code.value)
        return "in"

    answers = at_once(*[guess] * 12)
    assert sorted(map(str, answers)) == ["locked"] * 7 + ["wrong_password"] * 5
    assert FailedSignIn.objects.count() == 5
