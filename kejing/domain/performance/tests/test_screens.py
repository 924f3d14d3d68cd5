"""The pages, as those who may open them and as those who may not."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kejing.domain.customers.models import Customer, Holding, HoldingParty, Product
from kejing.domain.performance.models import PointLine, Standing
from kejing.domain.performance.tests.factories import MONTH, make_staff, publish
from kejing.domain.visits.models import Visit
from kejing.engines.metrics.models import Evidence, Fact, FactKind, MetricValue
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.models import Progress
from kejing.foundation.kernel.testing import as_owner
from tests.cast import Cast

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12
FROZEN = Path(__file__).with_name("query_counts.json")


@pytest.fixture
def published(cast: Cast) -> Cast:
    """a1 held 30 visits, a2 10, b1 20; in November a1 held 5."""
    publish({cast["manager_a1"].staff_id or 0: 5}, "1997-11")
    publish(
        {
            cast[key].staff_id or 0: n
            for key, n in (("manager_a1", 30), ("manager_a2", 10), ("manager_b1", 20))
        }
    )
    return cast


def get(cast: Cast, person: str, url: str, language: str = "en") -> tuple[int, str]:
    client = cast[person].client
    client.cookies["kejing_language"] = language
    response = client.get(url)
    return response.status_code, response.content.decode()


def of(cast: Cast, person: str, rest: str = "") -> str:
    return f"/results/{MONTH}/{cast[person].staff_id}/{rest}"


@pytest.fixture
def confidential(published: Cast) -> Cast:
    """C0001 of a1 is confidential; what counted for a1 names her in each of the ways evidence does."""
    day, customer_id = date(1998, 1, 5), published.customers["C0001"]
    with as_system("hide"), as_owner():
        with connection.cursor() as cursor:
            cursor.execute("select kj_fact_partition(%s)", [day])
        Customer.objects.filter(pk=customer_id).update(confidential=True)
        product = Product.objects.create(code="x", line="x")
        holding = Holding.objects.create(
            number="A1", product=product, unit=published.units["A"], opened_on=day
        )
        HoldingParty.objects.create(holding=holding, customer_id=customer_id, role="owner")
        opened = FactKind.objects.create(
            code="opened", subject_kind="holding", label_zh="开户", label_en="Opened", has_amount=False
        )
        fact = Fact.objects.create(
            kind_id=opened.pk,
            subject_kind="holding",
            subject_id=holding.pk,
            on_day=day,
            quantity=1,
            row_key="x",
        )
        visit = Visit.objects.create(
            customer_id=customer_id, staff_id=published["manager_a1"].staff_id, day=day, state="planned", planned_for=day,
            holder_id=published["manager_a1"].holder_id, unit_id=published["manager_a1"].unit_id,
        )  # fmt: skip
        value = MetricValue.objects.get(
            staff_id=published["manager_a1"].staff_id, period__month=date(1997, 12, 1)
        )
        Evidence.objects.filter(value=value).delete()
        for kind, ref_id, label in (
            ("fact", fact.pk, "A1-OF-HERS"), ("visit", visit.pk, "C0001-VISITED"), ("customer", customer_id, "C0001"),
            ("customer", published.customers["C0002"], "C0002"),
        ):  # fmt: skip
            Evidence.objects.create(
                value=value, ref_kind=kind, ref_id=ref_id, on_day=day, label=label, numerator=1
            )
    return published


class TestMyResult:
    def test_shows_points_rank_and_lines_with_their_reasons(self, published: Cast) -> None:
        status, page = get(published, "manager_a1", "/results/")
        assert status == 200
        assert "60.00" in page
        assert "Rank in the unit" in page
        assert of(published, "manager_a1", "why/visits_held/") in page
        assert page.count('class="kj-why"') >= 5
        assert "1997-11" in page

    def test_shows_nobody_elses_row(self, published: Cast) -> None:
        _, page = get(published, "manager_a1", "/results/")
        assert "manager_a2" not in page
        assert "manager_b1" not in page
        assert str(published["manager_a2"].staff_id) not in {
            part for part in page.split("/") if part.isdigit()
        }

    def test_is_complete_in_chinese(self, published: Cast) -> None:
        _, page = get(published, "manager_a1", "/results/", "zh-hans")
        assert "积分流水" in page
        assert "Ledger" not in page

    def test_an_open_month_and_one_without_a_result_say_so(self, published: Cast) -> None:
        assert "1998-01 is not closed yet" in get(published, "manager_a1", "/results/1998-01/")[1]
        assert "You were not judged in 1997-12" in get(published, "branch_head_a", "/results/")[1]

    def test_without_a_closed_month_the_page_says_what_will_come(self, cast: Cast) -> None:
        assert "No month is closed yet" in get(cast, "manager_a1", "/results/")[1]

    def test_who_has_no_results_but_a_team_goes_to_its_ranking(self, published: Cast) -> None:
        assert get(published, "auditor", "/results/")[0] == 302
        assert get(published, "outsider", "/results/")[0] == 403

    def test_no_such_month_is_no_page(self, published: Cast) -> None:
        assert get(published, "manager_a1", "/results/1997-13/")[0] == 404


class TestTeamRanking:
    def test_a_manager_sees_her_unit_and_not_the_neighbours(self, published: Cast) -> None:
        status, page = get(published, "market_manager_a", "/results/team/")
        assert status == 200
        assert page.index("manager_a1") < page.index("manager_a2")
        assert "manager_b1" not in page

    def test_the_auditor_sees_all_in_order(self, published: Cast) -> None:
        _, page = get(published, "auditor", f"/results/{MONTH}/team/")
        assert page.index("manager_a1") < page.index("manager_b1") < page.index("manager_a2")

    @pytest.mark.parametrize("person", ["manager_a1", "administrator", "outsider"])
    def test_without_the_right_it_is_refused(self, published: Cast, person: str) -> None:
        status, page = get(published, person, "/results/team/")
        assert status == 403
        assert "manager_b1" not in page

    def test_hr_sees_everybody_s_figures(self, published: Cast) -> None:
        status, page = get(published, "hr", "/results/team/")
        assert status == 200
        assert page.index("manager_a1") < page.index("manager_b1") < page.index("manager_a2")


class TestPersonResult:
    @pytest.mark.parametrize(
        "person", ["manager_a1", "market_manager_a", "branch_head_a", "auditor", "compliance"]
    )
    @pytest.mark.parametrize("page", ["", "why/", "why/visits_held/", "visits_held/"])
    def test_opens_for_herself_and_those_above(self, published: Cast, person: str, page: str) -> None:
        assert get(published, person, of(published, "manager_a1", page))[0] == 200

    @pytest.mark.parametrize(
        "person",
        ["manager_a2", "manager_b1", "market_manager_b", "branch_head_b", "administrator", "outsider"],
    )
    @pytest.mark.parametrize("page", ["", "why/", "why/visits_held/", "visits_held/"])
    def test_is_nothing_for_others(self, published: Cast, person: str, page: str) -> None:
        status, text = get(published, person, of(published, "manager_a1", page))
        assert status == 404
        assert "60.00" not in text

    def test_hr_reads_the_figures_and_not_what_they_are_made_of(self, published: Cast) -> None:
        for page in ("", "why/"):
            assert get(published, "hr", of(published, "manager_a1", page))[0] == 200
        status, why = get(published, "hr", of(published, "manager_a1", "why/visits_held/"))
        assert status == 200
        assert "C0001" not in why
        assert of(published, "manager_a1", "visits_held/") not in why
        assert get(published, "hr", of(published, "manager_a1", "visits_held/"))[0] == 404
        with published["hr"].acting():
            assert MetricValue.objects.exists()
            assert not Evidence.objects.exists()  # the database's wall says the same

    def test_a_metric_that_counts_nothing_is_no_page(self, published: Cast) -> None:
        assert get(published, "manager_a1", of(published, "manager_a1", "why/nothing/"))[0] == 404


class TestWhy:
    def test_points_name_the_rule_with_version_date_and_approver(self, published: Cast) -> None:
        _, page = get(published, "manager_a1", of(published, "manager_a1", "why/"))
        for text in (
            "Points policy v1",
            "1993-01-01",
            "Performance committee",
            "30 × 2",
            "60.00",
            "1997-11: 10.00",
        ):
            assert text in page

    def test_a_metric_shows_the_facts_behind_it(self, published: Cast) -> None:
        _, page = get(published, "manager_a1", of(published, "manager_a1", "why/visits_held/"))
        assert "30 × 2 = 60.00" in page
        assert page.count("C0001") >= 30  # frozen rows stay readable where the thing itself does not open
        assert "/visits/0/" not in page

    def test_many_facts_are_paged(self, cast: Cast) -> None:
        publish({cast["manager_a1"].staff_id or 0: 120})
        _, panel = get(cast, "manager_a1", of(cast, "manager_a1", "why/visits_held/"))
        assert "held at the cap of 80.00" in panel
        assert "The newest 50 are shown" in panel
        status, page = get(cast, "manager_a1", of(cast, "manager_a1", "visits_held/"))
        assert status == 200
        assert 'rel="next"' in page

    def test_the_panel_asks_for_a_fragment(self, published: Cast) -> None:
        client = published["manager_a1"].client
        response = client.get(of(published, "manager_a1", "why/"), headers={"HX-Request": "true"})
        assert "<html" not in response.content.decode()


class TestClose:
    def test_lists_the_ended_months_and_offers_the_open_ones(self, published: Cast) -> None:
        status, page = get(published, "branch_head_a", "/close/")
        assert status == 200
        assert "closed" in page
        assert "1997-12" in page

    def test_pressing_has_the_worker_close(self, published: Cast) -> None:
        client = published["branch_head_a"].client
        response = client.post("/close/", {"month": "1997-10", "idempotency_key": "k"})
        assert response.status_code == 302
        assert response["Location"] == "/close/?month=1997-10"
        assert Progress.objects.get(key="close:1997-10").state == "waiting"
        assert "/close/1997-10/progress/" in client.get(response["Location"]).content.decode()
        again = client.post("/close/", {"month": "1997-10", "idempotency_key": "k"})
        assert again.status_code == 302

    @pytest.mark.parametrize(
        ("month", "says"), [("1998-01", "has not ended"), (MONTH, "is closed already"), ("x", "not a month")]
    )
    def test_a_month_that_cannot_be_closed_is_refused_with_the_reason(
        self, published: Cast, month: str, says: str
    ) -> None:
        client = published["branch_head_a"].client
        client.cookies["kejing_language"] = "en"
        response = client.post("/close/", {"month": month, "idempotency_key": "k"})
        assert response.status_code == 422
        assert says in response.content.decode()
        assert not Progress.objects.filter(key__startswith="close:").exists()

    @pytest.mark.parametrize("person", ["manager_a1", "market_manager_a", "auditor", "hr", "outsider"])
    def test_others_may_not(self, published: Cast, person: str) -> None:
        client = published[person].client
        assert client.get("/close/").status_code == 403
        assert client.post("/close/", {"month": "1997-10"}).status_code == 403
        assert client.get("/close/1997-10/progress/").status_code == 403
        assert not Progress.objects.filter(key__startswith="close:").exists()


class TestCloseProgress:
    @pytest.mark.parametrize(("state", "refresh"), [("running", False), ("done", True), ("failed", True)])
    def test_the_progress_polls_until_it_ended(self, published: Cast, state: str, refresh: bool) -> None:
        Progress.objects.create(key="close:1997-10", state=state, step="points", done=1, total=3)
        client = published["branch_head_a"].client
        response = client.get("/close/1997-10/progress/", headers={"HX-Request": "true"})
        assert response.status_code == 200
        assert ("HX-Refresh" in response) is refresh
        assert ("every 2s" in response.content.decode()) is not refresh


class TestMyStanding:
    def test_the_panel_shows_the_last_closed_month(self, published: Cast) -> None:
        page = panel(published, "manager_a1")
        assert "60.00" in page
        assert "kj-why" in page

    @pytest.mark.parametrize("person", ["market_manager_a", "hr", "auditor"])
    def test_it_is_empty_for_who_was_not_judged(self, published: Cast, person: str) -> None:
        assert panel(published, person) == ""


def panel(cast: Cast, person: str) -> str:
    from django.test import RequestFactory

    from kejing.domain.performance.views import my_standing_panel

    request = RequestFactory().get("/")
    with cast[person].acting() as actor:
        request.actor = actor  # type: ignore[attr-defined]  # as the middleware does
        return my_standing_panel(request, 0)


class TestWalls:
    @pytest.mark.parametrize(
        "person", ["manager_a1", "manager_b1", "market_manager_b", "administrator", "outsider"]
    )
    def test_the_database_shows_no_foreign_row_without_the_filter(self, published: Cast, person: str) -> None:
        own = published[person].staff_id
        units = {"market_manager_b": {published["manager_b1"].staff_id}}.get(person, set())
        with published[person].acting():
            for model in (Standing, PointLine):
                assert set(model.objects.values_list("staff_id", flat=True)) <= {own} | units
        with as_system("count"):
            assert Standing.objects.count() == 4


class TestQueryCounts:
    @pytest.mark.parametrize("people", [10, 100])
    def test_pages_cost_the_same_for_ten_and_a_hundred(self, cast: Cast, people: int) -> None:
        staff = make_staff(cast, people)
        publish({pk: n for n, pk in enumerate([*staff, cast["manager_a1"].staff_id or 0], 1)})
        head, own = cast["branch_head_a"].client, cast["manager_a1"].client
        person = of(cast, "manager_a1")
        counts = {
            "team_ranking": queries(head, f"/results/{MONTH}/team/"),
            "person_result": queries(head, person),
            "my_result": queries(own, "/results/"),
            "why_points": queries(own, f"{person}why/"),
            "why_metric": queries(own, f"{person}why/visits_held/"),
            "evidence": queries(own, f"{person}visits_held/"),
            "close": queries(head, "/close/"),
        }
        assert max(counts.values()) <= MOST_QUERIES, counts
        assert counts == json.loads(FROZEN.read_text())


def queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len([q for q in captured if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))])


class TestConfidential:
    HERS = ("A1-OF-HERS", "C0001")

    @pytest.mark.parametrize("page", ["visits_held/", "why/visits_held/"])
    @pytest.mark.parametrize("who", ["branch_head_a", "manager_a1"])
    def test_who_may_see_her_reads_what_counted(self, confidential: Cast, who: str, page: str) -> None:
        """The one by her right to see such customers, the other as the one who holds her."""
        status, text = get(confidential, who, of(confidential, "manager_a1", page))
        assert status == 200
        assert all(label in text for label in (*self.HERS, "C0002"))
        assert "a confidential customer" not in text

    @pytest.mark.parametrize("page", ["visits_held/", "why/visits_held/"])
    def test_who_may_not_reads_that_something_counted(self, confidential: Cast, page: str) -> None:
        status, text = get(confidential, "market_manager_a", of(confidential, "manager_a1", page))
        assert status == 200
        assert not any(label in text for label in self.HERS)
        assert text.count("a confidential customer") == 3
        assert "C0002" in text
