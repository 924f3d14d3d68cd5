"""Every page: as whom it opens, what it says, what it costs."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kejing.domain.meetings.models import AgreedAction, Contribution, Kind, Meeting
from kejing.domain.meetings.tests.factories import (
    LEADER,
    agreed,
    brought,
    called,
    held,
    signed,
    staff_of,
    version_of,
    with_kinds,
    written,
)
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_system
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db
MOST_QUERIES = 22


@pytest.fixture(autouse=True)
def morning(cast: Cast) -> Iterator[None]:
    with_kinds()
    with clock.frozen(clock.at(TODAY, 9)):
        yield


def text(response: Any) -> str:
    return str(response.content.decode())


def queries_of(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as counted:
        assert client.get(address).status_code == 200
    return len(counted)


class TestHoldShort:
    def test_everybody_is_ticked_two_points_and_done(self, cast: Cast) -> None:
        client = cast[LEADER].client
        page = text(client.get("/meetings/now/daily/"))
        ticked = re.findall(r'name="(presence_\d+)" value="present"[^>]*checked', page)
        assert len(ticked) == 3
        answer = client.post(
            "/meetings/now/daily/",
            {
                **dict.fromkeys(ticked, "present"),
                "text_1": "nine visits",
                "text_2": "three renewals",
                "idempotency_key": "k",
            },
        )
        with as_system("look"):
            meeting = Meeting.objects.get()
        assert answer.status_code == 302
        assert answer["location"] == f"/meetings/{meeting.pk}/"
        assert client.get("/meetings/now/daily/")["location"] == f"/meetings/{meeting.pk}/"
        shown = text(client.get(f"/meetings/{meeting.pk}/"))
        assert "nine visits" in shown
        assert "3 / 3" in shown

    def test_an_excuse_without_reason_stays_on_the_page(self, cast: Cast) -> None:
        pk = staff_of(cast, "manager_a1")
        ticks = {f"presence_{staff_of(cast, p)}": "present" for p in (LEADER, "manager_a2")}
        answer = cast[LEADER].client.post(
            "/meetings/now/daily/",
            {**ticks, f"presence_{pk}": "excused", "text_1": "said"},
            headers={"accept-language": "en"},
        )
        assert answer.status_code == 422
        assert "Say why manager_a1 is excused." in text(answer)
        with as_system("look"):
            assert not Meeting.objects.exists()


class TestMeetingList:
    @pytest.mark.requirement(
        "A4.55", shows="the monthly meeting is due on time: late and missed ones stand above it"
    )
    def test_what_is_due_and_missed_is_seen_upward(self, cast: Cast) -> None:
        with as_system("test"):
            Kind.objects.update(since=date(1997, 12, 1))
        for person in (LEADER, "branch_head_a", "auditor"):
            page = text(cast[person].client.get("/meetings/", headers={"accept-language": "en"}))
            assert "not held" in page
            assert "Monthly meeting" in page
        assert "Due and missed" not in text(
            cast["manager_a1"].client.get("/meetings/", headers={"accept-language": "en"})
        )

    @pytest.mark.requirement("A4.55", shows="a monthly meeting held on time has its minutes in the archive")
    def test_a_monthly_meeting_on_time_with_minutes(self, cast: Cast) -> None:
        meeting = held(cast, "monthly")
        page = text(
            cast["branch_head_a"].client.get(f"/meetings/{meeting}/", headers={"accept-language": "en"})
        )
        assert "SHA-256" in page
        assert "led by market_manager_a" in page
        api = cast["branch_head_a"].client.get("/meetings/", headers={"accept-language": "en"})
        assert (
            "late"
            not in re.sub(r"(?s)<section.*?h-due.*?</section>", "", text(api)).split("<table")[1].lower()
        )

    def test_mine_and_all(self, cast: Cast) -> None:
        held(cast)
        assert "branch_head" not in text(cast["manager_a1"].client.get("/meetings/"))
        own = text(
            cast["branch_head_a"].client.get("/meetings/?show=mine", headers={"accept-language": "en"})
        )
        assert "No meetings yet" in own
        assert "Weekly meeting" in text(
            cast["branch_head_a"].client.get("/meetings/", headers={"accept-language": "en"})
        )
        assert "Weekly meeting" not in text(
            cast["manager_b1"].client.get("/meetings/", headers={"accept-language": "en"})
        )

    def test_costs_the_same_with_ten_and_with_twenty(self, cast: Cast) -> None:
        client = cast["branch_head_a"].client
        for kind in ("weekly", "training"):
            called(cast, kind)
        few = queries_of(client, "/meetings/")
        for day in range(16, 31):
            called(cast, "special", date(1998, 1, day))
        assert queries_of(client, "/meetings/") == few <= MOST_QUERIES

    def test_why_it_is_late(self, cast: Cast) -> None:
        address = reverse("meetings:explain_due", args=["weekly", cast.units["A"].pk, date(1998, 1, 12)])
        page = text(cast["branch_head_a"].client.get(address, headers={"accept-language": "en"}))
        assert "overdue" in page
        assert "1998-01-12" in page
        assert cast["branch_head_b"].client.get(address).status_code == 404


class TestMeetingPage:
    def test_from_calling_to_signing(self, cast: Cast) -> None:
        client = cast[LEADER].client
        answer = client.post(
            reverse("meetings:call_meeting"), {"kind": "weekly", "day": "1998-01-15", "place": "room 2"}
        )
        with as_system("look"):
            meeting = Meeting.objects.get()
        assert answer["location"] == f"/meetings/{meeting.pk}/"
        at = f"/meetings/{meeting.pk}/"
        ticks = {f"presence_{staff_of(cast, p)}": "late" for p in (LEADER, "manager_a1", "manager_a2")}
        assert client.post(reverse("meetings:take_attendance", args=[meeting.pk]), ticks).status_code == 302
        minutes = {"text_1": "figures read", "decisions": "visit the fair", "minutes": 50, "version": 1}
        assert client.post(reverse("meetings:write_minutes", args=[meeting.pk]), minutes).status_code == 302
        due = {"text": "call them", "owner_id": staff_of(cast, "manager_a1"), "due_on": "1998-01-20"}
        assert client.post(reverse("meetings:agree_action", args=[meeting.pk]), due).status_code == 302
        assert client.post(reverse("meetings:sign_off", args=[meeting.pk]), {"version": 1}).status_code == 409
        assert (
            client.post(
                reverse("meetings:sign_off", args=[meeting.pk]), {"version": version_of(meeting.pk)}
            ).status_code
            == 302
        )
        supplement = {"text": "in May", "reason": "came later"}
        assert (
            client.post(reverse("meetings:add_supplement", args=[meeting.pk]), supplement).status_code == 302
        )
        for person in ("manager_a1", "branch_head_a", LEADER):
            for page in (at, reverse("meetings:print_minutes", args=[meeting.pk])):
                shown = text(cast[person].client.get(page))
                assert all(
                    word in shown
                    for word in ("figures read", "visit the fair", "call them", "in May", "room 2")
                )
        assert cast["manager_b1"].client.get(at).status_code == 404

    def test_a_refusal_to_sign_says_what_is_missing(self, cast: Cast) -> None:
        meeting = called(cast)
        answer = cast[LEADER].client.post(
            reverse("meetings:sign_off", args=[meeting]), {"version": 1}, headers={"accept-language": "en"}
        )
        assert answer.status_code == 422
        assert "Tick first who was there." in text(answer)

    def test_costs_the_same_with_little_and_much(self, cast: Cast) -> None:
        meeting = called(cast, "exchange")
        client = cast[LEADER].client
        brought(cast, meeting, kind="customer", customer_id=cast.customers["C0001"])
        agreed(cast, meeting)
        few = queries_of(client, f"/meetings/{meeting}/")
        for n in range(10):
            brought(
                cast,
                meeting,
                "manager_a2",
                kind="customer",
                customer_id=cast.customers["C0004"],
                text=f"t{n}",
            )
            agreed(cast, meeting, text=f"a{n}")
        assert queries_of(client, f"/meetings/{meeting}/") == few <= MOST_QUERIES

    def test_cancelled_with_the_reason(self, cast: Cast) -> None:
        meeting = called(cast)
        client = cast[LEADER].client
        assert (
            client.post(
                reverse("meetings:cancel_meeting", args=[meeting]), {"reason": "typhoon", "version": 1}
            ).status_code
            == 302
        )
        assert "typhoon" in text(client.get(f"/meetings/{meeting}/"))


class TestFigures:
    def test_they_draw_themselves_up_and_are_frozen(self, cast: Cast) -> None:
        meeting = called(cast)
        client = cast[LEADER].client
        live = text(
            client.get(reverse("meetings:figures_page", args=[meeting]), headers={"accept-language": "en"})
        )
        assert all(
            word in live
            for word in ("Visits and logs", "Promises and risks", "Service standards", "manager_a2")
        )
        assert "as they stood" not in live
        written(cast, meeting)
        signed(cast, meeting)
        frozen = text(
            client.get(reverse("meetings:figures_page", args=[meeting]), headers={"accept-language": "en"})
        )
        assert "as they stood when the minutes were signed" in frozen
        assert (
            cast["manager_a1"].client.get(reverse("meetings:figures_page", args=[meeting])).status_code == 403
        )


class TestContributions:
    def test_brought_and_commented(self, cast: Cast) -> None:
        meeting = called(cast, "exchange")
        insight = {"kind": "insight", "text": "ask before you offer", "share": "all"}
        answer = cast["manager_a1"].client.post(reverse("meetings:add_contribution", args=[meeting]), insight)
        assert answer.status_code == 302
        with as_system("look"):
            row = Contribution.objects.get()
        client = cast[LEADER].client
        assert "ask before you offer" in text(
            client.get(reverse("meetings:comment_contribution", args=[row.pk]))
        )
        commented = {"comment": "worth copying", "version": 1}
        assert (
            client.post(reverse("meetings:comment_contribution", args=[row.pk]), commented).status_code == 302
        )
        assert "worth copying" in text(cast["manager_a2"].client.get(f"/meetings/{meeting}/"))


class TestActions:
    def test_on_my_day_and_settled(self, cast: Cast) -> None:
        action = agreed(cast, called(cast))
        client = cast["manager_a1"].client
        panel = text(client.get("/ui/panels/my_day.main/meetings/0/"))
        assert "call the three overdue customers" in panel
        assert "call the three overdue customers" in text(client.get(reverse("meetings:action_list")))
        assert client.get(reverse("meetings:settle_action", args=[action])).status_code == 200
        settled = {"state": "done", "note": "two renewed", "version": 1}
        assert client.post(reverse("meetings:settle_action", args=[action]), settled).status_code == 302
        with as_system("look"):
            assert AgreedAction.objects.get().state == "done"
        assert "call the three" not in text(client.get(reverse("meetings:action_list")))

    def test_due_meetings_on_the_team_board(self, cast: Cast) -> None:
        panel = text(
            cast[LEADER].client.get("/ui/panels/team.main/meetings/0/", headers={"accept-language": "en"})
        )
        assert "Weekly meeting" in panel
        assert "overdue" in panel
