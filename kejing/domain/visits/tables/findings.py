"""The columns of the list of findings."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kejing.domain.visits.queries.findings import FindingList, FindingRow
from kejing.domain.visits.tables.visits import Filter
from kejing.domain.visits.vocabulary import Severity
from kejing.foundation.ui import pieces
from kejing.foundation.ui.tables import Column, Empty, Table

GRAVITY = {Severity.GRAVE: "late", Severity.MEDIUM: "due", Severity.SLIGHT: "none"}


def finding_table(found: FindingList) -> Table[FindingRow]:
    return Table(
        columns=[
            Column("customer", gettext_lazy("Customer"), cell=_customer, link=_page),
            Column("due_on", gettext_lazy("Due"), kind="due"),
            Column("kind", gettext_lazy("Kind"), cell=lambda row: pieces.two_lines(row.kind, row.text)),
            Column("severity", gettext_lazy("How grave"), cell=_severity),
            Column("route", gettext_lazy("What becomes of it"), cell=_route),
            Column("staff", gettext_lazy("Responsible"), optional=True),
        ],
        page=found.page,
        count=found.count,
        cards=True,
        caption=gettext_lazy("Findings"),
        empty=Empty(
            gettext_lazy("No open findings"),
            gettext_lazy("What is found during a visit stands here until it is solved."),
            icon="search",
        ),
    )


def whose_filters(found: FindingList) -> list[Filter]:
    words = {"mine": _("Mine to check"), "asked": _("Asked of me"), "team": _("All in my sight")}
    return [Filter(value, label, value == found.whose) for value, label in words.items()]


def _customer(row: FindingRow) -> str:
    return row.customer.name if row.customer else _("A customer now with somebody else")


def _page(row: FindingRow) -> str:
    return reverse("visits:finding_page", args=[row.id])


def _severity(row: FindingRow) -> SafeString:
    return pieces.state(GRAVITY[row.severity], row.severity.label)


def _route(row: FindingRow) -> SafeString:
    return format_html("{}{}", row.route.label, f" · {row.superior}" if row.waits_for_answer else "")
