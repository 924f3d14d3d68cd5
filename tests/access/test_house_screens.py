"""The pages of the house that no module owns: the trail, the search, first steps, the demo's door."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from kejing.domain.customers.actions import assign_customer
from kejing.foundation.kernel import trail
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.models import JournalLine
from kejing.foundation.kernel.testing import as_owner
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> None:
    settings.HOME = tmp_path


@pytest.fixture
def given(cast: Cast) -> int:
    """C0001 was given to a colleague; the number of the journal line."""
    with cast["market_manager_a"].acting() as actor:
        assign_customer(
            actor=actor,
            customer_id=cast.customers["C0001"],
            holder_id=cast["manager_a2"].holder_id or 0,
            reason="moved away",
        )
    with as_system("look"):
        return JournalLine.objects.get(action="customers.assign_customer").pk


def get(cast: Cast, person: str, address: str, language: str = "en") -> Any:
    client = cast[person].client
    client.cookies["kejing_language"] = language
    return client.get(address)


class TestJournal:
    @pytest.mark.parametrize(
        ("language", "word", "done"),
        [("en", "Trail", "Assign a customer"), ("zh-hans", "留痕", "分配客户")],
    )
    def test_the_auditor_reads_who_did_what(
        self, cast: Cast, given: int, language: str, word: str, done: str
    ) -> None:
        page = get(cast, "auditor", reverse("journal"), language)
        assert page.status_code == 200
        assert all(text in page.text for text in (word, done, "market_manager_a"))

    def test_what_was_denied_stands_in_it(self, cast: Cast) -> None:
        get(cast, "manager_b1", reverse("customers:customer_page", args=[cast.customers["C0001"]]))
        page = get(cast, "auditor", f"{reverse('journal')}?outcome=denied")
        assert "customers:customer_page" in page.text
        assert "manager_b1" in page.text

    @pytest.mark.parametrize(
        "query", ["after=damaged", "after=%00", "outcome=%00", "action=%00", "actor=𠮷", "outcome=x"]
    )
    def test_any_address_is_answered(self, cast: Cast, given: int, query: str) -> None:
        assert get(cast, "auditor", f"{reverse('journal')}?{query}").status_code in {200, 400, 422}


class TestJournalLine:
    def test_it_shows_each_field_before_and_after(self, cast: Cast, given: int) -> None:
        page = get(cast, "auditor", reverse("journal_line", args=[given]))
        assert page.status_code == 200
        assert all(
            text in page.text
            for text in ("moved away", "customers_customer", "holder_id", str(cast["manager_a2"].holder_id))
        )

    def test_there_is_none_of_that_number(self, cast: Cast) -> None:
        assert get(cast, "auditor", reverse("journal_line", args=[999_999_999])).status_code == 404


class TestVerifyTrail:
    def verify(self, cast: Cast) -> str:
        with as_system("seal"):
            trail.seal_all()
        page = cast["auditor"].client.post(reverse("verify_trail"), headers={"Accept-Language": "en"})
        assert page.status_code == 200
        return page.text

    def test_it_is_whole(self, cast: Cast, given: int) -> None:
        assert "The trail is whole" in self.verify(cast)

    def test_it_names_the_row_somebody_altered(self, cast: Cast, given: int) -> None:
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("update customers_customer set name = 'altered' where number = 'C0002'")
        said = self.verify(cast)
        assert "not whole" in said
        assert f"customers_customer {cast.customers['C0002']}" in said

    def test_it_is_closed_to_others(self, cast: Cast) -> None:
        assert cast["branch_head_a"].client.post(reverse("verify_trail")).status_code == 403


class TestSearch:
    def test_it_finds_one_s_own(self, cast: Cast) -> None:
        page = get(cast, "manager_a1", f"{reverse('search')}?q=曾国")
        assert "C0001" in page.text
        assert "C0006" not in page.text

    @pytest.mark.parametrize(
        "query", ["", "q=", "q=%00", "q=%25%25", "q=" + "a" * 5_000, "q=\u202e曾", "q='or 1=1"]
    )
    def test_any_text_is_answered(self, cast: Cast, query: str) -> None:
        assert get(cast, "manager_a1", f"{reverse('search')}?{query}").status_code == 200


class TestFirstSteps:
    def test_an_administrator_sees_what_is_lacking(self, cast: Cast) -> None:
        response = get(cast, "administrator", reverse("first_steps"))
        assert response.status_code == 200
        page = response.content.decode()
        assert 'href="/imports/new/?what=customers.customer"' in page
        assert 'href="/segments/"' in page

    def test_it_is_closed_to_others(self, cast: Cast) -> None:
        assert get(cast, "manager_a1", reverse("first_steps")).status_code == 403


class TestCast:
    def test_anybody_may_choose_whom_to_be(self, cast: Cast) -> None:
        assert Client().get(reverse("demo:cast")).status_code == 200

    def test_one_click_signs_in(self, cast: Cast) -> None:
        client = Client()
        assert client.post(reverse("demo:sign_in_as", args=["auditor"])).status_code == 302
        assert client.get(reverse("journal")).status_code == 200

    def test_nobody_is_made_up(self, cast: Cast) -> None:
        assert Client().post(reverse("demo:sign_in_as", args=["nobody-at-all"])).status_code == 404

    def test_a_link_alone_signs_nobody_in(self, cast: Cast) -> None:
        assert Client().get(reverse("demo:sign_in_as", args=["auditor"])).status_code == 405


class TestFilling:
    def test_anybody_may_see_how_far_it_is(self, db: None) -> None:
        assert Client().get(reverse("demo:filling")).status_code == 200
