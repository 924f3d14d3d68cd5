"""Numbers, money and days in both languages, as the table of the design says."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from kejing.foundation.kernel import clock
from kejing.foundation.kernel.money import Money
from kejing.foundation.ui import formats

LANGUAGES = ("zh-hans", "en")


@pytest.mark.parametrize(
    ("value", "chinese", "english"),
    [
        (28_600_000, "2,860 万", "28.6M"),
        (124_000_000, "1.24 亿", "124M"),
        (965_000, "96.5 万", "965K"),
        (Money(Decimal("1240000000.00")), "12.4 亿", "1.24B"),
        (99_996_000, "1.00 亿", "100M"),
        (9_950, "9,950", "10.0K"),
        (Decimal("96.50"), "96.5", "96.5"),
        (Decimal("8200.00"), "8,200", "8.2K"),
        (-182_000, "−18.2 万", "−182K"),
        (0, "0", "0"),
        (None, "–", "–"),
    ],
)
def test_money_in_the_steps_of_the_language(
    value: Money | Decimal | int | None, chinese: str, english: str
) -> None:
    for language, text in zip(LANGUAGES, (chinese, english), strict=True):
        with translation.override(language):
            assert formats.money(value) == text


def test_money_in_a_column_has_its_unit_in_the_head() -> None:
    assert (formats.money_unit(), formats.money_column(Decimal(28_600_000))) == ("万", "2,860")
    with translation.override("en"):
        assert (formats.money_unit(), formats.money_column(Decimal(28_600_000))) == ("K", "28,600")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1126, "1,126"),
        (7, "7"),
        (83.04, "83.0"),
        (Decimal("99.96"), "100"),
        (Decimal("1126.4"), "1,126"),
        (-0.01, "0.0"),
    ],
)
def test_number_has_a_decimal_only_below_a_hundred(value: float | Decimal, text: str) -> None:
    assert formats.number(value) == text


def test_no_data_is_a_dash_and_never_zero() -> None:
    written = [
        formats.number(None),
        formats.exact(None),
        formats.percent(None),
        formats.change(None),
        formats.day(None),
    ]
    assert set(written) == {"–"}
    assert formats.percent(0) == "0.0%"


def test_judged_percentages_have_one_decimal_changes_none() -> None:
    assert formats.percent(Decimal("0.88")) == "88.0%"
    assert [formats.change(ratio) for ratio in (0.083, -0.18, 0.001)] == ["+8%", "−18%", "0%"]


def test_counts_stop_at_the_cap() -> None:
    assert (formats.count(10_000, more=True), formats.count(14)) == ("10,000+", "14")


@pytest.mark.parametrize(
    ("on", "chinese", "english"),
    [
        (date(2026, 11, 23), "今天", "Today"),
        (date(2026, 11, 22), "昨天", "Yesterday"),
        (date(2026, 11, 24), "明天", "Tomorrow"),
        (date(2026, 11, 27), "周五", "Fri"),
        (date(2026, 11, 30), "11 月 30 日", "30 Nov"),
        (date(2025, 3, 14), "2025-03-14", "2025-03-14"),
    ],
)
def test_days_in_everyday_words(on: date, chinese: str, english: str) -> None:
    for language, text in zip(LANGUAGES, (chinese, english), strict=True):
        with translation.override(language):
            assert formats.day(on) == text


def test_moment_shows_the_organisations_time() -> None:
    utc = datetime(2026, 11, 23, 3, 0, tzinfo=timezone.get_fixed_timezone(0))
    assert formats.day(utc) == "今天 11:00"
    assert formats.iso(utc) == "2026-11-23 11:00"


@pytest.mark.parametrize(
    ("days", "state", "text"),
    [
        (-3, "late", "逾期 3 天"),
        (0, "due", "今天"),
        (4, "due", "剩 4 天"),
        (5, "none", "周六"),
        (17, "none", "12 月 10 日"),
    ],
)
def test_deadline_says_what_is_left_or_lost(days: int, state: str, text: str) -> None:
    assert formats.deadline(clock.today() + timedelta(days=days)) == formats.Deadline(state, text)


def test_deadline_of_a_moment_gone_by_today(monday: datetime) -> None:
    assert formats.deadline(monday - timedelta(hours=1)) == formats.Deadline("late", "今天已逾期")
    assert formats.deadline(monday + timedelta(hours=9)) == formats.Deadline("due", "今天 18:00")
    assert formats.deadline(None) == formats.Deadline("na", "–")


def test_durations_in_two_units() -> None:
    assert formats.duration(date(2023, 3, 14)) == "3 年 8 个月"
    assert formats.duration(date(2026, 11, 11)) == "12 天"
    assert formats.ago(date(2026, 11, 11)) == "12 天前"
    with translation.override("en"):
        assert formats.duration(date(2025, 11, 23)) == "1 year"
        assert formats.ago(date(2026, 11, 22)) == "1 day ago"


def test_long_day_and_month() -> None:
    assert (formats.long_day(clock.today()), formats.month(clock.today())) == (
        "11 月 23 日 周一",
        "2026 年 11 月",
    )
    with translation.override("en"):
        assert (formats.long_day(clock.today()), formats.month(clock.today())) == ("Mon 23 Nov", "Nov 2026")
