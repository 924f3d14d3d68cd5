"""Who may ask the API for what: nobody unknown, nobody for another's rows, nobody past her rights."""

import json
from collections import defaultdict
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kejing.domain.customers.models import Customer
from kejing.domain.visits.models import Visit
from kejing.foundation.identity.models import ApiToken
from kejing.foundation.kernel.clock import system_now
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.models import JournalLine
from tests.api.conftest import Bearer, Ids
from tests.api.snapshot import FILE
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db
OPERATIONS = [
    (method, path)
    for path, found in json.loads(FILE.read_text(encoding="utf-8"))["paths"].items()
    for method in found
]
PARTS = {"month": "1997-12", "metric": "visits_held"}
BODIES: dict[str, dict[str, object]] = {
    "/api/v1/customers/{customer_id}/assign": {"holder_id": 1, "reason": "Handed over"},
    "/api/v1/visits/plan": {"day": str(TODAY), "goal": "Present the new product"},
    "/api/v1/visits/record": {"happened_at": f"{TODAY}T00:00", "direction": "outbound"},
    "/api/v1/visits/{visit_id}/record": {
        "happened_at": f"{TODAY}T00:00",
        "direction": "outbound",
        "version": 1,
    },
    "/api/v1/logs": {"day": str(TODAY), "visits_part": "One."},
    "/api/v1/logs/{log_id}/review": {"mark": 3},
    "/api/v1/closes": {"month": "1997-12"},
}
PERSONAL = ["customer_id", "visit_id", "log_id", "staff_id"]


def ask(client: Client, method: str, path: str, ids: Ids, headers: dict[str, str] | None = None) -> Any:
    """Ask for one operation about the things of `ids`, with a body that is well formed."""
    body = dict(BODIES.get(path, {}))
    if path.startswith("/api/v1/visits/"):
        body["customer_id"] = ids["customer_id"]
    address = path.format_map(defaultdict(lambda: 1, {**ids, **PARTS}))  # what is made up is out of sight
    return client.generic(method.upper(), address, json.dumps(body), "application/json", headers=headers)


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
class TestEachOperation:
    def test_asks_nobody_unknown(self, cast: Cast, ids: Ids, method: str, path: str) -> None:
        for headers in ({}, {"Authorization": "Bearer kj_made_up"}, {"Authorization": "Bearer "}):
            answer = ask(Client(), method, path, ids, headers)
            assert answer.status_code == 401
            assert answer.json()["code"] == "401"

    def test_shows_and_does_nothing_for_somebody_without_a_post(
        self, cast: Cast, bearer: Bearer, ids: Ids, method: str, path: str
    ) -> None:
        answer = ask(Client(), method, path, ids, bearer("outsider"))
        nothing = answer.status_code == 200 and answer.json() in ({"marked": 0}, {"rows": []})
        assert answer.status_code in {403, 404, 422} or nothing or answer.json().get("rows") == []
        assert "曾国华" not in answer.content.decode()

    def test_shows_and_does_nothing_of_the_neighbours(
        self, cast: Cast, bearer: Bearer, ids: Ids, method: str, path: str
    ) -> None:
        with as_system("before"):
            before = (Visit.objects.count(), Customer.objects.get(pk=ids["customer_id"]).version)
        for person in ("manager_b1", "branch_head_b"):
            answer = ask(Client(), method, path, ids, bearer(person))
            if any(name in path for name in PERSONAL) or path.startswith("/api/v1/visits/"):
                # 422: the body is read before the customer is looked for, whoever asks.
                assert answer.status_code in {403, 404, 422}
            assert "曾国华" not in answer.content.decode()
        with as_system("after"):
            assert before == (Visit.objects.count(), Customer.objects.get(pk=ids["customer_id"]).version)


class TestTokens:
    def test_act_as_their_account(self, cast: Cast, bearer: Bearer) -> None:
        rows = Client().get("/api/v1/customers", headers=bearer("manager_a1")).json()["rows"]
        assert {row["number"] for row in rows} == {"C0001", "C0002", "C0003"}

    @pytest.mark.parametrize("field", ["expires_at", "revoked_at"])
    def test_end(self, cast: Cast, bearer: Bearer, field: str) -> None:
        header = bearer("manager_a1")
        with as_system("end it"):
            ApiToken.objects.update(**{field: system_now() - timedelta(seconds=1)})
        assert Client().get("/api/v1/customers", headers=header).status_code == 401

    def test_end_with_their_account(self, cast: Cast, bearer: Bearer) -> None:
        header = bearer("manager_a1")
        with as_system("leaves"):
            type(cast["manager_a1"].user).objects.filter(username="manager_a1").update(is_active=False)
        assert Client().get("/api/v1/customers", headers=header).status_code == 401

    def test_outweigh_the_cookie_even_when_wrong(self, cast: Cast) -> None:
        answer = cast["manager_a1"].client.get("/api/v1/customers", headers={"Authorization": "Bearer wrong"})
        assert answer.status_code == 401

    def test_open_no_page(self, cast: Cast, bearer: Bearer) -> None:
        answer = Client().get(reverse("customers:customer_list"), headers=bearer("manager_a1"))
        assert answer.status_code == 302

    def test_are_journaled_as_their_account(self, cast: Cast, bearer: Bearer, ids: Ids) -> None:
        ask(Client(), "post", "/api/v1/visits/plan", ids, bearer("manager_a1"))
        with as_system("read"):
            line = JournalLine.objects.filter(action="visits.plan_visit").latest("id")
        assert line.user_id == cast["manager_a1"].user.pk


class TestCookies:
    def test_read_without_more(self, cast: Cast) -> None:
        assert cast["manager_a1"].client.get("/api/v1/customers").status_code == 200

    def test_do_not_write_without_the_form_s_token(self, cast: Cast, ids: Ids) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(
            cast["manager_a1"].user, backend="kejing.foundation.identity.backends.PasswordBackend"
        )
        assert ask(client, "post", "/api/v1/visits/plan", ids).status_code == 403

    def test_write_with_a_token_past_the_cookie(self, cast: Cast, bearer: Bearer, ids: Ids) -> None:
        client = Client(enforce_csrf_checks=True)
        assert ask(client, "post", "/api/v1/visits/plan", ids, bearer("manager_a1")).status_code == 201


class TestRights:
    @pytest.mark.parametrize(
        ("person", "path", "status"),
        [
            ("branch_head_a", "/api/v1/visits/plan", 403),
            ("branch_head_b", "/api/v1/customers/{customer_id}/assign", 404),
            ("manager_a1", "/api/v1/customers/{customer_id}/assign", 403),
            ("manager_a1", "/api/v1/logs/{log_id}/review", 403),
            ("auditor", "/api/v1/visits/record", 403),
            ("manager_a1", "/api/v1/closes", 403),
        ],
    )
    def test_are_asked_for_each_change(
        self, cast: Cast, bearer: Bearer, ids: Ids, person: str, path: str, status: int
    ) -> None:
        answer = ask(Client(), "post", path, ids, bearer(person))
        assert answer.status_code == status
        assert answer.json()["code"] in {"forbidden", "404"}


class TestRefusals:
    def test_tell_code_text_and_field(self, cast: Cast, bearer: Bearer, ids: Ids) -> None:
        answer = Client().post(
            "/api/v1/visits/plan",
            {"customer_id": ids["customer_id"], "day": "1997-01-01", "goal": "Too late"},
            "application/json",
            headers=bearer("manager_a1") | {"Accept-Language": "en"},
        )
        assert answer.status_code == 422
        assert answer.json() == {
            "code": "plan_in_the_past",
            "text": "A visit is planned for today or later. Record what was held already.",
            "field": "day",
        }

    def test_have_the_same_shape_for_what_is_not_valid(self, cast: Cast, bearer: Bearer) -> None:
        answer = Client().post("/api/v1/visits/plan", {}, "application/json", headers=bearer("manager_a1"))
        assert answer.status_code == 422
        assert answer.json()["code"] == "not_valid"
        assert answer.json()["field"] == "customer_id"

    def test_are_given_for_what_is_no_json(self, cast: Cast, bearer: Bearer) -> None:
        answer = Client().generic(
            "POST", "/api/v1/visits/plan", "{", "application/json", headers=bearer("manager_a1")
        )
        assert (answer.status_code, answer.json()["code"]) == (400, "400")

    @pytest.mark.parametrize(
        ("sent", "told"), [('{"kind": "person", "name": "\\u0000"}', (422, "name")), ("[]", (400, None))]
    )
    def test_are_given_for_what_no_operation_takes(
        self, cast: Cast, bearer: Bearer, sent: str, told: tuple[int, str | None]
    ) -> None:
        answer = Client(headers=bearer("manager_a1")).post(
            "/api/v1/customers/check", sent, "application/json"
        )
        assert (answer.status_code, answer.json()["field"]) == told

    def test_are_given_for_a_zero_byte_in_the_address(self, cast: Cast, bearer: Bearer) -> None:
        answer = Client(headers=bearer("manager_a1")).get("/api/v1/customers?query=a%00b")
        assert (answer.status_code, answer.json()["field"]) == (422, "query")

    def test_are_given_for_a_parameter_that_is_said_twice(self, cast: Cast, bearer: Bearer) -> None:
        answer = Client(headers=bearer("manager_a1")).get("/api/v1/customers?kind=person&kind=organisation")
        assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (
            422,
            "given_twice",
            "kind",
        )

    def test_a_second_press_answers_as_the_first(self, cast: Cast, bearer: Bearer, ids: Ids) -> None:
        body = {
            "customer_id": ids["customer_id"],
            "day": str(TODAY),
            "goal": "Once",
            "idempotency_key": "press-1",
        }
        answers = [
            Client().post("/api/v1/visits/plan", body, "application/json", headers=bearer("manager_a1"))
            for _ in range(2)
        ]
        assert answers[0].json() == answers[1].json()
        other = Client().post(
            "/api/v1/visits/plan", body | {"goal": "Twice"}, "application/json", headers=bearer("manager_a1")
        )
        assert (other.status_code, other.json()["code"]) == (409, "repeated")
