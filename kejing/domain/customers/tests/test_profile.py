"""The profile: required fields with their age for every customer, whoever brought the values. Item A4.10."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from kejing.domain.customers.actions import change_customer, confirm_profile
from kejing.domain.customers.models import Customer, ProfileField
from kejing.domain.customers.pack import FieldSpec, ProfileSection, apply_profile
from kejing.domain.customers.queries import customer_page, explain_profile, profile_gaps
from kejing.engines.packs.public import apply_pack, read_pack
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import Forbidden, NotVisible, Refused, Stale
from kejing.foundation.kernel.testing import as_owner
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db
NEVER = date(1, 1, 1)


@pytest.fixture
def fields(cast: Cast) -> None:
    """`a` must be there, `b` must not be older than 30 days, `c` is asked of organisations, `d` of nobody."""
    spec: list[dict[str, Any]] = [
        {"code": "a", "required": True}, {"code": "b", "required": True, "max_age_days": 30},
        {"code": "c", "required": True, "applies_to": "organisation"}, {"code": "d"},
    ]  # fmt: skip
    section = ProfileSection(
        fields=tuple(
            FieldSpec.model_validate({"label": {"zh": f"项{s['code']}", "en": f"Field {s['code']}"}} | s)
            for s in spec
        )
    )
    with as_system("pack") as actor:
        apply_profile(section, actor)


def on(day: date) -> Any:
    with as_owner():
        clock.set_business_day(day, using="default")


def kept(number: str = "C0001") -> tuple[dict[str, Any], dict[str, str], date | None]:
    with as_system("look"):
        customer = Customer.objects.get(number=number)
    return customer.attributes, customer.attributes_at, customer.profile_due


def change(cast: Cast, version: int, **profile: Any) -> None:
    with cast["manager_a1"].acting() as actor:
        change_customer(actor=actor, customer_id=cast.customers["C0001"], version=version, profile=profile)


def confirm(cast: Cast, version: int, person: str = "manager_a1", codes: tuple[str, ...] = ()) -> None:
    with cast[person].acting() as actor:
        confirm_profile(actor=actor, customer_id=cast.customers["C0001"], version=version, codes=codes)


def gaps(cast: Cast, person: str = "manager_a1", **more: Any) -> list[tuple[str, int, list[str], list[str]]]:
    with cast[person].acting() as actor:
        found = profile_gaps(actor=actor, **more)
        return [
            (g.customer.number, g.percent, g.missing, g.old)
            for g in (found.gaps[row.pk] for row in found.page.rows)
        ]


class TestAge:
    def test_a_new_requirement_makes_every_profile_of_its_kind_due(self, cast: Cast, fields: None) -> None:
        with as_system("look"):
            assert set(Customer.objects.values_list("profile_due", flat=True)) == {NEVER}

    def test_each_value_keeps_the_day_it_was_given(self, cast: Cast, fields: None) -> None:
        change(cast, 1, a="1", b="1")
        on(TODAY + timedelta(days=5))
        change(cast, 2, a="1", b="2", d="x")
        later = (TODAY + timedelta(days=5)).isoformat()
        assert kept()[1] == {"a": TODAY.isoformat(), "b": later, "d": later}
        assert kept()[2] == TODAY + timedelta(days=35)
        change(cast, 3, d="")
        assert kept()[1].keys() == {"a", "b"}

    def test_an_import_keeps_them_in_step_too(self, cast: Cast, fields: None) -> None:
        with as_system("import"):
            Customer.objects.filter(number="C0001").update(attributes={"a": "1", "b": "1"})
        assert kept()[1] == {"a": TODAY.isoformat(), "b": TODAY.isoformat()}
        assert kept()[2] == TODAY + timedelta(days=30)

    def test_a_source_may_bring_the_day_with_the_value(self, cast: Cast, fields: None) -> None:
        with as_system("import"):
            Customer.objects.filter(number="C0001").update(
                attributes={"a": "1", "b": "1"}, attributes_at={"b": "1997-12-20"}
            )
        assert kept()[1] == {"a": TODAY.isoformat(), "b": "1997-12-20"}
        assert kept()[2] == date(1998, 1, 19)


class TestConfirmProfile:
    def test_one_press_says_that_all_still_holds(self, cast: Cast, fields: None) -> None:
        change(cast, 1, a="1", b="1")
        on(TODAY + timedelta(days=40))
        assert gaps(cast)[-1] == ("C0001", 50, [], ["项b"])
        confirm(cast, 2)
        assert set(kept()[1].values()) == {(TODAY + timedelta(days=40)).isoformat()}
        assert "C0001" not in {row[0] for row in gaps(cast)}

    def test_or_one_field_alone(self, cast: Cast, fields: None) -> None:
        change(cast, 1, a="1", b="1")
        on(TODAY + timedelta(days=1))
        confirm(cast, 2, codes=("b",))
        assert kept()[1] == {"a": TODAY.isoformat(), "b": (TODAY + timedelta(days=1)).isoformat()}

    def test_refuses_what_is_stale_unknown_or_empty(self, cast: Cast, fields: None) -> None:
        with pytest.raises(Refused):
            confirm(cast, 1)
        change(cast, 1, a="1")
        with pytest.raises(Stale):
            confirm(cast, 1)
        with pytest.raises(Refused):
            confirm(cast, 2, codes=("c",))
        with pytest.raises(Refused):
            confirm(cast, 2, codes=("b",))
        with pytest.raises(Forbidden):
            confirm(cast, 2, "auditor")
        with pytest.raises(NotVisible):
            confirm(cast, 2, "manager_b1")

    def test_by_the_button_of_the_page(self, cast: Cast, fields: None) -> None:
        change(cast, 1, a="1", b="1")
        on(TODAY + timedelta(days=40))
        client, address = cast["manager_a1"].client, f"/customers/{cast.customers['C0001']}/"
        shown = client.get(address).content.decode()
        assert "需确认" in shown
        assert "50" in shown
        assert client.post(f"{address}profile/confirm/", {"version": 2}).status_code == 302
        assert "需确认" not in client.get(address).content.decode()


class TestProfileGaps:
    def test_lists_the_reader_s_own_customers_the_worst_first(self, cast: Cast, fields: None) -> None:
        change(cast, 1, a="1", b="1")
        assert gaps(cast) == [("C0002", 0, ["项a", "项b"], []), ("C0003", 0, ["项a", "项b"], [])]
        shown = cast["manager_a1"].client.get("/customers/gaps/").content.decode()
        assert "C0002" in shown
        assert "C0004" not in shown

    def test_a_leader_looks_through_her_people_s(self, cast: Cast, fields: None) -> None:
        assert {row[0] for row in gaps(cast, "branch_head_a", holder_id=cast["manager_a2"].holder_id)} == {
            "C0004",
            "C0005",
        }
        assert gaps(cast, "branch_head_a", holder_id=cast["manager_b1"].holder_id) == []
        address = f"/customers/gaps/?holder={cast['manager_a2'].holder_id}"
        assert "C0004" in cast["branch_head_a"].client.get(address).content.decode()
        assert "C0004" not in cast["manager_a1"].client.get(address).content.decode()

    @pytest.mark.parametrize("n", [10, 60])
    def test_costs_the_same_for_ten_and_for_many(
        self, cast: Cast, fields: None, n: int, django_assert_num_queries: Any
    ) -> None:
        from tests.cast import make_customer

        with as_system("many"):
            for i in range(n):
                make_customer(f"M{i:03}", f"客户{i}", cast["manager_a1"].holder_id or 0)
        client = cast["manager_a1"].client
        client.get("/ui/more/")  # the badges are kept from now on
        with django_assert_num_queries(QUERIES_OF_GAPS):
            client.get("/customers/gaps/")


QUERIES_OF_GAPS = 9


class TestExplainProfile:
    def test_says_the_rule_and_each_field(self, cast: Cast, fields: None) -> None:
        change(cast, 1, a="1")
        with cast["manager_a1"].acting() as actor:
            found = explain_profile(actor=actor, customer_id=cast.customers["C0001"])
        assert (found.score, found.missing) == ("50%", ("项b",))
        assert [(c.name, c.value, c.tone) for c in found.criteria] == [("项a", "1", ""), ("项b", "–", "bad")]
        address = f"/customers/{cast.customers['C0001']}/profile/why/"
        assert "项b" in cast["manager_a1"].client.get(address).content.decode()
        assert cast["manager_b1"].client.get(address).status_code == 404


class TestTobacco:
    """The retailer's profile as the tobacco pack has it."""

    @pytest.mark.requirement(
        "A4.10",
        shows="a retailer's scale, brands, funds, sales and profit with last-updated dates; completeness of every customer",
    )
    def test_holds_scale_brands_funds_sales_and_profit_with_their_days(self, cast: Cast) -> None:
        with as_system("pack") as actor:
            section = read_pack(Path(settings.PACKS_DIR) / "tobacco").parts["profile"]
            apply_profile(section, actor)
        asked = ("scale", "brands", "funds", "monthly_sales", "monthly_profit")
        assert {f.code for f in section.fields if f.required and f.max_age_days} >= set(asked)
        client, address = cast["manager_a1"].client, f"/customers/{cast.customers['C0001']}/"
        sent = {
            "name": "曾国华", "kind": "person", "version": 1, "profile_scale": "medium",
            "profile_brands": ["chunghwa", "liqun"], "profile_funds": "enough", "profile_monthly_sales": "86000",
            "profile_monthly_profit": "9800.50",
        }  # fmt: skip
        assert client.post(f"{address}change/", sent).status_code == 302
        shown = client.get(address).content.decode()
        for text in ("中型", "中华、利群", "正常", "86,000.00", "9,800.50"):
            assert text in shown
        assert shown.count("截至 1998-01-15") == len(asked)
        required = sum(field.required for field in section.fields)
        with cast["manager_a1"].acting() as actor:
            found = customer_page(actor=actor, customer_id=cast.customers["C0001"]).profile.completeness
        assert (found.done, found.required) == (5, required)
        listed = gaps(cast)
        assert [row[0] for row in listed] == ["C0001", "C0002", "C0003"]
        assert [row[1] for row in listed] == [100 * 5 // required, 0, 0]

    def test_the_fields_of_a_bank_are_those_of_the_kind(self, cast: Cast) -> None:
        with as_system("pack") as actor:
            apply_pack(actor=actor, code="bank")
        with as_system("look"):
            assert set(ProfileField.objects.filter(applies_to="organisation").values_list("code", flat=True)) == {
                "industry", "scale", "yearly_sales",
            }  # fmt: skip
