"""In which segments a customer is and was, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kejing.domain.customers.public import customer_card
from kejing.domain.segments import access
from kejing.domain.segments.models import Membership, Segment, SegmentSet, SetVersion
from kejing.domain.segments.queries.evaluation import judged
from kejing.domain.segments.queries.fields import RuleField, catalogue
from kejing.domain.segments.queries.rules import in_state, open_versions, rules_of, threshold_words
from kejing.domain.segments.rules.conditions import Rule, conditions
from kejing.domain.segments.vocabulary import VIEW, SetKind, VersionState
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible
from kejing.foundation.kernel.sql import in_force
from kejing.foundation.ui import formats
from kejing.foundation.ui.explanation import Criterion, Explanation, Fact
from kejing.foundation.ui.explanation import Rule as RuleLine
from kejing.foundation.ui.formats import local

PAGE_SIZE = 50


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


def segments_of(*, actor: Actor, customer_id: int, on: date | None = None) -> list[Belonging]:
    """In which segments a customer is, or was on a day; without a day all of her history, newest first.

    Raises NotVisible (404).
    """
    customer_card(actor=actor, customer_id=customer_id)
    rows = Membership.objects.filter(customer_id=customer_id, set__in=access.visible_sets(actor))
    if on is not None:
        rows = rows.filter(in_force(on))
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
    if actor.may(VIEW):
        return segments_of(actor=actor, customer_id=customer_id)
    customer_card(actor=actor, customer_id=customer_id)
    return None


def explain_membership(*, actor: Actor, customer_id: int, set_id: int) -> Explanation:
    """Why a customer is in the segment she is in: each rule in its order, her values now and when she entered.

    Raises Forbidden (403), NotVisible (404) for a customer or a set out of sight and a set not in force.
    """
    card = customer_card(actor=actor, customer_id=customer_id)
    found = access.visible_sets(actor).filter(pk=set_id).first()
    versions = open_versions({set_id}).get(set_id, []) if found else []
    version = in_state(versions, VersionState.APPLIED)
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
        for code, value in seen_values(present, fields)
    )


def seen_values(row: Membership, fields: Mapping[str, RuleField]) -> list[tuple[str, Any]]:
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
