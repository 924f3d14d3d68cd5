"""Binding the weekly plans of a month into one archived file. Item A4.42."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from kejing.domain.plans import access
from kejing.domain.plans.events import PlansBound
from kejing.domain.plans.models import Binder
from kejing.domain.plans.queries.archive import canonical, hash_of
from kejing.domain.plans.queries.binders import loose_leaves
from kejing.domain.plans.vocabulary import APPROVE, BinderRefusal
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.kernel.events import publish
from kejing.foundation.kernel.periods import Month
from kejing.foundation.ui import formats


@action("plans.bind_plans", label=_("Bind the weekly plans of a month"), permission=APPROVE, subject="binder")
def bind_plans(*, actor: Actor, month: date, idempotency_key: str | None = None) -> int:
    """Bind all approved weekly plans of the unit's people for the weeks that begin in the month; gives the binder.

    Weeks without an approved plan are listed in it. Bound again, it is a further number; the former stays.
    `month` is any day of it. Raises Refused for a month that has not begun, and for an actor in no post.
    """
    staff, unit, wanted = access.author(actor), access.unit_of(actor), Month.of(month)
    if wanted.start > clock.today():
        raise Refused(BinderRefusal.MONTH_AHEAD, field="month", month=formats.month(wanted.start))
    leaves = loose_leaves(actor, wanted)
    content = canonical(leaves.archived(unit, clock.now()))
    number = Binder.objects.filter(unit_id=unit, month=wanted.start).count() + 1
    binder = Binder.objects.create(
        unit_id=unit,
        month=wanted.start,
        number=number,
        bound=len(leaves.bound),
        missing=len(leaves.missing),
        content=content,
        sha256=hash_of(content),
        by_id=staff,
        at=clock.now(),
    )
    publish(PlansBound(binder.pk, staff, wanted.start))
    return binder.pk
