"""How numbers, money and days are written, in the reader's language. No data is `–`, never 0."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from kejing.foundation.kernel import clock
from kejing.foundation.kernel.money import Money

NOTHING = "–"
MINUS = "\u2212"
Number = int | float | Decimal


@dataclass(frozen=True, slots=True)
class Scale:
    """A step of the language's counting: 万 and 亿, K and M."""

    size: int
    name: str
    large: bool = False

    def shown(self, value: Decimal) -> str:
        scaled = value / self.size
        return fixed(scaled, 2 if self.large and abs(scaled) < 10 else places_for(scaled))


def chinese() -> bool:
    return (get_language() or "").startswith("zh")


def local(zh: str, en: str) -> str:
    """A name or a label in the reader's language; the other one where hers is missing."""
    return (zh if chinese() else en) or zh or en


def scales() -> Sequence[Scale]:
    """The steps in force, the largest first."""
    if chinese():
        return (Scale(10**8, " 亿", large=True), Scale(10**4, " 万"))
    return (Scale(10**9, "B", large=True), Scale(10**6, "M"), Scale(10**3, "K"))


def fixed(value: Number, places: int) -> str:
    """`1,204.50`: grouped, a set number of decimals, a true minus sign."""
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{rounded:,}".replace("-", MINUS if rounded else "")


def places_for(value: Number) -> int:
    """From 100 on no decimals, below one; 99.96 is 100 already."""
    return 0 if abs(Decimal(value).quantize(Decimal("0.1"), ROUND_HALF_UP)) >= 100 else 1


def number(value: Number | None) -> str:
    """A whole number as it is; another from 100 on without decimals, below with one."""
    if value is None:
        return NOTHING
    if isinstance(value, int):
        return fixed(value, 0)
    return fixed(value, places_for(value))


def exact(value: Number | None, places: int = 2) -> str:
    """For ledgers: all decimals."""
    return NOTHING if value is None else fixed(value, places)


def money(value: Number | Money | None) -> str:
    """`2,860 万`, `1.24 亿`; `28.6M`, `124M`. Small sums as plain numbers."""
    return "".join(money_parts(value))


def money_parts(value: Number | Money | None) -> tuple[str, str]:
    """The figure and its unit, for a key figure that sets the unit small."""
    plain = _amount(value)
    if plain is None:
        return NOTHING, ""
    used: Scale | None = None
    for scale in reversed(scales()):
        # Rounded in the smaller step first, so that 9,999.6 万 becomes 1.00 亿 and never "10,000 万".
        below = used.size if used else 1
        if abs(plain / below).quantize(Decimal(1), ROUND_HALF_UP) * below < scale.size:
            break
        used = scale
    if used is None:
        return number(plain if plain % 1 else int(plain)), ""
    return used.shown(plain), used.name


def money_unit() -> str:
    """The unit for a column head: `万` or `K`."""
    return pgettext("unit of money in a column head", "K")


def money_scale() -> int:
    """What the figures of such a column are divided by."""
    return 10**4 if chinese() else 10**3


def money_column(value: Number | Money | None) -> str:
    """A sum in the unit of the column head."""
    plain = _amount(value)
    return NOTHING if plain is None else number(plain / money_scale())


def _amount(value: Number | Money | None) -> Decimal | None:
    if value is None:
        return None
    return value.amount if isinstance(value, Money) else Decimal(value)


def percent(ratio: Number | None, places: int = 1) -> str:
    """A judged ratio: `0.88` is `88.0%`."""
    return NOTHING if ratio is None else fixed(Decimal(ratio) * 100, places) + "%"


def change(ratio: Number | None) -> str:
    """A change: `0.083` is `+8%`, `-0.18` is `−18%`."""
    if ratio is None:
        return NOTHING
    text = percent(ratio, 0)
    return f"+{text}" if ratio > 0 and text != "0%" else text


def count(n: int, *, more: bool = False) -> str:
    """`10,000+` where counting stopped."""
    return fixed(n, 0) + ("+" if more else "")


def day(value: date | datetime | None, *, today: date | None = None) -> str:
    """`今天`, `周五`, `11 月 27 日`, full ISO for other years; with the time of day for a datetime."""
    if value is None:
        return NOTHING
    local = timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value
    on = local.date() if isinstance(local, datetime) else local
    text = _day(on, today or clock.today())
    return f"{text} {local:%H:%M}" if isinstance(local, datetime) else text


def _day(on: date, today: date) -> str:
    near = {0: _("Today"), -1: _("Yesterday"), 1: _("Tomorrow")}
    distance = (on - today).days
    if distance in near:
        return near[distance]
    if on.isocalendar()[:2] == today.isocalendar()[:2]:
        return weekday(on)
    return month_day(on) if on.year == today.year else on.isoformat()


def month_day(on: date) -> str:
    # Translators: a day of this year, in the letters of Django's date format.
    return format_date(on, pgettext("day and month", "j M"))


def weekday(on: date) -> str:
    names = (
        pgettext("weekday", "Mon"),
        pgettext("weekday", "Tue"),
        pgettext("weekday", "Wed"),
        pgettext("weekday", "Thu"),
        pgettext("weekday", "Fri"),
        pgettext("weekday", "Sat"),
        pgettext("weekday", "Sun"),
    )
    return names[on.weekday()]


def long_day(on: date) -> str:
    """`11 月 23 日 周一`, for a page's subtitle."""
    # Translators: a day with its weekday.
    return _("%(weekday)s %(day)s") % {"weekday": weekday(on), "day": month_day(on)}


def month(on: date) -> str:
    """`2026 年 11 月`, for a period."""
    return format_date(on, pgettext("month and year", "M Y"))


def iso(value: date | datetime) -> str:
    """For the `title` and `datetime` attributes."""
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return f"{local:%Y-%m-%d %H:%M}"
    return value.isoformat()


def days(n: int) -> str:
    return ngettext("%(n)s day", "%(n)s days", n) % {"n": fixed(n, 0)}


def ago(value: date | datetime | None) -> str:
    """How long ago, in days: `今天`, `12 天前`."""
    if value is None:
        return NOTHING
    distance = (clock.today() - _date(value)).days
    return _("Today") if distance == 0 else _("%(days)s ago") % {"days": days(distance)}


@dataclass(frozen=True, slots=True)
class Deadline:
    """What is left until a due moment, with the state mark that goes with it."""

    state: str
    text: str


def deadline(value: date | datetime | None, *, soon: int = 4) -> Deadline:
    """What is left (`剩 4 天`) or lost (`逾期 3 天`). Within `soon` days it is amber, before that only a day."""
    if value is None:
        return Deadline("na", NOTHING)
    left = (_date(value) - clock.today()).days
    past = left < 0 or (isinstance(value, datetime) and value < clock.now())
    if past:
        return Deadline("late", _("%(days)s overdue") % {"days": days(-left)} if left else _("Overdue today"))
    if left == 0:
        return Deadline("due", day(value))
    if left <= soon:
        return Deadline("due", _("%(days)s left") % {"days": days(left)})
    return Deadline("none", day(value))


def _date(value: date | datetime) -> date:
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def duration(start: date, end: date | None = None) -> str:
    """A length of time in the two largest units: `3 年 2 个月`, `12 天`. `end` None means today."""
    until = end or clock.today()
    months = (until.year - start.year) * 12 + until.month - start.month - (until.day < start.day)
    if months < 1:
        return days(max((until - start).days, 0))
    years, rest = divmod(months, 12)
    parts = []
    if years:
        parts.append(ngettext("%(n)s year", "%(n)s years", years) % {"n": years})
    if rest:
        parts.append(ngettext("%(n)s month", "%(n)s months", rest) % {"n": rest})
    return " ".join(parts)


def quick_day(offset: int) -> tuple[date, str]:
    """A day to offer before the date picker: the ISO day and how it is called."""
    on = clock.today() + timedelta(days=offset)
    near = {0: _("Today"), -1: _("Yesterday"), 1: _("Tomorrow")}
    return on, near.get(offset) or long_day(on)
