from datetime import date, timedelta
import pytest
from kejing.domain.duties.models import DutyTask
from kejing.domain.duties.tests.factories import calendar_of, generated, task_of
from kejing.foundation.kernel.context import as_system
from tests.cast import Cast
pytestmark = pytest.mark.django_db

def test_it(cast: Cast) -> None:
    calendar_of()
    print(generated())
    with as_system("x"):
        for t in DutyTask.objects.select_related("duty", "staff").order_by("duty__code", "staff__number"):
            print(t.duty.code, t.staff.name, t.starts_on, t.ends_on, t.due_at, t.state, t.excuse)
    print(generated())
