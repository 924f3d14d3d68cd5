"""The section `checks` of a pack: spot checks, inspections, questions; by version, never overwritten."""

from datetime import date, time
from typing import Annotated, Self

from pydantic import Field, model_validator

from kejing.domain.checks.models import PolicyVersion
from kejing.domain.checks.vocabulary import Pattern
from kejing.engines.packs.public import Label, Outcome, Strict
from kejing.foundation.kernel.actor import Actor

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]


class SpotSpec(Strict):
    """At least `per_week` calls for each team, each person once in a round of `weeks`, between `start` and `until` of
    working days, to be made within `minutes`; `extra` more a week by pure chance.
    """

    per_week: Annotated[int, Field(ge=1, le=50)] = 1
    weeks: Annotated[int, Field(ge=1, le=26)] = 4
    start: time = time(9)
    until: time = time(17)
    minutes: Annotated[int, Field(ge=10, le=480)] = 60
    extra: Annotated[float, Field(ge=0, le=10)] = 0.25

    @model_validator(mode="after")
    def _hours_are_some(self) -> Self:
        if not self.start < self.until:
            raise ValueError("spot: until comes after start")
        return self


class CriterionSpec(Strict):
    code: Code
    label: Label
    best: Annotated[int, Field(ge=1, le=100)] = 10


class InspectionSpec(Strict):
    """So many logs and visits are drawn; everybody is inspected once in `every_days`."""

    logs: Annotated[int, Field(ge=0, le=50)] = 5
    visits: Annotated[int, Field(ge=0, le=50)] = 5
    every_days: Annotated[int, Field(ge=7, le=732)] = 92
    criteria: Annotated[tuple[CriterionSpec, ...], Field(min_length=1, max_length=12)]

    @model_validator(mode="after")
    def _codes_differ(self) -> Self:
        codes = [criterion.code for criterion in self.criteria]
        if len(set(codes)) < len(codes):
            raise ValueError("inspection: a criterion twice")
        return self


class PatternSpec(Strict):
    """`least`: from how many entries it asks. `bound`: for gaps minutes, for copied letters, for backdated days."""

    pattern: Pattern
    least: Annotated[int, Field(ge=1, le=1000)]
    bound: Annotated[int, Field(ge=0, le=10_000)] = 0


class QuestionsSpec(Strict):
    """The last `window_days` are looked at; the person may answer for `answer_days` working days."""

    window_days: Annotated[int, Field(ge=1, le=92)] = 31
    answer_days: Annotated[int, Field(ge=1, le=30)] = 3
    rules: tuple[PatternSpec, ...] = ()


class ChecksSection(Strict):
    """`checks.yaml`. Items A2.56, A4.49."""

    number: Annotated[int, Field(ge=1)] = 1
    valid_from: date
    spot: SpotSpec = SpotSpec()
    inspection: InspectionSpec
    questions: QuestionsSpec = QuestionsSpec()


def apply(section: ChecksSection, _actor: Actor) -> Outcome:
    """The version, if it is not there yet."""
    if PolicyVersion.objects.filter(number=section.number).exists():
        return Outcome(kept=1)
    PolicyVersion.objects.create(
        number=section.number,
        valid_from=section.valid_from,
        body=section.model_dump(mode="json", exclude={"number", "valid_from"}),
    )
    return Outcome(created=1)
