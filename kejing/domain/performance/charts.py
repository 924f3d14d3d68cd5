"""Charts of results."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from kejing.domain.performance.queries.results import RankRow, TrendPoint
from kejing.foundation.ui.charts import BarChart, Series, bars, course


def points_chart(trend: Sequence[TrendPoint]) -> BarChart:
    """A person's points, month by month."""
    values = [point.points for point in trend]
    return BarChart(
        summary=course(_("Points by month"), values),
        head=_("Month"),
        labels=[str(point.month) for point in trend],
        series=[bars(_("Points"), values)],
        unit=_("points"),
        height="h180",
    )


def ranking_chart(rows: Sequence[RankRow]) -> BarChart:
    """The points of those on the page, the best on top."""
    series: list[Series] = [bars(_("Points"), [row.points for row in rows])]
    best = rows[0] if rows else None
    told = {"n": len(rows), "name": best.name if best else "", "points": best.points if best else 0}
    return BarChart(
        summary=_("Points of %(n)s people; the most: %(name)s, %(points)s") % told,
        head=_("Person"),
        labels=[row.name for row in rows],
        series=series,
        unit=_("points"),
        layout="bars",
        height="h280",
    )
