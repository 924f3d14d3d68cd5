"""The action decorator: who may, once means once, stale edits, one journal line with the rows it changed."""

from datetime import date

import pytest
from django.db import connection

from kejing.foundation.kernel import clock, events, gates
from kejing.foundation.kernel.actions import action, registry
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import Difference, Forbidden, KernelRefusal, Refused, Repeated, Stale
from kejing.foundation.kernel.models import CalendarDay, Idempotency, JournalLine, RowChange
from kejing.foundation.kernel.tests.samples import (
    DAY,
    change_day,
    changes,
    journal,
    refuse_day,
    set_day,
    set_two_days,
)
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def nothing_happened(before: tuple[int, int, int]) -> bool:
    return counts() == before


def counts() -> tuple[int, int, int]:
    with as_system("count"):
        return CalendarDay.objects.count(), JournalLine.objects.count(), RowChange.objects.count()


class TestPermission:
    def test_a_person_with_the_right_acts(self, cast: Cast) -> None:
        with cast["administrator"].acting() as actor:
            day_id = set_day(actor=actor)
            assert CalendarDay.objects.get(pk=day_id).day == DAY

    def test_a_person_without_it_is_refused_and_nothing_happens(self, cast: Cast) -> None:
        before = counts()
        with cast["manager_a1"].acting() as actor, pytest.raises(Forbidden) as refused:
            set_day(actor=actor)
        assert refused.value.status == 403
        assert nothing_happened(before)

    def test_another_actor_than_the_open_contexts_is_refused(self, cast: Cast) -> None:
        with cast["administrator"].acting() as administrator:
            pass
        with cast["manager_a1"].acting(), pytest.raises(RuntimeError, match="context"):
            set_day(actor=administrator)

    def test_a_borrowed_right_is_refused(self, cast: Cast) -> None:
        """An actor made by hand, with more rights than the context's."""
        with cast["manager_a1"].acting() as actor:
            forged = Actor(
                user_id=actor.user_id, name=actor.name, role=actor.role, permissions=frozenset({"org.manage"})
            )
            with pytest.raises(RuntimeError, match="context"):
                set_day(actor=forged)

    def test_without_an_actor_it_is_no_action(self, cast: Cast) -> None:
        with cast["administrator"].acting(), pytest.raises(TypeError, match="actor"):
            set_day(actor=None)

    def test_an_undeclared_permission_is_a_programmers_error(self, cast: Cast) -> None:
        @action("samples.typo", permission="org.mannage", subject="day")
        def typo(*, actor: Actor) -> None: ...

        del registry["samples.typo"]
        with cast["administrator"].acting() as actor, pytest.raises(LookupError, match=r"org\.mannage"):
            typo(actor=actor)


class TestOnce:
    def test_pressing_twice_has_one_effect_and_one_answer(self, cast: Cast) -> None:
        with cast["administrator"].acting() as actor:
            first = set_day(actor=actor, idempotency_key="k1")
            before = counts()
            assert set_day(actor=actor, idempotency_key="k1") == first
            assert nothing_happened(before)

    def test_the_same_key_with_other_content_is_refused(self, cast: Cast) -> None:
        with cast["administrator"].acting() as actor:
            set_day(actor=actor, idempotency_key="k1")
            before = counts()
            with pytest.raises(Repeated) as refused:
                set_day(actor=actor, works=False, idempotency_key="k1")
            assert refused.value.status == 409
            assert nothing_happened(before)

    def test_private_content_counts_as_content(self, cast: Cast) -> None:
        with cast["administrator"].acting() as actor:
            set_day(actor=actor, note="a", idempotency_key="k1")
            with pytest.raises(Repeated):
                set_day(actor=actor, note="b", idempotency_key="k1")

    def test_another_persons_key_and_another_actions_key_are_theirs(self, cast: Cast) -> None:
        with cast["administrator"].acting() as actor:
            set_day(actor=actor, idempotency_key="k1")
        with as_system("another"), pytest.raises(Refused):
            refuse_day(actor=current(), day=date(2026, 2, 1), idempotency_key="k1")

    def test_a_refused_press_leaves_the_key_free(self, cast: Cast) -> None:
        with cast["administrator"].acting() as actor:
            with pytest.raises(Refused):
                refuse_day(actor=actor, idempotency_key="k1")
            assert not Idempotency.objects.exists()


class TestRefusal:
    def test_nothing_is_kept_and_nothing_is_journaled(self, cast: Cast) -> None:
        before = counts()
        with cast["administrator"].acting() as actor, pytest.raises(Refused):
            refuse_day(actor=actor)
        assert nothing_happened(before)

    def test_work_done_before_it_in_the_same_request_stays(self, cast: Cast) -> None:
        with cast["administrator"].acting() as actor:
            set_day(actor=actor)
            with pytest.raises(Refused):
                refuse_day(actor=actor, day=date(2026, 2, 1))
            assert [row.day for row in CalendarDay.objects.all()] == [DAY]

    def test_its_text_names_the_day(self) -> None:
        assert str(DAY) in Refused(KernelRefusal.PERIOD_CLOSED, day=DAY).text

    def test_a_gate_stops_an_action_from_above(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        def closed(name: str, actor: Actor, arguments: object) -> None:
            raise Refused(KernelRefusal.PERIOD_CLOSED, day=DAY)

        monkeypatch.setattr(gates, "_providers", {"calendarday": [closed]})
        before = counts()
        with cast["administrator"].acting() as actor, pytest.raises(Refused):
            set_day(actor=actor)
        assert nothing_happened(before)


class TestStale:
    def test_the_second_of_two_edits_is_refused_with_what_differs(self, cast: Cast) -> None:
        with cast["administrator"].acting() as actor:
            day_id = set_day(actor=actor)
            change_day(actor=actor, calendarday_id=day_id, works=False, reason="theirs", version=1)
            with pytest.raises(Stale) as refused:
                change_day(actor=actor, calendarday_id=day_id, works=False, reason="mine", version=1)
            row = CalendarDay.objects.get(pk=day_id)
        assert refused.value.status == 409
        assert refused.value.differences == [Difference("reason", yours="mine", theirs="theirs")]
        assert (row.reason, row.version) == ("theirs", 2)

    def test_a_version_from_the_future_is_stale_as_well(self, cast: Cast) -> None:
        with cast["administrator"].acting() as actor:
            day_id = set_day(actor=actor)
            with pytest.raises(Stale):
                change_day(actor=actor, calendarday_id=day_id, works=False, reason="mine", version=7)


class TestTrace:
    def test_the_journal_says_who_what_and_on_what(self, cast: Cast) -> None:
        person = cast["administrator"]
        with person.acting() as actor:
            day_id = set_day(actor=actor, note="secret")
        with as_system("look"):
            (line,) = journal("samples.set_day")
        assert (line.user_id, line.staff_id, line.actor) == (person.user.pk, person.staff_id, "administrator")
        assert (line.subject, line.subject_id, line.outcome) == ("calendarday", day_id, "done")
        assert line.detail in ({"day": "2026-11-23"}, {})
        assert "secret" not in str(line.detail)
        assert line.business_day == date(1998, 1, 15)
        assert line.at.year >= 2026

    def test_each_row_changed_points_at_its_line_with_both_images(self, cast: Cast) -> None:
        with cast["administrator"].acting() as actor:
            day_id = set_day(actor=actor)
            change_day(actor=actor, calendarday_id=day_id, works=False, reason="moved", version=1)
        with as_system("look"):
            made, moved = changes(row_id=day_id)
            assert made.journal_id == journal("samples.set_day")[0].pk
            assert moved.journal_id == journal("samples.change_day")[0].pk
        assert (made.op, made.old, made.new["works"]) == ("I", None, True)
        assert (moved.op, moved.old["works"], moved.new["works"], moved.actor) == (
            "U",
            True,
            False,
            "administrator",
        )

    def test_an_action_inside_an_action_keeps_its_own_rows(self, cast: Cast) -> None:
        with cast["administrator"].acting() as actor:
            set_two_days(actor=actor)
        with as_system("look"):
            outer, inner = journal("samples.set_two_days")[0], journal("samples.set_day")[0]
            assert [(row.new["day"], row.journal_id) for row in changes()] == [
                ("2026-01-01", outer.pk), ("2026-01-02", inner.pk), ("2026-01-03", outer.pk),
            ]  # fmt: skip

    def test_a_row_changed_after_an_action_is_not_laid_at_its_door(self, cast: Cast) -> None:
        with cast["administrator"].acting() as actor:
            set_day(actor=actor)
            CalendarDay.objects.update(reason="by hand")
        with as_system("look"):
            assert changes(op="U")[0].journal_id is None

    @pytest.mark.parametrize("way", ["save", "update", "bulk_update", "bulk_create", "delete", "raw"])
    def test_every_way_of_writing_leaves_a_row_change(self, cast: Cast, way: str) -> None:
        with as_system("write"):
            row = CalendarDay.objects.create(day=DAY, works=True)
            before = RowChange.objects.count()
            row.works = False
            if way == "save":
                row.save()
            elif way == "update":
                CalendarDay.objects.update(works=False)
            elif way == "bulk_update":
                CalendarDay.objects.bulk_update([row], ["works"])
            elif way == "bulk_create":
                CalendarDay.objects.bulk_create([CalendarDay(day=date(2026, 5, 1), works=False)])
            elif way == "delete":
                row.delete()
            else:
                with connection.cursor() as cursor:
                    cursor.execute("update kernel_calendarday set works = false")
            assert RowChange.objects.count() == before + 1


class TestEvents:
    def test_handlers_hear_in_the_transaction_and_after_it(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: object
    ) -> None:
        heard: list[str] = []
        monkeypatch.setattr(events, "_same_transaction", {int: [lambda e: heard.append(f"same {e}")]})
        monkeypatch.setattr(events, "_after_commit", {int: [lambda e: heard.append(f"after {e}")]})

        @action("samples.announce", permission=None, subject="day")
        def announce(*, actor: Actor) -> None:
            events.publish(7)
            heard.append("act")

        del registry["samples.announce"]
        with django_capture_on_commit_callbacks(execute=True), cast["manager_a1"].acting() as actor:  # type: ignore[operator]
            announce(actor=actor)
        assert heard == ["act", "same 7", "after 7"]

    def test_outside_an_action_nothing_is_announced(self) -> None:
        with pytest.raises(RuntimeError):
            events.publish(7)


def test_an_action_sees_the_business_day(cast: Cast) -> None:
    with cast["manager_a1"].acting():
        assert clock.today() == date(1998, 1, 15)


def current() -> Actor:
    from kejing.foundation.kernel.context import current_actor

    actor = current_actor()
    assert actor is not None
    return actor
