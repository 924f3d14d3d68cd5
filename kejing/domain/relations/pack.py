"""The pack's section `relations`: words, weights and alarm rules of relations, by version. Never overwritten."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from kejing.domain.relations.models import PolicyVersion
from kejing.domain.relations.vocabulary import Level, StageCode
from kejing.engines.metrics.public import Comparison
from kejing.engines.packs.public import Label, Outcome, Strict
from kejing.foundation.kernel.actor import Actor

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Days = Annotated[int, Field(ge=1, le=3_650)]
Weight = Annotated[Decimal, Field(ge=0, le=100, max_digits=6, decimal_places=2)]
Value = Literal["loan_mark", "days_since_contact", "overdue_promises", "open_signals"]
"""What an alarm rule may look at. `loan_mark`: 0 none, 1 good, 2 waits to be classified, 3 in arrears, 4 not repaid."""


class WordSpec(Strict):
    code: Code
    label: Label


class LineSpec(WordSpec):
    """A line of products, in one of the families."""

    family: Code


class WeightsSpec(Strict):
    contact: Weight
    promises: Weight
    questions: Weight
    rating: Weight

    @model_validator(mode="after")
    def _something_weighs(self) -> Self:
        if not (self.contact + self.promises + self.questions + self.rating):
            raise ValueError("one of the weights is above 0")
        return self


class BoundSpec(Strict):
    value: Value
    comparison: Comparison
    bound: Decimal


class EventSpec(WordSpec):
    kind: Code
    when: Annotated[tuple[BoundSpec, ...], Field(min_length=1)]


class AlarmSpec(EventSpec):
    level: Level
    watch_days: Days


class CourseSpec(WordSpec):
    """A warning from what is delivered: `figure` of the facts of a kind, summed over the last `days`, fell by
    `percent` against as many days before, in which it was `least`. By 100 percent: none came for so many days.
    """

    kind: Code
    level: Level
    watch_days: Days
    fact: Code
    figure: Code = "amount"
    days: Annotated[int, Field(ge=1, le=366)]
    percent: Annotated[Decimal, Field(gt=0, le=100)]
    least: Annotated[Decimal, Field(gt=0)]


class Body(Strict):
    """`window_days`: how far back a trend looks; `band`: points within which it is stable; `contact_days`: after
    which a contact counts 0; `lead_days`: how long before an event a warning may lie; `intervals`: days between
    analyses by class of customers (`default` for the others).
    """

    weights: WeightsSpec
    window_days: Days
    band: Annotated[Decimal, Field(ge=0, le=100)]
    contact_days: Days
    lead_days: Days
    families: Annotated[tuple[WordSpec, ...], Field(min_length=1)]
    lines: tuple[LineSpec, ...]
    stages: tuple[WordSpec, ...]
    risk_kinds: Annotated[tuple[WordSpec, ...], Field(min_length=1)]
    aspects: Annotated[tuple[WordSpec, ...], Field(min_length=1)]
    styles: Annotated[tuple[WordSpec, ...], Field(min_length=1)]
    alarms: tuple[AlarmSpec, ...] = ()
    events: tuple[EventSpec, ...] = ()
    courses: tuple[CourseSpec, ...] = ()
    intervals: dict[Code, Days]

    @model_validator(mode="after")
    def _words_are_known(self) -> Self:
        for name in ("families", "lines", "stages", "risk_kinds", "aspects", "styles", "events"):
            _once(name, [word.code for word in getattr(self, name)])
        # Both raise signals, which keep the code of their rule.
        _once("alarms and courses", [rule.code for rule in (*self.alarms, *self.courses)])
        _within("lines", {line.family for line in self.lines}, {word.code for word in self.families})
        ruled: tuple[EventSpec | CourseSpec, ...] = (*self.alarms, *self.events, *self.courses)
        kinds = {rule.kind for rule in ruled}
        _within("alarms, events and courses", kinds, {word.code for word in self.risk_kinds})
        if {word.code for word in self.stages} != set(StageCode.values):
            raise ValueError(f"stages are these: {', '.join(StageCode.values)}")
        return self


class VersionSpec(Body):
    number: Annotated[int, Field(ge=1)]
    valid_from: date
    approved_by: Label


class RelationsSection(Strict):
    versions: Annotated[tuple[VersionSpec, ...], Field(min_length=1)]


def apply(section: RelationsSection, _actor: Actor) -> Outcome:
    """Create the versions that are missing; those there stay as they are."""
    there = set(PolicyVersion.objects.values_list("number", flat=True))
    new = [version for version in section.versions if version.number not in there]
    PolicyVersion.objects.bulk_create([_version(spec) for spec in new])
    return Outcome(created=len(new), kept=len(section.versions) - len(new))


def _version(spec: VersionSpec) -> PolicyVersion:
    return PolicyVersion(
        number=spec.number,
        valid_from=spec.valid_from,
        approved_by=spec.approved_by.zh,
        approved_by_en=spec.approved_by.en,
        body=spec.model_dump(mode="json", exclude={"number", "valid_from", "approved_by"}),
    )


def _once(what: str, codes: list[str]) -> None:
    if doubles := sorted({code for code in codes if codes.count(code) > 1}):
        raise ValueError(f"{what}: {doubles[0]} twice")


def _within(what: str, used: set[str], known: set[str]) -> None:
    if unknown := sorted(used - known):
        raise ValueError(f"{what}: {unknown[0]} is not among {', '.join(sorted(known))}")
