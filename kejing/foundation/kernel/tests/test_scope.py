"""What another connection takes on is the whole of the scope."""

import re

import pytest
from django.db import connection

from kejing.foundation.kernel.context import SCOPE, as_system, scope


@pytest.mark.django_db
def test_it_is_all_that_the_database_sets_but_the_journal_s_line() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select prosrc from pg_proc where proname in ('kj_set_context', 'kj_set_people')")
        texts = [text for (text,) in cursor.fetchall()]
    assert len(texts) == 2
    made = {name for text in texts for name in re.findall(r"set_config\('kejing\.(\w+)'", text)}
    assert set(SCOPE) == made - {"journal"}


@pytest.mark.django_db
def test_it_is_what_stands_in_the_transaction() -> None:
    with as_system("look"):
        found = scope()
    assert (found["kejing.all"], found["kejing.user"]) == ("true", "")
    assert found.keys() == {f"kejing.{name}" for name in SCOPE}
