"""When something goes out, when again, how it is signed, which addresses are open."""

import hashlib
import hmac
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from kejing.engines.notices.rules import (
    BACKOFF,
    Habits,
    is_public,
    next_allowed,
    next_attempt,
    secret_of,
    signature,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=SHANGHAI)


class TestNextAllowed:
    @pytest.mark.parametrize(
        ("moment", "allowed"),
        [
            (at(3, 9), at(3, 9)),
            (at(3, 19, 59), at(3, 19, 59)),
            (at(3, 20), at(4, 8)),
            (at(3, 23, 30), at(4, 8)),
            (at(3, 7, 59), at(3, 8)),
            (at(3, 8), at(3, 8)),
        ],
    )
    def test_quiet_hours_over_midnight(self, moment: datetime, allowed: datetime) -> None:
        assert next_allowed(moment, SHANGHAI, Habits()) == allowed

    def test_quiet_hours_within_a_day_and_none(self) -> None:
        noon = Habits(8, time(12), time(14))
        assert next_allowed(at(3, 13), SHANGHAI, noon) == at(3, 14)
        assert next_allowed(at(3, 3), SHANGHAI, Habits(8, time(0), time(0))) == at(3, 3)

    def test_the_readers_own_zone_counts(self) -> None:
        prague = ZoneInfo("Europe/Prague")
        allowed = next_allowed(at(3, 9), prague, Habits())
        assert allowed == datetime(2026, 3, 3, 8, tzinfo=prague)

    def test_nothing_before_the_return_from_leave(self) -> None:
        assert next_allowed(at(3, 9), SHANGHAI, Habits(), date(2026, 3, 10)) == at(10, 8)
        assert next_allowed(at(10, 9), SHANGHAI, Habits(), date(2026, 3, 10)) == at(10, 9)


def test_attempts_wait_longer_and_longer_and_end() -> None:
    now = at(3, 9)
    assert next_attempt(now, 1) == now + timedelta(minutes=1)
    assert next_attempt(now, 5) == now + timedelta(hours=12)
    assert next_attempt(now, 6) is None
    assert list(BACKOFF) == sorted(BACKOFF)


def test_the_signature_binds_timestamp_and_body() -> None:
    secret = secret_of("key", 1, 1)
    assert secret != secret_of("key", 1, 2)
    expected = hmac.new(secret.encode(), b'17.{"a":1}', hashlib.sha256).hexdigest()
    assert signature(secret, 17, b'{"a":1}') == f"v1={expected}"
    assert signature(secret, 18, b'{"a":1}') != f"v1={expected}"


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "0.1.2.3", "::1", "fe80::1%eth0", "fc00::1", "::ffff:10.0.0.1", "2002:7f00:1::", "224.0.0.1", "100.64.0.1"],
)  # fmt: skip
def test_private_addresses_are_not_public(address: str) -> None:
    assert not is_public(address)


def test_public_addresses_are() -> None:
    assert is_public("93.184.216.34")
    assert is_public("2606:2800:220:1:248:1893:25c8:1946")
