"""The service standard in force, and the page where another one is tried."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from kejing.domain.segments.models import Segment, Standard
from kejing.domain.segments.rules.load import Hours, Norm
from kejing.domain.segments.vocabulary import MANAGE_ALL, VIEW, VersionState
from kejing.foundation.kernel.actor import Actor


def present_standard() -> Standard | None:
    return Standard.objects.filter(state=VersionState.APPLIED).first()


def norms_of(body: dict[str, Any]) -> dict[str, Norm]:
    """Class code → its norm."""
    return {code: Norm(**norm) for code, norm in body["classes"].items()}


def hours_in(body: dict[str, Any]) -> Hours:
    return Hours(Decimal(str(body["hours"]["per_day"])), body["hours"]["travel_minutes"])


@dataclass(frozen=True, slots=True)
class ClassNorm:
    code: str
    label_zh: str
    label_en: str
    norm: Norm
    tried: Norm | None


@dataclass(frozen=True, slots=True)
class StandardsPage:
    """`trial` of the draft: how many are overdue as it is, and would be."""

    number: int
    valid_from: date | None
    hours: Hours
    classes: tuple[ClassNorm, ...]
    draft: Standard | None
    may_change: bool


def standards(*, actor: Actor) -> StandardsPage | None:
    """The standard in force and the draft, if any; None before a pack brought one. Three queries."""
    actor.require(VIEW)
    versions = list(Standard.objects.exclude(state=VersionState.PAST))
    present = next((row for row in versions if row.state == VersionState.APPLIED), None)
    if present is None:
        return None
    draft = next((row for row in versions if row.state == VersionState.DRAFT), None)
    norms, tried = norms_of(present.body), norms_of(draft.body) if draft else {}
    rows = Segment.objects.filter(set__code=present.body["set"]).order_by("position")
    return StandardsPage(
        number=present.number,
        valid_from=present.valid_from,
        hours=hours_in(present.body),
        classes=tuple(
            ClassNorm(row.code, row.label_zh, row.label_en, norms[row.code], tried.get(row.code))
            for row in rows
            if row.code in norms
        ),
        draft=draft,
        may_change=actor.may(MANAGE_ALL),
    )
