"""What a pack says of visits: `visits.yaml`, when logs are due; `fieldwork.yaml`, findings and work in the field;
`checklists.yaml`, what is looked at during a visit; `time_use.yaml`, types of work and the three shares.
"""

from datetime import date, time
from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from kejing.domain.visits.models import Checklist, FieldPolicy, Settings, TimeTargets, WorkType
from kejing.domain.visits.queries.hours import UNCLASSIFIED
from kejing.domain.visits.rules import Fieldwork, Rhythm
from kejing.domain.visits.vocabulary import Channel, TimeShare
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


Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Days = Annotated[int, Field(ge=1, le=366)]


class KindSpec(Strict):
    code: Code
    label: Label


class CheckDays(Strict):
    """Days until a finding is checked again, by how grave it is (U14)."""

    grave: Days = 3
    medium: Days = 7
    slight: Days = 14


class FieldVersion(Strict):
    """What holds for work in the field from a day on; see `rules.Fieldwork` for each value."""

    number: Annotated[int, Field(ge=1, le=10_000)]
    valid_from: date
    kinds: Annotated[tuple[KindSpec, ...], Field(min_length=1)]
    check_days: CheckDays = CheckDays()
    answer_days: Annotated[int, Field(ge=1, le=30)] = Fieldwork.answer_days
    place_days: Annotated[int, Field(ge=1, le=90)] = Fieldwork.place_days
    photo_megabytes: Annotated[int, Field(ge=1, le=20)] = Fieldwork.photo_megabytes
    photos_a_visit: Annotated[int, Field(ge=1, le=50)] = Fieldwork.photos_a_visit
    shallow_minutes: Annotated[int, Field(ge=1, le=480)] = Fieldwork.shallow_minutes
    shallow_run: Annotated[int, Field(ge=2, le=50)] = Fieldwork.shallow_run
    presence_percent: Annotated[int, Field(ge=0, le=100)] = Fieldwork.presence_percent
    late_minutes: Annotated[int, Field(ge=0, le=240)] = Fieldwork.late_minutes
    follow_up_days: Days = Fieldwork.follow_up_days
    plan_minutes: Annotated[int, Field(ge=5, le=480)] = Fieldwork.plan_minutes

    @model_validator(mode="after")
    def _each_kind_once(self) -> Self:
        _once("kinds", [kind.code for kind in self.kinds])
        return self


class FieldworkSection(Strict):
    """`fieldwork.yaml`. A change is a new version with its day, never an edit."""

    versions: Annotated[tuple[FieldVersion, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _each_number_once(self) -> Self:
        _once("versions", [str(version.number) for version in self.versions])
        return self


def apply_fieldwork(section: FieldworkSection, _actor: Actor) -> Outcome:
    """Create the versions that are missing; those there stay as they are."""
    there = set(FieldPolicy.objects.values_list("number", flat=True))
    new = [version for version in section.versions if version.number not in there]
    FieldPolicy.objects.bulk_create(
        FieldPolicy(
            number=spec.number,
            valid_from=spec.valid_from,
            body=spec.model_dump(mode="json", exclude={"number", "valid_from"}),
        )
        for spec in new
    )
    return Outcome(created=len(new), kept=len(section.versions) - len(new))


class PointSpec(Strict):
    """A point of a checklist. `good` names the choices that keep the standard; of a yes/no point yes keeps it."""

    code: Code
    label: Label
    kind: Literal["yesno", "number", "text", "choice"] = "yesno"
    required: bool = False
    etiquette: bool = False
    choices: tuple[KindSpec, ...] = ()
    good: tuple[Code, ...] = ()

    @model_validator(mode="after")
    def _choices_fit(self) -> Self:
        codes = [choice.code for choice in self.choices]
        if bool(codes) != (self.kind == "choice"):
            raise ValueError(f"{self.code}: choices belong to a choice, and to nothing else")
        if unknown := sorted(set(self.good) - set(codes)):
            raise ValueError(f"{self.code}: {unknown[0]} is not among its choices")
        _once(self.code, codes)
        return self


class ChecklistSpec(Strict):
    """A version of a checklist, for channels and kinds of customers; empty means any."""

    code: Code
    number: Annotated[int, Field(ge=1, le=10_000)]
    valid_from: date
    label: Label
    channels: tuple[Channel, ...] = ()
    kinds: tuple[Literal["person", "organisation"], ...] = ()
    points: Annotated[tuple[PointSpec, ...], Field(min_length=1, max_length=40)]

    @model_validator(mode="after")
    def _each_point_once(self) -> Self:
        _once(self.code, [point.code for point in self.points])
        return self


class ChecklistsSection(Strict):
    """`checklists.yaml`: the first that fits a visit is the visit's."""

    checklists: tuple[ChecklistSpec, ...]

    @model_validator(mode="after")
    def _each_version_once(self) -> Self:
        _once("checklists", [f"{spec.code} {spec.number}" for spec in self.checklists])
        return self


def apply_checklists(section: ChecklistsSection, _actor: Actor) -> Outcome:
    """Create the versions that are missing; those there stay as they are."""
    there = set(Checklist.objects.values_list("code", "number"))
    new = [(i, spec) for i, spec in enumerate(section.checklists) if (spec.code, spec.number) not in there]
    Checklist.objects.bulk_create(
        Checklist(
            code=spec.code, number=spec.number, valid_from=spec.valid_from, place=i, label_zh=spec.label.zh,
            label_en=spec.label.en, channels=list(spec.channels), kinds=list(spec.kinds),
            points=[point.model_dump(mode="json") for point in spec.points],
        )
        for i, spec in new
    )  # fmt: skip
    return Outcome(created=len(new), kept=len(section.checklists) - len(new))


def _once(what: str, codes: list[str]) -> None:
    if doubles := sorted({code for code in codes if codes.count(code) > 1}):
        raise ValueError(f"{what}: {doubles[0]} twice")
