"""Changing customers: two who are one, and taking that back.

A merge is a pointer. Every row stays with the customer it was entered for; pages show them together
(`access.members`). So nothing can get lost, and undoing gives each back what it had.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from kejing.domain.customers import access, rules
from kejing.domain.customers.models import Customer, DuplicatePair, Merge, Ownership
from kejing.domain.customers.queries.moving import locks_of
from kejing.domain.customers.vocabulary import (
    COMPARED_PROTECTED,
    MERGE,
    Compared,
    DuplicateRefusal,
    PairState,
)
from kejing.engines.metrics.public import require_open
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.kernel.fields import refuse_written, show
from kejing.foundation.kernel.versions import check_version


@action("customers.merge_customers", label=_("Merge two customers"), permission=MERGE, subject="customer")
def merge_customers(
    *, actor: Actor, customer_id: int, merged_id: int, reason: str, take: Sequence[str] = (),
    version: int | None = None, idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Show `merged_id` with `customer_id` from today on; returns the merge's id.

    The survivor takes over the fields named in `take`; the merged one goes to the survivor's holder, and so do
    those merged into it before. `version` is the survivor's, as the reader saw it.
    Raises NotVisible where one of them is out of sight; Stale; Refused for itself, one that is merged, another
    kind, one confidential and the other not, a lock on the one to be merged (it would go where the survivor goes),
    a field the role may not change, a closed month.
    """
    if customer_id == merged_id:
        raise Refused(DuplicateRefusal.INTO_ITSELF, field="merged_id")
    survivor, merged = _both(actor, customer_id, merged_id)
    fields = [Compared(name) for name in dict.fromkeys(take) if name in Compared.values]
    refuse_written(actor, dict.fromkeys(map(str, fields), ""), COMPARED_PROTECTED)
    if version is not None:
        check_version(survivor, version, {})
    _check(survivor, merged)
    taken = _take(survivor, merged, fields)
    done = Merge.objects.create(
        merged=merged, survivor=survivor, held_by_id=merged.holder_id, taken=taken, reason=reason,
        decided_by=actor.staff_id, merged_on=clock.today(),
    )  # fmt: skip
    Customer.objects.filter(pk=merged.pk).update(merged_into=survivor, version=F("version") + 1)
    Customer.objects.filter(merged_into=merged).update(merged_into=survivor)
    follow([survivor.pk], clock.today(), reason, actor)
    pair = DuplicatePair.objects.filter(
        first_id=min(customer_id, merged_id), second_id=max(customer_id, merged_id)
    )
    pair.update(
        state=PairState.SAME, decided_by=actor.staff_id, decided_on=clock.today(), version=F("version") + 1
    )
    return done.pk


@action("customers.unmerge_customer", label=_("Undo a merge"), permission=MERGE, subject="merge")
def unmerge_customer(*, actor: Actor, merge_id: int, idempotency_key: str | None = None) -> int:
    """Let the merged customer stand alone again, and give the survivor back the fields it took over.

    The customer stays with its present holder; those merged into it before the merge stay with it. Raises
    NotVisible, Forbidden; Refused where it is undone already or one of the fields was changed since.
    """
    access.get_merge(actor, merge_id)
    row = Merge.objects.select_for_update().get(pk=merge_id)
    if row.undone_on is not None:
        raise Refused(DuplicateRefusal.NOT_MERGED)
    require_open(clock.today())
    survivor, merged = _both(actor, row.survivor_id, row.merged_id)
    _give_back(actor, survivor, row.taken)
    row.undone_on, row.undone_by = clock.today(), actor.staff_id
    row.save(update_fields=["undone_on", "undone_by"])
    Customer.objects.filter(pk=merged.pk).update(merged_into=None, version=F("version") + 1)
    Customer.objects.filter(pk__in=_merged_into(merged.pk)).update(merged_into=merged)
    return merged.pk


def follow(survivors: Sequence[int], day: date, reason: str, actor: Actor) -> None:
    """Those merged into them go to the survivors' holders from the day on, and their rows with them.

    An ownership of theirs that began that day or later is changed from its beginning: it never was.
    """
    moving = Customer.objects.filter(merged_into__in=survivors).exclude(holder_id=F("merged_into__holder_id"))
    for row in moving.select_related("merged_into").order_by("pk"):
        survivor = row.merged_into
        assert survivor is not None
        new = {"holder_id": survivor.holder_id, "unit_id": survivor.unit_id}
        said = {"reason": reason, "decided_by": actor.staff_id}
        present = Ownership.objects.filter(customer=row, valid_to=None)
        if not present.filter(valid_from__gte=day).update(**new, **said):
            present.update(valid_to=day)
            Ownership.objects.create(customer=row, valid_from=day, **new, **said)
        Customer.objects.filter(pk=row.pk).update(**new, version=F("version") + 1)


def _both(actor: Actor, survivor_id: int, merged_id: int) -> tuple[Customer, Customer]:
    """The two rows, locked in the order of their ids. Raises NotVisible."""
    for customer_id in (survivor_id, merged_id):
        access.get_visible(actor, customer_id)
    rows = Customer.objects.select_for_update().filter(pk__in=[survivor_id, merged_id]).order_by("pk")
    found = {row.pk: row for row in rows}
    return found[survivor_id], found[merged_id]


def _check(survivor: Customer, merged: Customer) -> None:
    for row in (survivor, merged):
        if row.merged_into_id is not None:
            raise Refused(DuplicateRefusal.ALREADY_MERGED, number=row.number)
    for lock in locks_of([merged.pk], clock.today()).values():
        raise Refused(DuplicateRefusal.LOCKED, number=merged.number, holder=lock.holder)
    if survivor.kind != merged.kind:
        raise Refused(DuplicateRefusal.OTHER_KIND)
    if survivor.confidential != merged.confidential:
        raise Refused(DuplicateRefusal.CONFIDENTIAL)
    require_open(clock.today())


def _take(survivor: Customer, merged: Customer, fields: Sequence[Compared]) -> dict[str, list[Any]]:
    """Put the merged one's values into the survivor; returns what stood there before and after."""
    taken: dict[str, list[Any]] = {}
    for field in fields:
        before, after = value_of(survivor, field), value_of(merged, field)
        if after not in ("", None) and after != before:
            taken[field] = [before, after]
            _put(survivor, field, after)
    if taken:
        _save(survivor)
    return taken


def _give_back(actor: Actor, survivor: Customer, taken: dict[str, list[Any]]) -> None:
    changed = []
    for name, (_before, after) in taken.items():
        now = value_of(survivor, Compared(name))
        if now != after:
            said = f"{_said(actor, name, after)} → {_said(actor, name, now)}"
            changed.append(f"{Compared(name).label} ({said})")
    if changed:
        raise Refused(DuplicateRefusal.CHANGED_SINCE, fields=", ".join(changed))
    for name, (before, _after) in taken.items():
        _put(survivor, Compared(name), before)
    if taken:
        _save(survivor)


def _said(actor: Actor, name: str, value: Any) -> str:
    code = COMPARED_PROTECTED.get(name)
    return str((show(actor, code, value) if code else value) or "—")


def value_of(row: Customer, field: Compared) -> Any:
    return row.attributes.get(field.value) if field is Compared.BIRTH_DATE else getattr(row, field.value)


def _put(row: Customer, field: Compared, value: Any) -> None:
    if field is not Compared.BIRTH_DATE:
        setattr(row, field.value, value)
    elif value is None:
        row.attributes.pop(field.value, None)
    else:
        row.attributes[field.value] = value


def _save(row: Customer) -> None:
    """With what the search and the order follow from."""
    row.sort_key = rules.sort_key(row.name)
    row.search_text = rules.search_text(row.name, row.number)
    row.version += 1
    row.save(
        update_fields=[
            "name",
            "phone",
            "identity_number",
            "address",
            "attributes",
            "sort_key",
            "search_text",
            "version",
        ]
    )


def _merged_into(customer_id: int) -> list[int]:
    """Those merged into it, and into those: by the merges in force, whatever they are shown with now."""
    found: list[int] = []
    level = [customer_id]
    while level:
        level = list(
            Merge.objects.filter(survivor__in=level, undone_on=None).values_list("merged_id", flat=True)
        )
        found += level
    return found
