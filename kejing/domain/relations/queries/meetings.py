"""What relations give to the figures of a unit's meeting: promises due, warnings open."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from kejing.domain.meetings.public import PackFigure, PackSection
from kejing.domain.org.public import units_within
from kejing.domain.relations import access
from kejing.domain.relations.models import Promise, Question, Signal
from kejing.domain.relations.vocabulary import VIEW, PromiseState
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.paging import Capped, capped_count
from kejing.foundation.ui import formats

CAP = 1000


def meeting_figures(*, actor: Actor, unit_id: int, start: date, end: date) -> PackSection | None:
    """Of the unit's customers in sight, as it stands; nothing for who sees no customers. Six queries."""
    if not actor.may(VIEW):
        return None
    within, today = units_within(unit_id, clock.today()), clock.today()
    promises = access.visible(Promise, actor).filter(customer__unit_id__in=within, state=PromiseState.OPEN)
    questions = access.visible(Question, actor).filter(customer__unit_id__in=within, answered_on=None)
    signals = access.visible(Signal, actor).filter(customer__unit_id__in=within, closed_on=None)
    new = signals.filter(day__gte=start, day__lt=end).count()
    due = reverse("relations:promises_due")
    overdue = capped_count(promises.filter(due_on__lt=today), CAP)
    return PackSection(
        title=_("Promises and risks"),
        figures=(
            PackFigure(_("Promises open"), _n(capped_count(promises, CAP)), url=due),
            PackFigure(_("Promises overdue"), _n(overdue), url=due, state="late" if overdue.n else "ok",
                       note=_("past their day")),
            PackFigure(_("Questions not answered"), _n(capped_count(questions, CAP)), url=f"{due}?what=questions"),
            PackFigure(_("Warnings open"), _n(capped_count(signals, CAP)), _new(new),
                       reverse("relations:risk_signals")),
        ),
    )  # fmt: skip


def _n(count: Capped) -> str:
    return formats.count(count.n, more=count.more)


def _new(n: int) -> str:
    return _("%(n)s new in these days") % {"n": n}
