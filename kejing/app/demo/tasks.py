"""What the worker does for the demo: the history of the branches nobody waits for."""

from datetime import date

from kejing.app.demo.build import FILL, FIRST_DAY, TODAY, branches, write_history
from kejing.app.demo.cast import BRANCHES
from kejing.domain.visits.public import has_visits
from kejing.foundation.kernel.jobs import job, progress
from kejing.foundation.kernel.workdays import workdays


@job(FILL)
def fill() -> None:
    """Write every other branch's history, with progress; a branch that has one already is left alone."""
    waiting = [
        branch for branch in branches() if branch.code not in BRANCHES and not has_visits(branch.unit_id)
    ]
    days = len(workdays(FIRST_DAY, TODAY))
    with progress(FILL, total=len(waiting) * days) as reporter:
        for n, branch in enumerate(waiting):

            def report(day: date, n: int = n, code: str = branch.code) -> None:
                reporter.step(f"{code} {day}", n * days + (day - FIRST_DAY).days * 5 // 7)

            write_history(branch, report)
