"""Behind the why marks: why a task is due then and stands so, and what a share of done duties is made of."""

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kejing.domain.duties import access
from kejing.domain.duties.models import DutyTask, DutyVersion
from kejing.domain.duties.queries.calendar import evidence_text, label_of, role_names, rule_text
from kejing.domain.duties.queries.tasks import task_row, whereabouts
from kejing.domain.duties.queries.team import counted, due_in, require_in_sight
from kejing.domain.duties.rules import Record
from kejing.domain.duties.vocabulary import DO, TEAM, TaskState
from kejing.domain.org.public import staff_names
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Forbidden
from kejing.foundation.kernel.periods import Month
from kejing.foundation.kernel.permissions import catalogue
from kejing.foundation.ui import explanation, formats

MOST_FACTS = 30


def explain_task(*, actor: Actor, task_id: int) -> explanation.Explanation:
    """Why a task is due then, and what it takes. Raises NotVisible (404)."""
    task = access.get_visible(actor, task_id)
    row, version = task_row(task, actor, whereabouts(actor)), task.version
    count = formats.number(row.got)
    return explanation.Explanation(
        title=row.label,
        score=_state_text(task),
        conclusion=rule_text(version, role_names()),
        rule=_rule(version),
        criteria=(
            explanation.Criterion(
                _("Period"), f"{formats.iso(row.starts_on)} – {formats.iso(row.last_day)}", facts=row.item
            ),
            explanation.Criterion(_("Due"), formats.day(row.due_at)),
            explanation.Criterion(
                pgettext("duty", "Evidence"), count, evidence_text(version), tone="bad" if row.overdue else ""
            ),
            explanation.Criterion(_("Settled"), formats.day(row.done_at) if row.done_at else formats.NOTHING),
        ),
        missing=(row.evidence,) if row.is_open else (),
        object_url=reverse("duties:task_page", args=[task.pk]),
    )


def explain_share(*, actor: Actor, staff_id: int) -> explanation.Explanation:
    """What a person's share of this month's duties is made of, with those not done or late.

    Raises Forbidden (403) for a role that has to do with no duties, NotVisible (404) for a person out of sight.
    """
    if not (actor.may(DO) or actor.may(TEAM)):
        raise Forbidden(catalogue()[DO])
    require_in_sight(actor, staff_id)
    month = Month.of(clock.today())
    tasks = due_in(access.visible(actor).filter(staff_id=staff_id), month)
    record = counted(tasks, "staff_id").get(staff_id, Record())
    bad = tasks.filter(state__in=(TaskState.OPEN, TaskState.LATE), due_at__lt=clock.now())
    rows = list(bad.select_related("version").order_by("-due_at", "-id")[: MOST_FACTS + 1])
    return explanation.Explanation(
        title=_("Duties of %(name)s") % {"name": staff_names([staff_id])[staff_id]},
        score=formats.percent(record.share),
        conclusion=_("%(done)s of %(owed)s due by now are done")
        % {"done": record.done + record.late, "owed": record.owed},
        detail=_("Month %(month)s. What is not due yet and what is excused does not count.")
        % {"month": month},
        rule=explanation.Rule(
            _("Missing trace = not done"), "A4.37", month.start, url=reverse("duties:duty_calendar")
        ),
        share=None if record.share is None else record.share * 100,
        criteria=_parts(record),
        facts=tuple(_fact(task) for task in rows[:MOST_FACTS]),
        more_facts=_("and more") if len(rows) > MOST_FACTS else "",
    )


def _parts(record: Record) -> tuple[explanation.Criterion, ...]:
    return (
        explanation.Criterion(_("Done in time"), formats.number(record.done)),
        explanation.Criterion(
            _("Done late"), formats.number(record.late), tone="warn" if record.late else ""
        ),
        explanation.Criterion(
            _("Not done"), formats.number(record.overdue), tone="bad" if record.overdue else ""
        ),
        explanation.Criterion(_("Not due yet"), formats.number(record.open)),
        explanation.Criterion(_("Excused"), formats.number(record.excused)),
    )


def _fact(task: DutyTask) -> explanation.Fact:
    return explanation.Fact(
        label=label_of(task.version),
        quantity=_state_text(task),
        on=localtime(task.due_at).date(),
        url=reverse("duties:task_page", args=[task.pk]),
    )


def _state_text(task: DutyTask) -> str:
    if task.state == TaskState.OPEN and task.due_at < clock.now():
        return _("Not done")
    return str(TaskState(task.state).label)


def _rule(version: DutyVersion) -> explanation.Rule:
    assert version.valid_from is not None  # tasks come from versions in force
    return explanation.Rule(
        name=label_of(version),
        version=str(version.number),
        valid_from=version.valid_from,
        approved_by=version.made_by_name,
        url=reverse("duties:duty_page", args=[version.duty_id]),
    )
