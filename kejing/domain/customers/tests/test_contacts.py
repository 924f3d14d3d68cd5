"""Contacts with dated posts in several companies; posts out of sight are counted, not named."""

from datetime import date, timedelta
from typing import Any

import pytest

from kejing.domain.customers.actions import add_contact, add_post, change_contact, end_post
from kejing.domain.customers.models import Contact, ContactPosition
from kejing.domain.customers.queries import contact_page, contact_panel
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import Forbidden, NotVisible, Refused, Stale
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db
SINCE = date(1996, 1, 1)


@pytest.fixture
def contact(cast: Cast) -> int:
    """Somebody at C0001 of manager_a1, entered with her post there."""
    with cast["manager_a1"].acting() as actor:
        return add_contact(
            actor=actor,
            customer_id=cast.customers["C0001"],
            name="采购员",
            title="采购",
            phone="010-5555",
            valid_from=SINCE,
        )


@pytest.fixture
def elsewhere(cast: Cast, contact: int) -> int:
    """And with a post at C0006 of the other branch."""
    with as_system("post"):
        post = ContactPosition.objects.create(
            contact_id=contact, customer_id=cast.customers["C0006"], title="顾问", valid_from=SINCE
        )
    return post.pk


def give(cast: Cast, contact: int, number: str, person: str = "manager_a1", **more: Any) -> int:
    with cast[person].acting() as actor:
        return add_post(actor=actor, contact_id=contact, customer_id=cast.customers[number], **more)


class TestAddContact:
    def test_has_a_post_where_she_was_entered(self, cast: Cast, contact: int) -> None:
        with as_system("look"):
            (post,) = ContactPosition.objects.filter(contact_id=contact)
        assert (post.customer_id, post.title, post.valid_from, post.valid_to) == (
            cast.customers["C0001"], "采购", SINCE, None,
        )  # fmt: skip

    def test_refuses_a_day_to_come_and_who_may_not(self, cast: Cast) -> None:
        with pytest.raises(Refused), cast["manager_a1"].acting() as actor:
            add_contact(
                actor=actor,
                customer_id=cast.customers["C0001"],
                name="x",
                valid_from=TODAY + timedelta(days=1),
            )
        with pytest.raises(NotVisible), cast["manager_b1"].acting() as actor:
            add_contact(actor=actor, customer_id=cast.customers["C0001"], name="x")
        with pytest.raises(Forbidden), cast["auditor"].acting() as actor:
            add_contact(actor=actor, customer_id=cast.customers["C0001"], name="x")

    def test_the_screen_enters_and_the_panel_shows(self, cast: Cast) -> None:
        client, number = cast["manager_a1"].client, cast.customers["C0001"]
        assert (
            client.post(f"/customers/{number}/contacts/add/", {"name": "财务员", "title": "财务"}).status_code
            == 302
        )
        assert "财务员" in client.get(f"/ui/panels/customer.main/contacts/{number}/").content.decode()

    def test_by_api(self, cast: Cast) -> None:
        client, address = cast["manager_a1"].client, f"/api/v1/customers/{cast.customers['C0001']}/contacts"
        answer = client.post(address, {"name": "财务员"}, content_type="application/json")
        assert answer.status_code == 200
        assert [row["name"] for row in client.get(address).json()["present"]] == ["财务员"]


class TestPanel:
    def test_folds_former_contacts_and_costs_the_same_for_many(
        self, cast: Cast, django_assert_num_queries: Any
    ) -> None:
        with as_system("many"):
            for n in range(30):
                contact = Contact.objects.create(customer_id=cast.customers["C0001"], name=f"人{n}")
                ContactPosition.objects.create(
                    contact=contact, customer_id=cast.customers["C0001"], valid_from=SINCE,
                    valid_to=TODAY if n % 3 == 0 else None,
                )  # fmt: skip
            Contact.objects.create(customer_id=cast.customers["C0001"], name="旧数据", title="经理")
        with cast["manager_a1"].acting() as actor, django_assert_num_queries(3):
            panel = contact_panel(actor=actor, customer_id=cast.customers["C0001"])
        assert (len(panel.present), len(panel.former)) == (21, 10)
        assert ("旧数据", "经理", None) in {(row.name, row.title, row.valid_from) for row in panel.present}


class TestContactPage:
    def test_shows_posts_in_sight_and_counts_the_others(
        self, cast: Cast, contact: int, elsewhere: int
    ) -> None:
        with cast["manager_a1"].acting() as actor:
            page = contact_page(actor=actor, contact_id=contact)
        assert ([post.customer.number for post in page.posts], page.elsewhere) == (["C0001"], 1)
        shown = cast["manager_a1"].client.get(f"/customers/contacts/{contact}/").content.decode()
        assert "采购员" in shown
        assert "曾国藩" not in shown

    def test_is_seen_with_any_customer_where_she_has_a_post(
        self, cast: Cast, contact: int, elsewhere: int
    ) -> None:
        with cast["manager_b1"].acting() as actor:
            page = contact_page(actor=actor, contact_id=contact)
        assert ([post.customer.number for post in page.posts], page.elsewhere) == (["C0006"], 1)
        for person in ("manager_a2", "hr", "administrator", "outsider"):
            assert cast[person].client.get(f"/customers/contacts/{contact}/").status_code == 404

    def test_the_second_wall_says_the_same(self, cast: Cast, contact: int, elsewhere: int) -> None:
        for person, seen in (
            ("manager_a1", True),
            ("manager_b1", True),
            ("manager_a2", False),
            ("auditor", True),
        ):
            with cast[person].acting():
                assert Contact.objects.filter(pk=contact).exists() is seen
        with cast["manager_b1"].acting():
            assert set(ContactPosition.objects.values_list("customer_id", flat=True)) == {
                cast.customers["C0006"]
            }


class TestChangeContact:
    def test_refuses_a_stale_edit(self, cast: Cast, contact: int) -> None:
        address = f"/customers/contacts/{contact}/change/"
        client = cast["manager_a1"].client
        assert client.post(address, {"name": "新名", "version": 1}).status_code == 302
        answer = client.post(address, {"name": "别名", "version": 1})
        assert answer.status_code == 409
        assert "新名" in answer.content.decode()
        with pytest.raises(Stale), cast["manager_a1"].acting() as actor:
            change_contact(actor=actor, contact_id=contact, version=1, name="x")
        with pytest.raises(NotVisible), cast["manager_a2"].acting() as actor:
            change_contact(actor=actor, contact_id=contact, version=1, name="x")


class TestAddPost:
    def test_at_another_company_in_sight(self, cast: Cast, contact: int) -> None:
        client = cast["manager_a1"].client
        sent = {"customer_id": cast.customers["C0002"], "title": "董事"}
        assert client.post(f"/customers/contacts/{contact}/posts/add/", sent).status_code == 302
        assert "董事" in client.get(f"/customers/contacts/{contact}/").content.decode()
        assert (
            "采购员"
            in client.get(f"/ui/panels/customer.main/contacts/{cast.customers['C0002']}/").content.decode()
        )

    def test_not_out_of_sight_and_not_two_at_a_time(self, cast: Cast, contact: int) -> None:
        for number, code in (("C0006", "unknown_parent"), ("C0001", "has_post")):
            with pytest.raises(Refused) as refusal:
                give(cast, contact, number)
            assert refusal.value.code.value == code
        with pytest.raises(NotVisible):
            give(cast, contact, "C0006", "manager_b1")


class TestEndPost:
    def test_ends_once_after_it_began_and_may_begin_again(self, cast: Cast, contact: int) -> None:
        with as_system("look"):
            post = ContactPosition.objects.get(contact_id=contact)
        client = cast["manager_a1"].client
        assert client.get(f"/customers/posts/{post.pk}/end/").status_code == 200
        assert client.post(f"/customers/posts/{post.pk}/end/", {"valid_to": SINCE}).status_code == 422
        assert client.post(f"/customers/posts/{post.pk}/end/", {"valid_to": "1997-12-01"}).status_code == 302
        with pytest.raises(Refused), cast["manager_a1"].acting() as actor:
            end_post(actor=actor, post_id=post.pk)
        give(cast, contact, "C0001", valid_from=date(1997, 12, 1))
        with as_system("look"):
            assert list(ContactPosition.objects.order_by("valid_from").values_list("valid_from", "valid_to")) == [
                (SINCE, date(1997, 12, 1)), (date(1997, 12, 1), None),
            ]  # fmt: skip

    def test_not_one_out_of_sight(self, cast: Cast, elsewhere: int) -> None:
        with pytest.raises(NotVisible), cast["manager_a1"].acting() as actor:
            end_post(actor=actor, post_id=elsewhere)
