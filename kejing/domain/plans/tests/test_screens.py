"""Every page: as whom it opens, what it says, what it costs."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from kejing.domain.plans import actions, queries
from kejing.domain.plans.tests.factories import (
    A1,
    A2,
    FRIDAY,
    HEAD_A,
    MARKET_A,
    NEXT_WEEK,
    approved,
    decide,
    drafted,
    handed_in,
    handed_over,
    items_of,
    policy_in_force,
    row,
    version_of,
    working,
)
from kejing.domain.plans.views import plan_due_panel, team_plans_panel
from kejing.foundation.kernel import clock
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db
ANSWERS = {f"check_{code}": "yes" for code in ("time", "means", "goals", "customers")}
MOST_QUERIES = 16


@pytest.fixture(autouse=True)
def afternoon(db: None) -> Iterator[None]:
    policy_in_force()
    with clock.frozen(clock.at(TODAY, 17)):
        yield


def text(response: Any) -> str:
    return str(response.content.decode())


def browser(cast: Cast, person: str = A1, language: str = "en") -> Client:
    client = cast[person].client
    client.cookies["kejing_language"] = language
    return client


def main(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html[html.index("<main") : html.index("</main>")]))


class TestMyPlans:
    def test_what_is_due_and_how_late(self, cast: Cast) -> None:
        html = main(text(browser(cast, A1).get("/plans/")))
        # The week that runs was due on Friday the 9th; February on New Year's Day; the coming week is due tomorrow.
        assert "Week plan 1998-01-12 – 01-18 not begun · due 9 Jan 18:00 6 days late" in html
        assert "Month plan Feb 1998 not begun · due 1 Jan 18:00 14 days late" in html
        assert "Week plan 1998-01-19 – 01-25 not begun · due Tomorrow 18:00" in html

    def test_what_is_handed_in_is_owed_no_more_what_is_returned_is(self, cast: Cast) -> None:
        plan = handed_in(cast)
        with working(cast, A1) as actor:
            assert (NEXT_WEEK, "week") not in {(one.start, one.kind) for one in queries.plan_due(actor=actor)}
        decide(cast, plan, verdict="returned", comment="more", answers={})
        with working(cast, A1) as actor:
            states = {(one.start, one.kind): one.state for one in queries.plan_due(actor=actor)}
        assert states[NEXT_WEEK, "week"] == "returned"

    def test_who_writes_none_is_refused(self, cast: Cast) -> None:
        for person in ("auditor", "hr", "administrator", "outsider"):
            assert browser(cast, person).get("/plans/").status_code == 403


class TestDraftPlan:
    def test_from_what_is_due(self, cast: Cast) -> None:
        client = browser(cast, A1)
        assert "1998-01-19" in text(client.get("/plans/new/?kind=week&start=1998-01-19"))
        answer = client.post("/plans/new/", {"kind": "week", "day": "1998-01-21"})
        assert answer.status_code == 302
        assert "Nothing was proposed" in main(text(client.get(answer["Location"])))

    def test_refused_in_both_languages(self, cast: Cast) -> None:
        client = browser(cast, A1)
        data = {"kind": "week", "day": "1998-01-01"}
        assert "is over" in text(client.post("/plans/new/", data))
        client.cookies["kejing_language"] = "zh-hans"
        answer = client.post("/plans/new/", data)
        assert answer.status_code == 422
        assert "已结束" in text(answer)


class TestPlanPage:
    def test_a_draft_is_written_and_handed_in(self, cast: Cast) -> None:
        plan, client = drafted(cast), browser(cast, A1)
        html = text(client.get(f"/plans/{plan}/"))
        assert f"/plans/{plan}/submit/" in html
        answer = client.post(f"/plans/{plan}/submit/", {"version": version_of(plan)})
        assert answer.status_code == 302
        assert row(plan).state == "submitted"
        assert f"/plans/{plan}/submit/" not in text(client.get(f"/plans/{plan}/"))

    def test_a_stale_press_changes_nothing(self, cast: Cast) -> None:
        plan, client = drafted(cast), browser(cast, A1)
        for press in ("submit", "refresh"):
            assert client.post(f"/plans/{plan}/{press}/", {"version": 7}).status_code == 409
            assert client.post(f"/plans/{plan}/{press}/", {}).status_code == 409
        assert client.post(f"/plans/{plan}/refresh/", {"version": 1}).status_code == 302
        assert row(plan).state == "draft"

    def test_late_says_so_with_its_reason(self, cast: Cast) -> None:
        plan = handed_in(cast, day=TODAY)
        html = text(browser(cast, A1).get(f"/plans/{plan}/"))
        assert "6 days late" in html
        assert f"/plans/{plan}/why/late/" in html
        assert browser(cast, A1).get(f"/plans/{plan}/why/cement/").status_code == 404

    def test_out_of_sight_it_is_not_there(self, cast: Cast) -> None:
        plan = approved(cast)
        for person in (A2, "market_manager_b", "hr", "outsider"):
            assert browser(cast, person).get(f"/plans/{plan}/").status_code == 404
        for person in (MARKET_A, HEAD_A, "auditor"):
            assert browser(cast, person).get(f"/plans/{plan}/").status_code == 200

    def test_a_customer_who_went_to_another_unit_is_not_named(self, cast: Cast) -> None:
        plan = drafted(cast, items=0)
        with working(cast, A1) as actor:
            actions.add_item(
                actor=actor, plan_id=plan, text="x", point="customer", customer_id=cast.customers["C0001"]
            )
        assert "曾国华" in text(browser(cast, A1).get(f"/plans/{plan}/"))
        handed_over(cast, "C0001", A2)
        html = text(browser(cast, A1).get(f"/plans/{plan}/"))
        assert "曾国华" not in html
        assert "out of your sight" in html


class TestItems:
    def test_add_item_change_item_and_remove_item(self, cast: Cast) -> None:
        plan, client = drafted(cast, items=0), browser(cast, A1)
        said = {"text": "call", "point": "market", "customer_id": cast.customers["C0001"], "budget": "12.50"}
        assert client.get(f"/plans/{plan}/add/").status_code == 200
        assert client.post(f"/plans/{plan}/add/", said).status_code == 302
        [item] = items_of(plan)
        assert "曾国华" in text(client.get(f"/plans/items/{item.pk}/"))
        late = client.post(f"/plans/items/{item.pk}/", said | {"due_on": "1998-03-01", "version": 1})
        assert late.status_code == 422
        assert "outside" in text(late)
        assert (
            client.post(f"/plans/items/{item.pk}/", said | {"text": "visit", "version": 1}).status_code == 302
        )
        assert [one.text for one in items_of(plan)] == ["visit"]
        assert client.post(f"/plans/items/{item.pk}/remove/", {"version": 2}).status_code == 302
        assert items_of(plan) == []

    def test_record_outcome(self, cast: Cast) -> None:
        plan, client = approved(cast), browser(cast, A1)
        [item] = items_of(plan)
        page = f"/plans/items/{item.pk}/outcome/"
        assert client.get(page).status_code == 200
        said = {"state": "partly", "done_on": "1998-01-15", "note": "", "version": 0}
        assert "Say why" in text(client.post(page, said))
        assert client.post(page, said | {"note": "half of it"}).status_code == 302
        assert "half of it" in text(client.get(f"/plans/{plan}/"))


class TestApprovalQueue:
    def test_the_most_urgent_first_with_a_badge(self, cast: Cast) -> None:
        plan = handed_in(cast)
        html = text(browser(cast, MARKET_A).get("/plans/approve/"))
        assert f"/plans/{plan}/decide/" in html
        with working(cast, MARKET_A, NEXT_WEEK) as actor:
            waiting = queries.waiting_plans(actor)
        assert (waiting.n, waiting.late) == (1, 1)

    def test_only_those_her_role_approves(self, cast: Cast) -> None:
        handed_in(cast, MARKET_A)
        html = text(browser(cast, "branch_head_b").get("/plans/approve/"))
        assert "No plan waits for you" in html
        assert "market_manager_a" in text(browser(cast, HEAD_A).get("/plans/approve/"))


class TestDecidePlan:
    def test_with_the_review(self, cast: Cast) -> None:
        plan, client = handed_in(cast), browser(cast, MARKET_A)
        html = text(client.get(f"/plans/{plan}/decide/"))
        assert "Do time and people suffice?" in html
        said = {"verdict": "approved", "comment": "", "version": version_of(plan)} | ANSWERS
        open_check = client.post(f"/plans/{plan}/decide/", said | {"check_time": ""})
        assert open_check.status_code == 422
        assert "Answer yes or no." in text(open_check)
        assert client.post(f"/plans/{plan}/decide/", said).status_code == 302
        assert row(plan).state == "approved"
        assert browser(cast, A1).get(f"/plans/{plan}/file/").content.decode() == row(plan).content


class TestAmendPlan:
    def test_with_a_reason(self, cast: Cast) -> None:
        plan, client = approved(cast), browser(cast, A1)
        assert client.post(f"/plans/{plan}/amend/", {"reason": ""}).status_code == 422
        answer = client.post(f"/plans/{plan}/amend/", {"reason": "moved"})
        assert "moved" in text(client.get(answer["Location"]))


class TestUnitPlans:
    def test_who_has_none(self, cast: Cast) -> None:
        approved(cast, day=TODAY)
        html = main(text(browser(cast, MARKET_A).get("/plans/unit/?kind=week&start=1998-01-15")))
        assert "3 people · 1 approved · 2 without · 3 late" in html
        assert "6 days late" in html
        assert browser(cast, MARKET_A).get("/plans/unit/?kind=cement").status_code == 422
        assert browser(cast, A1).get("/plans/unit/").status_code == 403


class TestBinder:
    def test_binder_list_binds_and_binder_page_prints(self, cast: Cast) -> None:
        approved(cast, day=TODAY)
        client = browser(cast, MARKET_A)
        assert "Bind and archive" in text(client.get("/plans/binders/?month=1998-01"))
        answer = client.post("/plans/binders/bind/", {"month": "1998-01"})
        html = text(client.get(answer["Location"]))
        assert "action 0" in html
        assert "kj-leaf" in html
        assert "data-print" in html
        assert client.get(answer["Location"] + "file/").content
        assert browser(cast, "market_manager_b").get(answer["Location"]).status_code == 404
        assert client.post("/plans/binders/bind/", {"month": "x"}).status_code == 422
        assert "Bind and archive" not in text(browser(cast, "auditor").get("/plans/binders/"))


class TestPanels:
    def test_what_is_due_on_my_day_and_what_the_team_has(self, cast: Cast, rf: Any) -> None:
        request = rf.get("/")
        for person, panel, said in (
            (A1, plan_due_panel, "6 days late"), (MARKET_A, team_plans_panel, "3 people late"),
        ):  # fmt: skip
            with working(cast, person) as actor, translation.override("en"):
                request.actor, request.user = actor, cast[person].user
                assert said in panel(request, 0)
        with cast["administrator"].acting() as actor:
            request.actor = actor
            assert plan_due_panel(request, 0) == team_plans_panel(request, 0) == ""


PAGES = {
    "my_plans": (A1, "/plans/"),
    "draft_plan": (A1, "/plans/new/"),
    "plan_page": (A1, "/plans/{plan}/"),
    "add_item": (A1, "/plans/{draft}/add/"),
    "change_item": (A1, "/plans/items/{draft_item}/"),
    "record_outcome": (A1, "/plans/items/{item}/outcome/"),
    "amend_plan": (A1, "/plans/{plan}/amend/"),
    "explain_plan": (A1, "/plans/{plan}/why/carried/"),
    "approval_queue": (MARKET_A, "/plans/approve/"),
    "decide_plan": (MARKET_A, "/plans/{waiting}/decide/"),
    "unit_plans": (MARKET_A, "/plans/unit/"),
    "binder_list": (MARKET_A, "/plans/binders/"),
    "binder_page": (MARKET_A, "/plans/binders/{binder}/"),
}


def addresses(cast: Cast, n: int, month: date = TODAY) -> dict[str, str]:
    """A world with plans of `n` actions, for a week each, and where the pages are."""
    monday = {2: date(1998, 1, 12), 20: date(1998, 1, 19)}[n]
    ahead = {2: date(1998, 2, 1), 20: date(1998, 3, 1)}[n]
    ids = {
        "plan": approved(cast, day=monday, items=n),
        "waiting": handed_in(cast, kind="month", day=ahead, items=n),
        "draft": drafted(cast, kind="day", day=FRIDAY if n == 2 else NEXT_WEEK, items=n),
    }
    ids["item"], ids["draft_item"] = items_of(ids["plan"])[0].pk, items_of(ids["draft"])[0].pk
    with working(cast, MARKET_A, monday) as actor:
        ids["binder"] = actions.bind_plans(actor=actor, month=month)
    return {name: address.format(**ids) for name, (_person, address) in PAGES.items()}


def cost(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return sum("SAVEPOINT" not in query["sql"] for query in captured)


def test_a_page_costs_the_same_whatever_the_actions_and_speaks_chinese(cast: Cast) -> None:
    clients = {person: browser(cast, person) for person in (A1, MARKET_A)}
    few, costs, left = addresses(cast, 2), {}, {}
    for name, (person, _) in PAGES.items():
        clients[person].get(few[name])
        costs[name] = cost(clients[person], few[name])
    many = addresses(cast, 20)
    for name, (person, _) in PAGES.items():
        clients[person].get(many[name])
        assert costs[name] == cost(clients[person], many[name]) <= MOST_QUERIES, name
        clients[person].cookies["kejing_language"] = "zh-hans"
        html = main(text(clients[person].get(many[name])))
        clients[person].cookies["kejing_language"] = "en"
        left[name] = set(re.findall(r"[A-Za-z]{3,}", html)) - {
            "action",
            "manager",
            "market",
            "SHA",
            "account",
        }
    left["plan_page"] -= set(re.findall(r"[a-f]+", " ".join(left["plan_page"])))
    left["binder_page"] -= set(re.findall(r"[a-f]+", " ".join(left["binder_page"])))
    assert not {name: words for name, words in left.items() if words}
