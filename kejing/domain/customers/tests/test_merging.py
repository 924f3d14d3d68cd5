"""Two customers made one, and taken apart again: nothing is lost on the way."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from kejing.domain.customers import actions, queries
from kejing.domain.customers.models import Customer, Holding, HoldingParty, Merge, Ownership, Product
from kejing.domain.customers.vocabulary import DuplicateRefusal
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import Forbidden, KernelRefusal, NotVisible, Refused, Stale
from kejing.foundation.kernel.testing import as_owner
from tests.cast import TODAY, Cast, make_customer


def merge(cast: Cast, survivor: str, merged: str, person: str = "branch_head_a", **more: Any) -> int:
    with cast[person].acting() as actor:
        return actions.merge_customers(
            actor=actor,
            customer_id=cast.customers[survivor],
            merged_id=cast.customers[merged],
            reason="one person",
            **more,
        )


def unmerge(cast: Cast, merge_id: int, person: str = "branch_head_a") -> int:
    with cast[person].acting() as actor:
        return actions.unmerge_customer(actor=actor, merge_id=merge_id)


def row(number: str) -> Customer:
    with as_system("look"):
        return Customer.objects.get(number=number)


def change(number: str, **values: Any) -> None:
    with as_system("change"):
        Customer.objects.filter(number=number).update(**values)


def owners(number: str) -> list[tuple[str, date, date | None]]:
    with as_system("look"):
        rows = Ownership.objects.filter(customer__number=number).order_by("valid_from")
        return [(one.holder.name, one.valid_from, one.valid_to) for one in rows.select_related("holder")]


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of what hangs on customers, but for who holds whom since when, which follows the survivor."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    with as_owner(), connection.cursor() as cursor:
        for table in (
            "customers_contact",
            "customers_contactposition",
            "customers_holdingparty",
            "visits_visit",
        ):
            cursor.execute(f"select * from {table} order by id")
            found[table] = cursor.fetchall()
        cursor.execute(
            "select id, number, name, phone, identity_number, address, attributes, sort_key, search_text, merged_into_id"
            " from customers_customer order by id"
        )
        found["customers_customer"] = cursor.fetchall()
    return found


def give(cast: Cast, number: str, holding: str) -> None:
    with as_system("give"):
        product, _new = Product.objects.get_or_create(
            code="account", defaults={"line": "account", "label_zh": "账户", "label_en": "Account"}
        )
        made = Holding.objects.create(
            number=holding, product=product, unit_id=cast["manager_a1"].unit_id or 0
        )
        HoldingParty.objects.create(holding=made, customer_id=cast.customers[number], role="owner")


class TestMergeCustomers:
    @pytest.mark.requirement(
        "A2.10", shows="Two records of one customer become one, with all that either holds"
    )
    def test_pages_show_what_both_have_and_rows_stay(self, cast: Cast) -> None:
        give(cast, "C0001", "H1")
        give(cast, "C0004", "H2")
        before = everything()
        merge(cast, "C0001", "C0004")
        with cast["manager_a1"].acting() as actor:
            page = queries.customer_page(actor=actor, customer_id=cast.customers["C0001"])
            assert {one.number for one in page.holdings} == {"H1", "H2"}
            assert page.held_since == date(1993, 1, 1)
            assert [(one.holder, one.merged) for one in page.ownership] == [
                ("manager_a1", "C0004"), ("manager_a2", "C0004"), ("manager_a1", ""),
            ]  # fmt: skip
        after = everything()
        for table in before:
            if table != "customers_customer":
                assert after[table] == before[table]

    def test_the_merged_one_goes_to_the_survivor_s_holder_and_from_the_lists(self, cast: Cast) -> None:
        merge(cast, "C0001", "C0004")
        assert owners("C0004") == [
            ("manager_a2", date(1993, 1, 1), TODAY), ("manager_a1", TODAY, None),
        ]  # fmt: skip
        with cast["branch_head_a"].acting() as actor:
            listed = queries.customer_list(actor=actor)
            assert "C0004" not in [one.number for one in listed.page.rows]
            assert listed.count.n == 5
            (found,) = queries.search_customers(actor=actor, text="王小明")
            assert (found.card.number, found.found_by) == ("C0001", "merged")
        with cast["manager_a2"].acting() as actor:
            assert queries.find_customers(actor=actor, text="王小明") == []

    def test_fields_are_taken_over_one_by_one(self, cast: Cast) -> None:
        change("C0004", phone="13800138000", address="中山路 1 号", attributes={"birth_date": "1980-01-02"})
        merge(cast, "C0001", "C0004", take=["name", "phone", "birth_date", "identity_number"])
        one = row("C0001")
        assert (one.name, one.phone, one.address, one.attributes) == (
            "王小明",
            "13800138000",
            "",
            {"birth_date": "1980-01-02"},
        )
        assert one.sort_key == "wang xiao ming"
        with as_system("look"):
            assert Merge.objects.get().taken == {
                "name": ["曾国华", "王小明"], "phone": ["", "13800138000"], "birth_date": [None, "1980-01-02"],
            }  # fmt: skip

    def test_a_chain_is_flat_and_later_ones_follow(self, cast: Cast) -> None:
        merge(cast, "C0002", "C0003")
        merge(cast, "C0001", "C0002")
        survivor = cast.customers["C0001"]
        assert (row("C0002").merged_into_id, row("C0003").merged_into_id) == (survivor, survivor)
        with cast["branch_head_a"].acting() as actor:
            actions.assign_customer(
                actor=actor,
                customer_id=survivor,
                holder_id=cast["manager_a2"].holder_id or 0,
                reason="relief",
            )
        for number in ("C0001", "C0002", "C0003"):
            assert owners(number)[-1] == ("manager_a2", TODAY, None)

    def test_one_entered_today_is_merged_today(self, cast: Cast) -> None:
        with as_system("cast"):
            cast.customers["N1"] = make_customer(
                "N1", "王小明", cast["manager_a2"].holder_id or 0, since=TODAY
            )
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate; set constraints all deferred")
        merge(cast, "C0001", "N1")
        assert owners("N1") == [("manager_a1", TODAY, None)]

    def test_a_merged_one_is_changed_and_given_away_by_nobody(self, cast: Cast) -> None:
        merge(cast, "C0001", "C0004")
        with pytest.raises(Refused) as refused, cast["branch_head_a"].acting() as actor:
            actions.assign_customer(
                actor=actor,
                customer_id=cast.customers["C0004"],
                holder_id=cast["manager_a2"].holder_id or 0,
                reason="x",
            )
        assert refused.value.code == DuplicateRefusal.IS_MERGED

    def test_one_that_is_locked_goes_nowhere_by_a_merge(self, cast: Cast) -> None:
        with cast["market_manager_a"].acting() as actor:
            actions.lock_customers(actor=actor, numbers=["C0004"], reason="stock")
        with pytest.raises(Refused) as refused:
            merge(cast, "C0001", "C0004")
        assert (refused.value.code, refused.value.params) == (
            DuplicateRefusal.LOCKED, {"number": "C0004", "holder": "manager_a2"},
        )  # fmt: skip
        merge(cast, "C0004", "C0001")
        assert owners("C0001")[-1][0] == "manager_a2"

    @pytest.mark.parametrize(
        ("survivor", "merged", "values", "code"),
        [
            ("C0001", "C0001", {}, DuplicateRefusal.INTO_ITSELF),
            ("C0001", "C0002", {"kind": "organisation"}, DuplicateRefusal.OTHER_KIND),
            ("C0001", "C0002", {"confidential": True}, DuplicateRefusal.CONFIDENTIAL),
        ],
    )
    def test_what_is_not_one_is_refused(
        self, cast: Cast, survivor: str, merged: str, values: dict[str, Any], code: DuplicateRefusal
    ) -> None:
        if values:
            change(merged, **values)
        before = everything()
        with pytest.raises(Refused) as refused:
            merge(cast, survivor, merged)
        assert refused.value.code == code
        assert everything() == before

    def test_one_that_is_merged_already_is_refused(self, cast: Cast) -> None:
        merge(cast, "C0001", "C0002")
        for survivor, merged in (("C0003", "C0002"), ("C0002", "C0003")):
            with pytest.raises(Refused) as refused:
                merge(cast, survivor, merged)
            assert (refused.value.code, refused.value.params) == (
                DuplicateRefusal.ALREADY_MERGED,
                {"number": "C0002"},
            )

    def test_out_of_sight_or_without_the_right_nothing_happens(self, cast: Cast) -> None:
        for survivor, merged in (("C0001", "C0006"), ("C0006", "C0001")):
            with pytest.raises(NotVisible):
                merge(cast, survivor, merged)
        with pytest.raises(Forbidden):
            merge(cast, "C0001", "C0002", person="manager_a1")

    def test_a_closed_month_and_a_stale_page_are_refused(self, cast: Cast) -> None:
        with pytest.raises(Stale):
            merge(cast, "C0001", "C0002", version=9)
        with as_owner(), connection.cursor() as cursor:
            cursor.execute(
                "insert into metrics_period (month, state, closed_by, snapshot_hash) values ('1998-01-01', 'closed', '', '')"
            )
        with pytest.raises(Refused) as refused:
            merge(cast, "C0001", "C0002")
        assert refused.value.code == KernelRefusal.PERIOD_CLOSED

    def test_the_merged_one_s_page_leads_to_the_survivor_with_a_line(self, cast: Cast) -> None:
        merge(cast, "C0001", "C0004")
        client = cast["branch_head_a"].client
        answer = client.get(
            reverse("customers:customer_page", args=[cast.customers["C0004"]]),
            headers={"accept-language": "en"},
        )
        assert answer["Location"] == reverse("customers:customer_page", args=[cast.customers["C0001"]])
        page = client.get(answer["Location"], headers={"accept-language": "en"}).content.decode()
        assert "C0004 was merged into this customer by branch_head_a on 1998-01-15." in page

    def test_an_import_by_the_merged_number_stays_with_its_row(self, cast: Cast) -> None:
        """What the source says of C0004 stays apart, so that undoing gives it back; pages and search lead to C0001."""
        merge(cast, "C0001", "C0004")
        give(cast, "C0004", "H9")
        with cast["manager_a1"].acting() as actor:
            page = queries.customer_page(actor=actor, customer_id=cast.customers["C0001"])
            assert [one.number for one in page.holdings] == ["H9"]


class TestUnmergeCustomer:
    def test_everything_is_as_it_was(self, cast: Cast) -> None:
        change("C0004", phone="13800138000", attributes={"birth_date": "1980-01-02"})
        give(cast, "C0004", "H2")
        before = everything()
        unmerge(cast, merge(cast, "C0001", "C0004", take=["name", "phone", "birth_date"]))
        assert everything() == before
        with as_system("look"):
            assert (Merge.objects.get().undone_on, Merge.objects.get().undone_by) == (
                TODAY,
                cast["branch_head_a"].staff_id,
            )

    def test_the_middle_of_a_chain_takes_its_own_with_it(self, cast: Cast) -> None:
        merge(cast, "C0002", "C0003")
        outer = merge(cast, "C0001", "C0002")
        unmerge(cast, outer)
        assert (row("C0002").merged_into_id, row("C0003").merged_into_id) == (None, cast.customers["C0002"])

    def test_a_field_changed_since_is_named_and_nothing_undone(self, cast: Cast) -> None:
        merged = merge(cast, "C0001", "C0004", take=["name"])
        change("C0001", name="王晓明")
        with pytest.raises(Refused) as refused:
            unmerge(cast, merged)
        assert refused.value.code == DuplicateRefusal.CHANGED_SINCE
        assert "王小明 → 王晓明" in str(refused.value.params["fields"])
        assert row("C0004").merged_into_id == cast.customers["C0001"]

    def test_twice_out_of_sight_or_without_the_right_is_refused(self, cast: Cast) -> None:
        merged = merge(cast, "C0001", "C0004")
        with pytest.raises(NotVisible):
            unmerge(cast, merged, "branch_head_b")
        with pytest.raises(Forbidden):
            unmerge(cast, merged, "auditor")
        unmerge(cast, merged)
        with pytest.raises(Refused) as refused:
            unmerge(cast, merged)
        assert refused.value.code == DuplicateRefusal.NOT_MERGED

    def test_the_page_says_what_it_does_and_the_panel_leads_to_it(self, cast: Cast) -> None:
        merged = merge(cast, "C0001", "C0004", take=["name"])
        client = cast["branch_head_a"].client
        panel = reverse(
            "ui:panel",
            kwargs={"slot": "customer.side", "name": "merges", "object_id": cast.customers["C0001"]},
        )
        address = reverse("customers:unmerge_customer", args=[merged])
        assert address in client.get(panel).content.decode()
        assert "王小明" in client.get(address).content.decode()
        assert client.post(address).status_code == 302
        assert row("C0004").merged_into_id is None
        assert "C0004" not in client.get(panel).content.decode()


def test_the_snapshot_counts_two_records_of_one_customer_once(cast: Cast) -> None:
    give(cast, "C0001", "H1")
    give(cast, "C0004", "H2")
    merge(cast, "C0001", "C0004")
    with as_system("look"), connection.cursor() as cursor:
        cursor.execute(queries.SNAPSHOT_VIEWS["holding"])
        assert {line[4] for line in cursor.fetchall()} == {cast.customers["C0001"]}
        cursor.execute(queries.SNAPSHOT_VIEWS["customer"])
        assert "C0004" not in {line[1] for line in cursor.fetchall()}
        end = (TODAY + timedelta(days=30)).isoformat()
        cursor.execute(queries.SNAPSHOT_VIEWS["ownership"].replace(":period_end", f"date '{end}'"))
        assert cast.customers["C0004"] not in {line[0] for line in cursor.fetchall()}
