"""The pages of leave."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from kejing.domain.org.queries import absence_calendar
from kejing.domain.org.tests.factories import leave_kinds
from kejing.domain.org.tests.test_leave import FIRST, entered, wanted
from kejing.foundation.kernel import clock
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _kinds(cast: Cast) -> None:
    leave_kinds()


class TestScreens:
    def test_asked_and_decided_by_forms(self, cast: Cast) -> None:
        client, boss = cast["manager_a1"].client, cast["market_manager_a"].client
        answer = client.post(
            reverse("org:ask_absence"), {**wanted(), "deputy_id": cast["manager_a2"].holder_id}
        )
        assert answer.status_code == 302
        address = answer["Location"]
        pk = int(address.rstrip("/").rpartition("/")[2])
        assert address == reverse("org:absence_page", args=[pk])
        assert address in boss.get(reverse("org:absence_queue")).text
        decide = boss.get(reverse("org:decide_absence", args=[pk]))
        assert "manager_a2" in decide.text
        done = boss.post(
            reverse("org:decide_absence", args=[pk]),
            {"approve": "yes", "version": 1, "deputy_id": cast["manager_a2"].holder_id},
        )
        assert done.status_code == 302
        assert client.get(reverse("org:absence_list")).text.count("/organisation/absences/") >= 2
        with clock.frozen(clock.at(FIRST + timedelta(days=1), 9)):
            assert client.get(reverse("org:end_absence", args=[pk])).status_code == 200
            back = client.post(
                reverse("org:end_absence", args=[pk]), {"back_on": FIRST + timedelta(days=1), "version": 2}
            )
        assert back.status_code == 302

    def test_a_refusal_stands_at_its_field(self, cast: Cast) -> None:
        given = {**wanted(person_id=cast["manager_b1"].holder_id)}
        page = cast["market_manager_a"].client.post(
            reverse("org:enter_absence"), given, headers={"accept-language": "en"}
        )
        assert page.status_code == 422
        assert "people in your own scope only" in page.text

    @pytest.mark.parametrize("n", [1, 10])
    def test_the_calendar_costs_the_same(
        self, cast: Cast, n: int, django_assert_max_num_queries: Any
    ) -> None:
        for i in range(n):
            entered(
                cast,
                "manager_a1",
                first=date(1998, 1, 1) + timedelta(days=2 * i),
                last=date(1998, 1, 1) + timedelta(days=2 * i),
            )
        assert (
            cast["market_manager_a"]
            .client.get(reverse("org:absence_calendar") + "?month=1998-01")
            .status_code
            == 200
        )
        with cast["market_manager_a"].acting() as actor, django_assert_max_num_queries(5):
            assert len(absence_calendar(actor=actor).rows) == n
