"""HTTP ↔ one action or query each."""

from kejing.domain.duties.views.calendar import (
    add_duty,
    draft_duty,
    duty_calendar,
    duty_page,
    end_duty,
    generate_duties,
    publish_duty,
)
from kejing.domain.duties.views.tasks import (
    due_panel,
    excuse_task,
    explain_task,
    my_duties,
    settle_task,
    task_page,
)
from kejing.domain.duties.views.team import (
    coverage,
    explain_share,
    person_duties,
    person_panel,
    team_duties,
    team_panel,
)

__all__ = [
    "add_duty",
    "coverage",
    "draft_duty",
    "due_panel",
    "duty_calendar",
    "duty_page",
    "end_duty",
    "excuse_task",
    "explain_share",
    "explain_task",
    "generate_duties",
    "my_duties",
    "person_duties",
    "person_panel",
    "publish_duty",
    "settle_task",
    "task_page",
    "team_duties",
    "team_panel",
]
