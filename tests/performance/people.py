"""Who works in the scale organisation: a bank by its pack, its people appointed by the product's own actions."""

from datetime import date

from kejing.domain.org.models import Appointment, Holder, Unit
from kejing.domain.org.public import add_position, add_unit, appoint
from kejing.engines.packs.public import apply_pack
from kejing.foundation.identity.models import User
from kejing.foundation.kernel.actor import Actor

REGION = 5
"""Branches in a region."""
Row = tuple[int, int, int]
"""holder, unit, staff"""


def appoint_everybody(actor: Actor, branches: int, people: int, since: date) -> tuple[list[Row], list[Row]]:
    """Fill `branches` with so many people each; returns the account managers' rows and the pools'."""
    apply_pack(actor=actor, code="bank")
    add_unit(actor=actor, code="HQ", name="总部", name_en="Head office", kind="head_office")
    _seat(actor, "HQ", "auditor", since)
    _seat(actor, "HQ", "administrator", since)
    managers: list[Row] = []
    pools: list[Row] = []
    for n in range(branches):
        if n % REGION == 0:
            region = f"R{n // REGION + 1:02}"
            add_unit(
                actor=actor,
                code=region,
                name=f"{n // REGION + 1} 区",
                name_en=region,
                kind="region",
                parent="HQ",
            )
        made, pool = _branch(actor, n + 1, f"R{n // REGION + 1:02}", people, since)
        managers += made
        pools.append(pool)
    return managers, pools


def _branch(actor: Actor, n: int, region: str, people: int, since: date) -> tuple[list[Row], Row]:
    code = f"B{n:03}"
    add_unit(actor=actor, code=code, name=f"第 {n} 支行", name_en=f"Branch {n}", kind="branch", parent=region)
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
