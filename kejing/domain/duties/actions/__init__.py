"""What changes duties."""

from kejing.domain.duties.actions.calendar import draft_duty, end_duty, publish_duty
from kejing.domain.duties.actions.generation import Generated, generate_duties
from kejing.domain.duties.actions.tasks import excuse_task, settle_task
from kejing.domain.duties.actions.traces import cleared, retrace, trace

__all__ = [
    "Generated",
    "cleared",
    "draft_duty",
    "end_duty",
    "excuse_task",
    "generate_duties",
    "publish_duty",
    "retrace",
    "settle_task",
    "trace",
]
