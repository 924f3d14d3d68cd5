"""The same answers and refusals by the API."""

import pytest

from kejing.domain.performance.tests.factories import MONTH, publish
from kejing.foundation.kernel.models import Progress
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(cast: Cast) -> Cast:
    publish(
        {
            cast[key].staff_id or 0: n
            for key, n in (("manager_a1", 30), ("manager_a2", 10), ("manager_b1", 20))
        }
    )
    return cast


def path(cast: Cast, person: str, rest: str = "") -> str:
    return f"/api/v1/results/{MONTH}/{cast[person].staff_id}{rest}"


def test_ones_own_result_with_its_lines(published: Cast) -> None:
    answer = published["manager_a1"].client.get(f"/api/v1/results/{MONTH}").json()
    assert (answer["points"], answer["rank"], answer["of"], answer["rank_all"], answer["of_all"]) == (
        "60.00",
        1,
        2,
        1,
        3,
    )
    assert [(line["metric"], line["points"]) for line in answer["lines"]] == [("visits_held", "60.00")]


def test_the_ranking_holds_the_team_only(published: Cast) -> None:
    answer = published["market_manager_a"].client.get(f"/api/v1/results/{MONTH}/team").json()
    assert [row["name"] for row in answer["rows"]] == ["manager_a1", "manager_a2"]


def test_evidence_is_paged(published: Cast) -> None:
    answer = published["manager_a1"].client.get(path(published, "manager_a1", "/visits_held")).json()
    assert len(answer["rows"]) == 30
    assert answer["rows"][0]["kind"] == "visit"


@pytest.mark.parametrize("person", ["manager_a2", "manager_b1", "branch_head_b", "outsider"])
@pytest.mark.parametrize("rest", ["", "/visits_held"])
def test_somebody_elses_result_is_not_found(published: Cast, person: str, rest: str) -> None:
    answer = published[person].client.get(path(published, "manager_a1", rest))
    assert answer.status_code == 404
    assert "60.00" not in answer.content.decode()


def test_hr_gets_the_figures_and_not_what_they_are_made_of(published: Cast) -> None:
    client = published["hr"].client
    assert client.get(path(published, "manager_a1", "")).json()["points"] == "60.00"
    assert client.get(path(published, "manager_a1", "/visits_held")).status_code == 404


@pytest.mark.parametrize(("url", "status"), [("1998-01", 404), ("1997-13", 422), (f"{MONTH}/team", 403)])
def test_what_is_not_there_or_not_allowed(published: Cast, url: str, status: int) -> None:
    assert published["manager_a1"].client.get(f"/api/v1/results/{url}").status_code == status


def test_a_close_is_asked_for_and_refused_as_on_the_page(published: Cast) -> None:
    client = published["branch_head_a"].client
    sent = client.post("/api/v1/closes", {"month": "1997-11"}, content_type="application/json")
    assert (sent.status_code, sent.json()) == (202, {"month": "1997-11"})
    assert Progress.objects.get(key="close:1997-11").state == "waiting"
    refused = client.post("/api/v1/closes", {"month": MONTH}, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (422, "already_closed")
    months = {row["month"]: row["closed"] for row in client.get("/api/v1/closes").json()}
    assert months[MONTH]
    assert not months["1997-11"]
    other = published["manager_a1"].client
    assert other.get("/api/v1/closes").status_code == 403
    assert (
        other.post("/api/v1/closes", {"month": "1997-11"}, content_type="application/json").status_code == 403
    )
