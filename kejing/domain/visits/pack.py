"""The section `visits` of a pack: what the organisation decided about logs."""

from datetime import time
from fractions import Fraction
from typing import Annotated, Self

from pydantic import Field, model_validator

from kejing.domain.visits.models import Settings, TimeTargets, WorkType
from kejing.domain.visits.queries.hours import UNCLASSIFIED
from kejing.domain.visits.rules import Rhythm
from kejing.domain.visits.vocabulary import TimeShare
from kejing.engines.packs.public import Label, Outcome, Strict
from kejing.foundation.kernel.actor import Actor


class VisitsSection(Strict):
    """`visits.yaml`. Times are of the day, as "09:00": by when a log is due on the next working day, and by
    when it is reviewed on the working day after it came; `max_days_back`: how far back visits are recorded.
    """

    log_cutoff: time = Rhythm.log_cutoff
    review_until: time = Rhythm.review_until
    max_days_back: Annotated[int, Field(ge=0, le=31)] = Rhythm.max_days_back


def apply(section: VisitsSection, _actor: Actor) -> Outcome:
    """Settings that are not there yet; those in force stay."""
    if Settings.objects.exists():
        return Outcome(kept=1)
    Settings.objects.create(
        log_cutoff=section.log_cutoff, review_until=section.review_until, max_days_back=section.max_days_back
    )
    return Outcome(created=1)


Part = Annotated[int, Field(ge=0, le=100)]


class WorkTypeSpec(Strict):
    """`share`: which of the three it counts to; `of_visits`: the minutes of visits are drafted for it."""

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
    label: Label
    share: TimeShare
    of_visits: bool = False


class TargetsSpec(Strict):
    clerical: Part = 1
    internal: Part = 1
    outside: Part = 1

    @model_validator(mode="after")
    def _something_is_wanted(self) -> Self:
        if not (self.clerical + self.internal + self.outside):
            raise ValueError("one of the targets is above 0")
        return self


class VolumeSpec(Strict):
    """Which figure of which facts is what new customers bring."""

    fact: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
    figure: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)] = "amount"


class TimeUseSection(Strict):
    """`time_use.yaml`: targets of the three shares in parts of their sum, the outside share that is too little
    ("1/3"), the types of work, the volume of new customers. Items A2.8, A2.36, A2.37, A2.38, A4.9.
    """

    targets: TargetsSpec = TargetsSpec()
    limit: Annotated[str, Field(pattern=r"^[0-9]{1,3}/[1-9][0-9]{0,2}$")] = "1/3"
    volume: VolumeSpec | None = None
    types: Annotated[tuple[WorkTypeSpec, ...], Field(min_length=1, max_length=12)]

    @model_validator(mode="after")
    def _types_are_clear(self) -> Self:
        codes = [kind.code for kind in self.types]
        if doubles := sorted({code for code in codes if codes.count(code) > 1}):
            raise ValueError(f"types: {doubles[0]} twice")
        if UNCLASSIFIED in codes:
            raise ValueError(f"types: “{UNCLASSIFIED}” is what belongs to none")
        if any(kind.of_visits and kind.share != TimeShare.OUTSIDE for kind in self.types):
            raise ValueError("types: visits are outside")
        if Fraction(self.limit) > 1:
            raise ValueError("limit: at most 1/1")
        return self


def apply_time_use(section: TimeUseSection, _actor: Actor) -> Outcome:
    """Types of work that are not there yet, and the targets if there are none."""
    there = set(WorkType.objects.values_list("code", flat=True))
    new = [
        WorkType(
            code=kind.code, share=kind.share, name=kind.label.zh, name_en=kind.label.en, place=place,
            of_visits=kind.of_visits,
        )
        for place, kind in enumerate(section.types, 1)
        if kind.code not in there
    ]  # fmt: skip
    WorkType.objects.bulk_create(new)
    if not TimeTargets.objects.exists():
        limit = Fraction(section.limit)
        TimeTargets.objects.create(
            **section.targets.model_dump(),
            limit_part=limit.numerator,
            limit_whole=limit.denominator,
            volume_fact=section.volume.fact if section.volume else "",
            volume_figure=section.volume.figure if section.volume else "",
        )
    return Outcome(created=len(new), kept=len(section.types) - len(new))
