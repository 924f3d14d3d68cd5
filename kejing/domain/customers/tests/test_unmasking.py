"""J3: a masked field is seen for a reason, so many times a day, and it is kept who looked; never the value."""

import json

import pytest

from kejing.domain.customers.actions import assign_customer, unmask_field
from kejing.domain.customers.models import Customer, ProfileField, Unmasking
from kejing.domain.customers.queries import customer_page, details, unmaskings
from kejing.domain.customers.tests.factories import (
    ADDRESS,
    CONTACT_PHONE,
    IDENTITY,
    PHONE,
    contact,
    fill,
    limits,
    rights,
)
from kejing.domain.customers.tests.test_screens import give
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import Forbidden, NotVisible, Refused, Repeated
from kejing.foundation.kernel.fields import NotSeen
from kejing.foundation.kernel.models import JournalLine, RowChange
from tests.cast import Cast

pytestmark = pytest.mark.django_db
WHY = "客户来电核对"


def unmask(cast: Cast, person: str = "manager_a1", number: str = "C0001", **values: object) -> str:
    wanted = {"field": "customers.phone", "reason": WHY, **values}
    with cast[person].acting() as actor:
        return unmask_field(actor=actor, customer_id=cast.customers[number], **wanted)


def refusal(cast: Cast, person: str = "manager_a1", number: str = "C0001", **values: object) -> str:
    with pytest.raises(Refused) as caught:
        unmask(cast, person, number, **values)
    return str(caught.value.code.value)


class TestUnmask:
    def test_gives_the_value_and_keeps_the_reason_but_not_the_value(self, cast: Cast) -> None:
        fill(cast)
        rights("account_manager", phone="mask", identity_number="mask")
        assert unmask(cast) == PHONE
        assert unmask(cast, field="customers.identity_number") == IDENTITY
        with as_system("look"):
            kept = list(Unmasking.objects.order_by("id").values_list("field", "reason", "user_name"))
            lines = list(
                JournalLine.objects.filter(action="customers.unmask_field").values_list("detail", flat=True)
            )
            rows = list(
                RowChange.objects.filter(table_name="customers_unmasking").values_list("new", flat=True)
            )
        assert kept[0] == ("customers.phone", WHY, "manager_a1")
        assert lines[0]["reason"] == WHY
        assert PHONE not in json.dumps([lines, rows], ensure_ascii=False)
        assert len(lines) == len(rows) == 2

    def test_of_a_contact_and_of_the_profile(self, cast: Cast) -> None:
        fill(cast, attributes={"home": {"code": "D1", "zh": "布拉格", "en": "Prague"}})
        wang = contact(cast)
        rights("account_manager", **{"contact_phone": "mask", "profile.home": "mask"})
        assert unmask(cast, field="customers.contact_phone", contact_id=wang) == CONTACT_PHONE
        assert unmask(cast, field="customers.profile.home") == "布拉格"
        with pytest.raises(NotVisible):
            unmask(cast, field="customers.contact_phone", contact_id=wang, number="C0002")

    def test_is_refused_for_what_is_not_masked_hidden_or_unknown(self, cast: Cast) -> None:
        fill(cast)
        rights("account_manager", phone="read_only", address="hide")
        assert refusal(cast) == "not_masked"
        with pytest.raises(NotSeen):
            unmask(cast, field="customers.address")
        for field in ("customers.telephone", "customers.contact_phone", "customers.profile.X", "visits.goal"):
            assert refusal(cast, field=field) == "unknown_field"
        assert refusal(cast, field="customers.phone", contact_id=contact(cast)) == "unknown_field"

    def test_needs_the_right_the_customer_and_a_reason(self, cast: Cast) -> None:
        fill(cast)
        for role in ("account_manager", "auditor"):
            rights(role, phone="mask")
        with pytest.raises(NotVisible):
            unmask(cast, "manager_b1")
        with pytest.raises(Forbidden):
            unmask(cast, "auditor")
        assert refusal(cast, reason=" 查 看 "[:4]) == "say_why"
        assert unmask(cast, reason="回访客户") == PHONE

    def test_the_day_s_number_is_the_role_s_and_a_refused_look_does_not_count(self, cast: Cast) -> None:
        fill(cast)
        fill(cast, "C0002")
        rights("account_manager", phone="mask")
        limits("account_manager", {"customers.unmask_per_day": 2})
        refusal(cast, reason="x")
        unmask(cast)
        unmask(cast, number="C0002")
        assert refusal(cast) == "unmask_limit"
        with as_system("look"):
            assert Unmasking.objects.count() == 2

    def test_a_customer_who_went_to_another_still_counts(self, cast: Cast) -> None:
        fill(cast)
        fill(cast, "C0002")
        rights("account_manager", phone="mask")
        limits("account_manager", {"customers.unmask_per_day": 1})
        unmask(cast)
        with cast["branch_head_a"].acting() as actor:
            assign_customer(
                actor=actor,
                customer_id=cast.customers["C0001"],
                holder_id=cast["manager_a2"].holder_id or 0,
                reason="r",
            )
        assert refusal(cast, number="C0002") == "unmask_limit"

    def test_pressing_twice_looks_once_and_the_value_is_not_kept_for_it(self, cast: Cast) -> None:
        fill(cast)
        rights("account_manager", phone="mask")
        unmask(cast, idempotency_key="k")
        with pytest.raises(Repeated):
            unmask(cast, idempotency_key="k")
        with as_system("look"):
            assert Unmasking.objects.count() == 1


class TestDetailsPanel:
    def shown(self, cast: Cast, person: str) -> str:
        address = f"/ui/panels/customer.side/details/{cast.customers['C0001']}/"
        response = cast[person].client.get(address)
        assert response.status_code == 200
        return response.content.decode()

    def test_shows_masks_or_leaves_out(self, cast: Cast) -> None:
        fill(cast)
        rights("account_manager", phone="mask", identity_number="mask", address="hide")
        mine = self.shown(cast, "manager_a1")
        assert "138****5678" in mine
        assert "110***********0012" in mine
        assert "地址" not in mine
        assert "unmask/customers.phone/" in mine
        for secret in (PHONE, IDENTITY, ADDRESS):
            assert secret not in mine
            assert secret in self.shown(cast, "branch_head_a")
        assert "unmask/" not in self.shown(cast, "branch_head_a")

    def test_tells_whoever_has_the_customer_who_looked(self, cast: Cast) -> None:
        fill(cast)
        rights("compliance", phone="mask")
        unmask(cast, "compliance")
        assert WHY in self.shown(cast, "manager_a1")
        with cast["manager_a1"].acting() as actor:
            assert (
                details(actor=actor, customer_id=cast.customers["C0001"]).looked_at[0].user_name
                == "compliance"
            )


class TestUnmaskField:
    def test_asks_why_and_shows_the_value_once(self, cast: Cast) -> None:
        fill(cast)
        rights("account_manager", phone="mask")
        client = cast["manager_a1"].client
        address = f"/customers/{cast.customers['C0001']}/unmask/customers.phone/"
        asked = client.get(address)
        assert PHONE not in asked.content.decode()
        answer = client.post(address, {"reason": "x"})
        assert answer.status_code == 422
        answer = client.post(address, {"reason": WHY}, headers={"HX-Request": "true"})
        assert answer.status_code == 200
        assert PHONE in answer.content.decode()
        assert answer["Cache-Control"] == "no-store"
        assert "<html" not in answer.content.decode()
        assert client.get(f"/customers/{cast.customers['C0001']}/unmask/customers.x/").status_code == 422
        assert (
            client.get(f"/customers/{cast.customers['C0001']}/unmask/customers.address/").status_code == 422
        )


class TestUnmaskingList:
    def test_says_who_looked_at_what(self, cast: Cast) -> None:
        fill(cast)
        rights("account_manager", phone="mask")
        unmask(cast)
        shown = cast["auditor"].client.get("/customers/unmaskings/").content.decode()
        for word in ("manager_a1", "电话", "曾国华", WHY):
            assert word in shown
        assert PHONE not in shown
        assert cast["manager_a1"].client.get("/customers/unmaskings/").status_code == 403
        with cast["auditor"].acting() as actor:
            found = unmaskings(actor=actor, customer_id=cast.customers["C0002"])
        assert found.rows == []

    @pytest.mark.parametrize("n", [10, 40])
    def test_costs_the_same_for_many(self, cast: Cast, n: int, django_assert_num_queries: object) -> None:
        fill(cast)
        rights("account_manager", phone="mask")
        limits("account_manager", {"customers.unmask_per_day": 100})
        for _ in range(n):
            unmask(cast)
        client = cast["auditor"].client
        with django_assert_num_queries(8):  # type: ignore[operator]
            client.get("/customers/unmaskings/")


class TestEverySurface:
    """One policy for page, list, API and search."""

    def test_the_list_has_the_phone_masked_or_no_column(self, cast: Cast) -> None:
        fill(cast)
        assert PHONE in cast["manager_a1"].client.get("/customers/").content.decode()
        rights("account_manager", phone="mask")
        shown = cast["manager_a1"].client.get("/customers/").content.decode()
        assert "138****5678" in shown
        assert PHONE not in shown
        rights("account_manager", phone="hide")
        shown = cast["manager_a1"].client.get("/customers/").content.decode()
        assert "5678" not in shown
        assert "<th" in shown
        assert ">电话<" not in shown

    def test_the_api_masks_and_leaves_out(self, cast: Cast) -> None:
        customer_id = fill(cast)
        rights("account_manager", phone="mask", identity_number="hide")
        client = cast["manager_a1"].client
        for found in (
            client.get(f"/api/v1/customers/{customer_id}").json(),
            client.get("/api/v1/customers?q=国华").json()["rows"][0],
        ):
            assert (found["phone"], found["identity_number"], found["address"]) == (
                "138****5678",
                None,
                ADDRESS,
            )
        answer = client.post(
            f"/api/v1/customers/{customer_id}/unmask",
            {"field": "customers.phone", "reason": WHY},
            content_type="application/json",
        )
        assert answer.json() == {"value": PHONE}
        answer = client.post(
            f"/api/v1/customers/{customer_id}/unmask",
            {"field": "customers.identity_number", "reason": WHY},
            content_type="application/json",
        )
        assert (answer.status_code, answer.json()["code"]) == (403, "field_not_seen")

    @pytest.mark.parametrize("mode", ["mask", "hide"])
    @pytest.mark.parametrize("address", ["/customers/", "/api/v1/customers"])
    def test_nothing_is_found_by_a_phone_one_does_not_see(self, cast: Cast, mode: str, address: str) -> None:
        fill(cast)
        client = cast["manager_a1"].client
        assert "C0001" in client.get(f"{address}?phone={PHONE}").content.decode()
        rights("account_manager", phone=mode)
        for query in (f"phone={PHONE}", "phone=5678", f"phone={PHONE}&kind=person"):
            response = client.get(f"{address}?{query}")
            assert response.status_code == 403
            assert "C0001" not in response.content.decode()
        for text in ("5678", PHONE):
            assert "C0001" not in client.get(f"{address}?q={text}").content.decode()

    def test_amounts_of_holdings_are_masked_or_left_out(self, cast: Cast) -> None:
        give(cast, "C0001", "loan")
        client, address = cast["manager_a1"].client, f"/customers/{cast.customers['C0001']}/"
        assert "3.2" in client.get(address).content.decode()
        for mode, stars in (("mask", True), ("hide", False)):
            rights("account_manager", holding_amount=mode)
            shown = client.get(address).content.decode()
            assert "3.2" not in shown
            assert ("***" in shown) is stars
            panel = client.get(f"/ui/panels/customer.top/balance/{cast.customers['C0001']}/")
            assert panel.content.decode() == ""
        with cast["manager_a1"].acting() as actor:
            page = customer_page(actor=actor, customer_id=cast.customers["C0001"])
        assert [row.amount for row in page.holdings] == [None]
        assert page.lent is None

    def test_a_field_of_the_profile_is_masked_or_left_out(self, cast: Cast) -> None:
        with as_system("test"):
            for position, code in enumerate(("home", "sex")):
                ProfileField.objects.create(
                    code=code, label_zh=code, label_en=code, kind="text", position=position
                )
            Customer.objects.filter(pk=cast.customers["C0001"]).update(
                attributes={"home": "Prague", "sex": "f"}
            )
        rights("account_manager", **{"profile.home": "mask", "profile.sex": "hide"})
        with cast["manager_a1"].acting() as actor:
            profile = customer_page(actor=actor, customer_id=cast.customers["C0001"]).profile
        assert [(row.label, row.value) for row in profile.rows] == [("home", "***")]
