"""Visits and logs for tests, made by the actions, on the cast's days."""

import struct
import zlib
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


def png(width: int = 3, height: int = 2, *extra: tuple[bytes, bytes]) -> bytes:
    """A whole picture, with further chunks before its end."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    data = zlib.compress((b"\0" + b"\0" * width) * height)
    chunks = [(b"IHDR", head), *extra, (b"IDAT", data), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(name, body) for name, body in chunks)


def photographed(cast: Cast, person: str, visit_id: int | None = None) -> int:
    with working(cast, person) as actor:
        return actions.add_photo(actor=actor, content=png(), visit_id=visit_id)


def found(cast: Cast, person: str, visit_id: int, day: date = TODAY, **said: Any) -> int:
    """A finding of a visit of one's own; the bank's pack names the kinds."""
    start = {
        "kind": "service_gap",
        "severity": "medium",
        "text": "the counter was not manned",
        "route": "rectify",
    }
    with working(cast, person, day) as actor:
        return actions.add_finding(actor=actor, visit_id=visit_id, **(start | said))
