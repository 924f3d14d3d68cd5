"""Groups of customers: who stands below whom, and who looks after the group as a whole. Item A3.20."""

from datetime import date

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from kejing.domain.customers import access
from kejing.domain.customers.actions.walls import after, not_later, refusing
from kejing.domain.customers.models import GroupMember
from kejing.domain.customers.vocabulary import ASSIGN, CHANGE, DuplicateRefusal, MasterRefusal, TeamRole
from kejing.domain.org.public import is_in_post
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible, Refused
from kejing.foundation.kernel.versions import check_version

CIRCLE = {"customer_group_cycle": (MasterRefusal.CYCLE, "parent_id"),
          "customer_not_above_itself": (MasterRefusal.CYCLE, "parent_id")}  # fmt: skip
TWICE = {"one_part_in_a_team_at_a_time": (MasterRefusal.IN_TEAM, "staff_id")}


@action("customers.set_parent", label=_("Put a customer into a group"), permission=CHANGE, subject="customer")
def set_parent(
    *, actor: Actor, customer_id: int, version: int, parent_id: int | None = None,
    idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Put a customer below another one in sight, or at the top of a group of her own.

    Raises NotVisible, Stale, Refused for a parent out of sight and one that stands below the customer.
    """
    customer = access.get_changeable(actor, customer_id)
    check_version(customer, version, {"parent_id": parent_id})
    if parent_id is not None and not access.visible(actor).filter(pk=parent_id).exists():
        raise Refused(MasterRefusal.UNKNOWN_PARENT, field="parent_id")
    with refusing(CIRCLE):
        customer.parent_id = parent_id
        customer.version += 1
        customer.save(update_fields=["parent_id", "version"])
    return customer_id


@action("customers.name_lead", label=_("Name the lead of a group"), permission=ASSIGN, subject="customer")
def name_lead(
    *, actor: Actor, customer_id: int, staff_id: int, reason: str, on: date | None = None,
    idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Make somebody the lead account manager of a group from a day on; the present one's part ends that day.

    Returns the member's id. Raises NotVisible, Refused for nobody in a post on the day, the present lead herself,
    and a day that is later than today, not after the present lead's first, or in a closed month.
    """
    day = _for_team(actor, customer_id, staff_id, on)
    present = GroupMember.objects.filter(customer_id=customer_id, role=TeamRole.LEAD, valid_to=None)
    if present.filter(staff_id=staff_id).exists():
        raise Refused(MasterRefusal.IN_TEAM, field="staff_id")
    # The new lead may have been a member, and the old one may have begun today: both are said with the day.
    leaving = GroupMember.objects.filter(customer_id=customer_id, valid_to=None, staff_id=staff_id) | present
    latest = leaving.aggregate(latest=Max("valid_from"))["latest"]
    if latest is not None:
        after(latest, day, "on")
        leaving.update(valid_to=day, ended_because=reason)
    return _join(actor, customer_id, staff_id, TeamRole.LEAD, "", reason, day)


@action(
    "customers.add_member", label=_("Add a member of a group team"), permission=ASSIGN, subject="customer"
)
def add_member(
    *, actor: Actor, customer_id: int, staff_id: int, reason: str, duty: str = "", on: date | None = None,
    idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Put somebody into the team of a group from a day on. Returns the member's id.

    Raises NotVisible, Refused for nobody in a post on the day, somebody in the team already, and a day that is
    later than today or in a closed month.
    """
    day = _for_team(actor, customer_id, staff_id, on)
    return _join(actor, customer_id, staff_id, TeamRole.MEMBER, duty, reason, day)


@action("customers.end_member", label=_("End a part in a group team"), permission=ASSIGN, subject="member")
def end_member(
    *, actor: Actor, member_id: int, reason: str, on: date | None = None, idempotency_key: str | None = None
) -> int:  # fmt: skip
    """End a part in a team: `on` is the first day without it. Raises NotVisible, Refused for one that has ended."""
    day = not_later(on or clock.today(), "on")
    here = access.visible(actor)
    member = GroupMember.objects.select_for_update().filter(pk=member_id, customer__in=here).first()
    if member is None:
        raise NotVisible
    if member.valid_to is not None:
        raise Refused(MasterRefusal.ENDED)
    member.valid_to = after(member.valid_from, day, "on")
    member.ended_because = reason
    member.save(update_fields=["valid_to", "ended_because"])
    return member_id


def _for_team(actor: Actor, customer_id: int, staff_id: int, on: date | None) -> date:
    """The day, with the customer locked, so that two changes of a team go one after the other."""
    day = not_later(on or clock.today(), "on")
    if access.lock_visible(actor, customer_id).merged_into_id is not None:
        raise Refused(DuplicateRefusal.IS_MERGED)
    if not is_in_post(staff_id, day):
        raise Refused(MasterRefusal.UNKNOWN_STAFF, field="staff_id")
    return day


def _join(
    actor: Actor, customer_id: int, staff_id: int, role: str, duty: str, reason: str, day: date
) -> int:  # fmt: skip
    with refusing(TWICE, day):
        member = GroupMember.objects.create(
            customer_id=customer_id, staff_id=staff_id, role=role, duty=duty, valid_from=day, reason=reason,
            decided_by=actor.staff_id,
        )  # fmt: skip
    return member.pk
