"""Who sees what: the access module and the walls of the database say the same, and neither says more."""

import pytest
from django.db import DatabaseError, connection, transaction

from kejing.domain.visits import access, actions
from kejing.domain.visits.models import Log, LogCorrection, Review, Visit
from kejing.domain.visits.tests.factories import (
    PARTS,
    YESTERDAY,
    covering,
    handed_over,
    held,
    planned,
    staff_of,
    submitted,
    working,
)
from kejing.foundation.kernel.errors import NotVisible
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(cast: Cast) -> Cast:
    """Visits, logs, corrections and reviews of both branches."""
    for person, customer in (("manager_a1", "C0001"), ("manager_a2", "C0004"), ("manager_b1", "C0006")):
        held(cast, person, customer)
        planned(cast, person, customer)
        submitted(cast, person, YESTERDAY)
        with working(cast, person) as actor:
            actions.correct_log(actor=actor, day=YESTERDAY, reason="r", **PARTS)
    for letter, person in (("a", "manager_a1"), ("b", "manager_b1")):
        with working(cast, person):
            log_id = Log.objects.get().pk
        with working(cast, f"market_manager_{letter}") as actor:
            actions.review_log(actor=actor, log_id=log_id, mark=3)
    return cast


PEOPLE = {  # visits and logs each sees
    "manager_a1": (2, 1), "manager_a2": (2, 1), "manager_b1": (2, 1), "market_manager_a": (4, 2),
    "branch_head_a": (4, 2), "market_manager_b": (2, 1), "branch_head_b": (2, 1), "auditor": (6, 3),
    "compliance": (6, 3), "hr": (0, 0), "administrator": (0, 0), "outsider": (0, 0),
}  # fmt: skip


@pytest.mark.parametrize("person", PEOPLE)
def test_everybody_sees_her_scope_with_and_without_the_applications_filter(
    written: Cast, person: str
) -> None:
    visits, logs = PEOPLE[person]
    with working(written, person) as actor:
        assert set(Visit.objects.all()) == set(access.visible(actor)) == set(access.in_scope(actor))
        assert set(Log.objects.all()) == set(access.visible_logs(actor))
        assert (Visit.objects.count(), Log.objects.count()) == (visits, logs)
        assert {r.log_id for r in Review.objects.all()} <= set(Log.objects.values_list("pk", flat=True))
        assert LogCorrection.objects.count() == logs


def test_without_a_context_there_are_no_rows(written: Cast) -> None:
    assert not Visit.objects.exists()
    assert not Log.objects.exists()
    assert not Review.objects.exists()
    assert not LogCorrection.objects.exists()


def test_the_history_of_a_customer_goes_with_her_and_the_authors_own_stays(written: Cast) -> None:
    handed_over(written, "C0001", "manager_a2")
    for person, n in (("manager_a1", 1), ("manager_a2", 4)):  # the open plan went along
        with working(written, person) as actor:
            assert set(Visit.objects.all()) == set(access.visible(actor))
            assert Visit.objects.count() == n


def test_a_deputy_sees_the_visits_and_not_the_logs(written: Cast) -> None:
    covering(written, "manager_a2", "manager_a1")
    with working(written, "manager_a1") as actor:
        assert set(Visit.objects.all()) == set(access.visible(actor))
        assert (Visit.objects.count(), Log.objects.count()) == (4, 1)


def test_nobody_writes_in_anothers_name(written: Cast) -> None:
    other = staff_of(written, "manager_a1")
    with working(written, "market_manager_a"):
        row = Visit.objects.filter(staff_id=other).first()
        assert row is not None
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Visit.objects.filter(pk=row.pk).update(goal="x")
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Log.objects.create(
                staff_id=other, unit_id=written.units["A"].pk, day=TODAY, submitted_at="1998-01-15 10:00+08",
                due_at="1998-01-15 10:00+08", review_due_at="1998-01-15 10:00+08", on_time=True,
            )  # fmt: skip


def test_nobody_reviews_without_the_right_even_past_the_application(written: Cast) -> None:
    with working(written, "manager_a1"):
        log = Log.objects.get()
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Review.objects.create(
                log=log,
                seq=2,
                reviewer_id=staff_of(written, "manager_a1"),
                mark=5,
                comment="",
                at="1998-01-15 10:00+08",
            )


def test_doors_answer_404(written: Cast) -> None:
    with working(written, "manager_b1"):
        visit, log = Visit.objects.first(), Log.objects.get()
        assert visit is not None
    for person in ("manager_a1", "market_manager_a", "hr", "outsider"):
        with working(written, person) as actor:
            with pytest.raises(NotVisible):
                access.get_visible(actor, visit.pk)
            with pytest.raises(NotVisible):
                access.get_visible_log(actor, log.pk)


def test_every_table_is_behind_a_wall_and_in_the_trail(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname from pg_class where relname like 'visits_%%' and relkind = 'r' and not relrowsecurity"
        )
        assert sorted(row[0] for row in cursor.fetchall()) == [
            "visits_checklist", "visits_fieldpolicy", "visits_settings",  # the pack's words, for all
        ]  # fmt: skip
        cursor.execute(
            "select relname from pg_class c where relname like 'visits_%%' and relkind = 'r' and not exists"
            " (select 1 from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'kj_trail')"
        )
        assert sorted(row[0] for row in cursor.fetchall()) == [
            "visits_photocontent",
            "visits_place",
        ]  # see NO_TRAIL
