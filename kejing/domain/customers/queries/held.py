"""Lists across customers: who was with a holder on a day, who left the units, who has been with one for long."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db import connection

from kejing.domain.customers import access, rules
from kejing.domain.customers.models import Ownership
from kejing.domain.customers.queries.policy import policy_on
from kejing.domain.customers.vocabulary import ASSIGN
from kejing.domain.org.public import HolderCard, HolderKind, holder_cards, staff_names
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.paging import Capped, Page, capped_count, page, seal, unseal
from kejing.foundation.kernel.sql import in_force

PAGE_SIZE = 50
LEFT = ("left_on", "id")


@dataclass(frozen=True, slots=True)
class LeftRow:
    """A customer who left the reader's units: that, when and where to; not what she is now."""

    id: int
    number: str
    held_from: date
    left_on: date
    holder: str
    holder_en: str
    unit: str
    unit_en: str
    to_unit: str
    to_unit_en: str
    reason: str
    decided_by_id: int | None
    decided_by: str = ""


@dataclass(frozen=True, slots=True)
class LeftList:
    page: Page[LeftRow]
    number: str


@dataclass(frozen=True, slots=True)
class HeldOn:
    """Who was with a holder on a day, of those the reader sees now."""

    page: Page[Ownership]
    count: Capped
    holder: HolderCard | None
    on: date


@dataclass(frozen=True, slots=True)
class RotationList:
    """Customers whom one person has had for nearly as long as she may."""

    page: Page[Ownership]
    policy: rules.Policy


def held_on(
    *, actor: Actor, holder_id: int | None, on: date | None = None, cursor: str | None = None
) -> HeldOn:
    """The reader's present customers whom a holder had on a day. Raises Forbidden without the right to assign."""
    actor.require(ASSIGN)
    day = on or clock.today()
    rows = Ownership.objects.filter(
        in_force(day), holder_id=holder_id or 0, customer__in=access.visible(actor)
    )
    found = page(
        rows.select_related("customer__holder"), ("customer__sort_key", "customer_id"), cursor, PAGE_SIZE
    )
    return HeldOn(found, capped_count(rows), holder_cards([holder_id or 0]).get(holder_id or 0), day)


def left_list(*, actor: Actor, number: str = "", cursor: str | None = None) -> LeftList:
    """Customers who left the actor's units, the latest first. Raises Forbidden without the right to assign."""
    actor.require(ASSIGN)
    day, last = unseal(cursor, LEFT) if cursor else (None, None)
    with connection.cursor() as asking:
        asking.execute(
            "select id, number, held_from, left_on, holder, holder_en, unit, unit_en, to_unit, to_unit_en, reason,"
            " decided_by from kj_left_units(%s, %s, %s, %s)",
            [day, last, PAGE_SIZE + 1, number.strip()[:40].replace("\0", "")],
        )
        found = [LeftRow(*row) for row in asking.fetchall()]
    more, found = len(found) > PAGE_SIZE, found[:PAGE_SIZE]
    by = staff_names(row.decided_by_id for row in found)
    rows = [_named(row, by) for row in found]
    following = seal([rows[-1].left_on.isoformat(), rows[-1].id], LEFT) if more else None
    return LeftList(Page(rows, following, None), number)


def rotation_list(*, actor: Actor, cursor: str | None = None) -> RotationList:
    """Who is due to go to another account manager, the longest held first. Raises Forbidden.

    Due means the longest time one person may have a customer, less the policy's notice.
    """
    actor.require(ASSIGN)
    policy = policy_on(clock.today())
    rows = Ownership.objects.filter(
        valid_to=None, holder__kind=HolderKind.PERSON, customer__in=access.visible(actor)
    )
    if policy.max_years is None:
        rows = rows.none()
    else:
        limit = clock.today() + timedelta(days=policy.rotation_notice_days)
        rows = rows.filter(valid_from__lte=rules.plus_months(limit, -12 * policy.max_years))
    found = page(rows.select_related("customer", "holder"), ("valid_from", "id"), cursor, PAGE_SIZE)
    return RotationList(found, policy)


def _named(row: LeftRow, by: dict[int, str]) -> LeftRow:
    return replace(row, decided_by=by.get(row.decided_by_id or 0, ""))
