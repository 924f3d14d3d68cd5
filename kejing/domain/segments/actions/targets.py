"""Target lists, what became of their customers, and the prospects of a market."""

from datetime import date

from django.db import connection
from django.utils.translation import gettext_lazy as _

from kejing.domain.customers.public import working_card
from kejing.domain.segments import access
from kejing.domain.segments.models import Prospect, SetVersion, TargetList
from kejing.domain.segments.rules.courses import may_follow
from kejing.domain.segments.vocabulary import (
    CHANGE,
    MANAGE,
    ProspectState,
    SegmentRefusal,
    SetKind,
    TargetState,
    VersionState,
)
from kejing.domain.visits.public import FIRST_CONTACT_SINCE
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.kernel.versions import check_version

MOST_TARGETS = 50_000
_FIRST = FIRST_CONTACT_SINCE.format(customer="c.id", since="%(today)s", until="%(due)s")
# Who is of the segment today and in the actor's sight: the wall lets no other customer through.
_FREEZE = (
    "insert into segments_target (list_id, customer_id, holder_id, unit_id, state, contacted_on, note, version)"  # noqa: S608  # a text of visits'
    f" select %(list)s, c.id, c.holder_id, c.unit_id, 'open', ({_FIRST}), '', 1"
    " from segments_membership m join customers_customer c on c.id = m.customer_id"
    " where m.segment_id = %(segment)s and m.valid_to is null and (c.unit_id = any (%(units)s) or %(all)s)"
    " order by c.id limit %(most)s"
)


@action("segments.make_list", label=_("Make target lists"), permission=MANAGE, subject="list")
def make_list(
    *, actor: Actor, segment_id: int, purpose: str, due_on: date, idempotency_key: str | None = None
) -> int:
    """A target list of a segment: its customers in the actor's units as of now, by account manager. Item A2.6.

    Raises NotVisible (404), Refused for a day that is over, an empty segment and one above MOST_TARGETS.
    """
    segment = access.get_visible(actor, segment_id)
    today = clock.today()
    if due_on < today:
        raise Refused(SegmentRefusal.DUE_IN_THE_PAST, field="due_on")
    if actor.unit_id is None:
        raise Refused(SegmentRefusal.NOBODY)
    version = SetVersion.objects.filter(set_id=segment.set_id, state=VersionState.APPLIED).first()
    made = TargetList.objects.create(
        segment=segment, by=version, unit_id=actor.unit_id, purpose=purpose, made_on=today, due_on=due_on,
        made_by=actor.user_id, made_by_name=actor.name,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            _FREEZE,
            {"list": made.pk, "segment": segment_id, "today": today, "due": due_on, "units": list(actor.units),
             "all": actor.sees_all, "most": MOST_TARGETS + 1},
        )  # fmt: skip
        taken = cursor.rowcount
    if not taken:
        raise Refused(SegmentRefusal.NOBODY)
    if taken > MOST_TARGETS:
        raise Refused(SegmentRefusal.TOO_MANY, most=MOST_TARGETS)
    return made.pk


@action("segments.mark_target", label=_("Mark a target"), permission=CHANGE, subject="target")
def mark_target(
    *,
    actor: Actor,
    target_id: int,
    version: int,
    state: str,
    note: str = "",
    idempotency_key: str | None = None,
) -> int:
    """Say what became of a target: won, dropped for a reason, or open again. Contacted shows by itself.

    Raises NotVisible (404), NotYours (403), Refused for a list that is over and a drop without a reason, Stale.
    """
    target = access.get_target(actor, target_id)
    check_version(target, version, {"state": state, "note": note})
    if clock.today() > target.list.due_on:
        raise Refused(SegmentRefusal.LIST_IS_OVER, day=target.list.due_on)
    if state == TargetState.DROPPED and not note:
        raise Refused(SegmentRefusal.REASON_MISSING, field="note")
    target.state, target.note = TargetState(state), note
    target.version += 1
    target.save()
    return target_id


@action("segments.add_prospect", label=_("Add a prospect"), permission=CHANGE, subject="prospect")
def add_prospect(
    *, actor: Actor, segment_id: int, name: str, phone: str = "", source: str = "",
    idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """A prospect of a target market, kept by the actor. Item A9.2.

    Raises NotVisible (404), Refused for a segment that is no market and for an actor who holds no customers.
    """
    segment = access.get_visible(actor, segment_id)
    if segment.set.kind != SetKind.MARKET:
        raise Refused(SegmentRefusal.NOT_A_MARKET)
    if actor.holder_id is None or actor.unit_id is None or not (actor.units or actor.holders):
        raise Refused(SegmentRefusal.NO_POST)
    made = Prospect.objects.create(
        segment=segment, holder_id=actor.holder_id, unit_id=actor.unit_id, name=name, phone=phone, source=source,
        entered_on=clock.today(),
    )  # fmt: skip
    return made.pk


@action("segments.move_prospect", label=_("Move a prospect"), permission=CHANGE, subject="prospect")
def move_prospect(
    *, actor: Actor, prospect_id: int, version: int, state: str, note: str = "", customer_id: int | None = None,
    idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Take a prospect a step on: contacted, then a customer (who that is) or dropped (why). Item A9.2.

    Raises NotVisible (404) also for a customer out of sight, NotYours (403), Refused for a step that does not
    follow, Stale.
    """
    prospect = access.get_prospect(actor, prospect_id)
    check_version(prospect, version, {"state": state, "note": note})
    if not may_follow(prospect.state, state):
        raise Refused(SegmentRefusal.SETTLED, field="state")
    if state == ProspectState.DROPPED and not note:
        raise Refused(SegmentRefusal.REASON_MISSING, field="note")
    if state == ProspectState.CUSTOMER:
        if customer_id is None:
            raise Refused(SegmentRefusal.CUSTOMER_MISSING, field="customer_id")
        prospect.customer_id = working_card(actor=actor, customer_id=customer_id).id
    today = clock.today()
    prospect.state, prospect.note = ProspectState(state), note
    if state == ProspectState.CONTACTED:
        prospect.contacted_on = today
    else:
        prospect.settled_on = today
    prospect.version += 1
    prospect.save()
    return prospect_id
