"""When something may go out, when it is tried again, how it is signed: pure functions."""

import hashlib
import hmac
import ipaddress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

BACKOFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)
"""After each failure the next attempt waits longer; after the last one it is given up."""


@dataclass(frozen=True, slots=True)
class Habits:
    """One reader's: by which hour the digest comes, between which times nothing goes out."""

    digest_hour: int = 8
    quiet_from: time = time(20)
    quiet_to: time = time(8)


def next_allowed(moment: datetime, zone: ZoneInfo, habits: Habits, back_on: date | None = None) -> datetime:
    """The first moment from `moment` on that lies in no quiet hours of a zone and not before the return from leave.

    Quiet hours may pass midnight; the same time twice means none.
    """
    at = moment.astimezone(zone)
    if back_on is not None and at.date() < back_on:
        at = datetime.combine(back_on, time(0), zone)
    start, end = habits.quiet_from, habits.quiet_to
    now = at.time()
    if (start < end and start <= now < end) or (start > end and now < end):
        at = datetime.combine(at.date(), end, zone)
    elif start > end and now >= start:
        at = datetime.combine(at.date() + timedelta(days=1), end, zone)
    return max(at, moment.astimezone(zone))


def next_attempt(moment: datetime, attempts: int) -> datetime | None:
    """When to try again after so many attempts; None: give up."""
    return moment + BACKOFF[attempts - 1] if attempts <= len(BACKOFF) else None


def secret_of(key: str, endpoint_id: int, generation: int) -> str:
    """An endpoint's secret: derived, so that neither the database nor its trail holds it."""
    return hmac.new(key.encode(), f"webhook:{endpoint_id}:{generation}".encode(), hashlib.sha256).hexdigest()


def signature(secret: str, timestamp: int, body: bytes) -> str:
    """`v1=` and the HMAC-SHA256 of `<timestamp>.<body>`: the receiver refuses what is old or was changed."""
    digest = hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()
    return f"v1={digest}"


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open network; an IPv4 address within IPv6 is judged as what it is."""
    found = ipaddress.ip_address(address.split("%", 1)[0])
    if isinstance(found, ipaddress.IPv6Address) and (inner := found.ipv4_mapped or found.sixtofour):
        return is_public(str(inner))
    return found.is_global and not found.is_multicast
