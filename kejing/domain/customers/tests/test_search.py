"""Finding customers by whatever somebody remembers of them, and nobody else's by anything."""

from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from kejing.domain.customers import queries
from kejing.domain.customers.models import Contact, Customer
from kejing.domain.customers.queries import lists
from kejing.domain.customers.rules import asked, search_text, sort_key
from kejing.foundation.kernel.context import as_system
from tests.cast import Cast, make_customer


def customer(cast: Cast, number: str, name: str, holder: str = "manager_a1", **values: Any) -> int:
    with as_system("cast"):
        pk = make_customer(number, name, cast[holder].holder_id or 0)
        Customer.objects.filter(pk=pk).update(**values)
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate; set constraints all deferred")
    return pk


def contact(customer_id: int, name: str, phone: str = "", title: str = "") -> None:
    with as_system("cast"):
        Contact.objects.create(customer_id=customer_id, name=name, phone=phone, title=title)


def found(cast: Cast, text: str, person: str = "manager_a1") -> list[tuple[str, str, str]]:
    with cast[person].acting() as actor:
        hits = queries.search_customers(actor=actor, text=text)
        return [(hit.card.number, str(hit.found_by.value), hit.contact) for hit in hits]


@pytest.fixture
def known(cast: Cast) -> Cast:
    shop = customer(cast, "K-100 200", "恒信机械有限公司", phone="+86 138-0013-5678")
    contact(shop, "诸葛孔明", "010-6234 9876", "采购")
    customer(cast, "K300", "Petr Novak")
    customer(cast, "K400", "Ｔｅｓｃｏ　上海")
    foreign = customer(cast, "K900", "恒信药业", "manager_b1", phone="13800135678")
    contact(foreign, "诸葛孔明", "01062349876")
    customer(cast, "K901", "Petra Novakova", "manager_b1")
    return cast


@pytest.mark.parametrize(
    ("text", "number", "by"),
    [
        ("恒信", "K-100 200", "text"),
        ("恒 信", "K-100 200", "text"),
        ("hxjx", "K-100 200", "text"),
        ("ＨＸ", "K-100 200", "text"),
        ("hengxin", "K-100 200", "text"),
        ("heng xin", "K-100 200", "text"),
        ("k-100200", "K-100 200", "text"),
        ("5678", "K-100 200", "phone"),
        ("５６７８", "K-100 200", "phone"),
        ("138 0013 5678", "K-100 200", "phone"),
        ("9876", "K-100 200", "phone"),
        ("诸葛", "K-100 200", "contact"),
        ("Tesco", "K400", "text"),
        ("tesco上海", "K400", "text"),
        ("novak petr", "K300", "similar"),
        ("Petr Nowak", "K300", "similar"),
        ("Novka", "K300", "similar"),
        ("petrnovak", "K300", "text"),
    ],
)
def test_it_is_found(known: Cast, text: str, number: str, by: str) -> None:
    assert [(one, why) for one, why, _ in found(known, text)] == [(number, by)]


def test_surnames_are_read_right(cast: Cast) -> None:
    assert [one for one, *_ in found(cast, "zgh")] == ["C0001"]
    assert [one for one, *_ in found(cast, "stf")] == ["C0003"]


def test_a_contact_leads_to_the_customer_and_is_named(known: Cast) -> None:
    assert found(known, "诸葛孔明") == [("K-100 200", "contact", "诸葛孔明")]
    assert found(known, "9876") == [("K-100 200", "phone", "诸葛孔明")]


@pytest.mark.parametrize(
    "text",
    ["恒信", "恒信药业", "hx", "5678", "13800135678", "9876", "诸葛", "novak", "Petra Nowakova", "K900"],
)
def test_a_stranger_finds_nothing(known: Cast, text: str) -> None:
    for person in ("manager_a2", "administrator", "hr", "outsider"):
        assert found(known, text, person) == []
        with known[person].acting() as actor:
            assert queries.customer_list(actor=actor, query=text).count.n == 0
    assert "K9" not in str(found(known, text, "manager_a1"))


def test_who_sees_both_finds_both(known: Cast) -> None:
    assert [one for one, *_ in found(known, "5678", "auditor")] == ["K-100 200", "K900"]
    assert [one for one, *_ in found(known, "恒信", "auditor")] == ["K-100 200", "K900"]


@pytest.mark.parametrize(
    "text", ["恒", "", " ", "%", "%%", "__", "567", "\0恒信", "\\", "''", "ab", "x" * 500]
)
def test_what_is_no_question_finds_nothing(known: Cast, text: str) -> None:
    assert found(known, text) == []


def test_the_list_says_the_same_page_by_page(known: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "PAGE_SIZE", 2)
    for n in range(5):
        customer(known, f"M{n}", f"赵{n}", phone=f"1390000{n}5678")
    with known["manager_a1"].acting() as actor:
        page = queries.customer_list(actor=actor, query="5678")
        numbers = [row.number for row in page.page.rows]
        while page.page.next:
            page = queries.customer_list(actor=actor, query="5678", cursor=page.page.next)
            numbers += [row.number for row in page.page.rows]
    assert sorted(numbers) == ["K-100 200", "M0", "M1", "M2", "M3", "M4"]


def test_similar_names_are_no_answer_where_one_is_called_so(known: Cast) -> None:
    customer(known, "K301", "Petr Novotny")
    assert [one for one, *_ in found(known, "petr nov")] == ["K300", "K301"]
    assert found(known, "petr novo") == [("K301", "text", "")]


def test_what_is_typed_and_what_is_kept_have_one_spelling() -> None:
    assert asked("  Ａｃｍｅ　 Ltd ") == "acme ltd"
    assert asked("曾 国　华") == "曾国华"
    assert sort_key("Ｚｅｎｇ　国") == "zeng guo"
    assert search_text("曾 国华", "Ａ 1").splitlines()[:3] == ["曾国华", "a 1", "a1"]


class TestSearch:
    """The page and the box."""

    def test_hits_are_grouped_with_the_reason(self, known: Cast) -> None:
        box = known["manager_a1"].client.get(
            "/search", {"q": "9876"}, headers={"HX-Request": "true", "accept-language": "en"}
        )
        text = box.content.decode()
        assert "恒信机械有限公司" in text
        assert "telephone: 诸葛孔明 采购" in text
        assert "K900" not in text
        page = (
            known["manager_a1"]
            .client.get("/search", {"q": "恒信"}, headers={"accept-language": "en"})
            .content.decode()
        )
        assert "<h2>Customers</h2>" in page

    def test_people_and_screens_are_found_by_who_may_open_them(self, cast: Cast) -> None:
        head = (
            cast["branch_head_a"]
            .client.get("/search", {"q": "manager_a"}, headers={"accept-language": "en"})
            .content.decode()
        )
        assert reverse("visits:person_page", args=[cast["manager_a1"].staff_id]) in head
        assert reverse("visits:person_page", args=[cast["manager_b1"].staff_id]) not in head
        colleague = cast["manager_a2"].client.get("/search", {"q": "manager_a1"}).content.decode()
        assert reverse("visits:person_page", args=[cast["manager_a1"].staff_id]) not in colleague
        screens = (
            cast["manager_a1"]
            .client.get("/search", {"q": "logs"}, headers={"accept-language": "en"})
            .content.decode()
        )
        assert f'href="{reverse("visits:my_logs")}"' in screens

    @pytest.mark.parametrize("text", ["\0", "%", "'; drop table x", "x" * 1000])
    def test_nothing_typed_breaks_it(self, cast: Cast, text: str) -> None:
        assert cast["branch_head_a"].client.get("/search", {"q": text}).status_code == 200


def test_those_called_so_come_first_then_those_by_a_contact_and_nobody_twice(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "PAGE_SIZE", 2)
    for n in range(3):
        own = customer(cast, f"S{n}", f"司马{n}")
        contact(own, "司马光")
    for n, name in enumerate(("阿里", "白云", "陈记")):
        contact(customer(cast, f"T{n}", name), "司马懿")
    pages: list[list[str]] = []
    cursor: str | None = None
    with cast["manager_a1"].acting() as actor:
        while True:
            page = queries.customer_list(actor=actor, query="司马", cursor=cursor).page
            pages.append([row.number for row in page.rows])
            if (cursor := page.next) is None:
                break
    assert pages == [["S0", "S1"], ["S2", "T0"], ["T1", "T2"]]
