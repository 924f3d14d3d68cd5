"""Visits to a customer who was entered twice: one history, and each row where it was."""

from datetime import timedelta

from django.db import connection

from kejing.domain.customers.actions import merge_customers, unmerge_customer
from kejing.domain.visits.models import Visit
from kejing.domain.visits.queries import SNAPSHOT_VIEWS, customer_visits, recording, visit_list
from kejing.domain.visits.tests.factories import held, planned
from kejing.domain.visits.vocabulary import RECORD
from kejing.foundation.kernel.context import as_system
from tests.cast import TODAY, Cast


def merge(cast: Cast, survivor: str, merged: str) -> int:
    with cast["branch_head_a"].acting() as actor:
        return merge_customers(
            actor=actor, customer_id=cast.customers[survivor], merged_id=cast.customers[merged], reason="one"
        )


def test_history_list_and_brief_take_both(cast: Cast) -> None:
    old = held(cast, "manager_a2", "C0004", day=TODAY - timedelta(days=1))
    new = held(cast, "manager_a1", "C0001")
    merge(cast, "C0001", "C0004")
    with cast["manager_a1"].acting() as actor:
        survivor = cast.customers["C0001"]
        assert [row.id for row in customer_visits(actor=actor, customer_id=survivor)] == [new, old]
        assert [row.id for row in visit_list(actor=actor, customer_id=survivor).page.rows] == [new, old]
        brief = recording(actor=actor, permission=RECORD, customer_id=survivor).brief
        assert brief is not None
        assert brief.last is not None
        assert brief.last.id == new


def test_the_brief_knows_the_plan_and_the_last_visit_of_the_merged_one(cast: Cast) -> None:
    last = held(cast, "manager_a1", "C0002", day=TODAY - timedelta(days=1))
    plan = planned(cast, "manager_a1", "C0002")
    merge(cast, "C0001", "C0002")
    with cast["manager_a1"].acting() as actor:
        brief = recording(actor=actor, permission=RECORD, customer_id=cast.customers["C0001"]).brief
        assert brief is not None
        assert brief.last is not None
        assert (brief.last.id, [row.id for row in brief.plans]) == (last, [plan])


def test_a_visit_stays_where_it_was_and_counts_for_the_one_that_remains(cast: Cast) -> None:
    visit = held(cast, "manager_a2", "C0004")
    done = merge(cast, "C0001", "C0004")
    with as_system("look"), connection.cursor() as cursor:
        assert Visit.objects.get(pk=visit).customer_id == cast.customers["C0004"]
        sql = SNAPSHOT_VIEWS["visit"].replace(":period_start", "date '1998-01-01'")
        cursor.execute(sql.replace(":period_end", "date '1998-02-01'"))
        assert [row[1] for row in cursor.fetchall()] == [cast.customers["C0001"]]
    with cast["branch_head_a"].acting() as actor:
        unmerge_customer(actor=actor, merge_id=done)
        assert [row.id for row in customer_visits(actor=actor, customer_id=cast.customers["C0004"])] == [
            visit
        ]
        assert customer_visits(actor=actor, customer_id=cast.customers["C0001"]) == []
