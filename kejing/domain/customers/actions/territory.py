"""Unit markets (单元市场): making them, giving them to a manager, putting customers in. Item A4.33."""

from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kejing.domain.customers.models import Territory, TerritoryCustomer, TerritoryHolder
from kejing.domain.customers.queries import choosing, moving
from kejing.domain.customers.queries.territory import get_territory
from kejing.domain.customers.vocabulary import ASSIGN, CustomerRefusal
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused


@action("customers.add_territory", label=_("Add a unit market"), permission=ASSIGN, subject="territory")
def add_territory(
    *,
    actor: Actor,
    code: str,
    name: str,
    name_en: str = "",
    holder_id: int,
    idempotency_key: str | None = None,
) -> int:
    """Make a unit market and give it to a manager of the actor's units from today; it belongs to her unit.

    Raises Refused for a code that is taken, a holder out of scope, a manager who has a market.
    """
    if Territory.objects.filter(code=code).exists():
        raise Refused(CustomerRefusal.CODE_TAKEN, field="code", code=code)
    holder = moving.receiver(actor, holder_id, clock.today())
    territory = Territory.objects.create(code=code, name=name, name_en=name_en, unit_id=holder.unit_id)
    _give(actor, territory, holder_id, "")
    return territory.pk


@action(
    "customers.give_territory",
    label=_("Give a unit market to somebody"),
    permission=ASSIGN,
    subject="territory",
)
def give_territory(
    *, actor: Actor, territory_id: int, holder_id: int, reason: str, idempotency_key: str | None = None
) -> int:
    """Give a unit market to another manager of its unit from today. Raises NotVisible (404), Refused."""
    territory = get_territory(actor, territory_id)
    _give(actor, territory, holder_id, reason)
    return territory_id


@action(
    "customers.place_customers",
    label=_("Place customers in a unit market"),
    permission=ASSIGN,
    subject="territory",
    private=("numbers",),
)
def place_customers(
    *, actor: Actor, territory_id: int, numbers: Sequence[str], idempotency_key: str | None = None
) -> int:
    """Put customers into a unit market, out of the one they were in; all or none. Returns how many.

    Raises NotVisible (404) for the market, Refused for a number that is none in sight.
    """
    get_territory(actor, territory_id)
    who = choosing.chosen(actor=actor, numbers=numbers)
    if who.missing:
        raise Refused(CustomerRefusal.NOT_FOUND, field="numbers")
    TerritoryCustomer.objects.bulk_create(
        [TerritoryCustomer(customer_id=pk, territory_id=territory_id) for pk in who.ids],
        update_conflicts=True,
        unique_fields=["customer"],
        update_fields=["territory"],
        batch_size=1_000,
    )
    return len(who.ids)


def _give(actor: Actor, territory: Territory, holder_id: int, reason: str) -> None:
    today = clock.today()
    holder = moving.receiver(actor, holder_id, today)
    if holder.is_pool or holder.unit_id != territory.unit_id:
        raise Refused(CustomerRefusal.UNKNOWN_HOLDER, field="holder_id")
    rows = TerritoryHolder.objects.select_for_update().filter(Q(valid_to=None) | Q(valid_to__gt=today))
    if taken := rows.filter(holder_id=holder_id).select_related("territory").first():
        raise Refused(
            CustomerRefusal.HAS_TERRITORY, field="holder_id", holder=holder.name, name=taken.territory.name
        )
    present = rows.filter(territory=territory).first()
    if present and present.valid_from >= today:
        raise Refused(CustomerRefusal.BEFORE_OWNERSHIP, field="holder_id", day=present.valid_from)
    if present:
        present.valid_to = today
        present.save(update_fields=["valid_to"])
    TerritoryHolder.objects.create(
        territory=territory, holder_id=holder_id, valid_from=today, reason=reason, decided_by=actor.staff_id
    )
