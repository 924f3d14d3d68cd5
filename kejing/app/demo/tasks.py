"""What the worker does for the demo: the history of the branches nobody waits for."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import translation

from kejing.app.demo.build import FILL, FIRST_DAY, TODAY, branches, write_history
from kejing.app.demo.cast import BRANCHES
from kejing.app.demo.leave import arrange_leave, read_inboxes
from kejing.app.demo.master import keep_masters
from kejing.app.demo.meetings import hold_meetings
from kejing.app.demo.ownership import arrange_ownership
from kejing.app.demo.plans import write_plans
from kejing.app.demo.relations import raise_alarms, write_relations
from kejing.app.demo.segments import write_segments
from kejing.app.demo.targets import write_targets
from kejing.domain.customers.public import tag_names
from kejing.domain.visits.public import last_day_held
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.jobs import job, progress
from kejing.foundation.kernel.workdays import workdays


@job(FILL)
def fill() -> None:
    """Write every other branch's history, with progress; a branch goes on after the last day it has."""
    translation.activate("zh-hans")
    cast = [branch for branch in branches() if branch.code in BRANCHES]
    waiting = [branch for branch in branches() if branch.code not in BRANCHES]
    read_inboxes({branch.unit_id for branch in cast})
    write_relations(cast)
    write_segments()
    write_targets(cast)
    write_plans(cast)
    _keep_masters()
    arrange_ownership({branch.unit_id for branch in cast})
    hold_meetings({branch.unit_id for branch in cast})
    arrange_leave({branch.unit_id for branch in cast})
    days = len(workdays(FIRST_DAY, TODAY))
    with progress(FILL, total=len(waiting) * days) as reporter:
        for n, branch in enumerate(waiting):

            def report(day: date, n: int = n, code: str = branch.code) -> None:
                done = n * days + len(workdays(FIRST_DAY, day + timedelta(days=1)))
                reporter.step(f"{code} {day}", done)

            with as_system("demo"):
                last = last_day_held(branch.unit_id)
            write_history(branch, report, since=last + timedelta(days=1) if last else FIRST_DAY)
        arrange_ownership({branch.unit_id for branch in waiting})
        raise_alarms()
        reporter.step("", len(waiting) * days)


def _keep_masters() -> None:
    """What the cast's two branches keep of their customers; done once, whole for each branch."""
    for branch in branches():
        with as_system("demo") as actor:
            done = tag_names(actor=actor, part=branch.code)
        if branch.code in BRANCHES and not done:
            with transaction.atomic():
                keep_masters(branch, TODAY)
