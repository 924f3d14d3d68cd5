"""The same over the API."""

import json
from typing import Any

import pytest
from django.test import Client

from kejing.domain.duties.tests.factories import seeded
from kejing.foundation.identity.public import make_token
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_system
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db


def ask(cast: Cast, person: str, path: str, body: Any = None) -> Any:
    with as_system("token") as actor:
        token = make_token(actor=actor, user_id=cast[person].user.pk, name="t")
    headers = {"Authorization": f"Bearer {token}"}
    address = f"/api/v1/duties/{path}"
    with clock.frozen(clock.at(TODAY, 16)):
        if body is None:
            return Client().get(address, headers=headers)
        return Client().post(address, json.dumps(body), content_type="application/json", headers=headers)


def test_read_settle_and_excuse(cast: Cast) -> None:
    ids = seeded(cast)
    mine = ask(cast, "manager_a1", "mine").json()
    (task,) = mine["later"]
    assert (task["id"], task["label"], task["due_at"], task["overdue"]) == (
        ids["duty_task_a1"], "核对", "1998-01-27T10:00:00Z", False,
    )  # fmt: skip
    path = f"tasks/{ids['duty_task_a1']}"
    assert ask(cast, "manager_a1", f"{path}/settle", {"note": ""}).status_code == 422
    assert ask(cast, "manager_a1", f"{path}/settle", {"note": "done"}).json() == {"task_id": task["id"]}
    assert ask(cast, "branch_head_a", path).json()["state"] == "done"
    again = ask(cast, "branch_head_a", f"{path}/excuse", {"reason": "x"})
    assert (again.status_code, again.json()["code"]) == (422, "not_open")
    other = f"tasks/{ids['duty_task_b1']}"
    assert ask(cast, "manager_a1", other).status_code == 404
    assert ask(cast, "market_manager_b", f"{other}/excuse", {"reason": "ill"}).status_code == 200
    assert ask(cast, "manager_b1", other).json()["excuse"] != ""
