"""The API: the same actions and queries, JSON in and out."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from kejing.domain.relations import actions
from kejing.domain.relations.models import Need, Promise, Signal
from kejing.domain.relations.tests.factories import A1, done, policy_in_force, working
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db
BASE = "/api/v1/relations"


@pytest.fixture
def client(cast: Cast) -> Client:
    policy_in_force()
    return cast[A1].client


def post(client: Client, path: str, **body: Any) -> Any:
    return client.post(f"{BASE}/{path}", body, content_type="application/json")


def test_score_and_trend(cast: Cast, client: Client) -> None:
    customer = cast.customers["C0001"]
    assert post(client, f"{customer}/ratings", grade=5).status_code == 201
    answer = client.get(f"{BASE}/{customer}").json()
    assert answer == {"score": "100.0", "before": None, "trend": "unknown", "window": 90}
    assert client.get(f"{BASE}/{cast.customers['C0006']}").status_code == 404


def test_needs(cast: Cast, client: Client) -> None:
    customer = cast.customers["C0001"]
    made = post(client, f"{customer}/needs", family="deposit", kind="potential", text="savings")
    assert made.status_code == 201
    said = {"kind": "current", "state": "offered", "text": "savings"}
    assert post(client, f"needs/{made.json()['id']}", **said, version=1).status_code == 200
    stale = post(client, f"needs/{made.json()['id']}", **said | {"state": "met"}, version=1)
    assert stale.status_code == 409
    [need] = client.get(f"{BASE}/{customer}/needs").json()
    assert (need["state"], need["kind"]) == ("offered", "current")
    refused = post(client, f"{customer}/needs", family="cement", kind="current", text="x")
    assert (refused.status_code, refused.json()["code"], refused.json()["field"]) == (
        422,
        "unknown_word",
        "family",
    )
    with working(cast):
        assert Need.objects.count() == 1


def test_promises(cast: Cast, client: Client) -> None:
    customer = cast.customers["C0001"]
    made = post(client, f"{customer}/promises", by="us", text="an offer", due_on=TODAY.isoformat())
    [row] = client.get(f"{BASE}/promises").json()["rows"]
    assert (row["id"], row["due_on"]) == (made.json()["id"], TODAY.isoformat())
    done_ = post(
        client, f"promises/{row['id']}/settle", state="kept", settled_on=TODAY.isoformat(), version=1
    )
    assert done_.status_code == 200
    assert client.get(f"{BASE}/promises").json()["rows"] == []
    with working(cast):
        assert Promise.objects.get().state == "kept"


def test_signals(cast: Cast, client: Client) -> None:
    customer, until = cast.customers["C0001"], (TODAY + timedelta(days=30)).isoformat()
    made = post(client, f"{customer}/signals", kind="payment", level="watch", reason="pays late", until=until)
    [row] = client.get(f"{BASE}/signals").json()["rows"]
    assert (row["id"], row["level"]) == (made.json()["id"], "watch")
    closed = post(
        client,
        f"signals/{row['id']}",
        level="watch",
        control="called",
        until=until,
        ending="controlled",
        version=1,
    )
    assert closed.status_code == 200
    with working(cast):
        assert Signal.objects.get().ending == "controlled"


def test_questions(cast: Cast, client: Client) -> None:
    done(cast, actions.ask_question, text="which rate?", due_on=TODAY)
    [row] = client.get(f"{BASE}/promises?questions=true").json()["rows"]
    assert row["is_question"] is True


def test_a_nul_is_no_text(cast: Cast, client: Client) -> None:
    assert post(client, f"{cast.customers['C0001']}/ratings", grade=3, note="a\0b").status_code == 422
