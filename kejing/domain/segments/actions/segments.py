"""Defining segments, trying a rule, applying it, and keeping membership in step with the facts."""

from typing import Any

from django.db import connection
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from kejing.domain.segments import access
from kejing.domain.segments.actions.due import refresh_services
from kejing.domain.segments.actions.filling import Change, find, write
from kejing.domain.segments.events import SegmentApplied
from kejing.domain.segments.models import Segment, SegmentSet, SetVersion
from kejing.domain.segments.queries.fields import catalogue
from kejing.domain.segments.queries.standards import present_standard
from kejing.domain.segments.rules.conditions import BadRule, read_rule, written
from kejing.domain.segments.vocabulary import (
    COUNT,
    MANAGE_ALL,
    RANKED,
    VIEW,
    RuleRefusal,
    SegmentRefusal,
    SetKind,
    VersionState,
)
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.kernel.events import publish
from kejing.foundation.kernel.jobs import enqueue
from kejing.foundation.kernel.versions import check_version

AT_ONCE = 50_000
"""Up to so many customers a rule is tried and applied while its author waits; beyond, the worker does it."""
_SIZE = "select count(*) from (select 1 from customers_customer limit %s) counted"


@action("segments.define_segment", label=_("Define a segment"), permission=VIEW, subject="segment")
def define_segment(
    *, actor: Actor, name: str, kind: str, rule: dict[str, Any], idempotency_key: str | None = None
) -> int:
    """A new segment of the actor's unit, or of all for who defines for all; a draft, tried at once. Item A2.6.

    Raises Forbidden (403) for who defines none, Refused for a bad rule.
    """
    unit_id = None if actor.may(MANAGE_ALL) else actor.unit_id
    found = SegmentSet(label_zh=name, label_en=name, kind=SetKind(kind), unit_id=unit_id)
    if not access.may_change(actor, found):
        raise access.NotYours(SegmentRefusal.NOT_YOURS)
    body = {"rules": {"it": _checked(actor, rule)}, "order": {"it": 0}}
    found.save()
    segment = Segment.objects.create(set=found, code="it", label_zh=name, label_en=name, position=0)
    _try(_draft(actor, found, body))
    return segment.pk


@action("segments.draft_rule", label=_("Draft a segment’s rule"), permission=VIEW, subject="segment")
def draft_rule(
    *, actor: Actor, segment_id: int, version: int, rule: dict[str, Any], idempotency_key: str | None = None
) -> int:
    """Another rule for a segment, as a draft beside what is in force, tried at once; returns the segment's id.

    Raises NotVisible (404), NotYours (403), Refused for a bad rule and for the last of a set of classes, Stale.
    """
    segment = access.get_visible(actor, segment_id)
    found = access.get_changeable(actor, segment.set_id)
    checked = _checked(actor, rule)
    check_version(found, version, {})
    newest = SetVersion.objects.filter(set=found).order_by("-number").first()
    assert newest is not None  # a set is made with its first version
    body = {"rules": dict(newest.body["rules"]), "order": newest.body["order"]}
    if found.kind == SetKind.CLASS and body["order"][segment.code] == len(body["order"]) - 1:
        raise Refused(SegmentRefusal.LAST_CLASS)
    body["rules"][segment.code] = checked
    _try(_draft(actor, found, body))
    found.version += 1
    found.save()
    return segment_id


@action("segments.apply_segments", label=_("Apply a segment"), permission=VIEW, subject="version")
def apply_segments(*, actor: Actor, version_id: int, idempotency_key: str | None = None) -> int:
    """Put a draft into force from today on; the customers follow at once, or by the worker when there are many.

    Raises NotVisible (404), NotYours (403), Refused for what is no draft or was not tried.
    """
    version = access.get_version(actor, version_id)
    found = access.get_changeable(actor, version.set_id)
    if version.state != VersionState.DRAFT:
        raise Refused(SegmentRefusal.NOT_A_DRAFT)
    if version.trial is None:
        raise Refused(SegmentRefusal.NOT_TRIED)
    SetVersion.objects.filter(set=found, state=VersionState.APPLIED).update(state=VersionState.PAST)
    version.state, version.applied_on = VersionState.APPLIED, clock.today()
    version.save()
    _soon(found.pk)
    return version_id


@action(
    "segments.evaluate_segments", label=_("Work out memberships anew"), permission=MANAGE_ALL, subject="set"
)
def evaluate_segments(*, actor: Actor, set_id: int) -> int:
    """Bring membership in step with the version in force; returns how many rows of customers changed.

    Safe to repeat: only what differs is written. Refused where no version is in force.
    """
    version = SetVersion.objects.filter(set_id=set_id, state=VersionState.APPLIED).first()
    if version is None:
        raise Refused(SegmentRefusal.NOT_TRIED)
    today = clock.today()
    change = find(catalogue(actor), version, today)
    write(version, today)
    version.trial = change.trial | {"on": today.isoformat()}
    version.save()
    publish(SegmentApplied(set_id, version.pk, change.entered, change.left, today))
    return change.entered + change.left


@action("segments.try_version", label=_("Try a version"), permission=VIEW, subject="version")
def try_version(*, actor: Actor, version_id: int, idempotency_key: str | None = None) -> int:
    """Work out anew what a draft would do: at once, or by the worker when there are many customers.

    Raises NotVisible (404), NotYours (403), Refused for what is no draft.
    """
    version = access.get_version(actor, version_id)
    access.get_changeable(actor, version.set_id)
    if version.state != VersionState.DRAFT:
        raise Refused(SegmentRefusal.NOT_A_DRAFT)
    version.trial = None
    version.save()
    _try(version)
    return version_id


def count_version(version_id: int) -> None:
    """For the worker: what a draft would do. One that came into force meanwhile keeps its figures."""
    with as_system("segments") as system:
        version = SetVersion.objects.filter(pk=version_id, state=VersionState.DRAFT).first()
        if version is not None:
            _tried(system, version)


def evaluate_all() -> None:
    """Every set in force, each in a transaction of its own; then who is due. For the worker."""
    with as_system("segments"):
        ids = list(
            SetVersion.objects.filter(state=VersionState.APPLIED)
            .order_by("set_id")
            .values_list("set_id", flat=True)
        )
    for set_id in ids:
        with as_system("segments") as actor:
            evaluate_segments(actor=actor, set_id=set_id)
    with as_system("segments"):
        refresh_services(clock.today())


def is_big() -> bool:
    """Whether the base is too big for an author to wait for. Call as the system."""
    with connection.cursor() as cursor:
        cursor.execute(_SIZE, [AT_ONCE + 1])
        row = cursor.fetchone()
    return bool(row and row[0] > AT_ONCE)


def _checked(actor: Actor, rule: dict[str, Any]) -> dict[str, Any]:
    """The rule as it is kept. Raises Refused for a field nobody knows or the actor may not see."""
    fields = {code: field.rule_field for code, field in catalogue(actor).items()}
    try:
        read = read_rule(rule, fields)
    except BadRule as bad:
        raise Refused(RuleRefusal(bad.code), field="rule", **bad.params) from bad
    if not read.parts:
        raise Refused(RuleRefusal.NO_CONDITION, field="rule")
    return written(read)


def _draft(actor: Actor, found: SegmentSet, body: dict[str, Any]) -> SetVersion:
    """The set's draft: the one there is, with another body, or a new one."""
    draft = SetVersion.objects.filter(set=found, state=VersionState.DRAFT).first()
    if draft is None:
        last = SetVersion.objects.filter(set=found).aggregate(last=Max("number"))["last"] or 0
        draft = SetVersion(set=found, number=last + 1)
    draft.body, draft.trial = body, None
    draft.made_by, draft.made_by_name, draft.made_at = actor.user_id, actor.name, clock.system_now()
    draft.save()
    return draft


def _try(draft: SetVersion) -> None:
    """At once, or by the worker when there are many."""
    with as_system("segments") as system:
        if is_big():
            enqueue(COUNT, key=f"{COUNT} {draft.pk}", version_id=draft.pk)
        else:
            _tried(system, draft)


def _tried(system: Actor, draft: SetVersion) -> Change:
    change = find(catalogue(system), draft, clock.today())
    draft.trial = change.trial | {"on": clock.today().isoformat()}
    draft.save()
    return change


def _soon(set_id: int) -> None:
    with as_system("segments") as system:
        if is_big():
            enqueue(RANKED, key=RANKED)
            return
        evaluate_segments(actor=system, set_id=set_id)
        standard = present_standard()
        if standard and SegmentSet.objects.filter(pk=set_id, code=standard.body["set"]).exists():
            refresh_services(clock.today())
