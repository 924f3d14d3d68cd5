"""What segments give to the figures of a unit's meeting: how many are served in time, and who is overdue with whom."""

from datetime import date

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from kejing.domain.meetings.public import PackFigure, PackRow, PackSection
from kejing.domain.org.public import team, units_within
from kejing.domain.segments import access
from kejing.domain.segments.vocabulary import VIEW
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.ui import formats
from kejing.foundation.ui.formats import local


def meeting_figures(*, actor: Actor, unit_id: int, start: date, end: date) -> PackSection | None:  # noqa: ARG001  # as it stands
    """Of the unit's customers with a service standard, as it stands. Five queries."""
    if not actor.may(VIEW):
        return None
    today = clock.today()
    within = set(units_within(unit_id, today))
    rows = access.services(actor).filter(unit_id__in=within, due_on__isnull=False)
    counted = {
        holder: (whole, late)
        for holder, whole, late in rows.order_by()
        .values_list("holder_id")
        .annotate(whole=Count("pk"), late=Count("pk", Q(due_on__lt=today)))
    }
    whole, late = (sum(pair[i] for pair in counted.values()) for i in (0, 1))
    url = reverse("segments:overdue_list")
    return PackSection(
        title=_("Service standards"),
        figures=(
            PackFigure(_("Contacted in time"), formats.percent((whole - late) / whole if whole else None),
                       _("%(n)s customers with a standard") % {"n": formats.number(whole)}, url),
            PackFigure(_("Overdue contacts"), formats.number(late), url=url, state="late" if late else "ok",
                       note=_("beyond the norm of their class")),
        ),
        columns=(_("Customers"), _("Overdue")),
        rows=tuple(
            PackRow(local(one.name, one.name_en), tuple(map(formats.number, counted[one.holder_id])),
                    f"{url}?holder={one.holder_id}")
            for one in team(actor, today)
            if one.holder_id in counted and one.unit_id in within
        ),
    )  # fmt: skip
