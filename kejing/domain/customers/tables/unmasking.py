"""Who looked at what, as a table."""

from django.urls import reverse
from django.utils.translation import gettext_lazy

from kejing.domain.customers.models import Unmasking
from kejing.foundation.kernel.fields import known_field
from kejing.foundation.kernel.paging import Page
from kejing.foundation.ui.tables import Column, Empty, Table


def field_label(row: Unmasking) -> str:
    """What readers call the field; a member of the profile also says which."""
    known = known_field(row.field)
    return f"{known.label} · {row.field.rpartition('.')[2]}" if known.family else str(known.label)


def unmasking_table(found: Page[Unmasking]) -> Table[Unmasking]:
    return Table(
        columns=[
            Column("user_name", gettext_lazy("Who")),
            Column("field", gettext_lazy("What"), cell=field_label),
            Column(
                "customer",
                gettext_lazy("Of whom"),
                cell=lambda row: row.customer.name,
                link=lambda row: reverse("customers:customer_page", args=[row.customer_id]),
            ),
            Column("reason", gettext_lazy("Why")),
            Column("at", gettext_lazy("When"), kind="iso"),
        ],
        page=found,
        cards=True,
        caption=gettext_lazy("Who looked at what"),
        empty=Empty(gettext_lazy("Nobody has looked at a masked field yet"), icon="shield-check"),
    )
