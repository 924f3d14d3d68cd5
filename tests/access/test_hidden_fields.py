"""What a role does not see in full it meets nowhere else: pairs, groups, packages, segments, the trail."""

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import override

from kejing.domain.customers.actions import change_customer, merge_customers
from kejing.domain.customers.models import Customer, DuplicatePair
from kejing.domain.segments import actions as segments
from kejing.domain.segments.models import Membership
from kejing.domain.segments.tests.factories import brought, in_force, lends
from kejing.domain.segments.vocabulary import RuleRefusal
from kejing.foundation.identity.models import Role
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.kernel.fields import FieldRefusal
from kejing.foundation.kernel.models import JournalLine
from kejing.foundation.ui import formats
from tests.cast import Cast

pytestmark = pytest.mark.django_db
PHONES = "13800138000", "13900139000"
LENT = 7_654_321
HIDES = {
    "customers.phone": "mask",
    "customers.holding_amount": "hide",
    "customers.profile.birth_date": "hide",
}


@pytest.fixture
def bank(cast: Cast) -> Cast:
    """C0001 and C0004 may be one, by telephones that the heads and auditors see masked; amounts nobody sees."""
    with as_system("test"):
        for number, phone in zip(("C0001", "C0004"), PHONES, strict=True):
            Customer.objects.filter(number=number).update(
                phone=phone, attributes={"birth_date": "1960-05-04"}
            )
        Role.objects.update(fields=HIDES)
    return cast


def page(cast: Cast, person: str, name: str, *arguments: Any) -> str:
    answer = cast[person].client.get(reverse(name, args=arguments), headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    return str(answer.content.decode())


def amounts_in(text: str) -> list[str]:
    """The loan of LENT, however a page writes it; not as part of the loan's number."""
    text = text.replace(f"-{LENT}", "")
    with override("en"):
        said = {
            write(Decimal(LENT))
            for write in (formats.money, formats.exact, formats.money_column, formats.number)
        }
    return [one for one in {*said, str(LENT)} if one in text]


class TestPairs:
    @pytest.fixture
    def pair(self, bank: Cast) -> int:
        with as_system("test"):
            return DuplicatePair.objects.create(
                first_id=bank.customers["C0001"], second_id=bank.customers["C0004"], score=9, reasons={}
            ).pk

    def test_the_page_masks_what_it_compares(self, bank: Cast, pair: int) -> None:
        text = page(bank, "branch_head_a", "customers:duplicate_pair", pair)
        assert not [value for value in (*PHONES, "1960-05-04") if value in text]
        assert "138****8000" in text

    def test_a_field_that_is_not_written_is_not_taken_over(self, bank: Cast, pair: int) -> None:
        with pytest.raises(Refused) as refused, bank["branch_head_a"].acting() as actor:
            merge_customers(
                actor=actor, customer_id=bank.customers["C0001"], merged_id=bank.customers["C0004"], reason="one",
                take=["name", "phone"],
            )  # fmt: skip
        assert (refused.value.code, refused.value.field) == (FieldRefusal.NOT_WRITTEN, "phone")

    def test_others_are(self, bank: Cast, pair: int) -> None:
        with bank["branch_head_a"].acting() as actor:
            merge_customers(
                actor=actor, customer_id=bank.customers["C0001"], merged_id=bank.customers["C0004"], reason="one",
                take=["name"],
            )  # fmt: skip
            assert Customer.objects.get(number="C0001").name == "王小明"


class TestAmounts:
    @pytest.mark.parametrize("name", ["customers:group_page", "customers:package", "customers:customer_page"])
    def test_no_page_of_a_customer_shows_one(self, bank: Cast, name: str) -> None:
        lends(bank, "C0001", LENT)
        assert not amounts_in(page(bank, "branch_head_a", name, bank.customers["C0001"]))
        with as_system("test"):
            Role.objects.update(fields={})
        assert amounts_in(page(bank, "branch_head_a", name, bank.customers["C0001"]))


class TestSegments:
    RULE: dict[str, Any] = {"all": [{"field": "lent", "is": ">=", "value": 1000}]}

    def define(self, cast: Cast) -> int:
        with cast["branch_head_a"].acting() as actor:
            return segments.define_segment(actor=actor, name="Rich", kind="free", rule=self.RULE)

    def test_no_rule_is_made_of_a_hidden_field(self, bank: Cast) -> None:
        brought()
        with pytest.raises(Refused) as refused:
            self.define(bank)
        assert refused.value.code == RuleRefusal.FIELD_NOT_YOURS
        with as_system("test"):
            Role.objects.update(fields={})
        assert self.define(bank)

    def test_the_values_that_decided_are_not_said(self, bank: Cast) -> None:
        brought()
        lends(bank, "C0001", LENT)
        in_force()
        with as_system("look"):
            row = Membership.objects.get(customer_id=bank.customers["C0001"], set__code="classes")
        for name, arguments in (
            ("segments:segment_page", (row.segment_id,)),
            ("segments:explain_membership", (row.customer_id, row.set_id)),
        ):
            assert not amounts_in(page(bank, "branch_head_a", name, *arguments))


def test_the_trail_shows_rows_as_the_pages_do(bank: Cast) -> None:
    with as_system("test"):
        Role.objects.filter(code="account_manager").update(fields={})
    with bank["manager_a1"].acting() as actor:
        change_customer(actor=actor, customer_id=bank.customers["C0001"], version=1, phone="13700137000")
    with as_system("look"):
        line = JournalLine.objects.filter(action="customers.change_customer").latest("pk").pk
    text = page(bank, "auditor", "journal_line", line)
    assert "13800138000" not in text
    assert "13700137000" not in text
    assert "137****7000" in text
