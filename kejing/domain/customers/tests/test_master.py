"""Entering and changing a customer: one holder from the first instant, and only what is declared."""

import json
from typing import Any

import pytest
from django.test import Client

from kejing.domain.customers.actions import add_customer, change_customer
from kejing.domain.customers.models import Customer, MasterSettings, Ownership, ProfileField
from kejing.domain.org.models import Holder
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import Forbidden, NotVisible, Refused, Stale
from kejing.foundation.kernel.models import JournalLine
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db
CARD, CODE = "11010519491231002X", "91350100M000100Y43"


@pytest.fixture
def strict(cast: Cast) -> None:
    """A pack that refuses numbers that do not fit, and keeps two fields."""
    with as_system("pack"):
        MasterSettings.objects.create(
            number_prefix="K{year}-", number_digits=4, identity_check="refuse", other_countries=False,
            file_megabytes=1, file_kinds=["pdf"],
        )  # fmt: skip
        ProfileField.objects.create(
            code="income", label_zh="收入", label_en="Income", kind="money", position=1
        )
        ProfileField.objects.create(
            code="scale", label_zh="规模", label_en="Scale", kind="choice", position=2, applies_to="organisation",
            options=[{"code": "big", "zh": "大", "en": "big"}],
        )  # fmt: skip


def add(cast: Cast, person: str, **given: Any) -> int:
    with cast[person].acting() as actor:
        return add_customer(actor=actor, **({"name": "张新客", "kind": "person"} | given))


def refused(cast: Cast, person: str, **given: Any) -> tuple[str, str | None]:
    with as_system("look"):
        before = Customer.objects.count()
    with pytest.raises(Refused) as refusal:
        add(cast, person, **given)
    with as_system("look"):
        assert Customer.objects.count() == before
    return str(refusal.value.code.value), refusal.value.field


def row(customer_id: int) -> Customer:
    with as_system("look"):
        return Customer.objects.select_related("holder").get(pk=customer_id)


class TestAddCustomer:
    def test_is_held_by_who_enters_her_from_today_on(self, cast: Cast) -> None:
        customer = row(add(cast, "manager_a1"))
        assert (customer.holder_id, customer.unit_id) == (cast["manager_a1"].holder_id, cast.units["A"].pk)
        assert (customer.since, customer.entered_by, customer.sort_key) == (
            TODAY,
            "manager_a1",
            "zhang xin ke",
        )
        with as_system("look"):
            (owned,) = Ownership.objects.filter(customer=customer)
        assert (owned.holder_id, owned.valid_from, owned.valid_to, owned.reason) == (
            customer.holder_id, TODAY, None, "entered",
        )  # fmt: skip
        assert owned.decided_by == cast["manager_a1"].staff_id

    def test_goes_to_the_unit_s_pool_where_the_actor_holds_none(self, cast: Cast) -> None:
        customer = row(add(cast, "branch_head_a"))
        with as_system("look"):
            assert customer.holder == Holder.objects.get(kind="pool", unit=cast.units["A"])

    def test_gets_the_next_free_number_or_the_one_entered(self, cast: Cast, strict: None) -> None:
        first = row(add(cast, "manager_a1")).number
        assert first.startswith("K1998-")
        following = f"K1998-{int(first[-4:]) + 1:04}"
        assert row(add(cast, "manager_a1", number=following)).number == following
        assert row(add(cast, "manager_a1")).number == f"K1998-{int(first[-4:]) + 2:04}"

    def test_a_number_in_use_is_refused_wherever_it_is(self, cast: Cast) -> None:
        assert refused(cast, "manager_a1", number="C0006") == ("number_taken", "number")

    def test_identity_numbers_are_checked_as_the_pack_says(self, cast: Cast, strict: None) -> None:
        assert row(add(cast, "manager_a1", identity_number=CARD.lower())).identity_number == CARD
        assert row(add(cast, "manager_a1", kind="organisation", identity_number=CODE)).identity_number == CODE
        for kind, number in (
            ("person", CODE),
            ("organisation", CARD),
            ("person", "X1"),
            ("person", CARD[:17] + "1"),
        ):
            assert refused(cast, "manager_a1", kind=kind, identity_number=number) == (
                "identity",
                "identity_number",
            )

    def test_profile_values_go_through_the_pack_s_fields(self, cast: Cast, strict: None) -> None:
        customer = row(
            add(cast, "manager_a1", kind="organisation", profile={"income": "12.5", "scale": "big"})
        )
        assert customer.attributes == {"income": "12.50", "scale": "big"}
        assert customer.attributes_at == {"income": "1998-01-15", "scale": "1998-01-15"}
        assert refused(cast, "manager_a1", profile={"scale": "big"}) == ("unknown_field", "profile_scale")
        assert refused(cast, "manager_a1", profile={"risk": "good"}) == ("unknown_field", "profile_risk")
        assert refused(cast, "manager_a1", profile={"income": "much"}) == ("bad_value", "profile_income")

    def test_a_parent_out_of_sight_is_refused(self, cast: Cast) -> None:
        assert (
            row(add(cast, "manager_a1", parent_id=cast.customers["C0002"])).parent_id
            == cast.customers["C0002"]
        )
        assert refused(cast, "manager_a1", parent_id=cast.customers["C0006"]) == (
            "unknown_parent",
            "parent_id",
        )

    def test_pressing_twice_makes_one(self, cast: Cast) -> None:
        assert add(cast, "manager_a1", idempotency_key="k") == add(cast, "manager_a1", idempotency_key="k")

    def test_only_who_may(self, cast: Cast) -> None:
        for person in ("auditor", "compliance", "hr", "administrator", "outsider"):
            with pytest.raises(Forbidden):
                add(cast, person)

    def test_the_journal_keeps_no_identity_number(self, cast: Cast) -> None:
        add(cast, "manager_a1", identity_number=CARD)
        with as_system("look"):
            line = JournalLine.objects.get(action="customers.add_customer")
        assert CARD not in json.dumps(line.detail)

    def test_the_screen_enters_her_and_shows_her(self, cast: Cast, strict: None) -> None:
        client = cast["manager_a1"].client
        assert "profile_scale" not in client.get("/customers/add/?kind=person").content.decode()
        assert "profile_scale" in client.get("/customers/add/?kind=organisation").content.decode()
        answer = client.post(
            "/customers/add/", {"name": "新公司", "kind": "organisation", "profile_income": "5"}
        )
        assert answer.status_code == 302
        shown = client.get(answer.headers["Location"]).content.decode()
        assert "新公司" in shown
        assert "手工录入" in shown

    def test_the_form_of_a_new_one_asks_whether_she_is_there_already(self, cast: Cast) -> None:
        client = cast["manager_a1"].client
        assert 'hx-post="/customers/check/"' in client.get("/customers/add/").content.decode()
        changed = client.get(f"/customers/{cast.customers['C0001']}/change/").content.decode()
        assert "/customers/check/" not in changed

    @pytest.mark.parametrize(
        "field", ["unit_id", "holder_id", "risk", "merged_into", "confidential", "since"]
    )
    def test_a_field_that_is_not_entered_here_is_refused_by_its_name(self, cast: Cast, field: str) -> None:
        client = cast["manager_a1"].client
        answer = client.post("/customers/add/", {"name": "N", "kind": "person", field: "1"})
        assert answer.status_code == 422
        assert field in answer.content.decode()
        answer = post(client, "/api/v1/customers", {"name": "N", "kind": "person", field: "1"})
        assert (answer.status_code, answer.json()["field"]) == (422, field)


class TestChangeCustomer:
    def change(self, cast: Cast, person: str = "manager_a1", version: int = 1, **given: Any) -> int:
        with cast[person].acting() as actor:
            return change_customer(actor=actor, customer_id=cast.customers["C0001"], version=version, **given)

    def test_changes_what_is_given_and_how_she_is_found(self, cast: Cast) -> None:
        self.change(cast, name="赵国华", phone="010-1234567")
        customer = row(cast.customers["C0001"])
        assert (customer.name, customer.phone, customer.kind, customer.version) == (
            "赵国华",
            "010-1234567",
            "person",
            2,
        )
        assert customer.sort_key == "zhao guo hua"
        assert "c0001" in customer.search_text
        assert cast["manager_a1"].client.get("/customers/?q=zg").content.decode().count("赵国华") >= 1

    def test_a_stale_edit_names_the_fields_that_differ(self, cast: Cast, strict: None) -> None:
        self.change(cast, name="赵国华", profile={"income": "10"})
        with pytest.raises(Stale) as stale:
            self.change(cast, name="钱国华", phone="", profile={"income": "20"})
        assert [(d.field, d.yours, d.theirs) for d in stale.value.differences] == [
            ("name", "钱国华", "赵国华"), ("profile_income", "20.00", "10.00"),
        ]  # fmt: skip
        assert row(cast.customers["C0001"]).name == "赵国华"

    def test_an_old_number_may_stay_a_new_one_must_fit(self, cast: Cast, strict: None) -> None:
        with as_system("import"):
            Customer.objects.filter(number="C0001").update(identity_number="OLD")
        self.change(cast, identity_number="OLD", name="赵国华")
        with pytest.raises(Refused):
            self.change(cast, version=2, identity_number="OLDER")

    def test_only_who_may_and_only_in_sight(self, cast: Cast) -> None:
        with pytest.raises(Forbidden):
            self.change(cast, "auditor", name="x")
        with pytest.raises(NotVisible):
            self.change(cast, "manager_b1", name="x")

    def test_the_screen_shows_yours_and_theirs(self, cast: Cast) -> None:
        client, address = cast["manager_a1"].client, f"/customers/{cast.customers['C0001']}/change/"
        assert client.get(address).status_code == 200
        self.change(cast, name="赵国华")
        answer = client.post(address, {"name": "钱国华", "kind": "person", "version": 1})
        assert answer.status_code == 409
        assert "赵国华" in answer.content.decode()
        assert client.post(address, {"name": "钱国华", "kind": "person", "version": 2}).status_code == 302
        assert row(cast.customers["C0001"]).name == "钱国华"

    def test_by_api(self, cast: Cast) -> None:
        client, address = cast["manager_a1"].client, f"/api/v1/customers/{cast.customers['C0001']}/change"
        assert post(client, address, {"version": 1, "address": "解放路 1 号"}).status_code == 200
        assert row(cast.customers["C0001"]).address == "解放路 1 号"
        assert post(client, address, {"version": 1, "address": "x"}).status_code == 409
        assert post(client, address, {"version": 2, "risk": "good"}).json()["field"] == "risk"


def post(client: Client, address: str, data: Any) -> Any:
    return client.post(address, data, content_type="application/json")
