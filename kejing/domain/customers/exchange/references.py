"""What rows point at, and who can be given customers."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from kejing.engines.interchange.public import Reference
from kejing.engines.metrics.public import closed_months

UNIT = Reference("org_unit", "code", _("unit"))
STAFF = Reference("org_staff", "number", _("staff member"))
PRODUCT = Reference("customers_product", "code", _("product"))
CUSTOMER = Reference("customers_customer", "number", _("customer"))
HOLDING = Reference("customers_holding", "number", _("holding"))
CHANGE = {"version": "t.version + 1"}

# The person whose staff number is given, in the post she is in today, as a holder.
PERSONS = (
    "select f.number, h.id, h.unit_id from org_staff f"
    " join org_appointment a on a.staff_id = f.id and a.valid_from <= kj_business_day()"
    " and (a.valid_to is null or kj_business_day() < a.valid_to)"
    " join org_holder h on h.appointment_id = a.id"
)


def first_open_day() -> date | None:
    """The first day of which no closed month can be changed any more; None while none is closed."""
    newest = closed_months(limit=1)
    return newest[0].month.end if newest else None
