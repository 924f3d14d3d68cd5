"""The section of visits and logs in a meeting's figures; `visits` lies below and cannot give it itself."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from kejing.domain.meetings.queries.figures import PackFigure, PackRow, PackSection
from kejing.domain.org.public import team, units_within
from kejing.domain.visits.public import Work, work_of_people
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.ui import formats
from kejing.foundation.ui.formats import local

WRITERS = ("account_manager", "key_account_manager", "lead_account_manager")


def work_figures(*, actor: Actor, unit_id: int, start: date, end: date) -> PackSection:
    """Visits held of planned, logs missing, logs that nobody read, of the unit's people. Six queries."""
    within = set(units_within(unit_id, clock.today()))
    members = [one for one in team(actor, clock.today(), WRITERS) if one.unit_id in within]
    work = work_of_people(actor=actor, staff_ids=[one.staff_id for one in members], start=start, end=end)
    done = list(work.values())
    held = sum(one.held for one in done)
    planned = held + sum(one.planned for one in done)
    missing, unread = sum(one.missing for one in done), sum(one.unread for one in done)
    return PackSection(
        title=_("Visits and logs"),
        figures=(
            PackFigure(_("Visits held"), f"{held} / {planned}", _("of those planned"), reverse("visits:visit_list")),
            PackFigure(_("Logs missing"), formats.number(missing), url=reverse("visits:team_board"),
                       state="late" if missing else "ok", note=_("past their cut-off")),
            PackFigure(_("Logs to review"), formats.number(unread), _("not read yet"), reverse("visits:review_queue")),
        ),
        columns=(_("Held"), _("Not held"), _("Logs missing"), _("Not read yet")),
        rows=tuple(
            PackRow(local(one.name, one.name_en), _cells(work[one.staff_id]),
                    reverse("visits:person_page", args=[one.staff_id]))
            for one in members
        ),
    )  # fmt: skip


def _cells(work: Work) -> tuple[str, ...]:
    return tuple(formats.number(n) for n in (work.held, work.planned, work.missing, work.unread))
