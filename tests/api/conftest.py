"""What the API's tests share: a bearer token of anybody, ids of things that exist."""

from collections.abc import Callable, Iterator

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from kejing.domain.visits.public import plan_visit, submit_log
from kejing.foundation.identity.public import make_token
from kejing.foundation.kernel import clock
from tests.cast import TODAY, Cast

Bearer = Callable[[str], dict[str, str]]
Ids = dict[str, int]


@pytest.fixture
def bearer(cast: Cast) -> Bearer:
    """The header with which a program acts as one of the cast."""

    def header(person: str) -> dict[str, str]:
        with cast["administrator"].acting() as actor:
            return {
                "Authorization": f"Bearer {make_token(actor=actor, user_id=cast[person].user.pk, name='test')}"
            }

    return header


@pytest.fixture
def ids(cast: Cast) -> Ids:
    """Ids by the names parameters have: a customer of the first account manager, her plan, her log, herself."""
    customer = cast.customers["C0001"]
    with clock.frozen(clock.at(TODAY, 17)), cast["manager_a1"].acting() as actor:
        visit = plan_visit(actor=actor, customer_id=customer, day=TODAY, goal="Present the new product")
        log = submit_log(actor=actor, day=TODAY, visits_part="One.", results_part="", reflections_part="")
    holder, staff = cast["manager_a2"].holder_id, cast["manager_a1"].staff_id
    assert holder
    assert staff
    return {"customer_id": customer, "visit_id": visit, "log_id": log, "holder_id": holder, "staff_id": staff}


@pytest.fixture
def kept_connection(db: None) -> Iterator[None]:
    """Requests go on in the test's transaction: Django would close its connection after each."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
