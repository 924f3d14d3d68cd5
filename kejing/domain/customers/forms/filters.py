"""The form above the customer list: a plain GET form, so that what is chosen stands in the address."""

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from kejing.domain.customers.queries import CustomerFilter
from kejing.domain.customers.vocabulary import CustomerKind, Risk
from kejing.foundation.ui import forms


class CustomerFilterForm(django_forms.Form):
    """Shows a filter; what is sent is read and judged by `queries.read_filter`."""

    unit = forms.Picker(_("Unit"), "customers:pick_unit", required=False)
    holder = forms.Picker(_("Held by"), "customers:pick_holder", required=False)
    kind = forms.Choice(_("Kind"), CustomerKind.choices, required=False)
    risk = forms.Choice(_("Loans"), [c for c in Risk.choices if c[0]], required=False)
    since_from = forms.Day(_("Customer since, from"), required=False)
    since_to = forms.Day(_("until before"), required=False)
    pool = forms.Flag(_("In a pool only"))

    def __init__(self, wanted: CustomerFilter) -> None:
        super().__init__(
            initial={
                "unit": wanted.unit.id if wanted.unit else None,
                "holder": wanted.holder.id if wanted.holder else None,
                "kind": wanted.kind,
                "risk": wanted.risk,
                "since_from": wanted.since_from,
                "since_to": wanted.since_to,
                "pool": wanted.pool,
            }
        )
        for name, card in (("unit", wanted.unit), ("holder", wanted.holder)):
            self.fields[name].widget.label = card.name if card else ""
