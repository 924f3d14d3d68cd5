"""Every change: what it does, what it refuses."""

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from kejing.domain.customers.models import Customer
from kejing.domain.meetings import access, actions, queries
from kejing.domain.meetings.models import AgreedAction, Archive, Attendance, FrozenFigures, Meeting, Point
from kejing.domain.meetings.rules import digest
from kejing.domain.meetings.tests.factories import (
    LEADER,
    agreed,
    brought,
    called,
    held,
    signed,
    staff_of,
    ticks,
    version_of,
    with_kinds,
    working,
    written,
)
from kejing.domain.meetings.vocabulary import MeetingRefusal, Presence
from kejing.domain.org.models import Cover
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import Forbidden, NotVisible, Refused, Stale
from kejing.foundation.kernel.testing import as_owner
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db
YESTERDAY = date(1998, 1, 14)


@pytest.fixture(autouse=True)
def kinds(cast: Cast) -> None:
    with_kinds()


def code_of(caught: pytest.ExceptionInfo[Refused]) -> str:
    return caught.value.code


class TestShort:
    @pytest.mark.requirement(
        "A4.52", shows="the daily meeting is recorded on one page with time, present and points"
    )
    def test_time_present_and_points_in_one_action(self, cast: Cast) -> None:
        away = ticks(cast, manager_a2=("excused", "on leave"))
        with working(cast, LEADER) as actor:
            meeting = actions.hold_short(
                actor=actor,
                kind="daily",
                attendance=away,
                texts=["nine visits held", "three renewals"],
                idempotency_key="k",
            )
            assert meeting == actions.hold_short(
                actor=actor,
                kind="daily",
                attendance=away,
                texts=["nine visits held", "three renewals"],
                idempotency_key="k",
            )
            page = queries.meeting_page(actor=actor, meeting_id=meeting)
        assert [point.text for point in page.points] == ["nine visits held", "three renewals"]
        assert (page.meeting.came, page.meeting.called, page.meeting.minutes) == (2, 3, 10)
        assert page.meeting.state == "signed"
        assert page.meeting.days_late == 0
        [archive] = page.archives
        assert len(archive.sha256) == 64
        with working(cast, "manager_a1", hour=18) as actor:
            [line] = queries.meetings_of_day(actor=actor, staff_id=staff_of(cast, "manager_a1"), day=TODAY)
        assert (line.meeting_id, line.minutes) == (meeting, 10)
        with working(cast, "manager_a2", hour=18) as actor:
            assert (
                queries.meetings_of_day(actor=actor, staff_id=staff_of(cast, "manager_a2"), day=TODAY) == ()
            )

    def test_refused(self, cast: Cast) -> None:
        def refused(person: str = LEADER, **said: Any) -> str:
            usual = {"kind": "daily", "attendance": ticks(cast), "texts": ["said"]}
            with working(cast, person) as actor, pytest.raises(Refused) as caught:
                actions.hold_short(actor=actor, **{**usual, **said})
            return code_of(caught)

        assert refused(kind="weekly") == MeetingRefusal.NOT_A_SHORT_ONE
        assert refused(kind="x") == MeetingRefusal.UNKNOWN_KIND
        assert refused(texts=["", ""]) == MeetingRefusal.NOTHING_SAID
        assert refused(attendance=[]) == MeetingRefusal.ATTENDANCE_MISSING
        nobody = dict.fromkeys((LEADER, "manager_a1", "manager_a2"), ("absent", ""))
        assert refused(attendance=ticks(cast, **nobody)) == MeetingRefusal.NOBODY_CAME
        assert refused(attendance=ticks(cast, manager_a1=("excused", " "))) == MeetingRefusal.REASON_MISSING
        assert refused("branch_head_a") == MeetingRefusal.LEADS_NOT
        with as_system("look"):
            assert not Meeting.objects.exists()
        with working(cast, LEADER) as actor:
            actions.hold_short(actor=actor, kind="daily", attendance=ticks(cast), texts=["said"])
        assert refused() == MeetingRefusal.TWICE
        with working(cast, "manager_a1") as actor, pytest.raises(Forbidden):
            actions.hold_short(actor=actor, kind="daily", attendance=ticks(cast), texts=["said"])


class TestCall:
    def test_the_agenda_and_the_list_are_there(self, cast: Cast) -> None:
        meeting = called(cast, topics="  stock\n\nthe fair ")
        with as_system("look"):
            titles = list(
                Point.objects.filter(meeting=meeting).order_by("seq").values_list("title_en", flat=True)
            )
            assert titles[0] == "Last week's tasks and figures"
            assert titles[5:] == ["stock", "the fair"]
            assert Attendance.objects.filter(meeting=meeting, presence=Presence.CALLED).count() == 3
            assert Meeting.objects.get(pk=meeting).due_on == date(1998, 1, 12)

    def test_a_deputy_is_called_and_whom_she_covers_is_excused(self, cast: Cast) -> None:
        with as_owner():
            Cover.objects.create(
                covered_id=cast["manager_a2"].appointment_id or 0, deputy_id=cast["manager_b1"].appointment_id or 0,
                valid_from=YESTERDAY, valid_to=date(1998, 1, 20),
            )  # fmt: skip
        meeting = called(cast)
        with working(cast, LEADER) as actor:
            _page, people = queries.ticking(actor=actor, meeting_id=meeting)
        found = {one.name: (one.presence, bool(one.reason)) for one in people}
        assert found["manager_a2"] == (Presence.EXCUSED, True)
        assert found["manager_b1"] == (Presence.PRESENT, False)
        with working(cast, "manager_b1") as actor:
            assert queries.meeting_page(actor=actor, meeting_id=meeting).meeting.called == 4

    def test_refused(self, cast: Cast) -> None:
        called(cast)
        with working(cast, LEADER) as actor:
            for kind, day, code in (
                ("weekly", TODAY, MeetingRefusal.TWICE),
                ("weekly", date(1997, 11, 3), MeetingRefusal.TOO_LONG_AGO),
            ):
                with pytest.raises(Refused) as caught:
                    actions.call_meeting(actor=actor, kind=kind, day=day)
                assert code_of(caught) == code
        with working(cast, "manager_a1") as actor, pytest.raises(Forbidden):
            actions.call_meeting(actor=actor, kind="weekly", day=TODAY)

    def test_cancelled_for_a_reason_and_called_again(self, cast: Cast) -> None:
        meeting = called(cast)
        with working(cast, LEADER) as actor:
            actions.cancel_meeting(actor=actor, meeting_id=meeting, version=1, reason="typhoon")
            with pytest.raises(Refused):
                actions.cancel_meeting(actor=actor, meeting_id=meeting, version=2, reason="again")
        assert called(cast) != meeting


class TestMinutes:
    @pytest.mark.requirement(
        "A4.53", shows="the weekly meeting follows a fixed agenda and its minutes are archived"
    )
    def test_signed_minutes_are_archived_with_their_hash_and_stand(self, cast: Cast) -> None:
        meeting = called(cast)
        written(cast, meeting, decisions="visit the fair\ncall the overdue", minutes=55)
        signed(cast, meeting)
        with as_system("look"):
            archive, figures = Archive.objects.get(), FrozenFigures.objects.get()
        assert archive.sha256 == digest(archive.body)
        assert archive.body["figures"] == figures.sha256 == digest(figures.body)
        assert archive.body["decisions"] == ["visit the fair", "call the overdue"]
        assert archive.body["points"][0]["title_en"] == "Last week's tasks and figures"
        assert next(section["title"] for section in figures.body["sections"])
        with working(cast, LEADER) as actor:
            for act in (actions.take_attendance, actions.write_minutes, actions.sign_off):
                more: dict[str, Any] = (
                    {"attendance": ticks(cast)}
                    if act is actions.take_attendance
                    else {"version": 9, **({"texts": {}} if act is actions.write_minutes else {})}
                )
                with pytest.raises(Refused) as caught:
                    act(actor=actor, meeting_id=meeting, **more)
                assert code_of(caught) == MeetingRefusal.IS_SIGNED

    def test_the_database_keeps_them_too(self, cast: Cast) -> None:
        meeting = held(cast)
        for statement in (
            "update meetings_point set text = 'x' where meeting_id = %s",
            "delete from meetings_attendance where meeting_id = %s",
            "update meetings_meeting set decisions = 'x' where id = %s",
            "update meetings_archive set body = '{}' where meeting_id = %s",
        ):
            with working(cast, LEADER), pytest.raises(DatabaseError), transaction.atomic():
                connection.cursor().execute(statement, [meeting])

    def test_a_supplement_is_marked_and_chained(self, cast: Cast) -> None:
        meeting = called(cast)
        with working(cast, LEADER) as actor:
            with pytest.raises(Refused) as caught:
                actions.add_supplement(actor=actor, meeting_id=meeting, text="x", reason="y")
            assert code_of(caught) == MeetingRefusal.NOT_SIGNED
        written(cast, meeting)
        signed(cast, meeting)
        with working(cast, LEADER) as actor:
            actions.add_supplement(
                actor=actor, meeting_id=meeting, text="the fair is in May", reason="date came later"
            )
        with as_system("look"):
            first, second = Archive.objects.order_by("seq")
        assert second.body == {
            "text": "the fair is in May",
            "reason": "date came later",
            "previous": first.sha256,
        }

    def test_refused_before_it_is_complete(self, cast: Cast) -> None:
        meeting = called(cast)
        ahead = called(cast, day=date(1998, 1, 20))

        def refused(which: int = meeting) -> str:
            with working(cast, LEADER) as actor, pytest.raises(Refused) as caught:
                actions.sign_off(actor=actor, meeting_id=which, version=version_of(which))
            return code_of(caught)

        assert refused(ahead) == MeetingRefusal.NOT_YET
        assert refused() == MeetingRefusal.ATTENDANCE_MISSING
        written(cast, meeting, texts={})
        assert refused() == MeetingRefusal.NOTHING_SAID
        with working(cast, LEADER) as actor, pytest.raises(Stale):
            actions.write_minutes(
                actor=actor, meeting_id=meeting, version=0, texts={1: "x"}, decisions="mine"
            )
        with working(cast, "manager_a1") as actor, pytest.raises(Forbidden):
            actions.write_minutes(actor=actor, meeting_id=meeting, version=2, texts={1: "x"})
        with working(cast, "market_manager_b") as actor, pytest.raises(NotVisible):
            actions.take_attendance(actor=actor, meeting_id=meeting, attendance=[])


class TestExchange:
    @pytest.mark.requirement(
        "A2.57", shows="an exchange meeting: insights, key-customer information, a comment on each, minutes"
    )
    def test_each_contribution_gets_a_comment_before_the_minutes_are_signed(self, cast: Cast) -> None:
        meeting = called(cast, "exchange")
        insight = brought(cast, meeting)
        known = brought(
            cast,
            meeting,
            kind="customer",
            customer_id=cast.customers["C0001"],
            text="opens a second shop",
            share="unit",
        )
        written(cast, meeting)
        with working(cast, LEADER) as actor:
            with pytest.raises(Refused) as caught:
                actions.sign_off(actor=actor, meeting_id=meeting, version=version_of(meeting))
            assert code_of(caught) == MeetingRefusal.COMMENT_MISSING
            for pk in (insight, known):
                actions.comment_contribution(
                    actor=actor, contribution_id=pk, version=1, comment="worth copying"
                )
            with pytest.raises(Stale):
                actions.comment_contribution(actor=actor, contribution_id=known, version=1, comment="other")
        signed(cast, meeting)
        with working(cast, "manager_a2") as actor:
            page = queries.meeting_page(actor=actor, meeting_id=meeting)
        assert [(row.text, row.comment) for row in page.contributions] == [
            ("ask before you offer", "worth copying"), ("opens a second shop", "worth copying")
        ]  # fmt: skip
        assert [row.customer for row in page.contributions] == ["", ""]

    def test_share_levels_and_a_confidential_customer(self, cast: Cast) -> None:
        """Item U25: owner, unit, all; of a confidential customer nothing for who may not see her."""
        meeting = called(cast, "exchange")
        for share in ("owner", "unit", "all"):
            brought(
                cast, meeting, kind="customer", customer_id=cast.customers["C0001"], share=share, text=share
            )

        def read(person: str) -> list[str]:
            with working(cast, person) as actor:
                rows = list(access.visible_contributions(actor).order_by("id").values_list("text", flat=True))
                with connection.cursor() as cursor:
                    cursor.execute("select text from meetings_contribution order by id")
                    assert [row[0] for row in cursor.fetchall()] == rows, "the wall says the same"
            return rows

        everything = ["owner", "unit", "all"]
        assert read("manager_a1") == read(LEADER) == everything
        assert read("manager_a2") == ["unit", "all"]
        assert read("auditor") == ["all"]
        assert read("market_manager_b") == []
        with as_owner():
            Customer.objects.filter(pk=cast.customers["C0001"]).update(confidential=True)
        assert read("manager_a1") == everything
        assert read("manager_a2") == []
        assert read(LEADER) == []
        assert read("branch_head_a") == ["unit", "all"]

    def test_refused(self, cast: Cast) -> None:
        exchange, weekly = called(cast, "exchange"), called(cast)

        def refused(person: str, meeting: int, **said: Any) -> str:
            usual = {"kind": "insight", "text": "x"}
            with working(cast, person) as actor, pytest.raises(Refused) as caught:
                actions.add_contribution(actor=actor, meeting_id=meeting, **{**usual, **said})
            return code_of(caught)

        assert refused("manager_a1", weekly) == MeetingRefusal.NO_CONTRIBUTIONS
        assert refused("manager_a1", exchange, kind="customer") == MeetingRefusal.CUSTOMER_MISSING
        assert refused("branch_head_a", exchange) == MeetingRefusal.NOT_CALLED
        with working(cast, "manager_a1") as actor, pytest.raises(NotVisible):
            actions.add_contribution(
                actor=actor,
                meeting_id=exchange,
                kind="customer",
                text="x",
                customer_id=cast.customers["C0006"],
            )
        own = brought(cast, exchange, LEADER)
        with working(cast, LEADER) as actor, pytest.raises(Refused) as caught:
            actions.comment_contribution(actor=actor, contribution_id=own, version=1, comment="well said")
        assert code_of(caught) == MeetingRefusal.OWN_CONTRIBUTION


class TestActions:
    def test_an_action_returns_until_it_is_settled(self, cast: Cast) -> None:
        last_week = called(cast, day=date(1998, 1, 8))
        done = agreed(cast, last_week, day=date(1998, 1, 8))
        dropped = agreed(cast, last_week, "manager_a2", day=date(1998, 1, 8), text="rent a stand")
        other_series = called(cast, "monthly", date(1998, 1, 8))
        agreed(cast, other_series, day=date(1998, 1, 8))
        this_week = called(cast)
        with working(cast, LEADER) as actor:
            page = queries.meeting_page(actor=actor, meeting_id=this_week)
            assert [row.id for row in page.carried] == [done, dropped]
            with pytest.raises(Refused) as caught:
                actions.settle_action(actor=actor, agreed_action_id=dropped, version=1, state="dropped")
            assert code_of(caught) == MeetingRefusal.WHY_DROPPED
            actions.settle_action(
                actor=actor, agreed_action_id=dropped, version=1, state="dropped", note="no stands left"
            )
        with working(cast, "manager_a1") as actor:
            assert next(row.id for row in queries.my_meetings(actor=actor).actions) == done
            actions.settle_action(
                actor=actor, agreed_action_id=done, version=1, state="done", note="two renewed"
            )
            with pytest.raises(Refused):
                actions.settle_action(actor=actor, agreed_action_id=done, version=2, state="done")
        with working(cast, LEADER) as actor:
            assert queries.meeting_page(actor=actor, meeting_id=this_week).carried == ()
        with as_system("look"):
            assert AgreedAction.objects.get(pk=done).settled_on == TODAY

    def test_refused(self, cast: Cast) -> None:
        meeting = called(cast)
        with working(cast, LEADER) as actor:
            for owner, due, code in (
                ("manager_b1", TODAY, MeetingRefusal.NOT_ON_THE_LIST),
                ("manager_a1", YESTERDAY, MeetingRefusal.DUE_IN_THE_PAST),
            ):
                with pytest.raises(Refused) as caught:
                    actions.agree_action(
                        actor=actor, meeting_id=meeting, text="x", owner_id=staff_of(cast, owner), due_on=due
                    )
                assert code_of(caught) == code
        mine = agreed(cast, meeting)
        with working(cast, "manager_a2") as actor, pytest.raises(access.NotYours):
            actions.settle_action(actor=actor, agreed_action_id=mine, version=1, state="done")
        with working(cast, "manager_b1") as actor, pytest.raises(NotVisible):
            actions.settle_action(actor=actor, agreed_action_id=mine, version=1, state="done")
