"""The same actions and queries as JSON, under the same rights."""

from collections.abc import Iterator
from typing import Any

import pytest

from kejing.domain.visits.models import Log, Visit
from kejing.domain.visits.tests.factories import PARTS, held, planned, submitted, working
from kejing.foundation.kernel import clock
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db
API = "/api/v1"


@pytest.fixture(autouse=True)
def afternoon() -> Iterator[None]:
    with clock.frozen(clock.at(TODAY, 17)):
        yield


def post(cast: Cast, person: str, path: str, body: dict[str, Any]) -> Any:
    return cast[person].client.post(f"{API}{path}", body, content_type="application/json")


def record(cast: Cast, **said: Any) -> dict[str, Any]:
    start = {
        "customer_id": cast.customers["C0001"],
        "happened_at": "1998-01-15T10:00:00+08:00",
        "direction": "outbound",
    }
    return start | said


class TestVisits:
    def test_planned_recorded_listed_opened(self, cast: Cast) -> None:
        plan = {"customer_id": cast.customers["C0001"], "day": "1998-01-15", "goal": "renew", "at": "09:30"}
        answer = post(cast, "manager_a1", "/visits/plan", plan)
        assert answer.status_code == 201
        visit_id = answer.json()["visit_id"]
        said = record(cast, goal="renew", reached="yes", version=1)
        del said["customer_id"]
        assert post(cast, "manager_a1", f"/visits/{visit_id}/record", said).status_code == 200
        client = cast["manager_a1"].client
        (row,) = client.get(f"{API}/visits?state=done&month=1998-01").json()["rows"]
        assert (row["id"], row["state"], row["customer"]["number"]) == (visit_id, "done", "C0001")
        assert client.get(f"{API}/visits/{visit_id}").json() == row

    def test_a_double_press_is_one_visit(self, cast: Cast) -> None:
        body = record(cast, idempotency_key="device-7-1")
        answers = [post(cast, "manager_a1", "/visits/record", body).content for _ in range(2)]
        assert answers[0] == answers[1]
        assert post(cast, "manager_a1", "/visits/record", body | {"result": "x"}).status_code == 409
        with working(cast, "manager_a1"):
            assert Visit.objects.count() == 1

    @pytest.mark.parametrize(
        "wrong",
        [
            {"happened_at": "1998-01-15T18:00:00+08:00"},
            {"happened_at": "0001-01-01T00:00:00+14:00"},
            {"happened_at": "9999-12-31T23:59:59-12:00"},
            {"happened_at": 5e18},
            {"direction": "sideways"},
            {"goal": "x" * 401},
            {"result": "a\0b"},
            {"customer_id": 2**63},
            {"customer_id": -1},
            {"minutes": 1441},
            {"next_step_on": "9999-12-31", "next_step": "x"},
            {"reached": "yes"},
            {"idempotency_key": "a\0"},
        ],
    )
    def test_bad_input_is_422_and_changes_nothing(self, cast: Cast, wrong: dict[str, Any]) -> None:
        assert post(cast, "manager_a1", "/visits/record", record(cast, **wrong)).status_code == 422
        with working(cast, "manager_a1"):
            assert not Visit.objects.exists()

    def test_another_units_visit_and_customer_are_404(self, cast: Cast) -> None:
        visit_id = held(cast, "manager_b1", "C0006")
        for person in ("manager_a1", "market_manager_a", "outsider"):
            assert cast[person].client.get(f"{API}/visits/{visit_id}").status_code == 404
            assert cast[person].client.get(f"{API}/visits").json()["rows"] == []
        foreign = record(cast, customer_id=cast.customers["C0006"])
        assert post(cast, "manager_a1", "/visits/record", foreign).status_code == 404
        assert post(cast, "auditor", "/visits/record", foreign).status_code == 403

    @pytest.mark.parametrize(
        "query", ["month=1998-13", "after=%00", "after=x", "customer_id=0", "state=x", "month=%00"]
    )
    def test_a_damaged_address_is_422(self, cast: Cast, query: str) -> None:
        assert cast["manager_a1"].client.get(f"{API}/visits?{query}").status_code == 422

    def test_a_stale_plan_is_409_with_the_differences(self, cast: Cast) -> None:
        visit_id = planned(cast)
        said = record(cast, goal="other", version=7)
        del said["customer_id"]
        answer = post(cast, "manager_a1", f"/visits/{visit_id}/record", said)
        assert answer.status_code == 409
        assert answer.json()["differences"][0]["theirs"] == "renew the deposit"

    def test_nobody_signed_in_is_401(self, client: Any) -> None:
        assert client.get(f"{API}/visits").status_code == 401


class TestLogs:
    def test_handed_in_listed_reviewed(self, cast: Cast) -> None:
        answer = post(cast, "manager_a1", "/logs", PARTS | {"day": "1998-01-15"})
        assert answer.status_code == 201
        log_id = answer.json()["log_id"]
        assert [row["id"] for row in cast["manager_a1"].client.get(f"{API}/logs").json()["rows"]] == [log_id]
        review = {"mark": 5, "comment": "well seen"}
        assert post(cast, "market_manager_a", f"/logs/{log_id}/review", review).status_code == 200
        page = cast["manager_a1"].client.get(f"{API}/logs/{log_id}").json()
        assert (page["parts"], page["reviews"][0]["mark"]) == (["visits", "results", "reflections"], 5)

    @pytest.mark.parametrize(
        "body", [{"mark": 0}, {"mark": 6}, {"mark": "x"}, {}, {"mark": 3, "comment": "x" * 1001}]
    )
    def test_a_bad_review_is_422(self, cast: Cast, body: dict[str, Any]) -> None:
        log_id = submitted(cast)
        assert post(cast, "market_manager_a", f"/logs/{log_id}/review", body).status_code == 422

    def test_refusals_have_one_shape(self, cast: Cast) -> None:
        submitted(cast)
        answer = post(cast, "manager_a1", "/logs", PARTS | {"day": "1998-01-15"})
        assert answer.status_code == 422
        body = answer.json()
        assert (body["code"], body["field"]) == ("second_log", None)
        with working(cast, "manager_a1"):
            assert Log.objects.count() == 1

    def test_rights_and_walls(self, cast: Cast) -> None:
        log_id = submitted(cast)
        assert cast["market_manager_b"].client.get(f"{API}/logs/{log_id}").status_code == 404
        assert post(cast, "market_manager_b", f"/logs/{log_id}/review", {"mark": 1}).status_code == 404
        assert post(cast, "manager_a2", f"/logs/{log_id}/review", {"mark": 1}).status_code == 403
        assert cast["auditor"].client.get(f"{API}/logs").status_code == 403
