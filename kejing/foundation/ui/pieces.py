"""The smallest pieces of a page, as safe HTML: for template tags and for the cells of tables."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache, lru_cache

from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kejing.foundation.ui import formats
from kejing.foundation.ui.figures import sparkline_points

STATES = frozenset({"none", "run", "due", "back", "late", "ok", "na"})


@cache
def sprite() -> str:
    """The sprite's address: the same for the life of the process, asked for with every mark."""
    return static("ui/icons.svg")


def icon(name: str, *, label: str = "", small: bool = False) -> SafeString:
    """An icon of the sprite. Without a label it is decoration and hidden from screen readers."""
    size = "ic ic-s" if small else "ic"
    address = sprite()
    if label:
        mark = '<svg class="{}" role="img" aria-label="{}"><use href="{}#{}"/></svg>'
        return format_html(mark, size, label, address, name)
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>', size, address, name)


def state(kind: str, text: object, *, pill: bool = False, title: str = "") -> SafeString:
    """A state: shape, word and colour. `kind`: none, run, due, back, late, ok, na."""
    if kind not in STATES:
        raise ValueError(f"unknown state {kind!r}; one of {', '.join(sorted(STATES))}")
    return _state(kind, str(text), title, pill=pill)


@lru_cache(maxsize=1_000, typed=True)
def _state(kind: str, text: str, title: str, *, pill: bool) -> SafeString:
    """Few states in few words stand on most rows of most lists. Typed: what is safe is not what is to be escaped."""
    mark = '<span class="kj-st {}{}"{}><svg viewBox="0 0 12 12" aria-hidden="true"><use href="{}#s-{}"/></svg>{}</span>'
    hint = format_html(' title="{}"', title) if title else ""
    return format_html(mark, kind, " pill" if pill else "", hint, sprite(), kind, text)


def due(value: date | datetime | None, *, soon: int = 4) -> SafeString:
    """A deadline as a state: what is left or lost; the exact time is in the title."""
    left = formats.deadline(value, soon=soon)
    return state(left.state, left.text, title=formats.iso(value) if value else "")


def time(value: date | datetime | None) -> SafeString:
    """A day or moment in everyday words, the exact one in the title."""
    if value is None:
        return format_html('<span class="t3">{}</span>', formats.NOTHING)
    exact = formats.iso(value)
    return format_html('<time datetime="{}" title="{}">{}</time>', exact, exact, formats.day(value))


def why(url: str, figure: object, *, key: str = "") -> SafeString:
    """The why mark: opens the explanation of the figure right before it."""
    mark = '<a class="kj-why" href="{}" data-panel="{}" aria-label="{}">?</a>'
    return format_html(
        mark, url, key or url.strip("/").replace("/", "-"), _("Why: %(figure)s") % {"figure": figure}
    )


def link(url: str, text: object, *, name: bool = True) -> SafeString:
    """A row's link; `name` is the bold one of the first column."""
    return format_html('<a class="name" href="{}">{}</a>' if name else '<a href="{}">{}</a>', url, text)


def trend(direction: int, *, bad: bool = False) -> SafeString:
    """Rise and fall by arrow and word; red only where the fall is a judgement."""
    words = {
        1: ("arrow-up-right", _("Rising")),
        0: ("arrow-right", _("Steady")),
        -1: ("arrow-down-right", _("Falling")),
    }
    name, word = words[(direction > 0) - (direction < 0)]
    return format_html('<span class="trend{}">{} {}</span>', " bad" if bad else "", icon(name), word)


def two_lines(first: object, second: object) -> SafeString:
    """A cell of two lines, the second small and grey."""
    return format_html('{}<div class="xs t3">{}</div>', first, second)


def tier(name: str, why_url: str, *, key: str = "") -> SafeString:
    """A grade of a customer or a person, with the why mark every judgement carries."""
    top = " a" if name == "A" else ""
    return format_html('<span class="kj-tier{}">{}</span> {}', top, name, why(why_url, name, key=key))


def sparkline(values: Sequence[formats.Number | None], label: object, *, bad: bool = False) -> SafeString:
    """A course in small, for a table's cell."""
    width, height = 64, 20
    points = sparkline_points(values, width, height)
    context = {"points": points, "label": label, "bad": bad, "width": width, "height": height}
    return SafeString(render_to_string("ui/_sparkline.html", context))
