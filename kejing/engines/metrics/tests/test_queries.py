"""Reading facts: pages by key, monthly figures, and the wall that a subject's own table lends them."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from kejing.engines.metrics.migration_ops import ShowFacts
from kejing.engines.metrics.queries.facts import facts_of, monthly_series
from kejing.engines.metrics.queries.values import metric_catalogue
from kejing.engines.metrics.tests.factories import (
    deliver,
    make_kinds,
    make_metric,
    person,
    register_toys,
    sale,
    system,
)
from kejing.engines.metrics.vocabulary import Measure
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.periods import Month
from kejing.foundation.kernel.testing import as_owner

TOY_TABLE = """
create table toy_box (id bigint primary key, holder_id bigint);
insert into toy_box values (1, 71), (2, 91);
alter table toy_box enable row level security;
create policy toy_wall on toy_box using (holder_id = any ((select kj_holders())::bigint[]));
{policy}
"""


@pytest.fixture
def actor(db: None) -> Iterator[Actor]:
    register_toys()
    with system() as actor:
        make_kinds()
        deliver(
            actor,
            sale("a", 1, "1997-10-05", "1.00", detail={"balance": "101.00"}),
            sale("b", 1, "1997-12-05", "2.00", detail={"balance": "103.00"}),
            sale("c", 1, "1997-12-05", "3.50", detail={"balance": "106.50"}),
            sale("d", 2, "1997-12-06", "4.00"),
            sale("e", 3, "1997-12-07", "5.00"),
        )
        deliver(actor, sale("a", 1, "1997-12-31", None), kind="opening")
        yield actor


def test_facts_of_subjects_come_newest_first_in_pages(actor: Actor) -> None:
    first = facts_of(actor=actor, subject_kind="toy", subject_ids=[1, 2], limit=2)
    assert [(f.kind, f.on_day.day) for f in first.rows] == [("opening", 31), ("sale", 6)]
    assert (first.rows[1].label_zh, first.rows[1].amount) == ("销售", Decimal("4.00"))
    rest = facts_of(actor=actor, subject_kind="toy", subject_ids=[1, 2], limit=10, cursor=first.next)
    assert [str(f.on_day) for f in rest.rows] == ["1997-12-05", "1997-12-05", "1997-10-05"]
    assert rest.next is None


def test_facts_are_narrowed_by_kind_and_half_open_days(actor: Actor) -> None:
    def days(**narrowed: object) -> list[str]:
        page = facts_of(actor=actor, subject_kind="toy", subject_ids=[1], **narrowed)
        return [f.on_day.isoformat()[5:] for f in page.rows]

    assert days(kinds=["opening"]) == ["12-31"]
    assert days(since=date(1997, 12, 5)) == ["12-31", "12-05", "12-05"]
    assert days(until=date(1997, 12, 5)) == ["10-05"]
    assert days(kinds=["theft"]) == []


@pytest.mark.parametrize(
    ("measure", "figure", "expected"),
    [
        (Measure.SUM, "amount", {"1997-10": "1.00", "1997-12": "5.50"}),
        (Measure.COUNT, "amount", {"1997-10": "1", "1997-12": "2"}),
        (Measure.LAST, "balance", {"1997-10": "101.00", "1997-12": "106.50"}),
        (Measure.SUM, "quantity", {"1997-10": "1.0000", "1997-12": "2.0000"}),
    ],
)
def test_facts_become_one_figure_a_month(
    actor: Actor, measure: Measure, figure: str, expected: dict[str, str]
) -> None:
    points = monthly_series(
        actor=actor, kind="sale", subject_ids=[1], start=Month(1997, 10), end=Month(1998, 1),
        measure=measure, figure=figure,
    )  # fmt: skip
    assert {str(p.month): str(p.value) for p in points} == expected


def test_an_unknown_kind_or_figure_is_an_error(actor: Actor) -> None:
    for kind, figure in (("theft", "amount"), ("sale", "colour"), ("sale", "amount) from metrics_fact --")):
        with pytest.raises(LookupError):
            monthly_series(
                actor=actor, kind=kind, subject_ids=[1], start=Month(1997, 1), end=Month(1998, 1),
                measure=Measure.SUM, figure=figure,
            )  # fmt: skip


def test_a_fact_is_seen_by_whom_its_subject_is_seen(actor: Actor) -> None:
    policy = ShowFacts("toy", "toy_box")
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(TOY_TABLE.format(policy=policy.sql))
    for holders, seen in (([71], {1}), ([91], {2}), ([71, 91], {1, 2}), ([81], set())):
        with person(7, holders=holders) as someone:
            page = facts_of(actor=someone, subject_kind="toy", subject_ids=[1, 2, 3])
            assert {f.subject_id for f in page.rows} == seen


def test_the_catalogue_has_the_newest_version_of_each_metric(actor: Actor) -> None:
    make_metric("b")
    make_metric("a")
    make_metric("a", version=2)
    assert [(card.code, card.version) for card in metric_catalogue()] == [("a", 2), ("b", 1)]
