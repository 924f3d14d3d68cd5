"""What performance gives to the figures of a unit's meeting: how its people stood in the last closed month."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from kejing.domain.meetings.public import PackFigure, PackRow, PackSection
from kejing.domain.org.public import units_within
from kejing.domain.performance import access
from kejing.domain.performance.vocabulary import VIEW_TEAM
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.periods import Month
from kejing.foundation.ui import formats
from kejing.foundation.ui.formats import local

MOST = 100


def meeting_figures(*, actor: Actor, unit_id: int, start: date, end: date) -> PackSection | None:  # noqa: ARG001  # the last closed month
    """Nothing for who sees no team's results, and before the first close. Three queries."""
    if not actor.may(VIEW_TEAM):
        return None
    rows = access.visible_standings(actor).filter(unit_id__in=units_within(unit_id, clock.today()))
    last = rows.order_by("-month").values_list("month", flat=True).first()
    if last is None:
        return None
    month = Month.of(last)
    found = list(rows.filter(month=last).select_related("staff").order_by("rank_all", "staff_id")[:MOST])
    mean = sum(row.points for row in found) / len(found)
    return PackSection(
        title=_("Results of %(month)s") % {"month": formats.month(month.start)},
        figures=(
            PackFigure(_("Points on average"), formats.number(mean), _("of %(n)s people") % {"n": len(found)},
                       reverse("performance:team_ranking", args=[month])),
        ),
        columns=(_("Points"), _("Rank in the unit")),
        rows=tuple(
            PackRow(local(row.staff.name, row.staff.name_en), (formats.number(row.points), f"{row.rank} / {row.of}"),
                    reverse("performance:person_result", args=[month, row.staff_id]))
            for row in found
        ),
    )  # fmt: skip
