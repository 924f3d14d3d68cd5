"""Collaborators and confidential marks: who sees by them, and who may not give them."""

from datetime import timedelta
from typing import Any

import pytest

from kejing.domain.customers.actions import (
    add_collaborator,
    end_collaboration,
    mark_confidential,
)
from kejing.domain.customers.models import (
    Collaboration,
)
from kejing.domain.customers.queries import (
    find_customers,
)
from kejing.domain.customers.tests.factories import as_, refused, seen
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import Forbidden, NotVisible, Refused
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db


class TestAddCollaborator:
    def share(
        self,
        cast: Cast,
        person: str = "manager_a1",
        number: str = "C0001",
        to: str = "manager_b1",
        **more: Any,
    ) -> Any:
        more = {"role": "specialist", "reason": "loan", **more}
        return as_(
            cast,
            person,
            add_collaborator,
            customer_id=cast.customers[number],
            holder_id=cast[to].holder_id,
            **more,
        )

    def test_she_sees_the_customer_and_no_other_of_the_holder_s(self, cast: Cast) -> None:
        self.share(cast)
        assert seen(cast, "manager_b1") == {"C0001", "C0006", "C0007"}
        with cast["manager_b1"].acting() as actor:
            assert [card.number for card in find_customers(actor=actor, text="C0001")] == ["C0001"]

    def test_until_the_last_day_and_not_longer(self, cast: Cast) -> None:
        self.share(cast, last=TODAY)
        assert "C0001" in seen(cast, "manager_b1")
        with clock.frozen(clock.at(TODAY + timedelta(days=1), 9)):
            assert "C0001" not in seen(cast, "manager_b1")

    def test_her_leader_sees_it_not(self, cast: Cast) -> None:
        self.share(cast)
        assert "C0001" not in seen(cast, "market_manager_b")

    def test_whoever_leads_there_shares_too_and_nobody_else(self, cast: Cast) -> None:
        self.share(cast, "market_manager_a")
        for person, error in (
            ("auditor", Forbidden),
            ("manager_a2", NotVisible),
            ("market_manager_b", NotVisible),
        ):
            with pytest.raises(error):
                self.share(cast, person, to="manager_a2")

    def test_a_collaborator_does_not_share_on(self, cast: Cast) -> None:
        self.share(cast)
        with pytest.raises(Forbidden):
            self.share(cast, "manager_b1", to="manager_a2")

    @pytest.mark.parametrize(
        ("to", "more", "code"),
        [
            ("manager_a1", {}, "is_holder"),
            ("outsider", {}, "unknown_person"),
            ("manager_b1", {"last": TODAY - timedelta(days=1)}, "until_before"),
        ],
    )
    def test_refusals(self, cast: Cast, to: str, more: dict[str, Any], code: str) -> None:
        with pytest.raises(Refused) as refusal:
            self.share(cast, to=to, **more)
        assert refusal.value.code.value == code

    def test_not_twice_at_a_time(self, cast: Cast) -> None:
        self.share(cast)
        with pytest.raises(Refused) as refusal:
            self.share(cast)
        assert refusal.value.code.value == "collaborates"

    def test_ended_it_shows_nothing_any_more(self, cast: Cast) -> None:
        self.share(cast)
        with as_system("look"):
            row = Collaboration.objects.get()
        ids = {"customer_id": cast.customers["C0001"], "collaboration_id": row.pk}
        with pytest.raises(NotVisible):
            as_(cast, "manager_a2", end_collaboration, **ids)
        as_(cast, "manager_a1", end_collaboration, **ids)
        assert "C0001" not in seen(cast, "manager_b1")


class TestMarkConfidential:
    def mark(self, cast: Cast, person: str = "branch_head_a", *, confidential: bool = True) -> Any:
        return as_(
            cast,
            person,
            mark_confidential,
            customer_id=cast.customers["C0001"],
            confidential=confidential,
            reason="x",
        )

    def test_only_her_holder_and_who_has_the_right_see_her(self, cast: Cast) -> None:
        self.mark(cast)
        shown = {
            p: "C0001" in seen(cast, p)
            for p in ("manager_a1", "market_manager_a", "branch_head_a", "auditor")
        }
        assert shown == {
            "manager_a1": True,
            "market_manager_a": False,
            "branch_head_a": True,
            "auditor": True,
        }

    def test_a_collaborator_sees_her_and_the_mark_can_be_taken_off(self, cast: Cast) -> None:
        self.mark(cast)
        as_(
            cast, "manager_a1", add_collaborator, customer_id=cast.customers["C0001"],
            holder_id=cast["manager_a2"].holder_id, role="b_role", reason="x",
        )  # fmt: skip
        assert "C0001" in seen(cast, "manager_a2")
        self.mark(cast, confidential=False)
        assert "C0001" in seen(cast, "market_manager_a")

    def test_not_without_the_right(self, cast: Cast) -> None:
        for person in ("manager_a1", "market_manager_a", "auditor"):
            with pytest.raises(Forbidden):
                self.mark(cast, person)
        with pytest.raises(NotVisible):
            self.mark(cast, "branch_head_b")

    def test_refused(self, cast: Cast) -> None:
        one = {"customer_id": cast.customers["C0001"]}
        given = {"holder_id": cast["manager_a2"].holder_id, "role": "b_role", "reason": "x"}
        assert refused(cast, "auditor", add_collaborator, **one, **given) == "forbidden"
        assert refused(cast, "manager_b1", end_collaboration, **one, collaboration_id=1) == "404"
        assert refused(cast, "manager_a1", end_collaboration, **one, collaboration_id=1) == "404"
        assert (
            refused(cast, "manager_a1", mark_confidential, **one, confidential=True, reason="x")
            == "forbidden"
        )
