"""Existing accounts locked to a person (存量锁定), and holdings packed to one (打包维护). Item A2.58."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from kejing.domain.customers import access
from kejing.domain.customers.events import UnlockAsked
from kejing.domain.customers.models import Customer, Holding, HoldingOwnership, Lock, UnlockRequest
from kejing.domain.customers.queries import choosing, locks, moving
from kejing.domain.customers.vocabulary import CHANGE, LOCK, CustomerRefusal, RequestState
from kejing.domain.org.public import HolderKind
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible, Refused
from kejing.foundation.kernel.events import publish
from kejing.foundation.kernel.sql import in_force


@action(
    "customers.lock_customers",
    label=_("Lock customers to a person"),
    permission=LOCK,
    subject="holder",
    private=("numbers",),
)
def lock_customers(
    *, actor: Actor, reason: str, numbers: Sequence[str] = (), from_holder_id: int | None = None,
    kind: str | None = None, idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Lock customers, with all they own today, to the people who hold them; all or none. Returns how many.

    Nobody moves them, and nobody else earns by them, until `decide_unlock`. Raises Refused for a number that is none
    in sight, a customer in a pool, one locked already, or with a holding that is packed to somebody else.
    """
    who = choosing.chosen(actor=actor, numbers=numbers, from_holder_id=from_holder_id, kind=kind)
    if who.missing or not who.ids:
        raise Refused(CustomerRefusal.NOT_FOUND, field="numbers")
    moving.hold_still(who.ids)
    rows = list(Customer.objects.filter(pk__in=who.ids).select_related("holder").order_by("pk"))
    if any(row.holder.kind == HolderKind.POOL for row in rows):
        raise Refused(CustomerRefusal.LOCKS_PERSONS, field="numbers")
    if moving.locks_of(who.ids, clock.today()):
        raise Refused(CustomerRefusal.LOCKED_ALREADY, field="numbers")
    made = Lock.objects.bulk_create(
        [
            Lock(
                customer=row,
                holder=row.holder,
                valid_from=clock.today(),
                reason=reason,
                decided_by=actor.staff_id,
            )
            for row in rows
        ],
        batch_size=1_000,
    )
    _pack_all(actor, made, reason)
    return len(made)


@action("customers.ask_unlock", label=_("Ask to unlock a customer"), permission=CHANGE, subject="customer")
def ask_unlock(*, actor: Actor, customer_id: int, reason: str, idempotency_key: str | None = None) -> int:
    """Ask that a lock be lifted; a second person decides. Raises NotVisible (404), Refused: not locked, asked."""
    customer = access.get_changeable(actor, customer_id)
    if actor.staff_id is None:
        raise Refused(CustomerRefusal.NO_POST)
    today = clock.today()
    lock = Lock.objects.filter(in_force(today), customer_id=customer_id).first()
    if lock is None:
        raise Refused(CustomerRefusal.NOT_LOCKED)
    if UnlockRequest.objects.filter(lock=lock, state=RequestState.OPEN).exists():
        raise Refused(CustomerRefusal.ASKED_ALREADY)
    request = UnlockRequest.objects.create(lock=lock, reason=reason, asked_by=actor.staff_id, asked_on=today)
    publish(UnlockAsked(request.pk, customer_id, customer.unit_id))
    return customer_id


@action("customers.decide_unlock", label=_("Decide on unlocking"), permission=LOCK, subject="request")
def decide_unlock(
    *, actor: Actor, request_id: int, approve: bool, comment: str = "", idempotency_key: str | None = None
) -> int:
    """Lift a lock, or leave it; what was packed by it ends with it.

    Raises NotVisible (404); Refused for whoever asked herself, and for what was decided already.
    """
    found = UnlockRequest.objects.select_for_update().filter(
        pk=request_id, lock__customer__in=access.visible(actor).values("pk")
    )
    request = found.first()
    if request is None:
        raise NotVisible
    if request.state != RequestState.OPEN:
        raise Refused(CustomerRefusal.DECIDED)
    if actor.staff_id is None or request.asked_by == actor.staff_id:
        raise Refused(CustomerRefusal.SECOND_PERSON)
    request.state = RequestState.APPROVED if approve else RequestState.DECLINED
    request.decided_by, request.decided_on, request.comment = actor.staff_id, clock.today(), comment
    request.save()
    if approve:
        _lift(request.lock_id)
    return request.pk


@action("customers.pack_holdings", label=_("Pack holdings to a person"), permission=LOCK, subject="customer")
def pack_holdings(
    *, actor: Actor, customer_id: int, holding_ids: Sequence[int], holder_id: int, reason: str,
    idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Pack some of what a customer owns to a person who has her or works on her; all or none. Returns how many.

    Raises NotVisible (404); Refused for another person, what she does not own today, and what is packed already: a
    package is moved by packing it anew only after `unpack_holdings`.
    """
    customer = access.get_changeable(actor, customer_id)
    if holder_id not in dict(locks.packable_to(customer)):
        raise Refused(CustomerRefusal.UNKNOWN_PERSON, field="holder_id")
    wanted = set(holding_ids)
    rows = list(locks.own_holdings(customer_id).filter(pk__in=wanted))
    if not wanted or len(rows) != len(wanted):
        raise Refused(CustomerRefusal.NOT_THEIRS, field="holding_ids")
    there = locks.owners_of(sorted(wanted))
    HoldingOwnership.objects.bulk_create(_packed(actor, rows, holder_id, reason, None, there))
    return len(rows)


@action("customers.unpack_holdings", label=_("Unpack holdings"), permission=LOCK, subject="customer")
def unpack_holdings(
    *, actor: Actor, customer_id: int, holding_ids: Sequence[int], idempotency_key: str | None = None
) -> int:
    """End packages today; those a lock made end with the lock alone. Raises NotVisible (404), Refused."""
    access.get_changeable(actor, customer_id)
    today = clock.today()
    own = locks.own_holdings(customer_id).filter(pk__in=set(holding_ids)).values_list("pk", flat=True)
    rows = list(locks.owners_of(list(own)).values())
    if not rows or len(rows) != len(set(holding_ids)):
        raise Refused(CustomerRefusal.NOT_THEIRS, field="holding_ids")
    for row in rows:
        if row.lock_id:
            raise Refused(CustomerRefusal.PACKED, field="holding_ids", holder=row.holder.name)
        _end(row, today)
    return len(rows)


def _pack_all(actor: Actor, made: Sequence[Lock], reason: str) -> None:
    """Pack everything the locked customers own; what two of them share goes with the first lock."""
    own = locks.own_holdings_of([lock.customer_id for lock in made])
    by_lock: dict[int, list[Holding]] = {}
    packed: set[int] = set()
    for lock in made:
        fresh = [row for row in own.get(lock.customer_id, []) if row.pk not in packed]
        packed.update(row.pk for row in fresh)
        by_lock[lock.pk] = fresh
    there = locks.owners_of(sorted(packed))
    rows = [
        row for lock in made for row in _packed(actor, by_lock[lock.pk], lock.holder_id, reason, lock, there)
    ]
    HoldingOwnership.objects.bulk_create(rows, batch_size=1_000)


def _packed(
    actor: Actor, rows: Sequence[Holding], holder_id: int, reason: str, lock: Lock | None,
    there: Mapping[int, HoldingOwnership],
) -> list[HoldingOwnership]:  # fmt: skip
    """Raises Refused for a holding that is packed to somebody else, or at all without a lock."""
    for owned in (there[row.pk] for row in rows if row.pk in there):
        if lock is None or owned.holder_id != holder_id:
            raise Refused(CustomerRefusal.PACKED, field="holding_ids", holder=owned.holder.name)
    return [
        HoldingOwnership(
            holding=row, holder_id=holder_id, lock=lock, amount=row.amount, valid_from=clock.today(),
            reason=reason, decided_by=actor.staff_id,
        )
        for row in rows
        if row.pk not in there
    ]  # fmt: skip


def _lift(lock_id: int) -> None:
    """From today, or from tomorrow for a lock of today: a period has at least a day."""
    today = clock.today()
    lock = Lock.objects.select_for_update().get(pk=lock_id)
    _end(lock, today)
    for row in HoldingOwnership.objects.filter(lock=lock, valid_to=None):
        _end(row, today)


def _end(row: Lock | HoldingOwnership, today: date) -> None:
    row.valid_to = max(today, row.valid_from + timedelta(days=1))
    row.save(update_fields=["valid_to"])
