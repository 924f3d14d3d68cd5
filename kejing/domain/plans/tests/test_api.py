"""The API: the same actions and queries, JSON in and out."""

from typing import Any

import pytest
from django.test import Client

from kejing.domain.plans.tests.factories import (
    A1,
    MARKET_A,
    YES,
    approved,
    drafted,
    handed_in,
    policy_in_force,
    version_of,
)
from kejing.foundation.kernel import clock
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db
BASE = "/api/v1/plans"


def post(client: Client, path: str, **body: Any) -> Any:
    return client.post(f"{BASE}{path}", body, content_type="application/json")


def test_from_the_draft_to_what_became_of_it(cast: Cast) -> None:
    policy_in_force()
    with clock.frozen(clock.at(TODAY, 17)):
        mine, hers = cast[A1].client, cast[MARKET_A].client
        plan = post(mine, "", kind="week", day="1998-01-20").json()["id"]
        item = post(mine, f"/{plan}/items", text="call", point="market", budget="100").json()["id"]
        changed = {"text": "visit", "point": "market", "budget": "100.00", "version": 1}
        assert post(mine, f"/items/{item}", **changed).status_code == 200
        assert post(mine, f"/items/{item}", **changed | {"text": "x"}).status_code == 409
        spare = post(mine, f"/{plan}/items", text="spare", point="customer").json()["id"]
        assert post(mine, f"/items/{spare}/remove", version=1).json() == {"id": plan}
        assert post(mine, f"/{plan}/refresh", version=1).status_code == 200
        assert post(mine, f"/{plan}/submit", version=2).status_code == 200
        [waiting] = hers.get(f"{BASE}/waiting").json()["rows"]
        assert (waiting["id"], waiting["state"], waiting["days_late"]) == (plan, "submitted", 0)
        open_check = post(hers, f"/{plan}/decide", verdict="approved", version=3)
        assert (open_check.status_code, open_check.json()["code"]) == (422, "plan_check_open")
        assert post(hers, f"/{plan}/decide", verdict="approved", answers=YES, version=3).status_code == 200
        said = {"state": "done", "done_on": "1998-01-15", "spent": "110.00"}
        assert post(mine, f"/items/{item}/outcome", **said).status_code == 200
        found = mine.get(f"{BASE}/{plan}").json()
        assert (found["row"]["state"], found["in_force"], len(found["sha256"])) == ("approved", True, 64)
        assert found["figures"]["budget"] == {
            "planned": "100.00", "spent": "110.00", "deviation": "0.1", "results_per": "90.90909090909090909090909091",
        }  # fmt: skip
        assert post(mine, f"/{plan}/amend", reason="moved").status_code == 201


def test_lists_and_binding(cast: Cast) -> None:
    plan, draft = approved(cast, day=TODAY), drafted(cast)
    handed_in(cast, kind="month", day=TODAY)
    with clock.frozen(clock.at(TODAY, 17)):
        mine = cast[A1].client.get(BASE).json()
        assert {one["id"] for one in mine["page"]["rows"]} >= {plan, draft}
        assert [one["plan_id"] for one in mine["due"] if one["state"]] == [draft]
        unit = cast[MARKET_A].client.get(f"{BASE}/unit?kind=week&day=1998-01-15").json()
        assert {one["name"]: one["days_late"] for one in unit["members"]} == dict.fromkeys(
            ("manager_a1", "manager_a2", "market_manager_a"), 6
        )
        assert post(cast[MARKET_A].client, "/binders", month="1998-01-01").status_code == 201
        assert post(cast[A1].client, "/binders", month="1998-01-01").status_code == 403
        assert cast["market_manager_b"].client.get(f"{BASE}/{plan}").status_code == 404
        assert version_of(draft) == 1
