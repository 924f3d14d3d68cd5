"""Contacts by others than the one who holds the customer."""

import pytest

from kejing.domain.customers.actions import add_collaborator, assign_customers, sweep_pool
from kejing.domain.customers.models import Recycling
from kejing.domain.customers.tests.factories import as_, policy
from kejing.domain.org.public import arrange_cover
from kejing.domain.visits.models import Visit
from kejing.domain.visits.queries import crossed_contacts, notices
from kejing.domain.visits.tests.factories import held, planned
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import Forbidden
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db


def share(cast: Cast) -> None:
    as_(
        cast, "manager_a1", add_collaborator, customer_id=cast.customers["C0001"],
        holder_id=cast["manager_a2"].holder_id, role="specialist", reason="loan",
    )  # fmt: skip


class TestNotices:
    @pytest.mark.requirement(
        "A2.7", shows="the lead owner is told of every contact somebody else had with her customer"
    )
    def test_the_holder_is_told_of_a_collaborator_s_visit_and_not_of_her_own(self, cast: Cast) -> None:
        share(cast)
        held(cast, "manager_a2", "C0001", result="showed the loan")
        held(cast, "manager_a1", "C0001", result="my own")
        assert [row.result for row in as_(cast, "manager_a1", notices)] == ["showed the loan"]
        assert as_(cast, "manager_a2", notices) == []

    def test_on_her_day(self, cast: Cast) -> None:
        held(cast, "market_manager_a", "C0001", result="called in passing")
        page = cast["manager_a1"].client.get("/ui/panels/my_day.side/notices/0/")
        assert "called in passing" in page.content.decode()


class TestHandback:
    def test_the_page_of_a_cover_says_what_the_deputy_did(self, cast: Cast) -> None:
        pk = as_(
            cast, "market_manager_a", arrange_cover, covered_id=cast["manager_a1"].holder_id,
            deputy_id=cast["manager_a2"].holder_id, first=TODAY, last=TODAY, reason="leave",
        )  # fmt: skip
        held(cast, "manager_a2", "C0001", result="promised a call")
        page = cast["manager_a1"].client.get(f"/organisation/covers/{pk}/").content.decode()
        assert "promised a call" in page


class TestCrossedContacts:
    @pytest.mark.requirement(
        "A2.10", shows="customers contacted by others unannounced, with contacts by customer and person"
    )
    def test_counts_the_unannounced_by_customer_and_person(self, cast: Cast) -> None:
        share(cast)
        held(cast, "manager_a2", "C0001")  # announced: she works on her
        for customer in ("C0002", "C0002", "C0004"):
            held(cast, "market_manager_a", customer)
        held(cast, "manager_a1", "C0003")
        found = as_(cast, "branch_head_a", crossed_contacts)
        rows = [(row.number, row.by, row.contacts, row.last) for row in found.rows]
        assert rows == [("C0002", "market_manager_a", 2, TODAY), ("C0004", "market_manager_a", 1, TODAY)]
        assert (found.customers, found.contacted) == (2, 4)

    def test_the_page_and_who_may(self, cast: Cast) -> None:
        held(cast, "market_manager_a", "C0002")
        page = (
            cast["branch_head_a"]
            .client.get("/team/crossed/", headers={"accept-language": "en"})
            .content.decode()
        )
        assert "1 of 1 customers contacted" in page
        assert cast["branch_head_b"].client.get("/team/crossed/?month=1998-01").status_code == 200
        with pytest.raises(Forbidden):
            as_(cast, "manager_a1", crossed_contacts)


class TestFollowing:
    def test_open_plans_go_along_with_their_customers(self, cast: Cast) -> None:
        plan = planned(cast)
        ids = [cast.customers["C0001"]]
        as_(
            cast,
            "branch_head_a",
            assign_customers,
            customer_ids=ids,
            holder_id=cast["manager_a2"].holder_id,
            reason="x",
        )
        with as_system("look"):
            assert Visit.objects.get(pk=plan).staff_id == cast["manager_a2"].staff_id

    def test_a_contact_takes_the_warning_of_the_pool_back(self, cast: Cast) -> None:
        policy(days_without_contact=180, warn_days=14)
        as_(cast, "market_manager_a", sweep_pool)
        held(cast, "manager_a1", "C0001")
        as_(cast, "market_manager_a", sweep_pool)
        with as_system("look"):
            row = Recycling.objects.get(customer_id=cast.customers["C0001"])
            assert row.state == "withdrawn"
