"""Reading intakes: what the columns of a file may mean, how far an import is, what is to be corrected."""

from dataclasses import dataclass
from typing import Any

from kejing.engines.interchange.course import key_of
from kejing.engines.interchange.mapping import coded
from kejing.engines.interchange.models import ImportRun, Intake, KeptFile
from kejing.engines.interchange.queries.runs import check
from kejing.engines.interchange.targets import TargetField, target, targets
from kejing.engines.interchange.vocabulary import Asked, Step
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible
from kejing.foundation.kernel.models import Progress


@dataclass(frozen=True, slots=True)
class FieldChoice:
    """A field that a column can go to. `codes` are what its values become, with their names."""

    name: str
    label: str
    required: bool
    day: bool
    codes: list[tuple[str, str]]
    fixable: bool
    """Does it make sense to give one value for all rows?"""


@dataclass(frozen=True, slots=True)
class MapPage:
    """A file whose columns are to be mapped. `remembered` names the mapping that was used before.

    `sheets` are the sheets of a workbook that has several to choose from.
    """

    id: int
    label: str
    file: str
    kind: str
    sheet: str
    sheets: list[str]
    skip: int
    header_rows: int
    names: list[str]
    rows: list[list[str]]
    values: dict[str, list[str]]
    fields: list[FieldChoice]
    keys: list[tuple[str, str]]
    mapping: dict[str, Any]
    remembered: str


@dataclass(frozen=True, slots=True)
class Course:
    """How far an import is. `run_id` is the run it made last, when nothing is under way."""

    intake_id: int
    label: str
    state: str
    step: Step
    rows: int
    done: int
    total: int
    failure: str
    run_id: int | None
    maps: bool
    """Does it wait for somebody to say what the columns mean?"""

    @property
    def ended(self) -> bool:
        return self.run_id is not None or bool(self.failure)


def target_choices(*, actor: Actor) -> list[tuple[str, str]]:
    """What a file with columns of its own can be brought into. Raises Forbidden without the right to import."""
    check(actor)
    return [(one.name, str(one.label)) for one in targets() if one.offered()]


def map_page(*, actor: Actor, intake_id: int) -> MapPage:
    """Raises Forbidden without the right to import, NotVisible for what is not there or needs no mapping."""
    check(actor)
    intake = Intake.objects.filter(pk=intake_id).exclude(target="").first()
    file = KeptFile.objects.filter(intake=intake, run=None).values_list("name", flat=True).first()
    if intake is None or file is None:
        raise NotVisible
    found, layout, sample = target(intake.target), intake.layout or {}, intake.sample
    fields = {field.name: field for field in found.offered()}
    return MapPage(
        id=intake.pk,
        label=str(found.label),
        file=file,
        kind=layout.get("kind", ""),
        sheet=layout.get("sheet", ""),
        sheets=sample.get("sheets", []),
        skip=layout.get("skip", 0),
        header_rows=layout.get("header_rows", 1),
        names=sample.get("names", []),
        rows=sample.get("rows", []),
        values=sample.get("values", {}),
        fields=[_choice(field, found.all_keys) for field in fields.values()],
        keys=[("+".join(key), "、".join(str(fields[name].label) for name in key)) for key in found.all_keys],
        mapping=intake.mapping,
        remembered=intake.mapping.get("name", ""),
    )


def import_course(*, actor: Actor, intake_id: int) -> Course:
    """Raises Forbidden without the right to import, NotVisible for an unknown intake."""
    check(actor)
    intake = Intake.objects.filter(pk=intake_id).first()
    if intake is None:
        raise NotVisible
    last = ImportRun.objects.filter(intake=intake).order_by("-pk").values_list("pk", flat=True).first()
    progress = Progress.objects.filter(key=key_of(intake.pk)).first()
    step, _, rows = (progress.step if progress else "").partition(":")
    busy = intake.asked != Asked.NOTHING
    return Course(
        intake_id=intake.pk,
        label=str(Asked(intake.asked).label),
        state=progress.state if progress else Progress.State.WAITING,
        step=Step(step) if step else Step.WAITING,
        rows=int(rows or 0),
        done=progress.done if progress else 0,
        total=progress.total if progress else 0,
        failure=intake.failure,
        run_id=None if busy or intake.failure else last,
        maps=bool(intake.target) and not busy and not intake.failure and last is None,
    )


def file_to_correct(*, actor: Actor, run_id: int) -> bytes:
    """The rows of a run that were at fault, as CSV. Raises Forbidden, NotVisible."""
    check(actor)
    kept = KeptFile.objects.filter(run=run_id).first()
    if kept is None:
        raise NotVisible
    return bytes(kept.content)


def _choice(field: TargetField, keys: tuple[tuple[str, ...], ...]) -> FieldChoice:
    codes = [(code, str(words[0]) if words else code) for code, words in coded(field).items()]
    in_key = any(field.name in key for key in keys)
    return FieldChoice(
        name=field.name,
        label=str(field.label),
        required=field.required,
        day=field.type == "date",
        codes=codes,
        fixable=field.required or in_key or bool(codes) or field.references is not None,
    )
