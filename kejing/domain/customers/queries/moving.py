"""Whether customers may move: to whom, from which day, and what speaks against it."""

from collections.abc import Sequence
from datetime import date

from django.db import connection
from django.db.models import Count

from kejing.domain.customers import rules
from kejing.domain.customers.models import Customer, Lock, Ownership
from kejing.domain.customers.queries.policy import policy_on
from kejing.domain.customers.vocabulary import CONFIDENTIAL, CustomerKind, CustomerRefusal
from kejing.domain.org.public import HolderCard, holder_cards, holders_of_unit
from kejing.engines.metrics.public import PeriodState, period_state
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.kernel.periods import Month
from kejing.foundation.ui.formats import local


def receiver(actor: Actor, holder_id: int, day: date) -> HolderCard:
    """Nobody gives a customer to where she could not take her back from, or to somebody who has left.

    Raises Refused.
    """
    holder = holder_cards([holder_id]).get(holder_id)
    within = holder and (actor.sees_all or holder.id in actor.holders or holder.unit_id in actor.units)
    if (
        not holder
        or not within
        or holder.id not in {found.id for found in holders_of_unit(holder.unit_id, day)}
    ):
        raise Refused(CustomerRefusal.UNKNOWN_HOLDER, field="holder_id")
    return holder


def faults_of(actor: Actor, ids: Sequence[int], holder: HolderCard, day: date) -> dict[int, Refused]:
    """Why which of the customers may not go to the holder on the day. A fixed number of queries for any number."""
    policy = policy_on(day)
    found = rules.faults(
        _movers(ids, holder, day, policy),
        _target(holder),
        day,
        policy,
        opened=actor.may(CONFIDENTIAL),
        month_closed=period_state(Month.of(day)).state == PeriodState.CLOSED,
    )
    return {pk: refusal(fault) for pk, fault in found.items()}


def refusal(fault: rules.Fault) -> Refused:
    """A rule's fault in words."""
    params = dict(fault.params)
    if "kind" in params:
        params["kind"] = CustomerKind(str(params["kind"])).label
    field = "on" if fault.code in {"before_ownership", "month_closed"} else "holder_id"
    return Refused(CustomerRefusal(fault.code), field=field, **params)


def _target(holder: HolderCard) -> rules.Target:
    counted = (
        Customer.objects.filter(holder_id=holder.id).order_by().values_list("kind").annotate(Count("id"))
    )
    return rules.Target(holder.id, holder.name, holder.is_pool, {} if holder.is_pool else dict(counted))


def _movers(ids: Sequence[int], holder: HolderCard, day: date, policy: rules.Policy) -> list[rules.Mover]:
    rows = (
        Customer.objects.filter(pk__in=ids)
        .order_by("pk")
        .values_list("pk", "kind", "holder_id", "confidential")
    )
    began = dict(
        Ownership.objects.filter(customer_id__in=ids, valid_to=None).values_list("customer_id", "valid_from")
    )
    locks, had = locks_of(ids, day), _rotated_out(ids, holder, policy)
    return [
        rules.Mover(pk, kind, held_by, began[pk], confidential, locks.get(pk), had.get(pk))
        for pk, kind, held_by, confidential in rows
    ]


def locks_of(ids: Sequence[int], day: date) -> dict[int, rules.Locked]:
    """Whom the customers are locked to on a day or after it: who has them from that day has them then."""
    rows = Lock.objects.filter(customer_id__in=ids).exclude(valid_to__lte=day)
    return {
        row.customer_id: rules.Locked(
            row.holder_id, local(row.holder.name, row.holder.name_en), row.valid_from, row.reason
        )
        for row in rows.select_related("holder")
    }


def _rotated_out(ids: Sequence[int], holder: HolderCard, policy: rules.Policy) -> dict[int, date]:
    """When the target, in whatever post, last had each customer for as long as one person may."""
    if holder.staff_id is None or policy.max_years is None:
        return {}
    rows = Ownership.objects.filter(
        customer_id__in=ids, holder__appointment__staff_id=holder.staff_id, valid_to__isnull=False
    ).order_by("valid_to")
    return {
        customer: ended
        for customer, began, ended in rows.values_list("customer_id", "valid_from", "valid_to")
        if ended and rules.rotated(began, ended, policy)
    }


def today_or_before(day: date | None) -> date:
    """The day a change begins: today unless said. Raises Refused for a later one."""
    if day and day > clock.today():
        raise Refused(CustomerRefusal.NOT_TODAY, field="on")
    return day or clock.today()


def hold_still(ids: Sequence[int]) -> None:
    """Lock the customers' rows in one order, so that two transfers wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from (select id from customers_customer where id = any (%s) order by id for update) held",
            [list(ids)],
        )
