"""The close, in a database of its own: the computing process sees only what is committed."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connections

from kejing.domain.performance import actions
from kejing.domain.performance.models import CloseRun, PointLine, Standing
from kejing.domain.performance.tests.factories import EARNED, MONTH, World, make_world
from kejing.foundation.kernel.context import as_system
from tests.cast import make_cast
from tests.database import point_at


@pytest.fixture
def world(own_database: str) -> Iterator[World]:
    """Entered as the owner in the application's role, so that the cast can be built; the walls bind all the same."""
    point_at(connections, settings, own_database)
    yield make_world(make_cast())


def test_close(world: World) -> None:
    run_id = actions.close(MONTH)
    with as_system("look"):
        run = CloseRun.objects.get(pk=run_id)
        print(run.__dict__)
        for s in Standing.objects.order_by("rank_all"):
            print(s.staff_id, s.points, s.rank, s.of, s.rank_all, s.of_all)
        for l in PointLine.objects.order_by("staff_id", "metric"):
            print(l.staff_id, l.metric, l.quantity, l.rate, l.points)
        assert 0
