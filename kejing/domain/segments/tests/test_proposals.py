"""What segments propose for plans, and what a contact settles."""

from datetime import date

import pytest

from kejing.domain.plans.tests.factories import approved, items_of, policy_in_force, settled
from kejing.domain.plans.tests.factories import working as planning
from kejing.domain.segments.queries.proposals import contact_proposals
from kejing.domain.segments.tests.factories import brought, held, in_force, lends
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db
RUNNING, COMING = date(1998, 1, 12), date(1998, 1, 19)


@pytest.fixture
def bank(cast: Cast) -> Cast:
    """C0001 and C0004 are of class A, so overdue; the others have time."""
    brought()
    for number in ("C0001", "C0004"):
        lends(cast, number, 5000)
    in_force("classes")
    return cast


def test_a_week_begins_with_the_writers_own_overdue_contacts(bank: Cast) -> None:
    about = {"start": COMING, "end": date(1998, 1, 26), "holder_id": bank["manager_a1"].holder_id}
    with planning(bank, "manager_a1") as actor:
        [item] = contact_proposals(actor=actor, span="week", **about) or []
        assert contact_proposals(actor=actor, span="year", **about) is None
    assert (item.text, item.customer_id, item.due_on) == ("联系 曾国华", bank.customers["C0001"], COMING)


def test_a_contact_settles_it(bank: Cast) -> None:
    policy_in_force()
    plan = approved(bank, day=RUNNING, items=0)
    [item] = items_of(plan)
    assert item.source == "segments"
    visit = held(bank, customer="C0001", day=TODAY)
    assert settled(plan) == [("done", TODAY, f"/visits/{visit}/")]
