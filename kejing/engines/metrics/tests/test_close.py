"""The close computes once, keeps its snapshot, and gives the same values years later."""

import stat
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections

from kejing.engines.metrics import child, registry
from kejing.engines.metrics.close import Calculation, begin_close, calculate, finish_close, recompute
from kejing.engines.metrics.models import Evidence, MetricValue, Period
from kejing.engines.metrics.queries.values import evidence, history, value_of, values
from kejing.engines.metrics.tests.factories import (
    HELD,
    SUM,
    deliver,
    make_kinds,
    make_metric,
    person,
    register_toys,
    sale,
    system,
)
from kejing.engines.metrics.vocabulary import MetricsRefusal, PeriodState
from kejing.foundation.kernel.actor import Reach
from kejing.foundation.kernel.errors import NotVisible, Refused
from kejing.foundation.kernel.periods import Month

DECEMBER = Month(1997, 12)
RATIO = SUM.replace("f.amount AS numerator", "f.quantity AS numerator, 3 AS denominator")
pytestmark = pytest.mark.slow


@pytest.fixture
def month(own_database: str) -> None:
    """December: staff 8 sold toy 1 for 10.10 and 20.20, staff 9 sold toy 2 for 5.00 and took 1.00 back."""
    register_toys()
    with system() as actor:
        make_kinds()
        make_metric()
        make_metric("rate", RATIO, ratio=True)
        deliver(
            actor,
            sale("a", 1, "1997-12-01", "10.10"),
            sale("b", 1, "1997-12-31", "20.20"),
            sale("c", 2, "1997-12-24", "5.00"),
            sale("d", 2, "1997-12-30", "-1.00", quantity="-1"),
            sale("other month", 1, "1997-11-30", "99.99"),
            sale("next month", 1, "1998-01-01", "99.99"),
        )


def past_the_wall(sql: str) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql)


def close() -> Calculation:
    with system() as actor:
        begin_close(actor=actor, month=DECEMBER)
        calculation = calculate(actor=actor, month=DECEMBER)
        finish_close(actor=actor, month=DECEMBER)
    return calculation


def test_values_and_evidence_come_from_the_same_text(month: None) -> None:
    done = close()
    assert (done.values, done.evidence, done.rows["fact"]) == (6, 8, 4)
    with system() as actor:
        found = {(v.metric.code, v.subject_id): v.value for v in values(actor=actor, month=DECEMBER)}
        assert found == {
            ("sales", 7): 0,
            ("sales", 8): Decimal("30.30"),
            ("sales", 9): Decimal("4.00"),
            ("rate", 7): None,
            ("rate", 8): Decimal("0.333333"),
            ("rate", 9): 0,
        }
        lines = evidence(actor=actor, month=DECEMBER, metric="sales", subject_id=8).rows
        assert [(str(line.on_day), line.numerator) for line in lines] == [
            ("1997-12-31", Decimal("20.20")),
            ("1997-12-01", Decimal("10.10")),
        ]
        assert value_of(actor=actor, month=DECEMBER, metric="sales", subject_id=8).denominator is None
        assert [v.value for v in history(actor=actor, metric="sales", subject_id=9)] == [Decimal("4.00")]


def test_the_snapshot_is_kept_private_and_hashed(month: None) -> None:
    done = close()
    folder = Path(settings.HOME) / "snapshots" / "1997-12" / done.snapshot_hash
    assert {path.name for path in folder.iterdir()} == {
        "fact.parquet",
        "held.parquet",
        "holder.parquet",
        "workday.parquet",
    }
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]
    with system():
        period = Period.objects.get(month=DECEMBER.start)
    assert (period.state, period.snapshot_hash) == (PeriodState.CLOSED, done.snapshot_hash)


def test_a_closed_month_gives_the_same_again_whatever_happened_since(month: None) -> None:
    close()
    registry.register_view("held", HELD.replace("7 + n % 3", "9 - n % 3"))
    with system() as actor:
        deliver(actor, sale("later", day="1998-01-05"))
        make_metric("sales", SUM.replace("f.amount", "f.quantity"), version=2)
        make_metric("new one")
        assert recompute(actor=actor, month=DECEMBER) == []


def test_an_altered_value_is_named(month: None) -> None:
    close()
    past_the_wall(
        "update metrics_metricvalue set numerator = 31 where subject_id = 8 and denominator is null"
    )
    with system() as actor:
        (found,) = recompute(actor=actor, month=DECEMBER)
    assert (found.metric, found.subject_id) == ("sales", 8)
    assert found.published == (Decimal(31), None)
    assert found.computed == (Decimal("30.30"), None)


def test_a_damaged_or_missing_snapshot_is_refused(month: None) -> None:
    done = close()
    folder = child.snapshot_root() / "1997-12" / done.snapshot_hash
    content = bytearray((folder / "fact.parquet").read_bytes())
    content[len(content) // 2] ^= 1
    (folder / "fact.parquet").write_bytes(content)
    with system() as actor, pytest.raises(Refused) as refused:
        recompute(actor=actor, month=DECEMBER)
    assert refused.value.code is MetricsRefusal.SNAPSHOT_DAMAGED
    folder.rename(folder.with_name("elsewhere"))
    with system() as actor, pytest.raises(Refused) as refused:
        recompute(actor=actor, month=DECEMBER)
    assert refused.value.code is MetricsRefusal.NO_SNAPSHOT
    with system() as actor, pytest.raises(Refused) as refused:
        recompute(actor=actor, month=DECEMBER.previous())
    assert refused.value.code is MetricsRefusal.NOT_CLOSED


@pytest.mark.parametrize(
    ("sql", "says"),
    [("SELECT * FROM fact, secrets", "secrets"), (SUM.replace("f.amount", "f.no_such"), "no_such")],
)
def test_a_metric_that_fails_leaves_the_month_open_and_nothing_behind(
    month: None, sql: str, says: str
) -> None:
    with system():
        make_metric("broken", sql)
    with pytest.raises(Refused) as refused:
        close()
    assert refused.value.code is MetricsRefusal.METRIC_FAILED
    assert "broken" in refused.value.text
    assert says in refused.value.text
    with system() as actor:
        assert Period.objects.get(month=DECEMBER.start).state == PeriodState.OPEN
        assert MetricValue.objects.count() == 0
        deliver(actor, sale("still possible"))


def test_a_metric_over_a_view_nobody_registered_is_refused(month: None) -> None:
    with system():
        make_metric("odd")
    past_the_wall("update metrics_metric set inputs = '{fact,moon}' where code = 'odd'")
    with pytest.raises(Refused) as refused:
        close()
    assert "moon" in refused.value.text


def test_a_second_try_after_a_failure_starts_clean(month: None) -> None:
    with system():
        make_metric("broken", "SELECT 1")
    with pytest.raises(Refused):
        close()
    with system():
        make_metric("broken", SUM, version=2)
    done = close()
    root = child.snapshot_root() / "1997-12"
    assert [path.name for path in root.iterdir()] == [done.snapshot_hash]


def test_a_close_sees_what_was_committed_and_computes_as_the_system_only(month: None) -> None:
    with person(7, permissions=["close.run"]) as actor:
        begin_close(actor=actor, month=DECEMBER)
        with pytest.raises(RuntimeError, match="as the system"):
            calculate(actor=actor, month=DECEMBER)


def test_a_value_is_read_by_the_person_judged_and_by_who_has_her_in_scope(month: None) -> None:
    close()

    def seen(**scope: object) -> set[int]:
        with person(**scope) as actor:
            found = {value.subject_id for value in values(actor=actor, month=DECEMBER, metrics=["sales"])}
            wall = set(MetricValue.objects.filter(metric__code="sales").values_list("subject_id", flat=True))
            counted = Evidence.objects.count()
        assert found == wall, "the application's filter and the wall agree"
        assert bool(counted) == bool({8, 9} & found)
        return found

    assert seen(staff_id=8) == {8}
    assert seen(staff_id=8, holders=[81]) == {8}
    assert seen(staff_id=100, holders=[71, 91]) == {7, 9}
    assert seen(staff_id=100, units=[1]) == {7, 8}
    assert seen(staff_id=100) == set()
    with person(100, people=Reach(sees_all=True)) as actor:
        found = {value.subject_id for value in values(actor=actor, month=DECEMBER, metrics=["sales"])}
        assert (
            found
            == {7, 8, 9}
            == set(MetricValue.objects.filter(metric__code="sales").values_list("subject_id", flat=True))
        )
        assert not Evidence.objects.exists(), "what counted names customers"
        assert evidence(actor=actor, month=DECEMBER, metric="sales", subject_id=8).rows == []
    with person(100, units=[1]) as actor, pytest.raises(NotVisible):
        evidence(actor=actor, month=DECEMBER, metric="sales", subject_id=9)


def test_evidence_pages_by_key(month: None) -> None:
    with system() as actor:
        deliver(actor, *[sale(f"p{i}", 3, f"1997-12-{i:02}", f"{i}.00") for i in range(1, 8)])
    close()
    with system() as actor:
        days, cursor = [], None
        while True:
            page = evidence(actor=actor, month=DECEMBER, metric="sales", subject_id=7, cursor=cursor, limit=3)
            days += [row.on_day.day for row in page.rows]
            if (cursor := page.next) is None:
                break
    assert days == [7, 6, 5, 4, 3, 2, 1]
