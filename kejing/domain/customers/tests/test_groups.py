"""Groups without depth limit, each member with an owner of her own; the team of a group with its lead. Item A3.20."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.db.utils import DatabaseError

from kejing.domain.customers.actions import add_member, end_member, name_lead, set_parent
from kejing.domain.customers.models import Customer, GroupMember
from kejing.domain.customers.queries import group_page
from kejing.domain.customers.queries.groups import GroupPage
from kejing.domain.customers.tests.test_screens import give
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import Forbidden, NotVisible, Refused
from kejing.foundation.kernel.testing import as_owner
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db
DEPTH, NODES = 500, 10_000


def below(cast: Cast, **parents: str) -> None:
    """child="parent", by number."""
    with as_system("group"):
        for child, parent in parents.items():
            Customer.objects.filter(number=child).update(parent_id=cast.customers[parent])


def put(cast: Cast, child: str, parent: str | None, person: str = "branch_head_a", version: int = 1) -> int:
    with cast[person].acting() as actor:
        return set_parent(
            actor=actor,
            customer_id=cast.customers[child],
            parent_id=cast.customers[parent] if parent else None,
            version=version,
        )


def page(cast: Cast, person: str, number: str) -> GroupPage:
    with cast[person].acting() as actor:
        return group_page(actor=actor, customer_id=cast.customers[number])


def names(found: GroupPage) -> list[tuple[str, int]]:
    return [(node.customer.number, node.level) for node in found.nodes]


class TestSetParent:
    def test_puts_below_and_takes_out_again(self, cast: Cast) -> None:
        put(cast, "C0002", "C0001")
        assert names(page(cast, "manager_a1", "C0002")) == [("C0001", 0), ("C0002", 1)]
        put(cast, "C0002", None, version=2)
        assert names(page(cast, "manager_a1", "C0002")) == [("C0002", 0)]

    def test_a_circle_is_refused_by_its_name(self, cast: Cast) -> None:
        below(cast, C0002="C0001", C0003="C0002")
        for child, parent in (("C0001", "C0003"), ("C0001", "C0001"), ("C0002", "C0003")):
            with pytest.raises(Refused) as refusal:
                put(cast, child, parent)
            assert (refusal.value.code.value, refusal.value.field) == ("cycle", "parent_id")

    def test_the_database_refuses_one_whoever_writes(self, cast: Cast) -> None:
        below(cast, C0002="C0001")
        with (
            pytest.raises(DatabaseError, match="below herself"),
            as_system("import"),
            connection.cursor() as cursor,
        ):
            cursor.execute(
                "update customers_customer set parent_id = %s where number = 'C0001'",
                [cast.customers["C0002"]],
            )

    def test_not_below_a_customer_out_of_sight(self, cast: Cast) -> None:
        with pytest.raises(Refused) as refusal:
            put(cast, "C0001", "C0006")
        assert refusal.value.code.value == "unknown_parent"
        with pytest.raises(NotVisible):
            put(cast, "C0006", "C0001")
        with pytest.raises(Forbidden):
            put(cast, "C0001", "C0002", "auditor")

    def test_by_the_form_and_by_api(self, cast: Cast) -> None:
        client, number = cast["manager_a1"].client, cast.customers["C0001"]
        assert client.get(f"/customers/{number}/parent/").status_code == 200
        sent = {"parent_id": cast.customers["C0002"], "version": 1}
        assert client.post(f"/customers/{number}/parent/", sent).status_code == 302
        answer = client.post(
            f"/api/v1/customers/{cast.customers['C0002']}/parent", {"parent_id": number, "version": 1},
            content_type="application/json",
        )  # fmt: skip
        assert (answer.status_code, answer.json()["code"]) == (422, "cycle")


class TestGroupPage:
    @pytest.fixture(autouse=True)
    def group(self, cast: Cast) -> None:
        """C0001 (a1) over C0004 (a2) and C0006 (b1); C0007 (b1) below C0006; C0002 (a1) below C0007."""
        below(cast, C0004="C0001", C0006="C0001", C0007="C0006", C0002="C0007")

    def test_shows_each_with_her_own_holder_as_far_as_the_reader_sees(self, cast: Cast) -> None:
        found = page(cast, "auditor", "C0007")
        assert names(found) == [("C0001", 0), ("C0004", 1), ("C0006", 1), ("C0007", 2), ("C0002", 3)]
        assert [node.customer.holder.name for node in found.nodes] == [
            "manager_a1", "manager_a2", "manager_b1", "manager_b1", "manager_a1",
        ]  # fmt: skip
        assert (found.seen, found.hidden) == (5, 0)

    def test_counts_those_out_of_sight_and_names_none(self, cast: Cast) -> None:
        found = page(cast, "manager_a1", "C0002")
        assert (names(found), found.seen, found.hidden) == ([("C0001", 0), ("C0002", 1)], 2, 3)
        shown = cast["manager_a1"].client.get(f"/customers/{cast.customers['C0002']}/group/").content.decode()
        assert "有 3 个成员不在你的查看范围内" in shown
        for foreign in ("C0004", "C0006", "C0007", "曾国藩", "王小明"):
            assert foreign not in shown

    def test_a_head_out_of_sight_is_not_named(self, cast: Cast) -> None:
        found = page(cast, "manager_b1", "C0006")
        assert (found.head, names(found), found.hidden) == (None, [("C0006", 0), ("C0007", 1)], 3)
        assert (
            cast["manager_b1"].client.get(f"/customers/{cast.customers['C0001']}/group/").status_code == 404
        )

    def test_sums_what_the_seen_ones_hold(self, cast: Cast) -> None:
        for number in ("C0001", "C0002", "C0006"):
            give(cast, number, "loan")
            give(cast, number, "account")
        give(cast, "C0004", "loan", closed_on=date(1997, 1, 1))
        found = page(cast, "auditor", "C0001")
        assert (found.holdings, found.lent) == (6, Decimal(96_000))
        own = page(cast, "manager_a1", "C0001")
        assert (own.holdings, own.lent) == (4, Decimal(64_000))
        assert [(n.holdings, n.lent) for n in own.nodes] == [(2, Decimal(32_000))] * 2


@pytest.mark.slow
class TestDeepGroup:
    def test_ten_thousand_five_hundred_deep_in_a_fixed_number_of_queries(
        self, cast: Cast, django_assert_num_queries: Any
    ) -> None:
        """A chain of 500 with 19 leaves at each node."""
        with as_owner(), connection.cursor() as cursor:
            cursor.execute(DEEP, {"holder": cast["manager_a1"].holder_id, "unit": cast.units["A"].pk})
            cursor.execute("analyze customers_customer")
        with as_system("look"):
            bottom = Customer.objects.get(number="D-500").pk
        with cast["manager_a1"].acting() as actor, django_assert_num_queries(7):
            found = group_page(actor=actor, customer_id=bottom)
        assert (found.seen, found.hidden, len(found.nodes), found.not_shown) == (NODES, 0, 200, 9_800)
        assert found.nodes[-1].level > 5
        put_top = {"parent_id": bottom, "version": 1}
        top = found.nodes[0].customer.pk
        assert cast["manager_a1"].client.post(f"/customers/{top}/parent/", put_top).status_code == 422


DEEP = """
insert into customers_customer (number, name, name_is_generated, kind, unit_id, holder_id, risk, attributes, sort_key,
    search_text, version, entered_by)
select 'D-' || i || case when j = 0 then '' else '-' || j end, 'D' || i, false, 'organisation', %(unit)s, %(holder)s, '',
    '{}', 'd', 'd', 1, ''
from generate_series(1, 500) i, generate_series(0, 19) j;
insert into customers_ownership (customer_id, holder_id, unit_id, valid_from, reason)
select id, holder_id, unit_id, '1993-01-01', 'import' from customers_customer where number like 'D-%%';
update customers_customer c set parent_id = p.id from customers_customer p
where c.number ~ '^D-[0-9]+$' and p.number = 'D-' || (split_part(c.number, '-', 2)::int - 1);
update customers_customer c set parent_id = p.id from customers_customer p
where c.number ~ '^D-[0-9]+-[0-9]+$' and p.number = 'D-' || split_part(c.number, '-', 2);
"""


def lead(cast: Cast, staff: str, person: str = "branch_head_a", **more: Any) -> int:
    with cast[person].acting() as actor:
        return name_lead(
            actor=actor,
            customer_id=cast.customers["C0001"],
            staff_id=cast[staff].staff_id or 0,
            reason="集团客户",
            **more,
        )


def join(cast: Cast, staff: str, person: str = "branch_head_a", **more: Any) -> int:
    with cast[person].acting() as actor:
        return add_member(
            actor=actor,
            customer_id=cast.customers["C0001"],
            staff_id=cast[staff].staff_id or 0,
            reason="支持",
            **more,
        )


def leave(cast: Cast, member_id: int, person: str = "branch_head_a", **more: Any) -> int:
    with cast[person].acting() as actor:
        return end_member(actor=actor, member_id=member_id, reason="换岗", **more)


def team(cast: Cast) -> list[tuple[str, str, date, date | None]]:
    with as_system("look"):
        rows = GroupMember.objects.order_by("valid_from", "id").select_related("staff")
        return [(m.staff.name, m.role, m.valid_from, m.valid_to) for m in rows]


class TestTeam:
    EARLIER = date(1998, 1, 5)

    @pytest.mark.requirement(
        "A3.20", shows="a group has one lead account manager with a team: members, roles, dates"
    )
    def test_a_group_has_one_lead_and_a_team_with_roles_and_dates(self, cast: Cast) -> None:
        below(cast, C0006="C0001", C0002="C0001")
        client, number = cast["branch_head_a"].client, cast.customers["C0001"]
        for path, staff, more in (("lead", "manager_a1", {}), ("add", "manager_b1", {"duty": "异地分行"})):
            sent = {"staff_id": cast[staff].staff_id, "reason": "集团客户", "on": "1998-01-05", **more}
            assert client.get(f"/customers/{number}/team/{path}/").status_code == 200
            assert client.post(f"/customers/{number}/team/{path}/", sent).status_code == 302
        # A second lead ends the first one's part that day: there is one at a time.
        sent = {"staff_id": cast["manager_a2"].staff_id, "reason": "换人"}
        assert client.post(f"/customers/{number}/team/lead/", sent).status_code == 302
        assert team(cast) == [
            ("manager_a1", "lead", self.EARLIER, TODAY), ("manager_b1", "member", self.EARLIER, None),
            ("manager_a2", "lead", TODAY, None),
        ]  # fmt: skip
        shown = client.get(f"/customers/{cast.customers['C0002']}/group/").content.decode()
        for text in ("首席客户经理", "manager_a2", "异地分行", "1998-01-05", "1998-01-15", "换人"):
            assert text in shown
        panel = client.get(f"/ui/panels/customer.side/group/{cast.customers['C0002']}/").content.decode()
        assert "manager_a2" in panel

    def test_a_member_becomes_the_lead(self, cast: Cast) -> None:
        join(cast, "manager_a1", on=self.EARLIER)
        lead(cast, "manager_a1")
        assert team(cast) == [
            ("manager_a1", "member", self.EARLIER, TODAY), ("manager_a1", "lead", TODAY, None),
        ]  # fmt: skip

    def test_refusals(self, cast: Cast) -> None:
        first = lead(cast, "manager_a1")
        cases: list[tuple[Any, str]] = [
            (lambda: lead(cast, "manager_a1"), "in_team"),
            (lambda: lead(cast, "manager_a2"), "not_before"),
            (lambda: join(cast, "manager_a1"), "in_team"),
            (lambda: join(cast, "outsider"), "unknown_staff"),
            (lambda: join(cast, "manager_a2", on=TODAY + timedelta(days=1)), "not_later"),
            (lambda: leave(cast, first), "not_before"),
        ]
        for act, code in cases:
            with pytest.raises(Refused) as refusal:
                act()
            assert refusal.value.code.value == code
        assert len(team(cast)) == 1
        with pytest.raises(Forbidden):
            join(cast, "manager_a2", "manager_a1")
        with pytest.raises(Forbidden):
            lead(cast, "manager_a2", "manager_a1")
        with pytest.raises(NotVisible):
            lead(cast, "manager_a2", "branch_head_b")

    def test_a_part_ends_once(self, cast: Cast) -> None:
        member = join(cast, "manager_a2", on=self.EARLIER)
        client = cast["branch_head_a"].client
        assert client.get(f"/customers/team/{member}/end/").status_code == 200
        assert client.post(f"/customers/team/{member}/end/", {"reason": "换岗"}).status_code == 302
        assert team(cast) == [("manager_a2", "member", self.EARLIER, TODAY)]
        with pytest.raises(Refused) as refusal:
            leave(cast, member)
        assert refusal.value.code.value == "ended"
        with pytest.raises(NotVisible):
            leave(cast, member, "branch_head_b")

    def test_by_api(self, cast: Cast) -> None:
        client, address = cast["branch_head_a"].client, f"/api/v1/customers/{cast.customers['C0001']}/team"
        for path, staff in (("/lead", "manager_a1"), ("", "manager_a2")):
            sent = {"staff_id": cast[staff].staff_id, "reason": "r"}
            assert client.post(f"{address}{path}", sent, content_type="application/json").status_code == 200
        assert [row[1] for row in team(cast)] == ["lead", "member"]

    def test_colleagues_are_found_by_a_part_of_the_name(self, cast: Cast) -> None:
        found = cast["branch_head_a"].client.get("/customers/team/pick/?q=manager_b").json()["options"]
        assert [option["label"] for option in found] == ["market_manager_b", "manager_b1"]
