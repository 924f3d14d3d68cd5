"""What pages read of duties."""

from kejing.domain.duties.queries.calendar import (
    CalendarPage,
    DutyPage,
    duty_calendar,
    duty_draft,
    duty_page,
    duty_version,
    role_names,
)
from kejing.domain.duties.queries.tasks import (
    MyDuties,
    TaskPage,
    TaskRow,
    Whereabouts,
    due_soon,
    my_duties,
    reminders,
    settling,
    task_page,
)
from kejing.domain.duties.queries.team import (
    Coverage,
    PersonDuties,
    PersonRow,
    TeamDuties,
    UnitRow,
    coverage,
    person_duties,
    team_duties,
)
from kejing.domain.duties.queries.why import explain_share, explain_task

__all__ = [
    "CalendarPage",
    "Coverage",
    "DutyPage",
    "MyDuties",
    "PersonDuties",
    "PersonRow",
    "TaskPage",
    "TaskRow",
    "TeamDuties",
    "UnitRow",
    "Whereabouts",
    "coverage",
    "due_soon",
    "duty_calendar",
    "duty_draft",
    "duty_page",
    "duty_version",
    "explain_share",
    "explain_task",
    "my_duties",
    "person_duties",
    "reminders",
    "role_names",
    "settling",
    "task_page",
    "team_duties",
]
