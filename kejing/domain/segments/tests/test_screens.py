"""Every page: what it shows, what it refuses, what it costs with ten rows and with a hundred."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kejing.domain.segments.models import Segment, SetVersion, Standard, Target
from kejing.domain.segments.tests.factories import (
    brought,
    held,
    holder_of,
    in_force,
    lends,
    segment,
    set_id,
    spends,
    standard,
    version_of,
)
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_system
from tests.cast import TODAY, Cast, make_customer

pytestmark = pytest.mark.django_db
MOST_QUERIES = 14
RULE = {"name": "borrowers", "kind": "market", "all1_field": "lent", "all1_is": ">=", "all1_value": "1000"}
EITHER = {
    "any1_field": "spend",
    "any1_is": ">",
    "any1_value": "10",
    "any2_field": "kind",
    "any2_is": "is",
    "any2_value": "person",
}


@pytest.fixture(autouse=True)
def afternoon(db: None) -> Iterator[None]:
    with clock.frozen(clock.at(TODAY, 17)):
        yield


@pytest.fixture
def bank(cast: Cast) -> Cast:
    brought()
    lends(cast, "C0001", 5000)
    spends("C0002", 300)
    in_force()
    return cast


def get(cast: Cast, person: str, name: str, *args: int, query: str = "", language: str = "en") -> Any:
    address = reverse(f"segments:{name}", args=args) + (f"?{query}" if query else "")
    return cast[person].client.get(address, headers={"Accept-Language": language})


def post(cast: Cast, person: str, name: str, *args: int, data: dict[str, Any] | None = None) -> Any:
    return cast[person].client.post(
        reverse(f"segments:{name}", args=args), data or {}, headers={"Accept-Language": "en"}
    )


def text(response: Any) -> str:
    return str(response.content.decode())


def newest(model: Any) -> Any:
    with as_system("look"):
        return model.objects.order_by("-id").first()


def listed(cast: Cast, person: str = "market_manager_a") -> int:
    data = {"purpose": "spring loans", "due_on": (TODAY + timedelta(days=14)).isoformat()}
    response = post(cast, person, "make_list", segment("C"), data=data)
    assert response.status_code == 302
    return int(response["Location"].strip("/").split("/")[-1])


class TestSegmentList:
    def test_it_says_rule_and_number(self, bank: Cast) -> None:
        page = text(get(bank, "manager_a1", "segment_list"))
        assert "Class A" in page
        assert "Amount lent at least 1,000" in page
        assert "Define a segment" not in page
        assert "everybody in no segment before it" in page

    def test_in_chinese(self, bank: Cast) -> None:
        page = text(get(bank, "market_manager_a", "segment_list", language="zh-hans"))
        assert "贷款金额不低于1,000" in page.replace(" ", "")
        assert "新建细分" in page


class TestSegmentPage:
    def test_it_shows_members_in_scope(self, bank: Cast) -> None:
        assert "曾国华" in text(get(bank, "manager_a1", "segment_page", segment("A")))
        assert "曾国华" not in text(get(bank, "manager_a2", "segment_page", segment("A")))

    def test_a_day_before_it_began_shows_nobody(self, bank: Cast) -> None:
        page = text(get(bank, "manager_a1", "segment_page", segment("A"), query="on=1998-01-01"))
        assert "Customers on 1998-01-01" in page
        assert "曾国华" not in page

    def test_what_is_no_day_is_refused(self, bank: Cast) -> None:
        response = get(bank, "manager_a1", "segment_page", segment("A"), query="on=yesterday")
        assert response.status_code == 422
        assert "“yesterday” is not a day" in text(response)


class TestDefineSegment:
    def test_a_rule_is_tried_and_waits(self, bank: Cast) -> None:
        response = post(bank, "market_manager_a", "define_segment", data=RULE | EITHER)
        made = newest(Segment)
        assert response["Location"] == reverse("segments:segment_page", args=[made.pk])
        draft = newest(SetVersion)
        assert draft.body["rules"]["it"] == {
            "all": [
                {"field": "lent", "is": ">=", "value": "1000"},
                {"any": [{"field": "spend", "is": ">", "value": "10"}, {"field": "kind", "is": "is", "value": "person"}]},
            ]
        }  # fmt: skip
        assert draft.trial["counts"] == {"it": [1, 1, 0]}
        page = text(get(bank, "market_manager_a", "segment_page", made.pk))
        assert "Nobody is moved before it is applied." in page

    def test_a_bad_value_is_named_and_nothing_is_lost(self, bank: Cast) -> None:
        response = post(bank, "market_manager_a", "define_segment", data=RULE | {"all1_value": "much"})
        assert response.status_code == 422
        assert "“much” is no value for “lent”." in text(response)
        assert 'value="borrowers"' in text(response)


class TestDraftRule:
    def test_the_rule_in_force_stands_in_the_rows(self, bank: Cast) -> None:
        page = text(get(bank, "administrator", "draft_rule", segment("B")))
        assert 'name="any1_value" value="100"' in page

    def test_another_rule_becomes_a_draft(self, bank: Cast) -> None:
        data = {"version": 1, "all1_field": "spend", "all1_is": ">", "all1_value": "400"}
        assert post(bank, "administrator", "draft_rule", segment("B"), data=data).status_code == 302
        assert newest(SetVersion).trial["counts"] == {"A": [1, 0, 0], "B": [0, 0, 1], "C": [7, 1, 0]}

    def test_a_stale_one_is_refused(self, bank: Cast) -> None:
        data = {"version": 9, "all1_field": "spend", "all1_is": ">", "all1_value": "400"}
        assert post(bank, "administrator", "draft_rule", segment("B"), data=data).status_code == 409


class TestTrialPage:
    def test_it_counts_and_shows_some_and_apply_segments_moves_them(self, bank: Cast) -> None:
        post(bank, "market_manager_a", "define_segment", data=RULE)
        pk = newest(SetVersion).pk
        page = text(get(bank, "market_manager_a", "trial_page", pk))
        assert "曾国华" in page
        assert "Apply from today on" in page
        assert "Apply from today on" not in text(get(bank, "manager_a1", "trial_page", pk))
        assert post(bank, "market_manager_a", "apply_segments", pk).status_code == 302
        assert "曾国华" in text(get(bank, "manager_a1", "segment_page", newest(Segment).pk))

    def test_try_version_counts_anew(self, bank: Cast) -> None:
        post(bank, "market_manager_a", "define_segment", data=RULE)
        pk = newest(SetVersion).pk
        lends(bank, "C0004", 2000)
        assert post(bank, "market_manager_a", "try_version", pk).status_code == 302
        assert newest(SetVersion).trial["counts"] == {"it": [2, 2, 0]}


@pytest.mark.requirement(
    "A2.6", shows="a class opens its explanation: rule, version, values now and at entry"
)
def test_explain_membership(bank: Cast) -> None:
    page = text(get(bank, "manager_a1", "explain_membership", bank.customers["C0002"], set_id()))
    for word in ("Class B", "v1", "above 100", "300", "does not hold", "holds"):
        assert word in page
    assert get(bank, "manager_b1", "explain_membership", bank.customers["C0002"], set_id()).status_code == 404


class TestTargetLists:
    def test_make_list_then_target_list_shows_coverage(self, bank: Cast) -> None:
        pk = listed(bank)
        held(bank, customer="C0003")
        page = text(get(bank, "market_manager_a", "target_list", pk))
        assert "manager_a1" in page
        assert "100.0%" in page
        mine = text(get(bank, "manager_a2", "target_list", pk))
        assert "王小明" in mine
        assert "单田芳" not in mine

    def test_target_lists_in_scope(self, bank: Cast) -> None:
        listed(bank)
        assert "spring loans" in text(get(bank, "manager_a1", "target_lists"))
        assert "spring loans" not in text(get(bank, "manager_b1", "target_lists"))

    def test_make_list_refuses_a_day_that_is_over(self, bank: Cast) -> None:
        response = post(
            bank, "market_manager_a", "make_list", segment("C"), data={"purpose": "x", "due_on": "1998-01-01"}
        )
        assert response.status_code == 422
        assert "The due date must not lie in the past." in text(response)

    def test_mark_target_wants_a_reason_for_a_drop(self, bank: Cast) -> None:
        listed_id = listed(bank)
        with as_system("look"):
            pk = Target.objects.get(customer_id=bank.customers["C0003"]).pk
        assert "not contacted yet" in text(get(bank, "manager_a1", "mark_target", pk))
        response = post(bank, "manager_a1", "mark_target", pk, data={"state": "dropped", "version": 1})
        assert response.status_code == 422
        assert "Say why." in text(response)
        won = post(bank, "manager_a1", "mark_target", pk, data={"state": "won", "version": 1})
        assert won["Location"] == reverse("segments:target_list", args=[listed_id])

    def test_explain_coverage(self, bank: Cast) -> None:
        pk = listed(bank)
        query = f"holder={holder_of(bank, 'manager_a1')}"
        assert "0 of 1 contacted" in text(get(bank, "market_manager_a", "explain_coverage", pk, query=query))


class TestProspectList:
    def test_a_prospect_is_entered_and_move_prospect_takes_it_on(self, bank: Cast) -> None:
        market = segment("all", "market")
        assert post(bank, "manager_a1", "prospect_list", market, data={"name": "东方商行"}).status_code == 302
        page = text(get(bank, "market_manager_a", "prospect_list", market))
        assert "东方商行" in page
        from kejing.domain.segments.models import Prospect

        pk = newest(Prospect).pk
        assert "东方商行" in text(get(bank, "manager_a1", "move_prospect", pk))
        refused = post(bank, "manager_a1", "move_prospect", pk, data={"state": "customer", "version": 1})
        assert refused.status_code == 422
        moved = post(bank, "manager_a1", "move_prospect", pk, data={"state": "contacted", "version": 1})
        assert moved["Location"] == reverse("segments:prospect_list", args=[market])

    def test_a_class_has_no_prospects(self, bank: Cast) -> None:
        assert get(bank, "manager_a1", "prospect_list", segment("A")).status_code == 404


class TestOverdueList:
    def test_most_overdue_first_with_a_way_to_plan(self, bank: Cast) -> None:
        page = text(get(bank, "manager_a1", "overdue_list"))
        assert page.index("曾国华") < page.index("重庆")
        assert f"/visits/plan/?customer={bank.customers['C0001']}" in page
        assert "By person" not in page

    def test_a_manager_narrows_it_to_a_person(self, bank: Cast) -> None:
        query = f"holder={holder_of(bank, 'manager_a2')}"
        page = text(get(bank, "market_manager_a", "overdue_list", query=query))
        assert "By person" in page
        assert "重庆" not in page

    def test_explain_overdue(self, bank: Cast) -> None:
        page = text(get(bank, "manager_a1", "explain_overdue", bank.customers["C0001"]))
        assert "73 days without contact; the norm is 10" in page


class TestStandards:
    def test_the_norms_and_what_a_draft_would_do(self, bank: Cast) -> None:
        norms = {
            f"{code}_{part}": n for code in "ABC" for part, n in (("days", 90), ("hours", 4), ("minutes", 60))
        }
        assert "Try other norms" not in text(get(bank, "market_manager_a", "standards"))
        assert post(bank, "administrator", "standards", data=norms).status_code == 302
        page = text(get(bank, "administrator", "standards"))
        assert "Overdue now: 2. Overdue with the draft: 0." in page
        assert post(bank, "administrator", "apply_standard", newest(Standard).pk).status_code == 302
        assert standard().number == 2

    def test_a_norm_out_of_bounds_is_refused_on_its_page(self, bank: Cast) -> None:
        norms = {
            f"{code}_{part}": n
            for code in "ABC"
            for part, n in (("days", 900), ("hours", 4), ("minutes", 60))
        }
        response = post(bank, "administrator", "standards", data=norms)
        assert response.status_code == 422
        assert "Class A: the rhythm is 1 to 730 days" in text(response)


class TestLoadBoard:
    def test_load_and_balance_unit(self, bank: Cast) -> None:
        page = text(get(bank, "market_manager_a", "load_board"))
        assert "manager_a1" in page
        balance = text(get(bank, "market_manager_a", "balance_unit", bank.units["A"].pk))
        assert "There is nothing to move" in balance
        response = post(
            bank, "market_manager_a", "balance_unit", bank.units["A"].pk, data={"digest": "x", "reason": "r"}
        )
        assert response.status_code == 422

    def test_explain_load(self, bank: Cast) -> None:
        page = text(get(bank, "market_manager_a", "explain_load", holder_of(bank, "manager_a1")))
        assert "hours needed" in page


class TestPanels:
    def panel(self, cast: Cast, person: str, slot: str, name: str, pk: int = 0) -> Any:
        return cast[person].client.get(
            reverse("ui:panel", args=[slot, name, pk]), headers={"Accept-Language": "en"}
        )

    def test_the_customers_page_shows_class_and_segments(self, bank: Cast) -> None:
        pk = bank.customers["C0001"]
        assert "A contact every 10 days, an answer within 4 hours" in text(
            self.panel(bank, "manager_a1", "customer.next", "service", pk)
        )
        assert "Class A" in text(self.panel(bank, "manager_a1", "customer.side", "segments", pk))

    def test_my_day_shows_who_is_overdue_and_my_lists(self, bank: Cast) -> None:
        listed(bank)
        assert "曾国华" in text(self.panel(bank, "manager_a1", "my_day.main", "overdue"))
        assert "spring loans" in text(self.panel(bank, "manager_a1", "my_day.side", "targets"))


PAGES = [
    ("manager_a1", "segment_list", ()), ("market_manager_a", "segment_page", ("C",)),
    ("manager_a1", "overdue_list", ()), ("market_manager_a", "overdue_list", ()),
    ("market_manager_a", "target_list", ("list",)), ("manager_a1", "target_lists", ()),
    ("market_manager_a", "load_board", ()), ("market_manager_a", "balance_unit", ("unit",)),
    ("market_manager_a", "trial_page", ("version",)), ("market_manager_a", "prospect_list", ("market",)),
]  # fmt: skip


@pytest.mark.parametrize(("person", "name", "args"), PAGES)
def test_a_page_costs_the_same_with_ten_rows_and_with_a_hundred(
    cast: Cast, person: str, name: str, args: tuple[str, ...]
) -> None:
    brought()

    def grow(start: int, end: int) -> None:
        with as_system("grow"):
            for n in range(start, end):
                make_customer(f"N{n:04}", f"客户{n}", holder_of(cast, "manager_a1"))

    def cost() -> int:
        pks = {"C": lambda: segment("C"), "list": lambda: made, "unit": lambda: cast.units["A"].pk, "version": lambda: version_of(state="applied"), "market": lambda: segment("all", "market")}  # fmt: skip
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert get(cast, person, name, *(pks[arg]() for arg in args)).status_code == 200
        return len(queries)

    grow(0, 10)
    in_force()
    with clock.frozen(clock.at(TODAY, 17)):
        made = listed(cast)
    few = cost()
    grow(10, 100)
    from kejing.domain.segments import actions

    actions.evaluate_all()
    made = listed(cast)
    assert cost() <= few
