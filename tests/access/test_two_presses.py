"""The same form pressed twice, as an impatient hand or a slow line does: it makes one thing, not two."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import HttpResponse

from kejing.domain.customers.actions import lock_customers
from kejing.engines.interchange.models import ImportRun, Intake
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.models import RowChange
from kejing.foundation.kernel.testing import as_owner
from tests.access.matrix import ROWS
from tests.access.row import Row
from tests.access.test_matrix import MOMENT, ROUTES, address
from tests.access.world import UNTRACKED, World, make_world

MODULES = ("customers", "relations", "segments", "interchange", "exports", "api")
PRESSED = [
    row
    for row in ROWS
    if row.method == "POST"
    and row.works
    and not row.open
    and row.route.partition(":")[0] in MODULES
    and row.route not in {"api:mark_notice", "api:mark_all_notices"}  # what is read is read; they take no key
]
PREPARED = [
    Row("customers:add_territory", "POST", {}, {"code": "M1", "name": "M1", "holder_id": "holder_a1"}),
    Row("customers:give_territory", "POST", {"territory_id": "market"}, {"holder_id": "holder_a2", "reason": "x"}),
    Row("customers:place_customers", "POST", {"territory_id": "market"}, {"numbers": "C0001,"}),
    Row("customers:lock_customers", "POST", {}, {"numbers": "C0002,", "reason": "x"}),
    Row("customers:transfer_customers", "POST", {}, {"numbers": "C0002,", "holder_id": "holder_a2", "on": "1998-01-15", "reason": "x"}),
]  # fmt: skip
"""Forms whose line in the matrix is not good enough to succeed, here with data that are: the comma keeps a number one."""
GONE = {
    "customers:remove_note", "customers:remove_file", "customers:claim_customer", "customers:send_to_pool",
}  # fmt: skip
"""Buttons without a key: what they took away is not there at the second press, which is told so (404)."""
DECIDED = {
    "customers:decide_pair", "customers:decide_unlock", "customers:untag_customer", "segments:apply_segments",
    "segments:apply_standard", "api:open_inspection", "api:cancel_absence",
}  # fmt: skip
"""Buttons without a key, for what is decided once: the second press is refused (409, 422)."""
SECRET = {"customers:unmask_field", "api:unmask_field"}
"""What is shown once is not kept to be shown again (409)."""
WITHOUT_A_FORM = {"customers:check_duplicate"}
"""A fragment asked for by another form; it makes nothing."""
KEY = re.compile(r'name="idempotency_key"[^>]*value="([^"]*)"|value="([^"]*)"[^>]*name="idempotency_key"')
FILE = "编号,名称,类型,机构\nN1,甲公司,企业,A\nN2,乙公司,企业,A\n"


@pytest.fixture(scope="module")
def whole_world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture
def world(whole_world: World) -> Iterator[World]:
    """One world for all; what is pressed in it is undone."""
    with clock.frozen(MOMENT), transaction.atomic():
        yield whole_world
        transaction.set_rollback(True)


@pytest.mark.parametrize("row", PRESSED, ids=str)
def test_a_second_press_makes_nothing_more(world: World, row: Row) -> None:
    first, second = twice(world, row, row.ok.split()[0])
    assert first.status_code < 400
    if row.route in GONE:
        assert second.status_code == 404
    elif row.route in DECIDED | SECRET:
        assert second.status_code in {409, 422}
    else:
        assert same(first, second)


@pytest.mark.parametrize("row", PREPARED, ids=str)
def test_neither_does_one_of_a_form_filled_in_with_care(world: World, row: Row) -> None:
    if row.route == "customers:transfer_customers":
        looked = world.ask("market_manager_a", "POST", address(world, row), filled(world, row))
        row = replace(row, data={**(row.data or {}), "seen": looked.context["preview"].seen})
    first, second = twice(world, row, "market_manager_a")
    assert first.status_code == 302
    assert same(first, second)


def test_one_request_to_unlock(world: World) -> None:
    with world.cast["market_manager_a"].acting() as actor:
        lock_customers(actor=actor, numbers=["C0002"], reason="x")
    row = Row("customers:ask_unlock", "POST", {"customer_id": "C0002"}, {"reason": "x"})
    first, second = twice(world, row, "manager_a1")
    assert (first.status_code, same(first, second)) == (302, True)


def test_one_file_of_a_customer(world: World) -> None:
    row = Row("customers:add_file", "POST", {"customer_id": "C0001"}, {"share": "unit"})
    first, second = twice(world, row, "manager_a1", content=("a.txt", b"text of hers"))
    assert (first.status_code, same(first, second)) == (302, True)


def test_an_import_from_the_file_to_its_undoing(world: World) -> None:
    """Brought, mapped, run for real, taken back: each pressed twice, each once done."""
    row = Row("interchange:bring_files", "POST", {}, {"what": "customers.customer"})
    first, second = twice(world, row, "administrator", uploads=("客户.csv", FILE.encode()))
    assert (first.status_code, same(first, second)) == (302, True)
    with as_system("look"):
        intake = {"intake_id": Intake.objects.latest("pk").pk}
    columns = {"c0": "number", "c1": "name", "c2": "kind", "c3": "unit", "v2_0": "organisation"}
    chosen = columns | {"key": "number", "at_fault": "leave_out", "remember": "clients"}
    presses = [
        Row("interchange:read_again", "POST", intake, {"skip": 0, "header_rows": 1, "idempotency_key": "a"}),
        Row("interchange:map_columns", "POST", intake, chosen),
        Row("interchange:run_tried", "POST", {"import_run_id": 0}, {"idempotency_key": "b"}),
        Row("interchange:undo_import", "POST", {"import_run_id": 0}, {"reason": "wrong"}),
    ]
    for row in presses:
        with as_system("look"):
            run = ImportRun.objects.order_by("-pk").values_list("pk", flat=True).first()
        pressed = replace(row, args={"import_run_id": run}) if "import_run_id" in row.args else row
        first, second = twice(world, pressed, "administrator")
        assert (first.status_code, same(first, second)) == (302, True), row.route


def twice(
    world: World, row: Row, person: str, **files: tuple[str, bytes]
) -> tuple[HttpResponse, HttpResponse]:
    """Both answers, after making sure that the second press added no row."""
    data = filled(world, row) | key_of(world, row, person)
    first = world.ask(person, "POST", address(world, row), data | uploads(files), api=row.api)
    before = there()
    second = world.ask(person, "POST", address(world, row), data | uploads(files), api=row.api)
    assert not there() - before
    return first, second


def filled(world: World, row: Row) -> dict[str, Any]:
    return {key: world.resolve(value) for key, value in (row.data or {}).items()}


def uploads(files: dict[str, tuple[str, bytes]]) -> dict[str, Any]:
    return {field: SimpleUploadedFile(name, content) for field, (name, content) in files.items()}


def key_of(world: World, row: Row, person: str) -> dict[str, str]:
    """What the form carries hidden: read from its page, where it has one; a program makes its own."""
    if row.api:
        return {"idempotency_key": "pressed"}
    if row.route in WITHOUT_A_FORM or "GET" not in ROUTES[row.route].methods:
        return {}
    found = KEY.search(world.ask(person, "GET", address(world, row)).content.decode())
    assert found, "the form carries no key"
    return {"idempotency_key": found[1] or found[2]}


def there() -> Counter[str]:
    """How many rows were ever added, by table."""
    with as_owner(), connection.cursor() as cursor:
        added = Counter(RowChange.objects.filter(op="I").values_list("table_name", flat=True))
        for table in UNTRACKED:
            cursor.execute(f"select count(*) from {table}")  # a constant
            added[table] = (cursor.fetchone() or (0,))[0]
    return added


def same(first: HttpResponse, second: HttpResponse) -> bool:
    """Whoever pressed twice is led where one press leads."""
    places = {answer.headers.get("Location", "") for answer in (first, second)}
    return first.status_code == second.status_code and len(places) == 1
