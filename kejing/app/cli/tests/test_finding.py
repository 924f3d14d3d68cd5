"""`make where`: from an address to its code."""

import pytest

from kejing.app.cli.finding import Nowhere, places


def found(url: str) -> dict[str, str]:
    return dict(places(url))


def test_a_page_names_view_template_and_query() -> None:
    answer = found("/customers/17/?tab=visits")
    assert answer["route"] == "customers/<int:customer_id>/  (customers:customer_page)"
    assert answer["view"].startswith("kejing/domain/customers/views.py:")
    assert answer["template"] == "kejing/domain/customers/templates/customers/customer_page.html"
    assert answer["query"].startswith("kejing/domain/customers/queries")


def test_a_whole_address_and_a_path_are_the_same() -> None:
    assert found("http://127.0.0.1:8000/customers/17/") == found("customers/17/")


def test_an_address_without_a_view() -> None:
    with pytest.raises(Nowhere, match="/nothing/here/"):
        found("/nothing/here/")
