"""Visits and logs for tests, made by the actions, on the cast's days."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from kejing.domain.customers.public import assign_customer
from kejing.domain.org.models import Cover
from kejing.domain.visits import actions
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.testing import as_owner
from tests.cast import TODAY, Cast

PARTS = {"visits_part": "visits", "results_part": "results", "reflections_part": "reflections"}
YESTERDAY = date(1998, 1, 14)
NEXT_WEEK = date(1998, 1, 20)


@contextmanager
def working(cast: Cast, person: str, day: date = TODAY, hour: int = 17, minute: int = 0) -> Iterator[Actor]:
    """Act as one of the cast at a moment of the business clock."""
    with clock.frozen(clock.at(day, hour, minute)), cast[person].acting() as actor:
        yield actor


def staff_of(cast: Cast, person: str) -> int:
    found = cast[person].staff_id
    assert found is not None
    return found


def holder_of(cast: Cast, person: str) -> int:
    found = cast[person].holder_id
    assert found is not None
    return found


def covering(cast: Cast, covered: str, deputy: str) -> None:
    """The deputy acts for the covered colleague from yesterday on."""
    with as_owner():
        Cover.objects.create(
            covered_id=cast[covered].appointment_id or 0,
            deputy_id=cast[deputy].appointment_id or 0,
            valid_from=YESTERDAY,
            valid_to=NEXT_WEEK,
        )


def handed_over(cast: Cast, customer: str, taker: str) -> None:
    with working(cast, "market_manager_a") as actor:
        assign_customer(
            actor=actor,
            customer_id=cast.customers[customer],
            holder_id=holder_of(cast, taker),
            reason="relief",
        )


def planned(
    cast: Cast, person: str = "manager_a1", customer: str = "C0001", day: date = TODAY, **said: Any
) -> int:
    with working(cast, person, min(day, TODAY), 8) as actor:
        return actions.plan_visit(
            actor=actor,
            customer_id=cast.customers[customer],
            day=day,
            **({"goal": "renew the deposit"} | said),
        )


def held(
    cast: Cast,
    person: str = "manager_a1",
    customer: str = "C0001",
    day: date = TODAY,
    hour: int = 10,
    **said: Any,
) -> int:
    with working(cast, person, day) as actor:
        return actions.record_visit(
            actor=actor,
            customer_id=cast.customers[customer],
            happened_at=clock.at(day, hour),
            **({"direction": "outbound"} | said),
        )


def submitted(cast: Cast, person: str = "manager_a1", day: date = TODAY) -> int:
    with working(cast, person, day, 18) as actor:
        return actions.submit_log(actor=actor, day=day, **PARTS)
