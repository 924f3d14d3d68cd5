"""The template tags and filters of the page kit. All are built in: no `{% load %}` needed."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.forms import BoundField
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from kejing.foundation.ui import formats, pieces, saved_views, slots
from kejing.foundation.ui.charts import Chart
from kejing.foundation.ui.explanation import Explanation
from kejing.foundation.ui.figures import Figure, sparkline_points
from kejing.foundation.ui.forms import ActionForm
from kejing.foundation.ui.progress import Work
from kejing.foundation.ui.tables import Empty, Table
from kejing.foundation.ui.timeline import Entry

register = template.Library()
Context = template.Context

for name in (
    "number",
    "exact",
    "money",
    "money_column",
    "percent",
    "change",
    "ago",
    "days",
    "month_day",
    "long_day",
):
    register.filter(name, getattr(formats, name))
for name in ("day", "iso", "duration", "month", "weekday"):
    register.filter(f"{name}_text", getattr(formats, name))
register.filter("day", pieces.time)
register.filter("due", pieces.due)
register.simple_tag(pieces.icon, name="icon")
register.simple_tag(pieces.state, name="state")
register.simple_tag(pieces.why, name="why")
register.simple_tag(pieces.trend, name="trend")
register.simple_tag(formats.money_unit, name="money_unit")


@register.filter
def capped(value: Any) -> str:
    """A kernel `Capped` as `10,000+`; a plain count as it is."""
    return formats.count(value) if isinstance(value, int) else formats.count(value.n, more=value.more)


@register.filter
def dash(value: Any) -> Any:
    """`–` for None and the empty text; zero stays zero."""
    return formats.NOTHING if value is None or value == "" else value


@register.simple_tag(takes_context=True)
def slot(context: Context, name: str, object_id: int = 0, *, phone: str = "") -> SafeString:
    """The panels registered for a named place. `phone` is the class that orders there those yet to come."""
    request: HttpRequest = context["request"]
    parts = [
        render_to_string(
            "ui/_deferred.html", {"panel": panel, "object_id": object_id, "phone": phone}, request
        )
        if panel.comes
        else panel.render(request, object_id)
        for panel in slots.panels(name)
    ]
    return format_html_join("\n", "{}", ((SafeString(part),) for part in parts))


@register.inclusion_tag("ui/_field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """A form field: label above, control, hint or error below."""
    return {"field": bound, "kind": getattr(bound.field, "kind", "input")}


@register.inclusion_tag("ui/_form.html", takes_context=True)
def form(context: Context, form: ActionForm[Any], save: str = "", cancel: str = "") -> dict[str, Any]:
    """A whole form with its save bar. `save` is the word on the button, `cancel` an address."""
    return {"form": form, "save": save, "cancel": cancel, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("ui/_table.html", takes_context=True)
def table(context: Context, table: Table[Any]) -> dict[str, Any]:
    return {"table": table, "request": context["request"]}


@register.inclusion_tag("ui/_views.html", takes_context=True)
def views(context: Context) -> dict[str, Any]:
    """The saved views of the list that this page is, and a way to save it as it stands; one query."""
    request: HttpRequest = context["request"]
    match, actor = request.resolver_match, getattr(request, "actor", None)
    if match is None or actor is None:
        return {"bar": None}
    return {"bar": saved_views.bar(actor=actor, route=match.view_name, params=request.GET.dict())}


@register.inclusion_tag("ui/_figures.html")
def figures(figures: Sequence[Figure]) -> dict[str, Any]:
    """The strip of key figures."""
    return {"figures": figures}


@register.inclusion_tag("ui/_sparkline.html")
def sparkline(
    values: Sequence[formats.Number | None],
    label: str,
    *,
    bad: bool = False,
    width: int = 72,
    height: int = 20,
) -> dict[str, Any]:
    """A course in small, drawn on the server; the last point is marked."""
    points = sparkline_points(values, width, height)
    return {"points": points, "label": label, "bad": bad, "width": width, "height": height}


@register.inclusion_tag("ui/_history.html")
def history(entries: Sequence[Entry], more_url: str = "", more: str = "") -> dict[str, Any]:
    """What happened, the newest first."""
    return {"entries": entries, "more_url": more_url, "more": more}


@register.inclusion_tag("ui/_progress.html")
def progress(work: Work, url: str = "") -> dict[str, Any]:
    """Long work; with an address it asks again by itself until the work has ended."""
    return {"work": work, "url": url}


@register.inclusion_tag("ui/_empty.html")
def empty(empty: Empty) -> dict[str, Any]:
    return {"empty": empty}


@register.inclusion_tag("ui/_chart.html")
def chart(chart: Chart) -> dict[str, Any]:
    return {"chart": chart}


@register.inclusion_tag("ui/_bar.html")
def bar(share: float, tone: str = "", *, mark: float | None = None, tall: bool = False) -> dict[str, Any]:
    """A bar from 0 to 100 percent, with the mark of a threshold."""
    return {"share": min(max(float(share), 0), 100), "tone": tone, "mark": mark, "tall": tall}


@register.inclusion_tag("ui/_explanation.html")
def explanation(explanation: Explanation) -> dict[str, Any]:
    """The body of the docked panel."""
    return {"explanation": explanation}
