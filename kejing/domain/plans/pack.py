"""The section `plans` of a pack: the kinds of plans, who owes them by when, who approves. Never overwritten."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from kejing.domain.plans.models import PolicyVersion
from kejing.domain.plans.rules import Lead, Span
from kejing.engines.packs.public import Label, Outcome, Strict
from kejing.foundation.kernel.actor import Actor

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Hour = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]


class WordSpec(Strict):
    code: Code
    label: Label


class WriterSpec(Strict):
    """`owed`: each period wants a plan of everybody in the role; otherwise she may write one."""

    role: Code
    approvers: Annotated[tuple[Code, ...], Field(min_length=1)]
    owed: bool = True


class KindSpec(WordSpec):
    """`until`: the hour of the due day, as "18:00"; `decide_workdays`: how long the approver has."""

    span: Span
    used: bool = True
    lead: Lead
    until: Hour = "18:00"
    decide_workdays: Annotated[int, Field(ge=0, le=60)] = 2
    writers: tuple[WriterSpec, ...] = ()

    @model_validator(mode="after")
    def _a_role_once(self) -> Self:
        _once(f"writers of {self.code}", [writer.role for writer in self.writers])
        return self


class Body(Strict):
    kinds: Annotated[tuple[KindSpec, ...], Field(min_length=1)]
    points: Annotated[tuple[WordSpec, ...], Field(min_length=1)]
    themes: tuple[WordSpec, ...] = ()
    checks: tuple[WordSpec, ...] = ()

    @model_validator(mode="after")
    def _words_once(self) -> Self:
        for name in ("kinds", "points", "themes", "checks"):
            _once(name, [word.code for word in getattr(self, name)])
        return self


class VersionSpec(Body):
    number: Annotated[int, Field(ge=1)]
    valid_from: date
    approved_by: Label


class PlansSection(Strict):
    versions: Annotated[tuple[VersionSpec, ...], Field(min_length=1)]


def apply(section: PlansSection, _actor: Actor) -> Outcome:
    """Create the versions that are missing; those there stay as they are."""
    there = set(PolicyVersion.objects.values_list("number", flat=True))
    new = [version for version in section.versions if version.number not in there]
    PolicyVersion.objects.bulk_create(
        PolicyVersion(
            number=spec.number,
            valid_from=spec.valid_from,
            approved_by=spec.approved_by.zh,
            approved_by_en=spec.approved_by.en,
            body=spec.model_dump(mode="json", exclude={"number", "valid_from", "approved_by"}),
        )
        for spec in new
    )
    return Outcome(created=len(new), kept=len(section.versions) - len(new))


def _once(what: str, codes: list[str]) -> None:
    if doubles := sorted({code for code in codes if codes.count(code) > 1}):
        raise ValueError(f"{what}: {doubles[0]} twice")
