import pytest
from django.db import connection

from kejing.foundation.kernel.context import as_system

pytestmark = pytest.mark.django_db


def test_boot() -> None:
    with as_system("test"), connection.cursor() as cursor:
        cursor.execute("select current_user, session_user, kj_all(), kj_actor()")
        assert cursor.fetchone() == ("kejing_app", "kejing_owner", True, "system: test")
