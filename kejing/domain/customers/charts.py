"""Charts of a customer."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from kejing.foundation.kernel.periods import Month
from kejing.foundation.ui.charts import LineChart, Series, course


def balance_chart(months: Sequence[Month], balances: Sequence[Decimal | None]) -> LineChart:
    """The balance at each month's end; a month before the first transaction has none."""
    return LineChart(
        summary=course(_("Balance at month's end"), balances),
        head=_("Month"),
        labels=[str(month) for month in months],
        series=[Series(_("Balance at month's end"), balances)],
        money=True,
    )
