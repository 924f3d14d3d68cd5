"""The same actions and queries as JSON, under the same rights."""

from collections.abc import Iterator
from typing import Any

import pytest

from kejing.domain.meetings.tests.factories import LEADER, staff_of, ticks, with_kinds
from kejing.foundation.kernel import clock
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db
API = "/api/v1/meetings"


@pytest.fixture(autouse=True)
def morning(cast: Cast) -> Iterator[None]:
    with_kinds()
    with clock.frozen(clock.at(TODAY, 9)):
        yield


def post(cast: Cast, person: str, path: str, body: dict[str, Any], status: int) -> Any:
    answer = cast[person].client.post(f"{API}{path}", body, content_type="application/json")
    assert answer.status_code == status, answer.content
    return answer.json()


def get(cast: Cast, person: str, path: str = "") -> Any:
    answer = cast[person].client.get(f"{API}{path}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_an_exchange_meeting_from_calling_to_signing(cast: Cast) -> None:
    called = {"kind": "exchange", "day": "1998-01-15", "at": "14:00", "topics": "the fair"}
    meeting = post(cast, LEADER, "", called, 201)["meeting_id"]
    post(cast, LEADER, f"/{meeting}/attendance", {"attendance": ticks(cast)}, 200)
    post(cast, LEADER, f"/{meeting}/minutes", {"version": 1, "texts": {"1": "said"}, "decisions": "go"}, 200)
    due = {"text": "call", "owner_id": staff_of(cast, "manager_a1"), "due_on": "1998-01-20"}
    action = post(cast, LEADER, f"/{meeting}/actions", due, 201)["agreed_action_id"]
    insight = {"kind": "insight", "text": "ask first", "share": "all"}
    post(cast, "manager_a1", f"/{meeting}/contributions", insight, 201)
    refused = post(cast, LEADER, f"/{meeting}/sign", {"version": 2}, 422)
    assert "manager_a1" in str(refused)
    page = get(cast, "manager_a2", f"/{meeting}")
    assert page["contributions"][0]["text"] == "ask first"
    assert page["meeting"]["came"] == 3
    assert page["decisions"] == ["go"]
    assert [row["id"] for row in get(cast, "manager_a1", "/actions")["rows"]] == [action]
    post(cast, "manager_a1", f"/actions/{action}/settle", {"version": 1, "state": "done"}, 200)
    assert get(cast, "manager_a1", "/actions")["rows"] == []
    listed = get(cast, LEADER)
    assert [row["id"] for row in listed["rows"]] == [meeting]
    assert {row["code"] for row in listed["due"]} >= {"daily", "weekly"}


def test_a_short_meeting(cast: Cast) -> None:
    body = {"kind": "daily", "attendance": ticks(cast), "texts": ["nine visits", "three renewals"]}
    meeting = post(cast, LEADER, "/short", body, 201)["meeting_id"]
    page = get(cast, "branch_head_a", f"/{meeting}")
    assert page["archives"][0]["seq"] == 1
    assert page["meeting"]["state"] == "signed"
    post(cast, LEADER, "/short", body, 422)
    post(cast, "manager_a1", "/short", body, 403)
