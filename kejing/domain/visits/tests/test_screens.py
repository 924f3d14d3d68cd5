"""Every page: as whom it opens, what it says, what it costs."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from kejing.domain.visits.models import Log, Review, Visit
from kejing.domain.visits.tests.factories import (
    NEXT_WEEK,
    PARTS,
    YESTERDAY,
    handed_over,
    held,
    holder_of,
    planned,
    staff_of,
    submitted,
    working,
)
from kejing.domain.visits.views import customer_visits_panel
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.testing import as_owner
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12
RECORD = {
    "direction": "outbound", "channel": "visit", "goal": "renew", "reached": "yes", "result": "agreed",
    "observations": "", "next_step": "", "next_step_on": "", "minutes": "30", "happened_at": "1998-01-15T10:30",
}  # fmt: skip


@pytest.fixture(autouse=True)
def afternoon(db: None) -> Iterator[None]:
    with clock.frozen(clock.at(TODAY, 17)):
        yield


def text(response: Any) -> str:
    return str(response.content.decode())


def forms_key(html: str) -> str:
    found = re.search(r'name="idempotency_key" value="(\w+)"', html)
    assert found
    return found[1]


def rows_of(cast: Cast, person: str = "manager_a1") -> list[Visit]:
    with working(cast, person):
        return list(Visit.objects.order_by("pk"))


class TestMyDay:
    def test_her_visits_and_the_state_of_her_log(self, cast: Cast) -> None:
        held(cast, result="agreed to renew")
        plan = planned(cast, customer="C0002")
        html = text(cast["manager_a1"].client.get("/my-day/"))
        assert "曾国华" in html
        assert f"/visits/{plan}/record/" in html
        assert "王小明" not in html

    @pytest.mark.parametrize("person", ["auditor", "branch_head_a", "hr", "administrator", "outsider"])
    def test_others_have_none(self, cast: Cast, person: str) -> None:
        assert cast[person].client.get("/my-day/").status_code == 403

    def test_an_empty_day_offers_to_plan(self, cast: Cast) -> None:
        assert "kj-empty" in text(cast["manager_a1"].client.get("/my-day/"))


class TestPlanVisit:
    def test_from_a_customer(self, cast: Cast) -> None:
        client, customer = cast["manager_a1"].client, cast.customers["C0001"]
        page = client.get(f"/visits/plan/?customer={customer}")
        assert "曾国华" in text(page)
        answer = client.post(
            "/visits/plan/", {"customer_id": customer, "day": "1998-01-16", "at": "09:30", "goal": "renew"}
        )
        assert answer.status_code == 302
        (visit,) = rows_of(cast)
        assert (visit.state, visit.day, str(visit.planned_at)) == ("planned", date(1998, 1, 16), "09:30:00")

    def test_a_day_that_is_over_is_refused_in_both_languages(self, cast: Cast) -> None:
        client = cast["manager_a1"].client
        body = {"customer_id": cast.customers["C0001"], "day": "1998-01-14", "goal": "renew"}
        answer = client.post("/visits/plan/", body)
        assert answer.status_code == 422
        assert "只能安排今天或以后" in text(answer)
        client.cookies["kejing_language"] = "en"
        assert "A visit is planned for today or later" in text(client.post("/visits/plan/", body))
        assert rows_of(cast) == []

    def test_a_foreign_customer_is_404(self, cast: Cast) -> None:
        client = cast["manager_a1"].client
        body = {"customer_id": cast.customers["C0006"], "day": "1998-01-16", "goal": "renew"}
        assert client.post("/visits/plan/", body).status_code == 404
        assert client.get(f"/visits/plan/?customer={cast.customers['C0006']}").status_code == 404


class TestRecordVisit:
    def test_without_a_plan(self, cast: Cast) -> None:
        client = cast["manager_a1"].client
        answer = client.post("/visits/record/", RECORD | {"customer_id": cast.customers["C0001"]})
        assert answer.status_code == 302
        (visit,) = rows_of(cast)
        assert (visit.state, visit.reached, visit.minutes) == ("done", "yes", 30)

    def test_a_plan_of_the_customer_is_offered(self, cast: Cast) -> None:
        plan = planned(cast)
        html = text(cast["manager_a1"].client.get(f"/visits/record/?customer={cast.customers['C0001']}"))
        assert f"/visits/{plan}/record/" in html

    def test_a_future_moment_is_refused_and_what_was_written_stays(self, cast: Cast) -> None:
        client = cast["manager_a1"].client
        body = RECORD | {"customer_id": cast.customers["C0001"], "happened_at": "1998-01-15T17:30"}
        answer = client.post("/visits/record/", body)
        assert answer.status_code == 422
        assert "将来" in text(answer)
        assert 'value="renew"' in text(answer)
        assert rows_of(cast) == []

    def test_a_double_press_is_one_visit(self, cast: Cast) -> None:
        client = cast["manager_a1"].client
        key = forms_key(text(client.get("/visits/record/")))
        body = RECORD | {"customer_id": cast.customers["C0001"], "idempotency_key": key}
        assert [client.post("/visits/record/", body).status_code for _ in range(2)] == [302, 302]
        assert len(rows_of(cast)) == 1
        assert client.post("/visits/record/", body | {"result": "other"}).status_code == 409

    @pytest.mark.parametrize(
        "wrong",
        [{"direction": "sideways"}, {"minutes": "x"}, {"happened_at": "yesterday"}, {"goal": "x" * 401}],
    )
    def test_bad_input_is_told_at_its_field(self, cast: Cast, wrong: dict[str, str]) -> None:
        body = RECORD | {"customer_id": str(cast.customers["C0001"])} | wrong
        answer = cast["manager_a1"].client.post("/visits/record/", body)
        assert answer.status_code == 422
        assert "kj-error" in text(answer)


class TestRecordPlanned:
    def test_on_the_phone(self, cast: Cast) -> None:
        client, plan = cast["manager_a1"].client, planned(cast)
        page = text(client.get(f"/visits/{plan}/record/"))
        assert "kj-seg" in page
        assert "renew the deposit" in page
        assert client.post(f"/visits/{plan}/record/", RECORD | {"version": 1}).status_code == 302
        assert rows_of(cast)[0].state == "done"

    def test_a_stale_page_shows_the_differences(self, cast: Cast) -> None:
        client, plan = cast["manager_a1"].client, planned(cast)
        client.post(f"/visits/{plan}/move/", {"version": 1, "day": "1998-01-15", "goal": "moved on"})
        answer = client.post(f"/visits/{plan}/record/", RECORD | {"version": 1})
        assert answer.status_code == 409
        assert "moved on" in text(answer)
        assert rows_of(cast)[0].state == "planned"


class TestOneVisit:
    def test_its_page_leads_on(self, cast: Cast) -> None:
        visit = held(cast, result="agreed", next_step="papers", next_step_on=NEXT_WEEK)
        html = text(cast["manager_a1"].client.get(f"/visits/{visit}/"))
        assert "agreed" in html
        assert f"/visits/{visit}/correct/" in html
        assert f"/visits/{visit + 1}/" in html

    def test_a_manager_reads_and_cannot_correct(self, cast: Cast) -> None:
        visit = held(cast)
        client = cast["market_manager_a"].client
        assert f"/visits/{visit}/correct/" not in text(client.get(f"/visits/{visit}/"))
        body = RECORD | {"version": 1}
        assert client.post(f"/visits/{visit}/correct/", body).status_code == 403
        assert rows_of(cast)[0].version == 1

    def test_move_cancel_and_correct(self, cast: Cast) -> None:
        client, plan, visit = cast["manager_a1"].client, planned(cast), held(cast)
        for address in (f"/visits/{plan}/move/", f"/visits/{plan}/cancel/", f"/visits/{visit}/correct/"):
            assert client.get(address).status_code == 200
        assert client.post(f"/visits/{plan}/cancel/", {"version": 1, "reason": "abroad"}).status_code == 302
        assert client.post(f"/visits/{visit}/correct/", RECORD | {"version": 1}).status_code == 302
        assert "abroad" in text(client.get(f"/visits/{plan}/"))

    def test_a_customer_who_went_to_somebody_else_is_not_named(self, cast: Cast) -> None:
        visit, plan = held(cast), planned(cast)
        handed_over(cast, "C0001", "manager_a2")
        client = cast["manager_a1"].client
        for address in (f"/visits/{visit}/", "/visits/", "/my-day/"):
            answer = client.get(address)
            assert answer.status_code == 200
            assert "曾国华" not in text(answer)
        assert client.get(f"/visits/{plan}/").status_code == 404  # the open plan went along


class TestVisitList:
    def test_filters_are_addresses(self, cast: Cast) -> None:
        held(cast, goal="the held one", reached="no")
        planned(cast, goal="the planned one")
        client = cast["manager_a1"].client
        both = text(client.get("/visits/"))
        assert "the held one" in both
        assert "the planned one" in both
        assert "the planned one" not in text(client.get("/visits/?state=done&month=1998-01"))
        assert "the held one" not in text(client.get("/visits/?month=1997-12"))
        assert "the held one" in text(client.get(f"/visits/?customer={cast.customers['C0001']}"))

    @pytest.mark.parametrize("query", ["month=x", "month=1998-13", "after=xyz"])
    def test_a_damaged_address_is_refused(self, cast: Cast, query: str) -> None:
        assert cast["manager_a1"].client.get(f"/visits/?{query}").status_code == 422

    def test_pages_follow_each_other(self, cast: Cast) -> None:
        many(cast, 60)
        client = cast["manager_a1"].client
        first = text(client.get("/visits/"))
        following = re.search(r'rel="next" href="([^"]+)"', first)
        assert following
        second = text(client.get("/visits/" + following[1].replace("&amp;", "&")))
        assert first.count("goal ") + second.count("goal ") >= 60


class TestLogs:
    def test_drafted_amended_handed_in(self, cast: Cast) -> None:
        held(cast, result="agreed to renew")
        client = cast["manager_a1"].client
        page = text(client.get("/logs/1998-01-15/"))
        assert "agreed to renew" in page
        answer = client.post("/logs/1998-01-15/", PARTS | {"reflections_part": "I asked too late"})
        with working(cast, "manager_a1"):
            log = Log.objects.get()
        assert answer["Location"] == f"/logs/view/{log.pk}/"
        assert log.reflections_part == "I asked too late"
        assert client.get("/logs/1998-01-15/").status_code == 302
        assert client.post("/logs/1998-01-15/", PARTS).status_code == 422

    @pytest.mark.requirement("A2.55", shows="her logs with streak, completeness and the missing days by name")
    def test_my_logs(self, cast: Cast) -> None:
        submitted(cast, day=YESTERDAY)
        html = text(cast["manager_a1"].client.get("/logs/"))
        assert "/logs/1998-01-13/correct/" in html
        assert "1998-01-14/correct" not in html
        assert "1998-01-07/correct" not in html  # missing, and too long ago to be handed in
        assert cast["auditor"].client.get("/logs/").status_code == 403

    def test_past_the_cut_off_only_as_late(self, cast: Cast) -> None:
        client = cast["manager_a1"].client
        assert client.get("/logs/1998-01-13/")["Location"] == "/logs/1998-01-13/correct/"
        refused = client.post("/logs/1998-01-13/", PARTS)
        assert refused.status_code == 422
        assert "1998-01-14 09:00" in text(refused)
        answer = client.post("/logs/1998-01-13/correct/", PARTS | {"reason": "was ill"})
        assert answer.status_code == 302
        assert "was ill" in text(client.get(answer["Location"]))

    @pytest.mark.parametrize("day", ["1998-01-16", "1998-02-30", "0000-00-00", "9999-12-31", "1990-01-01"])
    def test_days_that_have_no_log_are_404(self, cast: Cast, day: str) -> None:
        assert cast["manager_a1"].client.get(f"/logs/{day}/").status_code == 404

    @pytest.mark.parametrize("person", ["manager_a2", "market_manager_b", "hr", "outsider"])
    def test_a_log_of_somebody_else_is_404(self, cast: Cast, person: str) -> None:
        log = submitted(cast)
        assert cast[person].client.get(f"/logs/view/{log}/").status_code == 404
        assert cast[person].client.post(f"/logs/view/{log}/", {"mark": 1, "version": 0}).status_code in {
            403,
            404,
        }


class TestReviews:
    @pytest.mark.requirement(
        "A4.50", shows="unreviewed logs listed with the reviewer's clock, read, marked, gone from the list"
    )
    def test_from_the_queue_to_the_mark(self, cast: Cast) -> None:
        log = submitted(cast, day=YESTERDAY)
        client = cast["market_manager_a"].client
        assert f"/logs/view/{log}/" in text(client.get("/logs/review/"))
        assert "reflections" in text(client.get(f"/logs/view/{log}/"))
        answer = client.post(f"/logs/view/{log}/", {"mark": "4", "comment": "well seen", "version": 0})
        assert answer["Location"] == "/logs/review/"
        assert f"/logs/view/{log}/" not in text(client.get("/logs/review/"))
        assert "well seen" in text(cast["manager_a1"].client.get(f"/logs/view/{log}/"))

    @pytest.mark.parametrize("mark", ["0", "6", "x", ""])
    def test_a_mark_is_one_to_five(self, cast: Cast, mark: str) -> None:
        log = submitted(cast)
        answer = cast["market_manager_a"].client.post(f"/logs/view/{log}/", {"mark": mark, "version": 0})
        assert answer.status_code == 422
        with working(cast, "manager_a1"):
            assert not Review.objects.exists()

    def test_the_queue_needs_the_right(self, cast: Cast) -> None:
        for person in ("manager_a1", "auditor"):
            assert cast[person].client.get("/logs/review/").status_code == 403
            assert cast[person].client.get("/logs/review/why/").status_code == 403


class TestTeam:
    def test_the_board_and_one_person(self, cast: Cast) -> None:
        held(cast)
        staff = staff_of(cast, "manager_a1")
        client = cast["market_manager_a"].client
        board = text(client.get("/team/"))
        assert f"/team/{staff}/" in board
        assert "manager_b1" not in board
        assert client.get(f"/team/{staff}/").status_code == 200
        assert client.get(f"/team/{cast['manager_b1'].staff_id}/").status_code == 404
        assert cast["manager_a1"].client.get("/team/").status_code == 403

    def test_hr_sees_the_figures_of_all_and_nothing_of_their_content(self, cast: Cast) -> None:
        held(cast, result="agreed to renew")
        log = submitted(cast, day=YESTERDAY)
        staff = staff_of(cast, "manager_a1")
        client = cast["hr"].client
        board = text(client.get("/team/"))
        assert all(f"/team/{staff_of(cast, who)}/" in board for who in ("manager_a1", "manager_b1"))
        assert "<b>1</b> / 1" in board
        person = text(client.get(f"/team/{staff}/"))
        assert "100.0%" in person
        assert f"/logs/{log}/" not in person
        assert "曾国华" not in person
        why = client.get(f"/team/{staff}/why/outbound/")
        assert "C0001" not in text(why)
        assert client.get(f"/logs/{log}/").status_code == 404

    def test_each_judged_figure_opens_its_why(self, cast: Cast) -> None:
        held(cast)
        submitted(cast, day=YESTERDAY)
        client = cast["market_manager_a"].client
        for page in ("/team/", f"/team/{cast['manager_a1'].staff_id}/", "/logs/review/"):
            for address in re.findall(r'class="kj-why" href="([^"]+)"', text(client.get(page))):
                assert client.get(address.replace("&amp;", "&")).status_code == 200
        fragment = client.get(
            f"/team/{cast['manager_a1'].staff_id}/why/outbound/", headers={"HX-Request": "true"}
        )
        assert "<html" not in text(fragment)
        assert client.get(f"/team/{cast['manager_a1'].staff_id}/why/nothing/").status_code == 404


def many(cast: Cast, n: int) -> None:
    """Past the actions, as the owner: rows for the lists, and logs to review."""
    shared = {
        "staff_id": staff_of(cast, "manager_a1"),
        "holder_id": holder_of(cast, "manager_a1"),
        "unit_id": cast.units["A"].pk,
    }
    customers = list(cast.customers.values())[:3]
    with as_owner():
        Visit.objects.bulk_create(
            Visit(
                **shared, customer_id=customers[i % 3], state="done" if i % 2 else "planned", day=TODAY,
                planned_for=TODAY, happened_at=clock.at(TODAY, 9) if i % 2 else None, goal=f"goal {i}", result="r",
            )
            for i in range(n)
        )  # fmt: skip
        days = [TODAY - timedelta(days=i) for i in range(1, n + 1)]
        logs = Log.objects.bulk_create(
            Log(
                **shared, day=day, visits_part="v", submitted_at=clock.at(day, 18), due_at=clock.at(day, 19),
                review_due_at=clock.at(day, 20), on_time=True,
            )
            for day in days
        )  # fmt: skip
        Review.objects.bulk_create(
            Review(log=log, seq=1, reviewer_id=shared["staff_id"], mark=3, at=clock.at(log.day, 19))
            for log in logs[::2]
        )


def cost(client: Client, address: str) -> int:
    """Queries of a page, without the savepoints that only tests have."""
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return sum("SAVEPOINT" not in query["sql"] for query in captured)


PAGES = {
    "my_day": ("manager_a1", "/my-day/"),
    "visit_list": ("market_manager_a", "/visits/"),
    "visit_list of a customer": ("manager_a1", "/visits/?customer={customer}"),
    "plan_visit": ("manager_a1", "/visits/plan/?customer={customer}"),
    "record_visit": ("manager_a1", "/visits/record/?customer={customer}"),
    "visit_page": ("manager_a1", "/visits/{visit}/"),
    "record_planned": ("manager_a1", "/visits/{visit}/record/"),
    "submit_log": ("manager_a1", "/logs/1998-01-15/"),
    "correct_log": ("manager_a1", "/logs/1998-01-14/correct/"),
    "my_logs": ("manager_a1", "/logs/"),
    "log_page": ("market_manager_a", "/logs/view/{log}/"),
    "review_queue": ("market_manager_a", "/logs/review/"),
    "explain_reviews": ("market_manager_a", "/logs/review/why/"),
    "team_board": ("market_manager_a", "/team/"),
    "person_page": ("market_manager_a", "/team/{staff}/"),
    "explain_rate": ("market_manager_a", "/team/{staff}/why/outbound/"),
}


def address(cast: Cast, page: str) -> str:
    """Where the page is for the rows there are now."""
    with working(cast, "manager_a1"):
        visit, log = Visit.objects.order_by("pk").first(), Log.objects.order_by("pk").first()
    assert visit is not None
    assert log is not None
    ids = {"customer": cast.customers["C0001"], "visit": visit.pk, "log": log.pk}
    return PAGES[page][1].format(staff=staff_of(cast, "manager_a1"), **ids)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_costs_the_same_whatever_the_rows(cast: Cast, page: str) -> None:
    many(cast, 10)
    client = cast[PAGES[page][0]].client
    client.get(address(cast, page))
    few = cost(client, address(cast, page))
    with as_owner():
        Review.objects.all().delete()
        Log.objects.all().delete()
        Visit.objects.all().delete()
    many(cast, 100)
    assert few == cost(client, address(cast, page)) <= MOST_QUERIES


def test_the_panel_of_a_customer_is_cheap(cast: Cast, rf: Any) -> None:
    many(cast, 100)
    with working(cast, "manager_a1") as actor, translation.override("en"):
        request = rf.get("/")
        request.actor, request.user = actor, cast["manager_a1"].user
        with CaptureQueriesContext(connection) as captured:
            html = customer_visits_panel(request, cast.customers["C0001"])
    assert "All visits" in html
    assert html.count("<li>") == 8
    assert len(captured) <= 6


@pytest.mark.parametrize("page", PAGES)
def test_a_page_in_chinese_has_no_english_left(cast: Cast, page: str) -> None:
    many(cast, 4)
    client = cast[PAGES[page][0]].client
    client.cookies["kejing_language"] = "zh-hans"
    html = text(client.get(address(cast, page)))
    main = html[html.index("<main") : html.index("</main>")]
    words = re.findall(r"[A-Za-z]{3,}", re.sub(r"<[^>]+>", " ", main))
    assert set(words) <= {"goal", "manager", "market"}
