"""What a role may enter of a new customer, and ask by, of fields it does not see in full."""

from typing import Any

import pytest
from django.urls import reverse

from kejing.domain.customers.actions import add_contact, add_customer, ask_duplicate, change_customer
from kejing.domain.customers.models import (
    Contact,
    Customer,
    DuplicateQuestion,
    DuplicateSettings,
    ProfileField,
)
from kejing.domain.customers.tests.factories import IDENTITY, PHONE, fill, rights
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.kernel.fields import FieldRefusal, NotSeen
from kejing.foundation.kernel.models import JournalLine
from kejing.foundation.kernel.testing import as_owner
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db
GIVEN = {"identity_number": IDENTITY, "phone": PHONE, "address": "南京路1号", "income": "12.50"}
ROLE = "account_manager"


@pytest.fixture(autouse=True)
def income(db: None) -> None:
    with as_system("pack"):
        ProfileField.objects.create(
            code="income", label_zh="收入", label_en="Income", kind="money", position=1
        )


def mode(field: str, access: str) -> None:
    rights(ROLE, **{"profile.income" if field == "income" else field: access})


def kept(field: str) -> Any:
    with as_system("look"):
        row = Customer.objects.filter(name="张新客").first()
        return row and (row.attributes.get(field) if field == "income" else getattr(row, field))


@pytest.mark.parametrize("field", GIVEN)
class TestNewCustomer:
    def send(self, cast: Cast, field: str, value: str) -> Any:
        given = {"profile": {field: value}} if field == "income" else {field: value}
        body = {"name": "张新客", "kind": "person"} | given
        client = cast["manager_a1"].client
        return client.post("/api/v1/customers", body, content_type="application/json")

    def test_who_sees_it_masked_types_it_in_and_sees_it_masked(self, cast: Cast, field: str) -> None:
        mode(field, "mask")
        answer = self.send(cast, field, GIVEN[field])
        assert (answer.status_code, kept(field)) == (200, GIVEN[field])
        page = cast["manager_a1"].client.get(f"/customers/{answer.json()['customer_id']}/").content.decode()
        assert GIVEN[field] not in page

    @pytest.mark.parametrize("access", ["read_only", "hide"])
    def test_who_may_only_read_it_or_not_at_all_is_refused_by_its_name(
        self, cast: Cast, field: str, access: str
    ) -> None:
        mode(field, access)
        answer = self.send(cast, field, GIVEN[field])
        named = f"profile_{field}" if field == "income" else field
        assert (answer.status_code, answer.json()["field"], kept("name")) == (422, named, None)
        assert self.send(cast, field, "").status_code == 200
        assert not kept(field)

    @pytest.mark.parametrize(
        ("access", "offered"), [("show", True), ("mask", True), ("read_only", False), ("hide", False)]
    )
    def test_the_form_has_what_may_be_entered_and_takes_no_other(
        self, cast: Cast, field: str, access: str, offered: bool
    ) -> None:
        mode(field, access)
        name = f"profile_{field}" if field == "income" else field
        address, client = reverse("customers:add_customer"), cast["manager_a1"].client
        assert (f'name="{name}"' in client.get(address).content.decode()) is offered
        sent = {"name": "张新客", "kind": "person", name: GIVEN[field]}
        assert client.post(address, sent).status_code == (302 if offered else 422)
        assert (kept("name") is not None) is offered


def test_of_a_customer_who_is_there_a_masked_field_is_not_changed(cast: Cast) -> None:
    rights(ROLE, phone="mask")
    with pytest.raises(Refused) as refused, cast["manager_a1"].acting() as actor:
        change_customer(actor=actor, customer_id=fill(cast), version=1, phone="13900139000")
    assert (refused.value.code, refused.value.field) == (FieldRefusal.NOT_WRITTEN, "phone")


@pytest.mark.parametrize(("access", "enters"), [("mask", True), ("read_only", False), ("hide", False)])
def test_a_new_contact_s_phone_goes_the_same_way(cast: Cast, access: str, enters: bool) -> None:
    rights(ROLE, contact_phone=access)
    address = reverse("customers:add_contact", args=[cast.customers["C0001"]])
    assert ('name="phone"' in cast["manager_a1"].client.get(address).content.decode()) is enters
    given = {"customer_id": cast.customers["C0001"], "name": "王五", "phone": PHONE}
    with cast["manager_a1"].acting() as actor:
        if enters:
            add_contact(actor=actor, **given)
        else:
            with pytest.raises(Refused) as refused:
                add_contact(actor=actor, **given)
            assert refused.value.field == "phone"
    with as_system("look"):
        assert Contact.objects.filter(phone=PHONE).exists() is enters


ASKED = {"identity_number": IDENTITY, "phone": PHONE}


class TestAsking:
    """By the whole number of somebody else's customer: C0006 of the other branch."""

    @pytest.fixture(autouse=True)
    def foreign(self, cast: Cast) -> None:
        fill(cast, "C0006")

    def allow(self, n: int) -> None:
        with as_system("pack"):
            DuplicateSettings.objects.create(
                threshold=8, questions_a_day=n, common_name=3, common_key=5, ask_zh="行长", ask_en="the head"
            )

    def ask(self, cast: Cast, **asked: str) -> Any:
        body = {"kind": "person", "name": "", **asked}
        return cast["manager_a1"].client.post(
            "/api/v1/customers/check", body, content_type="application/json"
        )

    @pytest.mark.parametrize("field", ASKED)
    def test_the_answer_is_the_unit_and_the_likeness_and_nothing_else(self, cast: Cast, field: str) -> None:
        answer = self.ask(cast, **{field: ASKED[field]}).json()
        assert answer["own"] == []
        assert [set(row) for row in answer["foreign"]] == [{"unit", "likeness"}]
        page = cast["manager_a1"].client.post(
            reverse("customers:check_duplicate"), {"kind": "person", field: ASKED[field]}
        )
        text = page.content.decode()
        assert cast.units["B"].name in text
        assert not [
            said
            for said in ("C0006", "曾国藩", "manager_b1", f"/{cast.customers['C0006']}/", IDENTITY, PHONE)
            if said in text
        ]

    @pytest.mark.parametrize("field", ASKED)
    @pytest.mark.parametrize(("access", "answered"), [("mask", True), ("read_only", True), ("hide", False)])
    def test_who_does_not_have_the_field_cannot_ask_by_it(
        self, cast: Cast, field: str, access: str, answered: bool
    ) -> None:
        rights(ROLE, **{field: access})
        answer = self.ask(cast, **{field: ASKED[field]})
        if answered:
            assert (answer.status_code, len(answer.json()["foreign"])) == (200, 1)
        else:
            assert (answer.status_code, answer.json()["field"]) == (403, field)
        with as_system("look"):
            assert DuplicateQuestion.objects.exists() is answered

    def test_it_is_refused_by_its_name_even_beside_one_she_has(self, cast: Cast) -> None:
        rights(ROLE, identity_number="hide")
        with pytest.raises(NotSeen) as refused, cast["manager_a1"].acting() as actor:
            ask_duplicate(actor=actor, kind="person", phone=PHONE, identity_number=IDENTITY)
        assert refused.value.field == "identity_number"

    def test_the_cap_holds_for_a_person_and_a_day_on_page_and_api_together(self, cast: Cast) -> None:
        self.allow(2)
        client, address = cast["manager_a1"].client, reverse("customers:check_duplicate")
        assert self.ask(cast, phone=PHONE).status_code == 200
        assert client.post(address, {"kind": "person", "phone": PHONE}).status_code == 200
        assert self.ask(cast, phone=PHONE).status_code == 422
        assert client.post(address, {"kind": "person", "phone": PHONE}).status_code == 422
        with cast["manager_a2"].acting() as actor:
            assert ask_duplicate(actor=actor, kind="person", phone=PHONE).foreign
        with as_owner():
            clock.set_business_day(TODAY.replace(day=16), using="default")
        assert self.ask(cast, phone=PHONE).status_code == 200

    def test_a_pack_that_allows_none_answers_none(self, cast: Cast) -> None:
        self.allow(0)
        assert self.ask(cast, phone=PHONE).status_code == 422

    def test_each_question_is_in_the_journal_without_the_number(self, cast: Cast) -> None:
        self.ask(cast, phone=PHONE, identity_number=IDENTITY)
        with as_system("look"):
            (line,) = JournalLine.objects.filter(action="customers.ask_duplicate")
        assert line.user_id == cast["manager_a1"].user.pk
        assert not [said for said in ASKED.values() if said in str(line.detail)]


def test_a_customer_entered_by_action_is_walled_too(cast: Cast) -> None:
    rights(ROLE, phone="hide")
    with pytest.raises(Refused) as refused, cast["manager_a1"].acting() as actor:
        add_customer(actor=actor, name="张新客", kind="person", phone=PHONE)
    assert refused.value.field == "phone"
