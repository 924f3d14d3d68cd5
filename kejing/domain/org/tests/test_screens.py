"""The administrator's pages of the organisation."""

import sys
from typing import Any

import pytest
from django.urls import reverse

from kejing.domain.org import queries
from kejing.domain.org.models import Staff
from tests.cast import Cast

pytestmark = pytest.mark.django_db
NEW = {"number": "S900", "name": "新人", "username": "new.one", "unit": "A", "role": "account_manager"}


class TestOrganisation:
    def test_it_lists_people_with_their_posts(self, cast: Cast) -> None:
        page = cast["administrator"].client.get(reverse("org:organisation"))
        assert page.status_code == 200
        assert "market_manager_b" in page.text

    def test_people_are_found_by_a_piece_of_name_or_number(self, cast: Cast) -> None:
        page = cast["administrator"].client.get(reverse("org:organisation"), {"q": "manager_b"}).text
        assert "market_manager_b" in page
        assert "market_manager_a" not in page

    def test_they_come_by_pages(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys.modules[queries.organisation.__module__], "PAGE_SIZE", 3)
        with cast["administrator"].acting() as actor:
            first = queries.organisation(actor=actor)
            second = queries.organisation(actor=actor, cursor=first.people.next)
        assert (first.count.n, len(first.people.rows), len(second.people.rows)) == (11, 3, 3)
        assert not {seat.username for seat in first.people.rows} & {
            seat.username for seat in second.people.rows
        }

    @pytest.mark.parametrize("person", ["manager_a1", "branch_head_a", "auditor", "outsider"])
    def test_it_is_closed_to_others(self, cast: Cast, person: str) -> None:
        assert cast[person].client.get(reverse("org:organisation")).status_code == 403


class TestAddPerson:
    def add(self, cast: Cast, **changed: str) -> Any:
        return cast["administrator"].client.post(reverse("org:add_person"), {**NEW, **changed})

    def test_the_link_is_shown_once_and_opens_the_account(self, cast: Cast, client: Any) -> None:
        page = self.add(cast)
        assert page.status_code == 200
        address = page.text.split("/set-password/")[1].split("/")[0]
        assert client.get(reverse("identity:set_password", args=[address])).status_code == 200

    def test_a_taken_number_is_said_at_its_field(self, cast: Cast) -> None:
        page = self.add(cast, number="S001")
        assert page.status_code == 422
        assert "S001" in page.text
        assert not Staff.objects.filter(number="S900").exists()

    def test_a_unit_that_is_not_offered_is_refused(self, cast: Cast) -> None:
        assert self.add(cast, unit="X").status_code == 422

    def test_the_form_is_closed_to_others(self, cast: Cast) -> None:
        answer = cast["branch_head_a"].client.post(reverse("org:add_person"), NEW)
        assert answer.status_code == 403
        assert not Staff.objects.filter(number="S900").exists()
