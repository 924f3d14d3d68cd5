"""docs/screens.md and docs/actions.md say what the code says; `make where` finds a screen's parts."""

from pathlib import Path

import pytest
from django.urls import reverse

from tests.architecture.generated import documents, where


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.name)
def test_the_table_is_up_to_date(path: Path) -> None:
    assert path.exists(), "python -m tests.architecture.generated --write"
    assert path.read_text() == documents()[path], "stale: python -m tests.architecture.generated --write"


def test_where_names_the_parts_of_a_screen() -> None:
    said = where(reverse("customers:customer_page", args=[17]))
    assert "kejing/domain/customers/views" in said
    assert "kejing/domain/customers/templates/customers/customer_page.html" in said
    assert "queries.customer_page" in said
