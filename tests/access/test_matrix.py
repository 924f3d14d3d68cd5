"""Every route and method with every identity: let in, told 403 or 404, or sent to the door; refused means unchanged."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Max
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from kejing.foundation.kernel import clock
from kejing.foundation.kernel.models import RowChange
from kejing.foundation.kernel.testing import as_owner
from tests.access.matrix import ROWS
from tests.access.row import EVERYBODY, Row
from tests.access.world import ANONYMOUS, SIGNED_IN, World, fingerprint, make_world
from tests.architecture.routes import Route, routes
from tests.cast import TODAY

MOMENT = clock.at(TODAY, 18)
ROUTES = {route.name: route for route in routes()}
ALL_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
BROKEN = 500


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """One world for all rows; each cell is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


def test_every_route_and_method_is_declared() -> None:
    declared = {(row.route, row.method) for row in ROWS}
    any_method = {
        (name, method) for name, method in declared if len(ROUTES[name].methods) == len(ALL_METHODS)
    }
    needed = {
        (name, m)
        for name, route in ROUTES.items()
        for m in route.methods
        if len(route.methods) < len(ALL_METHODS)
    }
    assert not needed - declared, "add a line to tests/access/matrix.py"
    assert not declared - needed - any_method, "this route has no such method"
    assert not {n for n, r in ROUTES.items() if len(r.methods) == len(ALL_METHODS)} - {
        name for name, _ in declared
    }


def test_every_identity_of_the_cast_is_asked() -> None:
    assert set(EVERYBODY.split()) == set(SIGNED_IN)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_row(world: World, row: Row) -> None:
    wrong = {}
    for person in (ANONYMOUS, *SIGNED_IN):
        answer, changed = cell(world, row, person)
        expected = wanted(row, person)
        if not fits(row, answer, expected) or (expected != "in" and changed):
            wrong[person] = f"wanted {expected}, got {answer.status_code}{' and a change' if changed else ''}"
        assert row.method != "GET" or not changed, f"{person}: a GET changed something"
    assert not wrong


def test_a_planted_hole_is_caught(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: access without a filter, and the second wall as wide."""
    from kejing.domain.customers import access
    from kejing.domain.customers.models import Customer
    from kejing.foundation.kernel.context import as_system

    def everything(actor: object, customer_id: int) -> Customer:
        with as_system("hole"):
            return Customer.objects.select_related("holder", "unit").get(pk=customer_id)

    monkeypatch.setattr(access, "get_whole", lambda actor, pk: (everything(actor, pk), [pk]))
    row = Row("api:customer_page", args={"customer_id": "C0001"})
    answer, _ = cell(world, row, "manager_b1")
    assert not fits(row, answer, wanted(row, "manager_b1"))


@pytest.mark.parametrize("route", [r for r in routes() if not r.public], ids=lambda route: route.name)
def test_other_methods_are_refused(world: World, route: Route) -> None:
    same = [other for other in routes() if other.pattern == route.pattern]
    allowed = set().union(*(other.methods for other in same)) | {"HEAD", "OPTIONS"}
    row = next(row for row in ROWS if row.route == route.name)
    for method in set(ALL_METHODS) - allowed:
        answer, changed = cell(world, Row(row.route, method, row.args), "auditor")
        assert (answer.status_code, changed) == (405, False), method


@pytest.mark.parametrize("row", [row for row in ROWS if row.api and not row.open], ids=str)
@pytest.mark.parametrize("token", ["", "kj_", "kj_made_up", "x" * 4_000, "null", "\t"])
def test_a_wrong_token_is_nobody(world: World, row: Row, token: str) -> None:
    client = Client(raise_request_exception=False)
    headers = {"Authorization": f"Bearer {token}"}
    answer = client.generic(row.method, address(world, row), headers=headers, content_type="application/json")
    assert answer.status_code == 401


SURPLUS = {
    "id": 1, "pk": 1, "actor": "auditor", "user_id": 1, "staff_id": 1, "staff": 1, "owner": 1, "holder": 1, "unit_id": 1,
    "decided_by": 1, "reviewer_id": 1, "state": "done", "status": "done", "points": 99, "is_active": "1", "is_staff": "1",
    "permissions": "org.manage", "submitted_at": "1998-01-01T00:00", "on_time": "1", "asked_by": "auditor",
}  # fmt: skip
"""Fields that no form offers: whose row it is, what it is worth, who decided."""
VOLATILE = re.compile(r"^(id|salt|code|.*_at|at|key|digest|password|.*_id)$")


@pytest.mark.parametrize("row", [r for r in ROWS if r.method == "POST" and r.works and not r.open], ids=str)
def test_surplus_fields_change_nothing_more(world: World, row: Row) -> None:
    """Over-posting: what the form does not ask for is not taken, or refuses the whole."""
    person = row.ok.split()[0]
    plain = images(world, row, person)
    surplus = {key: value for key, value in SURPLUS.items() if key not in (row.data or {})}
    assert images(world, replace(row, data={**(row.data or {}), **surplus}), person) in (plain, [])


def images(world: World, row: Row, person: str) -> list[tuple[str, str, dict[str, Any]]]:
    """The history a request writes, without numbers and times that differ from run to run."""
    data = {key: world.resolve(value) for key, value in (row.data or {}).items()}
    with clock.frozen(MOMENT), transaction.atomic():
        with as_owner():
            last = RowChange.objects.aggregate(last=Max("id"))["last"]
        world.ask(person, row.method, address(world, row), data, api=row.api)
        with as_owner():
            rows = list(
                RowChange.objects.filter(id__gt=last).exclude(table_name="identity_user").order_by("id")
            )
        transaction.set_rollback(True)
    return [
        (r.table_name, r.op, {k: v for k, v in (r.new or {}).items() if not VOLATILE.match(k)}) for r in rows
    ]


def cell(world: World, row: Row, person: str) -> tuple[HttpResponse, bool]:
    """The answer, and whether a tracked or counted row changed. Undone afterwards."""
    data = None if row.data is None else {key: world.resolve(value) for key, value in row.data.items()}
    with clock.frozen(MOMENT), transaction.atomic():
        before = fingerprint()
        answer = world.ask(person, row.method, address(world, row), data, api=row.api)
        changed = fingerprint() != before
        transaction.set_rollback(True)
    return answer, changed


def address(world: World, row: Row) -> str:
    """Several addresses may share a name; the arguments choose."""
    arguments = {key: world.resolve(value) for key, value in row.args.items()}
    query = "&".join(
        "=".join(str(world.resolve(part)) for part in pair.split("=")) for pair in row.query.split("&")
    )
    return f"{reverse(row.route, kwargs=arguments)}{'?' if query else ''}{query}"


def wanted(row: Row, person: str) -> str:
    if row.open or person in row.ok.split():
        return "in"
    if person == ANONYMOUS:
        return "401" if row.api else "door"
    return "403" if person in row.no.split() else "404"


def fits(row: Row, answer: HttpResponse, expected: str) -> bool:
    """Whether the answer is of the kind that was wanted. Success means a change was made where the data are good."""
    status = answer.status_code
    at_the_door = status == 302 and answer.headers["Location"].startswith(reverse("identity:sign_in"))
    if expected == "door":
        return at_the_door
    if expected == "in":
        good = status < 400 if row.works else status < BROKEN and status not in {401, 403}
        return good and (not at_the_door or row.route == "identity:sign_out")
    return str(status) == expected


STRANGE = [
    "after=%00", "after=damaged", "q=%00&month=1997-12", "month=%00", "month=9998-12&customer=99999999999999999999",
    "customer=%00&customer_id=%00&state=%00&why=%00&day=%00", "action=%00&actor=%00&outcome=%00",
    "q=%F0%A0%AE%B7&state=%E2%80%AE&customer=-1&line=x", "q=" + "%25" * 300,
]  # fmt: skip


@pytest.mark.parametrize("row", [r for r in ROWS if r.method == "GET"], ids=str)
def test_no_address_breaks_a_page(world: World, row: Row) -> None:
    """Whatever stands in the query, whoever asks: an answer, never a crash."""
    person = (row.ok.split() or [ANONYMOUS])[0]
    for query in STRANGE:
        with clock.frozen(MOMENT), transaction.atomic():
            answer = world.ask(
                person, "GET", f"{address(world, replace(row, query=''))}?{query}", api=row.api
            )
            transaction.set_rollback(True)
        assert answer.status_code < BROKEN, query
