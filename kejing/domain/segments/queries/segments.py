"""Segments, who is in them, their rules and trials: for the pages of those who define them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kejing.domain.customers.public import CustomerCard, cards
from kejing.domain.segments import access
from kejing.domain.segments.models import Membership, Segment, SetVersion
from kejing.domain.segments.queries.fields import RuleField, catalogue
from kejing.domain.segments.queries.membership import seen_values, value_text
from kejing.domain.segments.queries.rules import in_state, in_words, open_versions, rules_of
from kejing.domain.segments.vocabulary import MANAGE, MANAGE_ALL, SetKind, VersionState
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Forbidden
from kejing.foundation.kernel.paging import Capped, Page, capped_count, page
from kejing.foundation.kernel.permissions import catalogue as rights
from kejing.foundation.kernel.sql import in_force
from kejing.foundation.ui import formats
from kejing.foundation.ui.formats import local

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """`n`: customers in it over all, as last worked out `on`; None before its rule came into force."""

    id: int
    label: str
    set_label: str
    kind: SetKind
    unit: str
    rule: str
    n: int | None
    on: date | None
    has_draft: bool


@dataclass(frozen=True, slots=True)
class SegmentList:
    page: Page[SegmentRow]
    may_define: bool


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A customer in a segment. `card` None: not in the reader's sight any more."""

    customer_id: int
    card: CustomerCard | None
    since: date
    until: date | None
    values: str
    set_id: int

    @property
    def name(self) -> str:
        return self.card.name if self.card else formats.NOTHING


@dataclass(frozen=True, slots=True)
class SegmentPage:
    segment: Segment
    row: SegmentRow
    version: SetVersion | None
    draft: SetVersion | None
    members: Page[MemberRow]
    count: Capped
    on: date
    is_past: bool
    may_change: bool
    may_list: bool


@dataclass(frozen=True, slots=True)
class TrialRow:
    label: str
    rule: str
    now: int
    enters: int
    leaves: int


@dataclass(frozen=True, slots=True)
class TrialPage:
    """What a draft would do. `rows` is empty while the worker counts."""

    version: SetVersion
    label: str
    rows: tuple[TrialRow, ...]
    entering: tuple[CustomerCard, ...]
    leaving: tuple[CustomerCard, ...]
    may_apply: bool


@dataclass(frozen=True, slots=True)
class RuleForm:
    """What the form of a rule offers. `rule`: what stands now, in its draft or in force."""

    segment: Segment | None
    rule: dict[str, Any] | None
    words: str
    version: int | None
    fields: tuple[RuleField, ...]


def segment_list(*, actor: Actor, cursor: str | None = None) -> SegmentList:
    """The segments the actor may see, newest sets last. Raises Forbidden (403) without the right to segments."""
    rows = access.visible_segments(actor).select_related("set", "set__unit")
    found = page(rows, ("set_id", "id"), cursor, PAGE_SIZE)
    versions = open_versions({row.set_id for row in found.rows})
    fields = catalogue(actor)
    shown = [_row(row, versions.get(row.set_id, []), fields) for row in found.rows]
    return SegmentList(Page(shown, found.next, found.previous), actor.may(MANAGE) or actor.may(MANAGE_ALL))


def segment_page(
    *, actor: Actor, segment_id: int, on: date | None = None, cursor: str | None = None
) -> SegmentPage:
    """A segment and its customers in the actor's scope on a day. Raises Forbidden (403), NotVisible (404)."""
    segment = access.get_visible(actor, segment_id)
    today = clock.today()
    versions, fields = open_versions({segment.set_id})[segment.set_id], catalogue(actor)
    rows = members(actor, segment_id, on if on and on < today else None)
    found = page(rows, ("customer_id",), cursor, PAGE_SIZE)
    known = cards(actor=actor, ids=[row.customer_id for row in found.rows])
    return SegmentPage(
        segment=segment,
        row=_row(segment, versions, fields),
        version=in_state(versions, VersionState.APPLIED),
        draft=in_state(versions, VersionState.DRAFT),
        members=Page([_member(row, known, fields) for row in found.rows], found.next, found.previous),
        count=capped_count(rows),
        on=on or today,
        is_past=on is not None and on < today,
        may_change=access.may_change(actor, segment.set),
        may_list=actor.may(MANAGE),
    )


def members(actor: Actor, segment_id: int, on: date | None = None) -> Any:
    """Rows of membership in force on a day (None: now), of customers in sight."""
    rows = access.memberships(actor).filter(segment_id=segment_id)
    if on is None:
        return rows.filter(valid_to=None)
    return rows.filter(in_force(on))


def trial_page(*, actor: Actor, version_id: int) -> TrialPage:
    """Raises Forbidden (403), NotVisible (404)."""
    version = access.get_version(actor, version_id)
    fields = catalogue(actor)
    segments = list(Segment.objects.filter(set=version.set).order_by("position"))
    rules, trial = rules_of(version, fields), version.trial or {"counts": {}, "entering": [], "leaving": []}
    known = cards(actor=actor, ids=[*trial["entering"], *trial["leaving"]])
    return TrialPage(
        version=version,
        label=local(version.set.label_zh, version.set.label_en),
        rows=tuple(
            TrialRow(
                local(row.label_zh, row.label_en),
                in_words(rules[row.code], fields),
                *trial["counts"][row.code],
            )
            for row in segments
            if row.code in trial["counts"]
        ),
        entering=tuple(known[pk] for pk in trial["entering"] if pk in known),
        leaving=tuple(known[pk] for pk in trial["leaving"] if pk in known),
        may_apply=version.state == VersionState.DRAFT
        and version.trial is not None
        and access.may_change(actor, version.set),
    )


def rule_form(*, actor: Actor, segment_id: int | None = None) -> RuleForm:
    """For defining a segment (None) or another rule for one. Raises Forbidden (403), NotVisible (404)."""
    fields = catalogue(actor)
    offered = tuple(field for field in fields.values() if field.rule_field.allowed)
    if segment_id is None:
        if not (actor.may(MANAGE) or actor.may(MANAGE_ALL)):
            raise Forbidden(rights()[MANAGE])
        return RuleForm(None, None, "", None, offered)
    segment = access.get_visible(actor, segment_id)
    if not access.may_change(actor, segment.set):
        raise Forbidden(rights()[MANAGE])
    versions = open_versions({segment.set_id})[segment.set_id]
    shown = in_state(versions, VersionState.DRAFT) or in_state(versions, VersionState.APPLIED)
    rule = rules_of(shown, fields)[segment.code] if shown else None
    return RuleForm(
        segment,
        shown.body["rules"][segment.code] if shown else None,
        in_words(rule, fields) if rule else "",
        segment.set.version,
        offered,
    )


def pack_drafts(*, actor: Actor) -> list[int]:
    """Ids of the versions a pack brought and nobody has applied yet."""
    rows = SetVersion.objects.filter(
        set__in=access.visible_sets(actor).exclude(code=""), state=VersionState.DRAFT
    )
    return list(rows.filter(number=1).order_by("id").values_list("pk", flat=True))


def has_members(*, actor: Actor, segment_id: int) -> bool:
    """Whether a segment has a customer in the actor's scope now."""
    return bool(members(actor, segment_id).exists())


def segment_ids(*, actor: Actor) -> dict[tuple[str, str], int]:
    """(set's code, segment's code) → id, of the sets a pack brought."""
    rows = access.visible_segments(actor).exclude(set__code="")
    return {(row.set.code, row.code): row.pk for row in rows.select_related("set")}


def _row(segment: Segment, versions: list[SetVersion], fields: Mapping[str, RuleField]) -> SegmentRow:
    applied, draft = in_state(versions, VersionState.APPLIED), in_state(versions, VersionState.DRAFT)
    shown = applied or draft
    counts = applied.trial if applied and applied.trial else None
    unit = segment.set.unit
    return SegmentRow(
        id=segment.pk,
        label=local(segment.label_zh, segment.label_en),
        set_label=local(segment.set.label_zh, segment.set.label_en),
        kind=SetKind(segment.set.kind),
        unit=local(unit.name, unit.name_en) if unit else "",
        rule=in_words(rules_of(shown, fields)[segment.code], fields) if shown else "",
        n=counts["counts"].get(segment.code, [None])[0] if counts else None,
        on=date.fromisoformat(counts["on"]) if counts else None,
        has_draft=draft is not None,
    )


def _member(row: Membership, known: Mapping[int, CustomerCard], fields: Mapping[str, RuleField]) -> MemberRow:
    values = "; ".join(
        f"{fields[code].label if code in fields else code} {value_text(value)}"
        for code, value in seen_values(row, fields)
    )
    return MemberRow(
        row.customer_id, known.get(row.customer_id), row.valid_from, row.valid_to, values, row.set_id
    )
