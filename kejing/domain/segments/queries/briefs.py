"""Before visits: whose contact is overdue by the service standard. The section of `visits.brief`."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _

from kejing.domain.segments.models import Service
from kejing.domain.segments.vocabulary import VIEW
from kejing.domain.visits.public import BriefLine
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.ui import formats


def visit_brief(*, actor: Actor, customer_ids: Collection[int]) -> Mapping[int, list[BriefLine]]:
    """By customer, only those overdue. One query."""
    if not actor.may(VIEW):
        return {}
    rows = Service.objects.filter(customer_id__in=customer_ids, due_on__lt=clock.today())
    return {
        customer: [
            BriefLine(_("Contact overdue"), _("was due %(day)s") % {"day": formats.day(due)}, "", "late")
        ]
        for customer, due in rows.values_list("customer_id", "due_on")
    }
