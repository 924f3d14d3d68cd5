"""Who works in the scale organisation: a bank by its pack, its people appointed by the product's own actions."""

from datetime import date

from kejing.domain.org.models import Appointment, Holder, Unit
from kejing.domain.org.public import add_position, add_unit, appoint
from kejing.engines.packs.public import apply_pack
from kejing.foundation.identity.models import User
from kejing.foundation.kernel.actor import Actor

Row = tuple[int, int, int]
"""holder, unit, staff"""


def appoint_everybody(
    actor: Actor, units: int, levels: int, branches: int, people: int, since: date
) -> tuple[list[Row], list[Row]]:
    """Fill `branches`, the lowest of so many levels and units, with so many people each, and head office.

    Returns the account managers' rows and the pools'.
    """
    apply_pack(actor=actor, code="bank")
    add_unit(actor=actor, code="HQ", name="总部", name_en="Head office", kind="head_office")
    for role in ("auditor", "administrator", "branch_head"):
        _seat(actor, "HQ", role, since)
    above = _upper_units(actor, units - branches, levels)
    managers: list[Row] = []
    pools: list[Row] = []
    for n in range(branches):
        made, pool = _branch(actor, n + 1, above[n * len(above) // branches], people, since)
        managers += made
        pools.append(pool)
    return managers, pools


def upper_counts(units: int, levels: int) -> list[int]:
    """How many units stand on each level between head office and the branches: ever more of them.

    Four times as many on each level as on the one above, and the rest on the last.
    """
    between = levels - 2
    left = units - 1
    counts = [max(1, left * 3 * 4**n // (4**between - 1)) for n in range(between)]
    return [*counts[:-1], left - sum(counts[:-1])]


def _upper_units(actor: Actor, units: int, levels: int) -> list[str]:
    """The units between head office and the branches; returns the codes of the lowest level of them."""
    above = ["HQ"]
    for depth, count in enumerate(upper_counts(units, levels), 1):
        codes = [f"L{depth}-{n + 1:03}" for n in range(count)]
        for n, code in enumerate(codes):
            add_unit(
                actor=actor, code=code, name=f"{depth} 级 {n + 1} 区", name_en=code, kind="region",
                parent=above[n * len(above) // count],
            )  # fmt: skip
        above = codes
    return above


def _branch(actor: Actor, n: int, above: str, people: int, since: date) -> tuple[list[Row], Row]:
    code = f"B{n:04}"
    add_unit(actor=actor, code=code, name=f"第 {n} 支行", name_en=f"Branch {n}", kind="branch", parent=above)
    _seat(actor, code, "branch_head", since)
    _seat(actor, code, "market_manager", since, above=f"{code}-branch_head")
    managers = [
        _seat(actor, code, "account_manager", since, f"-{i}", f"{code}-market_manager")
        for i in range(1, people - 1)
    ]
    pool = Holder.objects.get(unit__code=code, kind="pool")
    return managers, (pool.pk, pool.unit_id, managers[0][2])


def _seat(actor: Actor, unit: str, role: str, since: date, mark: str = "", above: str | None = None) -> Row:
    """One person in a post, with an account of the post's name and no password."""
    post = f"{unit}-{role}{mark}"
    user = User(username=post, name=post)
    user.set_unusable_password()
    user.save()
    add_position(actor=actor, code=post, unit=unit, role=role, reports_to=above)
    appointment = appoint(
        actor=actor, number=post, name=post, name_en=post, position=post, valid_from=since, user_id=user.pk
    )
    holder = Holder.objects.get(appointment_id=appointment)
    staff = Appointment.objects.values_list("staff_id", flat=True).get(pk=appointment)
    return holder.pk, Unit.objects.get(code=unit).pk, staff
