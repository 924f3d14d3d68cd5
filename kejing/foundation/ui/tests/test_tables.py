"""Tables: cells by kind, totals, sorting and paging in the address."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from django.http import HttpRequest
from django.template import engines

from kejing.foundation.kernel.paging import Capped, Page
from kejing.foundation.ui.tables import Column, Empty, Table

MakeRequest = Callable[..., HttpRequest]


@dataclass
class Row:
    name: str
    balance: Decimal | None = None
    rate: float | None = None
    since: date | None = None


def render(request: HttpRequest, table: Table[Row]) -> str:
    return str(engines["django"].from_string("{% table table %}").render({"table": table}, request))


def columns() -> list[Column[Row]]:
    return [
        Column("name", "Customer", link=lambda row: f"/c/{row.name}/", sort="name"),
        Column("balance", "Balance", kind="money", sort="balance", total=Decimal(50_000)),
        Column("rate", "Rate", kind="percent", optional=True),
        Column("since", "Since", kind="iso"),
    ]


def test_cells_are_written_by_kind(page_request: MakeRequest) -> None:
    html = render(
        page_request(), Table.of(columns(), [Row("<b>", Decimal(28_600_000), 0.5, date(2026, 3, 1))])
    )
    assert '<a class="name" href="/c/&lt;b&gt;/">&lt;b&gt;</a>' in html
    assert (
        '<td class="num">2,860</td><td class="num opt">50.0%</td><td class="nowrap">2026-03-01</td>' in html
    )
    assert "Balance（万）" in html


def test_no_data_is_a_dash_in_every_kind(page_request: MakeRequest) -> None:
    html = render(page_request(), Table.of(columns(), [Row("x")]))
    assert html.count("–</td>") == 3


def test_head_sorts_by_address_and_says_so(page_request: MakeRequest) -> None:
    table = Table(columns(), Page([Row("x")], None, None), sort="-balance")
    html = render(page_request("/customers/?q=ab&sort=-balance&after=abc"), table)
    assert 'aria-sort="descending"><a href="?q=ab&amp;sort=balance">' in html
    assert '<a href="?q=ab&amp;sort=name">' in html


def test_pager_moves_by_key_and_keeps_the_filter(page_request: MakeRequest) -> None:
    table = Table(columns(), Page([Row("x"), Row("y")], "n1", None), count=Capped(10_000, more=True))
    html = render(page_request("/customers/?q=ab"), table)
    assert "本页 2 条，共 10,000+ 条" in html
    assert 'rel="next" href="?q=ab&amp;after=n1"' in html
    assert 'rel="prev"' not in html
    assert 'aria-disabled="true"' in html


def test_totals_stand_in_the_foot(page_request: MakeRequest) -> None:
    html = render(page_request(), Table.of(columns(), [Row("x")]))
    assert '<tfoot><tr><td>合计</td><td class="num">5.0</td>' in html


def test_no_rows_say_what_to_do(page_request: MakeRequest) -> None:
    empty = Empty("Nothing yet", "Plan one.", action="Plan", url="/plan/")
    html = render(page_request(), Table.of(columns(), [], empty=empty))
    assert "<table" not in html
    assert '<a class="btn btn-primary" href="/plan/">Plan</a>' in html


def test_cards_give_each_cell_its_head_for_the_phone(page_request: MakeRequest) -> None:
    html = render(page_request(), Table.of(columns(), [Row("x", Decimal(50_000))], cards=True))
    assert '<table class="kj-table folds">' in html
    assert '<td class="num" data-label="Balance（万）">5.0</td>' in html


def test_cards_of_a_template_are_drawn_from_the_row(page_request: MakeRequest) -> None:
    table = Table.of(columns(), [Row("x", Decimal(50_000))], cards="ui/_mark.html")
    html = render(page_request(), table)
    assert 'class="kj-scroll as-cards"' in html
    assert "kj-logo" in html.split('<ul class="kj-cards">')[1]
    ((row, cells),) = table.card_lines
    assert (row.name, cells[1].label, cells[1].content) == ("x", "Balance", "5.0")


def test_a_small_table_is_small(page_request: MakeRequest) -> None:
    assert "kj-pager" not in render(page_request(), Table.of(columns(), [Row("x")]))


def test_selected_rows_are_marked(page_request: MakeRequest) -> None:
    table = Table.of(columns(), [Row("x"), Row("y")], selected=lambda row: row.name == "y")
    assert render(page_request(), table).count('aria-selected="true"') == 1


def test_unknown_attribute_is_an_error_not_an_empty_cell() -> None:
    with pytest.raises(AttributeError):
        Column[Row]("nobody", "x").draw(Row("x"))
