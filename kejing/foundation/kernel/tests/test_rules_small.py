"""Money, permissions, refusals: the kernel's small words."""

from decimal import Decimal

import pytest
from django.utils.translation import gettext_lazy

from kejing.foundation.kernel.errors import Forbidden, KernelRefusal, NotVisible, Refused, Repeated, Stale
from kejing.foundation.kernel.money import Money
from kejing.foundation.kernel.permissions import declare, known


def test_money_of_one_currency_adds_up_exactly() -> None:
    assert Money(Decimal("0.10")) + Money(Decimal("0.20")) == Money(Decimal("0.30"))


def test_no_rate_is_ever_assumed() -> None:
    with pytest.raises(ValueError, match="USD"):
        Money(Decimal(1)) + Money(Decimal(1), "USD")


@pytest.mark.parametrize(
    "code", ["visits", "Visits.record", "visits.record!", "visits.", "a.b.c", "visits record"]
)
def test_a_permission_has_a_grammar(code: str) -> None:
    with pytest.raises(ValueError, match="module"):
        declare(code, "x")


def test_a_permission_declared_twice_says_the_same_or_is_refused() -> None:
    assert declare("imports.run", gettext_lazy("Import data")) == "imports.run"
    with pytest.raises(ValueError, match=r"imports\.run"):
        declare("imports.run", gettext_lazy("Something else"))


def test_an_unknown_permission_raises() -> None:
    with pytest.raises(LookupError):
        known("visits.recrod")


def test_each_refusal_has_its_status() -> None:
    refusals = [Refused(KernelRefusal.BAD_CURSOR), Stale([]), Repeated(), Forbidden("x")]
    assert [refusal.status for refusal in refusals] == [422, 409, 409, 403]
    assert issubclass(NotVisible, Exception)
    assert str(NotVisible()) == ""


def test_a_percent_sign_in_a_parameter_is_text() -> None:
    assert "100%" in Refused(KernelRefusal.NOT_A_MONTH, text="100%").text
