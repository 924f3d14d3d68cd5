"""Who works in the scale organisation: a bank by its pack; head office by actions, the branches as actions would."""

from collections.abc import Sequence
from datetime import date

from kejing.domain.org.models import Appointment, Holder, Position, Staff, Unit
from kejing.domain.org.public import add_position, add_unit, appoint
from kejing.domain.org.vocabulary import HolderKind
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
    above = _upper_units(units - branches, levels)
    lowest = _add_units([
        Unit(code=f"B{n:04}", name=f"第 {n} 支行", name_en=f"Branch {n}", kind="branch",
             parent=above[(n - 1) * len(above) // branches])
        for n in range(1, branches + 1)
    ])  # fmt: skip
    heads = _fill([_post(unit, "branch_head") for unit in lowest], since)
    markets = _fill(
        [
            _post(unit, "market_manager", above=head.position)
            for unit, head in zip(lowest, heads, strict=True)
        ],
        since,
    )
    managers = _fill(
        [
            _post(unit, "account_manager", f"-{i}", market.position)
            for unit, market in zip(lowest, markets, strict=True) for i in range(1, people - 1)
        ],
        since,
    )  # fmt: skip
    rows = _rows(managers)
    staff_of = {unit: staff for _, unit, staff in reversed(rows)}
    pools = Holder.objects.filter(unit__in=lowest, kind=HolderKind.POOL).order_by("unit_id")
    return rows, [(pool, unit, staff_of[unit]) for pool, unit in pools.values_list("pk", "unit_id")]


def upper_counts(units: int, levels: int) -> list[int]:
    """How many units stand on each level between head office and the branches: ever more of them.

    Four times as many on each level as on the one above, and the rest on the last.
    """
    between = levels - 2
    left = units - 1
    counts = [max(1, left * 3 * 4**n // (4**between - 1)) for n in range(between)]
    return [*counts[:-1], left - sum(counts[:-1])]


def _upper_units(units: int, levels: int) -> list[Unit]:
    """The units between head office and the branches; returns the lowest level of them."""
    above = [Unit.objects.get(code="HQ")]
    for depth, count in enumerate(upper_counts(units, levels), 1):
        above = _add_units([
            Unit(code=f"L{depth}-{n + 1:03}", name=f"{depth} 级 {n + 1} 区", name_en=f"L{depth}-{n + 1:03}",
                 kind="region", parent=above[n * len(above) // count])
            for n in range(count)
        ])  # fmt: skip
    return above


def _add_units(units: Sequence[Unit]) -> list[Unit]:
    """Units of one level with their pools: in a few statements what `add_unit` does one by one."""
    made = Unit.objects.bulk_create(units)
    Holder.objects.bulk_create(
        [Holder(kind=HolderKind.POOL, unit=unit, name=unit.name, name_en=unit.name_en) for unit in made]
    )
    return made


def _post(unit: Unit, role: str, mark: str = "", above: Position | None = None) -> Position:
    return Position(code=f"{unit.code}-{role}{mark}", unit=unit, role_id=role, reports_to=above)


def _fill(posts: Sequence[Position], since: date) -> list[Appointment]:
    """One person in each post, as `add_position` and `appoint` do one by one."""
    users = [User(username=post.code, name=post.code) for post in posts]
    for user in users:
        user.set_unusable_password()
    people = [
        Staff(number=user.username, name=user.name, name_en=user.name, user=user)
        for user in User.objects.bulk_create(users)
    ]
    pairs = zip(Position.objects.bulk_create(posts), Staff.objects.bulk_create(people), strict=True)
    made = Appointment.objects.bulk_create(
        [Appointment(position=post, staff=person, valid_from=since) for post, person in pairs]
    )
    Holder.objects.bulk_create([
        Holder(kind=HolderKind.PERSON, unit=one.position.unit, appointment=one, name=one.staff.name,
               name_en=one.staff.name_en)
        for one in made
    ])  # fmt: skip
    return made


def _rows(appointments: Sequence[Appointment]) -> list[Row]:
    holders = Holder.objects.filter(appointment__in=appointments).order_by("pk")
    return list(holders.values_list("pk", "unit_id", "appointment__staff_id"))


def _seat(actor: Actor, unit: str, role: str, since: date) -> None:
    """One person in a post, with an account of the post's name and no password."""
    post = f"{unit}-{role}"
    user = User(username=post, name=post)
    user.set_unusable_password()
    user.save()
    add_position(actor=actor, code=post, unit=unit, role=role)
    appoint(
        actor=actor, number=post, name=post, name_en=post, position=post, valid_from=since, user_id=user.pk
    )
