"""Customers merged into another: which, by whom, since when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from kejing.domain.customers import access
from kejing.domain.customers.models import Customer, Merge
from kejing.domain.customers.vocabulary import MERGE, Compared
from kejing.domain.org.public import staff_names
from kejing.foundation.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class MergeRow:
    """One customer shown with another, and the fields that the other took over."""

    id: int
    number: str
    name: str
    by: str
    on: date
    reason: str
    taken: tuple[str, ...]
    survivor_id: int
    may_undo: bool


def member_ids(customer_id: int) -> list[int]:
    """The customer and those merged into it."""
    return access.members(customer_id)


def members_of(customer_id: int) -> QuerySet[Customer, int]:
    """The same for a sub-query of a module above."""
    return access.members_of(customer_id)


def shown_with(ids: Iterable[int]) -> dict[int, int]:
    """Every customer of `ids`, and everyone merged into one of them → the one of `ids`."""
    wanted = set(ids)
    merged = Customer.objects.filter(merged_into_id__in=wanted).values_list("pk", "merged_into_id")
    return {pk: pk for pk in wanted} | dict(merged)


def merges(*, actor: Actor, customer_id: int) -> list[MergeRow]:
    """What is merged into a customer, the latest first. Raises NotVisible (404)."""
    access.get_visible(actor, customer_id)
    inside = Merge.objects.filter(merged__merged_into=customer_id, undone_on=None)
    return _rows(actor, list(inside.select_related("merged").order_by("-merged_on", "-id")[:20]))


def merge_row(*, actor: Actor, merge_id: int) -> MergeRow:
    """Raises NotVisible (404), Forbidden (403) without the right to undo it."""
    return _rows(actor, [access.get_merge(actor, merge_id)])[0]


def merged_away(*, actor: Actor, customer_id: int) -> MergeRow | None:
    """The merge by which a customer is shown with another; None for one that stands alone. Raises NotVisible (404)."""
    access.get_visible(actor, customer_id)
    rows = Merge.objects.filter(merged_id=customer_id, undone_on=None).select_related("merged")
    return next(iter(_rows(actor, list(rows))), None)


def _rows(actor: Actor, rows: Sequence[Merge]) -> list[MergeRow]:
    names = staff_names(row.decided_by for row in rows)
    return [
        MergeRow(
            row.pk,
            row.merged.number,
            row.merged.name,
            names.get(row.decided_by or 0, ""),
            row.merged_on,
            row.reason,
            tuple(str(Compared(name).label) for name in row.taken),
            row.survivor_id,
            actor.may(MERGE),
        )
        for row in rows
    ]
