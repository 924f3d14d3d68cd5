"""The columns of questions that wait too long."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kejing.domain.segments.queries.answers import LateAnswer, LateAnswers
from kejing.foundation.ui import formats, pieces
from kejing.foundation.ui.tables import Column, Empty, Table


def late_table(found: LateAnswers) -> Table[LateAnswer]:
    return Table(
        [
            Column(
                "text",
                gettext_lazy("Question"),
                link=lambda row: reverse("relations:answer_question", args=[row.pk]),
                cell=lambda row: row.answer.text,
            ),
            Column("customer", gettext_lazy("Customer"), cell=_customer),
            Column("segment", gettext_lazy("Class")),
            Column("asked", gettext_lazy("Asked at"), cell=lambda row: formats.iso(row.answer.asked_at)),
            Column(
                "norm",
                gettext_lazy("Norm, hours"),
                cell=lambda row: formats.number(row.answer.hours),
                optional=True,
            ),
            Column("late", gettext_lazy("Overdue"), cell=_late),
            Column("holder", gettext_lazy("With"), cell=lambda row: row.answer.holder, optional=True),
        ],
        found.page,
        count=found.count,
        cards=True,
        caption=gettext_lazy("Late answers"),
        empty=Empty(
            gettext_lazy("No answer is late"),
            gettext_lazy("Every question was answered within the hours of the class, or still can be."),
            "circle-check",
        ),
    )


def _customer(row: LateAnswer) -> SafeString:
    address = reverse("customers:customer_page", args=[row.answer.customer_id])
    return pieces.link(address, row.answer.customer, name=False)


def _late(row: LateAnswer) -> SafeString:
    text = _("%(n)s h") % {"n": formats.number(row.answer.hours_late)}
    address = reverse("segments:explain_answer", args=[row.pk])
    return format_html("{} {}", pieces.state("late", text), pieces.why(address, text, key=f"answer-{row.pk}"))
