"""Segments and who is in them, now and on any day; what a draft would change; why somebody is where she is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from kejing.domain.customers.public import CustomerCard, cards, customer_card
from kejing.domain.segments import access
from kejing.domain.segments.models import Membership, Segment, SegmentSet, SetVersion
from kejing.domain.segments.queries.evaluation import judged
from kejing.domain.segments.queries.fields import RuleField, catalogue
from kejing.domain.segments.queries.names import local
from kejing.domain.segments.queries.rules import in_words, rules_of, threshold_words
from kejing.domain.segments.rules.conditions import Rule, conditions
from kejing.domain.segments.vocabulary import MANAGE, MANAGE_ALL, VIEW, SetKind, VersionState
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Forbidden, NotVisible
from kejing.foundation.kernel.paging import Capped, Page, capped_count, page
from kejing.foundation.kernel.permissions import catalogue as rights
from kejing.foundation.ui import formats
from kejing.foundation.ui.explanation import Criterion, Explanation, Fact
from kejing.foundation.ui.explanation import Rule as RuleLine

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


@dataclass(frozen=True, slots=True)
class Belonging:
    """A customer's place in one set of segments, `[since, until)`."""

    set_id: int
    set_label: str
    segment_id: int
    label: str
    is_class: bool
    since: date
    until: date | None


def segment_list(*, actor: Actor, cursor: str | None = None) -> SegmentList:
    """The segments the actor may see, newest sets last. Raises Forbidden (403) without the right to segments."""
    rows = access.visible_segments(actor).select_related("set", "set__unit")
    found = page(rows, ("set_id", "id"), cursor, PAGE_SIZE)
    versions = _versions({row.set_id for row in found.rows})
    fields = catalogue(actor)
    shown = [_row(row, versions.get(row.set_id, []), fields) for row in found.rows]
    return SegmentList(Page(shown, found.next, found.previous), actor.may(MANAGE) or actor.may(MANAGE_ALL))


def segment_page(
    *, actor: Actor, segment_id: int, on: date | None = None, cursor: str | None = None
) -> SegmentPage:
    """A segment and its customers in the actor's scope on a day. Raises Forbidden (403), NotVisible (404)."""
    segment = access.get_visible(actor, segment_id)
    today = clock.today()
    versions, fields = _versions({segment.set_id})[segment.set_id], catalogue(actor)
    rows = members(actor, segment_id, on if on and on < today else None)
    found = page(rows, ("customer_id",), cursor, PAGE_SIZE)
    known = cards(actor=actor, ids=[row.customer_id for row in found.rows])
    return SegmentPage(
        segment=segment,
        row=_row(segment, versions, fields),
        version=_in_state(versions, VersionState.APPLIED),
        draft=_in_state(versions, VersionState.DRAFT),
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
    return rows.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on)


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
    versions = _versions({segment.set_id})[segment.set_id]
    shown = _in_state(versions, VersionState.DRAFT) or _in_state(versions, VersionState.APPLIED)
    rule = rules_of(shown, fields)[segment.code] if shown else None
    return RuleForm(
        segment,
        shown.body["rules"][segment.code] if shown else None,
        in_words(rule, fields) if rule else "",
        segment.set.version,
        offered,
    )


def segments_of(*, actor: Actor, customer_id: int, on: date | None = None) -> list[Belonging]:
    """In which segments a customer is, or was on a day; without a day all of her history, newest first.

    Raises NotVisible (404).
    """
    customer_card(actor=actor, customer_id=customer_id)
    rows = Membership.objects.filter(customer_id=customer_id, set__in=access.visible_sets(actor))
    if on is not None:
        rows = rows.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on)
    rows = rows.select_related("set", "segment").order_by("-valid_from", "set_id", "-id")
    return [
        Belonging(
            row.set_id, local(row.set.label_zh, row.set.label_en), row.segment_id,
            local(row.segment.label_zh, row.segment.label_en), row.set.kind == SetKind.CLASS, row.valid_from,
            row.valid_to,
        )
        for row in rows[:PAGE_SIZE]
    ]  # fmt: skip


def customer_segments(*, actor: Actor, customer_id: int) -> list[Belonging] | None:
    """For the customer's page: as `segments_of`; None for who may not see segments. Raises NotVisible (404)."""
    customer_card(actor=actor, customer_id=customer_id)
    return segments_of(actor=actor, customer_id=customer_id) if actor.may(VIEW) else None


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


def explain_membership(*, actor: Actor, customer_id: int, set_id: int) -> Explanation:
    """Why a customer is in the segment she is in: each rule in its order, her values now and when she entered.

    Raises Forbidden (403), NotVisible (404) for a customer or a set out of sight and a set not in force.
    """
    card = customer_card(actor=actor, customer_id=customer_id)
    found = access.visible_sets(actor).filter(pk=set_id).first()
    versions = _versions({set_id}).get(set_id, []) if found else []
    version = _in_state(versions, VersionState.APPLIED)
    if found is None or version is None:
        raise NotVisible
    fields = catalogue(actor)
    rules = rules_of(version, fields)
    values, results = judged(fields, rules, clock.today(), customer_id)
    present = (
        Membership.objects.filter(customer_id=customer_id, set_id=set_id, valid_to=None)
        .select_related("segment", "by")
        .first()
    )
    labels = {row.code: local(row.label_zh, row.label_en) for row in Segment.objects.filter(set_id=set_id)}
    return Explanation(
        title=card.name,
        score=local(present.segment.label_zh, present.segment.label_en) if present else _("in no segment"),
        conclusion=_("since %(day)s") % {"day": formats.iso(present.valid_from)} if present else "",
        detail=local(found.label_zh, found.label_en),
        rule=_rule_line(found, version),
        criteria=tuple(
            line
            for code, rule in rules.items()
            for line in _criteria(labels[code], rule, fields, values, results.get(code, []))
        ),
        facts=_values_then(present, fields) if present else (),
        more_facts=_("Values of the day on which the customer entered, by version %(n)s.")
        % {"n": present.by.number}
        if present
        else "",
        object_url=reverse("customers:customer_page", args=[customer_id]),
    )


def _rule_line(found: SegmentSet, version: SetVersion) -> RuleLine:
    return RuleLine(
        name=_("Rules of “%(name)s”") % {"name": local(found.label_zh, found.label_en)},
        version=f"v{version.number}",
        valid_from=version.applied_on or clock.today(),
        approved_by=version.made_by_name,
        computed_at=clock.now(),
    )


def _criteria(
    label: str, rule: Rule, fields: Mapping[str, RuleField], values: Mapping[str, Any], met: list[bool]
) -> list[Criterion]:
    """One line for each condition; the label of the segment before it, and whether it holds."""
    return [
        Criterion(
            name=f"{label}: {fields[condition.field].label}",
            value=value_text(values.get(condition.field))
            if fields[condition.field].seen
            else formats.NOTHING,
            threshold=threshold_words(condition, fields),
            points=_("holds") if holds else _("does not hold"),
            tone="" if holds else "warn",
        )
        for condition, holds in zip(conditions(rule), met, strict=True)
    ]


def _values_then(present: Membership, fields: Mapping[str, RuleField]) -> tuple[Fact, ...]:
    return tuple(
        Fact(fields[code].label if code in fields else code, value_text(value), present.valid_from)
        for code, value in _seen(present, fields)
    )


def _seen(row: Membership, fields: Mapping[str, RuleField]) -> list[tuple[str, Any]]:
    """The values that decided, of those fields that the reader's role sees."""
    return [
        (code, value) for code, value in sorted(row.values.items()) if code not in fields or fields[code].seen
    ]


def value_text(value: Any) -> str:
    match value:
        case None | "":
            return formats.NOTHING
        case list():
            return ", ".join(str(item) for item in value) or formats.NOTHING
        case int() | float():
            return formats.number(value)
        case _:
            return str(value)


def _versions(set_ids: set[int]) -> dict[int, list[SetVersion]]:
    """Drafts and versions in force, by set."""
    found: dict[int, list[SetVersion]] = {pk: [] for pk in set_ids}
    for row in SetVersion.objects.filter(set_id__in=set_ids).exclude(state=VersionState.PAST):
        found[row.set_id].append(row)
    return found


def _in_state(versions: list[SetVersion], state: VersionState) -> SetVersion | None:
    return next((row for row in versions if row.state == state), None)


def _row(segment: Segment, versions: list[SetVersion], fields: Mapping[str, RuleField]) -> SegmentRow:
    applied, draft = _in_state(versions, VersionState.APPLIED), _in_state(versions, VersionState.DRAFT)
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
        for code, value in _seen(row, fields)
    )
    return MemberRow(
        row.customer_id, known.get(row.customer_id), row.valid_from, row.valid_to, values, row.set_id
    )
