"""Pairs of customers as the queue and the page of one show them."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kejing.domain.customers.queries import DuplicateQueue, MergeRow, PairPage, PairRow
from kejing.domain.customers.queries.duplicates import FieldRow
from kejing.domain.customers.vocabulary import PairState
from kejing.foundation.kernel.paging import Page
from kejing.foundation.ui import formats, pieces
from kejing.foundation.ui.formats import local
from kejing.foundation.ui.progress import Work
from kejing.foundation.ui.tables import Column, Empty, Table

CERTAIN = 16
"""From this score on: one number of the law, or several fields, agree."""


def pair_table(queue: DuplicateQueue) -> Table[PairRow]:
    return Table(
        columns=[
            Column("first", gettext_lazy("First"), cell=lambda row: _customer(row, 0), link=_page),
            Column("second", gettext_lazy("Second"), cell=lambda row: _customer(row, 1)),
            Column("agree", gettext_lazy("Agree in"), cell=lambda row: " · ".join(row.agree), optional=True),
            Column("score", gettext_lazy("How sure"), cell=lambda row: sureness(row.score)),
        ],
        page=Page(queue.rows, queue.page.next, queue.page.previous),
        count=queue.count,
        cards=True,
        caption=gettext_lazy("Customers entered twice"),
        empty=Empty(
            gettext_lazy("No pair waits here"),
            gettext_lazy(
                "The search of all customers runs every night; what it finds among yours is shown here."
            ),
            icon="users",
        ),
    )


def pair_states(queue: DuplicateQueue) -> list[tuple[str, str, bool]]:
    """(address, word, chosen) of the filters."""
    return [(f"?state={state.value}", str(state.label), state is queue.state) for state in PairState]


def search_progress(queue: DuplicateQueue) -> Work | None:
    """The course of a search under way or broken off; nothing after one that ended well."""
    row = queue.progress
    if row is None or row.state == "done":
        return None
    state = "failed" if row.state == "failed" else "waiting" if row.state == "waiting" else "running"
    return Work(_("Search for duplicates"), row.done, row.total, state)  # type: ignore[arg-type]  # one of three


def field_table(page: PairPage) -> Table[FieldRow]:
    """Field by field, both values and what they say."""
    both = (page.pair.first, page.pair.second)
    return Table.of(
        [
            Column("field", gettext_lazy("Field"), cell=lambda row: row.field.label),
            Column("first", both[0].number, cell=lambda row: _marked(row, row.first)),
            Column("second", both[1].number, cell=lambda row: _marked(row, row.second)),
            Column("weight", gettext_lazy("Says"), cell=_says),
        ],
        page.fields,
        caption=gettext_lazy("Field by field"),
    )


def merged_line(row: MergeRow) -> str:
    """On the page of the one that remains, for whoever came by the other's address or number."""
    said = {"number": row.number, "by": row.by, "on": formats.iso(row.on)}
    if not said["by"]:
        return _("%(number)s was merged into this customer on %(on)s.") % said
    return _("%(number)s was merged into this customer by %(by)s on %(on)s.") % said


def sureness(score: float) -> SafeString:
    if score >= CERTAIN:
        return pieces.state("late", _("almost certain"))
    return pieces.state("due", _("likely"))


def _customer(row: PairRow, place: int) -> SafeString:
    customer = (row.first, row.second)[place]
    held = local(customer.holder.name, customer.holder.name_en)
    return pieces.two_lines(customer.name, f"{customer.number} · {held}")


def _page(row: PairRow) -> str:
    return reverse("customers:duplicate_pair", args=[row.id])


def _marked(row: FieldRow, value: str) -> SafeString | str:
    if not value:
        return formats.NOTHING
    return format_html("<b>{}</b>", value) if row.agrees else value


def _says(row: FieldRow) -> SafeString | str:
    """In favour or against, with the weight: the sum of the weights is compared with the threshold."""
    if row.weight is None:
        return formats.NOTHING
    word = _("equal") if row.similarity == 1 else _("alike") if row.agrees else _("different")
    return pieces.two_lines(word, f"{row.weight:+.1f}")
