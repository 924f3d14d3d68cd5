"""Changing the organisation: units, posts, appointments."""

from datetime import date
from zoneinfo import available_timezones

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kejing.domain.org import queries
from kejing.domain.org.models import (
    Appointment,
    Holder,
    Position,
    Staff,
    Unit,
    UnitClosure,
    UnitMove,
)
from kejing.domain.org.vocabulary import MANAGE, HolderKind, OrgRefusal
from kejing.foundation.identity.public import MANAGE as ACCOUNTS
from kejing.foundation.identity.public import Role, add_account, invite
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible, Refused


@action("org.add_unit", label=_("Add a unit"), permission=MANAGE, subject="unit")
def add_unit(
    *, actor: Actor, code: str, name: str, name_en: str, kind: str, parent: str | None = None
) -> int:
    """Add a unit with its pool. Raises Refused for an unknown parent code, or a code that is taken."""
    above = _unit(parent) if parent else None
    if Unit.objects.filter(code=code).exists():
        raise Refused(OrgRefusal.CODE_TAKEN, field="code", code=code)
    unit = Unit.objects.create(code=code, name=name, name_en=name_en, kind=kind, parent=above)
    add_pool(unit)
    return unit.pk


def add_pool(unit: Unit) -> Holder:
    """The pool (公海) that holds a unit's customers while no person does."""
    return Holder.objects.create(
        kind=HolderKind.POOL, unit=unit, name=f"{unit.name}公海", name_en=f"{unit.name_en} pool"
    )


@action("org.add_position", label=_("Set up a post"), permission=MANAGE, subject="position")
def add_position(*, actor: Actor, code: str, unit: str, role: str, reports_to: str | None = None) -> int:
    """Add a post. Raises Refused for an unknown unit, role or post above, or a code that is taken."""
    above = _post(reports_to) if reports_to else None
    if not Role.objects.filter(code=role).exists():
        raise Refused(OrgRefusal.UNKNOWN_ROLE, field="role", code=role)
    if Position.objects.filter(code=code).exists():
        raise Refused(OrgRefusal.CODE_TAKEN, field="code", code=code)
    post = Position.objects.create(code=code, unit=_unit(unit), role_id=role, reports_to=above)
    return post.pk


@action("org.appoint", label=_("Appoint somebody"), permission=MANAGE, subject="appointment")
def appoint(
    *,
    actor: Actor,
    number: str,
    name: str,
    position: str,
    valid_from: date,
    name_en: str = "",
    user_id: int | None,
) -> int:
    """Put a person (made if new) into a post from a day on; she can hold customers from then.

    Raises Refused for an unknown post, or one that somebody is in then or later.
    """
    staff, _made = Staff.objects.get_or_create(
        number=number, defaults={"name": name, "name_en": name_en, "user_id": user_id}
    )
    post = _post(position)
    if Appointment.objects.filter(Q(valid_to=None) | Q(valid_to__gt=valid_from), position=post).exists():
        raise Refused(OrgRefusal.POST_TAKEN, field="position", code=position)
    appointment = Appointment.objects.create(staff=staff, position=post, valid_from=valid_from)
    Holder.objects.create(
        kind=HolderKind.PERSON,
        appointment=appointment,
        unit=post.unit,
        name=staff.name,
        name_en=staff.name_en,
    )
    return appointment.pk


@action("org.add_person", label=_("Add a person"), permission=MANAGE, subject="staff", secret=True)
def add_person(
    *, actor: Actor, number: str, name: str, username: str, unit: str, role: str, valid_from: date | None = None,
    idempotency_key: str | None = None,
) -> str:  # fmt: skip
    """Give a person an account and a post of her own in a unit; returns the secret of her one-time link.

    The person above her is whoever leads the unit or the nearest one above. Raises Refused for a number, user
    name, unit or role that will not do.
    """
    if Staff.objects.filter(number=number).exists():
        raise Refused(OrgRefusal.NUMBER_TAKEN, field="number", number=number)
    if not Role.objects.filter(code=role).exists():
        raise Refused(OrgRefusal.UNKNOWN_ROLE, field="role", code=role)
    day = valid_from or clock.today()
    found = _unit(unit)
    user_id = add_account(actor=actor, username=username, name=name)
    above = _leader(found, role)
    post = f"{unit}-{number}"
    add_position(actor=actor, code=post, unit=unit, role=role, reports_to=above)
    appoint(actor=actor, number=number, name=name, position=post, valid_from=day, user_id=user_id)
    return invite(actor=actor, user_id=user_id)


@action("org.set_unit_place", label=_("Set where a unit is"), permission=MANAGE, subject="unit")
def set_unit_place(
    *, actor: Actor, unit_id: int, time_zone: str, language: str, idempotency_key: str | None = None
) -> int:
    """Say where a unit is: its time zone (IANA, empty: the organisation's) and language. Item A3.26.

    Raises NotVisible for no unit, Refused for an unknown zone.
    """
    unit = Unit.objects.select_for_update().filter(pk=unit_id).first()
    if unit is None:
        raise NotVisible
    if time_zone and time_zone not in available_timezones():
        raise Refused(OrgRefusal.UNKNOWN_ZONE, field="time_zone", name=time_zone)
    unit.time_zone, unit.language, unit.version = time_zone, language, unit.version + 1
    unit.save(update_fields=["time_zone", "language", "version"])
    return unit.pk


@action(
    "org.move_due_units", label=_("Make the moves of units that are due"), permission=MANAGE, subject="unit"
)
def move_due_units(*, actor: Actor) -> int:
    """Make the moves whose day has come, oldest first; returns how many. What the tree forbids stays planned."""
    due = UnitMove.objects.select_for_update().filter(done_at=None, moves_on__lte=clock.today())
    moved = 0
    for move in due.order_by("moves_on", "pk"):
        if UnitClosure.objects.filter(
            ancestor=move.unit_id, descendant=move.parent_id, valid_to=None
        ).exists():
            continue  # the tree changed since; the page goes on showing the move as overdue
        Unit.objects.filter(pk=move.unit_id).update(parent=move.parent_id, version=F("version") + 1)
        move.done_at = clock.system_now()
        move.save(update_fields=["done_at"])
        moved += 1
    return moved


@action(
    "org.invite_waiting",
    label=_("Invite everybody without a password"),
    permission=ACCOUNTS,
    subject="user",
    secret=True,
)
def invite_waiting(*, actor: Actor) -> list[queries.Invitation]:
    """A fresh one-time link for everybody in a post who never set a password, at most `AT_ONCE` of them.

    The secrets are returned, and kept nowhere.
    """
    return [
        queries.Invitation(one.name, one.username, one.unit, invite(actor=actor, user_id=one.user_id))
        for one in queries.waiting_people(actor=actor)
    ]


def _leader(unit: Unit, role: str) -> str | None:
    """The post a new one reports to: a market manager's over account managers, else a head's, nearest first."""
    wanted = ["market_manager", "branch_head"] if role == "account_manager" else ["branch_head"]
    above = UnitClosure.objects.filter(descendant=unit, valid_to=None).order_by("depth")
    for ancestor in above.values_list("ancestor_id", flat=True):
        for leading in wanted:
            post = (
                Position.objects.filter(unit_id=ancestor, role_id=leading)
                .exclude(role_id=role)
                .order_by("id")
            )
            if found := post.values_list("code", flat=True).first():
                return found
    return None


def _unit(code: str) -> Unit:
    try:
        return Unit.objects.get(code=code)
    except Unit.DoesNotExist as error:
        raise Refused(OrgRefusal.UNKNOWN_UNIT, field="unit", code=code) from error


def _post(code: str) -> Position:
    try:
        return Position.objects.select_related("unit").get(code=code)
    except Position.DoesNotExist as error:
        raise Refused(OrgRefusal.UNKNOWN_POST, field="position", code=code) from error
