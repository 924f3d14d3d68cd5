"""The demo is the product's own work: the cast acts, day by day, under the same rights as everybody."""

from collections.abc import Iterator
from datetime import date

import pytest

from kejing.app.demo import build, cast
from kejing.app.demo.history import write_day
from kejing.app.demo.master import keep_masters
from kejing.app.demo.meetings import hold_meetings
from kejing.app.demo.ownership import arrange_ownership
from kejing.domain.customers.public import find_customers, pool_customers, tag_names, territory_list
from kejing.domain.meetings.public import meeting_list
from kejing.domain.visits.public import last_day_held
from kejing.engines.packs.public import apply_pack
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.trail import seal_all, verify

pytestmark = pytest.mark.slow


@pytest.fixture
def made(own_database: str) -> Iterator[None]:
    """The demo's organisation and data, without its history."""
    clock.set_business_day(build.TODAY)
    with as_system("demo") as actor:
        apply_pack(actor=actor, code=build.PACK)
    build.import_data(build.TODAY)
    build.seat_everybody()
    yield
    clock.use_business_day(None)


def test_the_cast_is_forty_account_managers_and_those_above_them() -> None:
    districts = [(f"D{n:02}", f"R{n % 7 + 2}") for n in range(1, 78)]
    staff = cast.posts(districts)
    assert sum(post.role == "account_manager" for post in staff) == cast.MANAGERS
    keys = [post.key for post in staff]
    assert len(set(keys)) == len(keys)
    assert all(post.reports_to in keys for post in staff if post.reports_to)


def test_a_branch_writes_its_days_resumes_and_the_trail_stays_whole(made: None) -> None:
    branch = next(branch for branch in build.branches() if branch.code == "D54")
    days: list[date] = []
    build.write_history(branch, days.append, since=date(1998, 1, 12))
    assert days == [date(1998, 1, 12), date(1998, 1, 13), date(1998, 1, 14)]
    with as_system("look"):
        held = last_day_held(branch.unit_id)
    assert held is not None
    assert held <= date(1998, 1, 14)
    write_day(branch, build.TODAY)
    with as_system("verify"):
        seal_all()
        assert verify().faults == []


def test_the_cast_keeps_masters_by_its_own_actions(made: None) -> None:
    branch = next(branch for branch in build.branches() if branch.code == "D54")
    keep_masters(branch, build.TODAY)
    with as_system("look") as actor:
        assert len(tag_names(actor=actor, part="D54")) == 3
        group = find_customers(actor=actor, text="示例集团 D54")
    assert len(group) == 3
    assert len({card.holder_id for card in group}) == 2


def test_ownership_is_arranged_once_and_the_next_day_leaves_the_pool_alone(made: None) -> None:
    branch = next(branch for branch in build.branches() if branch.code == "D54")
    write_day(branch, build.TODAY)  # customers who came yesterday have their holder since today
    arrange_ownership({branch.unit_id})
    arrange_ownership({branch.unit_id})
    write_day(branch, date(1998, 1, 16))  # plans with those in the pool are nobody's to hold
    with as_system("look") as actor:
        assert len(territory_list(actor=actor).rows) == 1
        assert len(pool_customers(actor=actor, unit_id=branch.unit_id, before=build.TODAY)) >= 5


def test_meetings_are_held_once_and_one_is_called(made: None) -> None:
    branch = next(branch for branch in build.branches() if branch.code == "D54")
    hold_meetings({branch.unit_id})
    hold_meetings({branch.unit_id})
    with as_system("look") as actor:
        found = meeting_list(actor=actor).page.rows
    assert [(row.code, row.state.value) for row in found] == [
        ("exchange", "called"), ("weekly", "called"), ("weekly", "signed")
    ]  # fmt: skip
    assert found[2].came == found[2].called >= 3
