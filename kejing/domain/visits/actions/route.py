"""Putting the day's visits into an order by hand."""

from django.utils.translation import gettext_lazy as _

from kejing.domain.visits import access
from kejing.domain.visits.models import Visit
from kejing.domain.visits.queries.route import plans_of_today
from kejing.domain.visits.rules import moved
from kejing.domain.visits.vocabulary import PLAN, VisitRefusal
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused


@action("visits.move_in_route", label=_("Reorder the day"), permission=PLAN, subject="visit")
def move_in_route(*, actor: Actor, visit_id: int, up: bool, idempotency_key: str | None = None) -> int:
    """Move one of today's open plans a place earlier or later; the hours stay as they are.

    Raises NotVisible, NotYours (403), Refused for a plan that is not of today's route.
    """
    access.get_changeable(actor, visit_id)
    plans = {visit.pk: visit for visit in plans_of_today(actor)}
    if visit_id not in plans:
        raise Refused(VisitRefusal.NOT_TODAY)
    order = moved(list(plans), visit_id, up=up)
    # The order is no content of the visit: its version stays, and a form that is open meanwhile stays good.
    for place, pk in enumerate(order, 1):
        if plans[pk].place_in_day != place:
            Visit.objects.filter(pk=pk).update(place_in_day=place)
    return visit_id
