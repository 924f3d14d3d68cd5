"""Customers merged into another: which, by whom, since when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

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
    by_en: str
    on: date
    reason: str
    taken: tuple[str, ...]
    may_undo: bool


def member_ids(customer_id: int) -> list[int]:
    """The customer and those merged into it."""
    return access.members(customer_id)


def shown_with(ids: Iterable[int]) -> dict[int, int]:
    """Every customer of `ids`, and everyone merged into one of them → the one of `ids`."""
    wanted = set(ids)
    merged = Customer.objects.filter(merged_into_id__in=wanted).values_list("pk", "merged_into_id")
    return {**{pk: pk for pk in wanted}, **{pk: into for pk, into in merged if into is not None}}


def merges(*, actor: Actor, customer_id: int) -> list[MergeRow]:
    """What is merged into a customer, the latest first. Raises NotVisible (404)."""
    access.get_visible(actor, customer_id)
    inside = Merge.objects.filter(merged__merged_into=customer_id, undone_on=None).select_related("merged")
    rows = list(inside.order_by("-merged_on", "-id")[:20])
    names = staff_names([row.decided_by for row in rows if row.decided_by is not None])
    return [
        MergeRow(
            id=row.pk,
            number=row.merged.number,
            name=row.merged.name,
            by=names.get(row.decided_by or 0, ("", ""))[0],
            by_en=names.get(row.decided_by or 0, ("", ""))[1],
            on=row.merged_on,
            reason=row.reason,
            taken=tuple(str(Compared(name).label) for name in row.taken if row.survivor_id == customer_id),
            may_undo=actor.may(MERGE),
        )
        for row in rows
    ]


def merged_away(*, actor: Actor, customer_id: int) -> MergeRow | None:
    """The merge by which a customer is shown with another; None for one that stands alone. Raises NotVisible (404)."""
    access.get_visible(actor, customer_id)
    row = Merge.objects.filter(merged_id=customer_id, undone_on=None).select_related("merged").first()
    if row is None:
        return None
    names = staff_names([row.decided_by] if row.decided_by is not None else [])
    by, by_en = names.get(row.decided_by or 0, ("", ""))
    return MergeRow(row.pk, row.merged.number, row.merged.name, by, by_en, row.merged_on, row.reason, (), actor.may(MERGE))
