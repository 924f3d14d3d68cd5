"""Bringing files in, and saying what their columns mean."""

from collections.abc import Sequence
from itertools import islice

from django.utils.translation import gettext_lazy as _

from kejing.engines.interchange import catalogue, mapping
from kejing.engines.interchange.actions.running import ask, locked, new_intake
from kejing.engines.interchange.files import GivenFile
from kejing.engines.interchange.formats import (
    Unreadable,
    cells_of,
    detect,
    detect_workbook,
    open_table,
    sheets_of,
)
from kejing.engines.interchange.models import Intake, KeptFile, SavedMapping
from kejing.engines.interchange.specification import Layout
from kejing.engines.interchange.targets import ImportTarget, target
from kejing.engines.interchange.vocabulary import MAY_IMPORT, Asked, Refusal
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.clock import system_now
from kejing.foundation.kernel.errors import NotVisible, Refused

SHOWN_ROWS = 8
_LOOKED_AT = 5_000
_MOST_VALUES = 30


@action(
    "interchange.bring_files", label=_("Bring files for an import"), permission=MAY_IMPORT, subject="intake"
)
def bring_files(
    *, actor: Actor, what: str, files: Sequence[GivenFile], idempotency_key: str | None = None
) -> int:
    """Take files in; returns the id of the intake. `what` is a target, or a pack's specification `<pack>/<name>`.

    Files of a specification are tried at once; the file of a target waits for its mapping. Raises Refused for no
    file, more than one for a target, a file that cannot be read.
    """
    if not files:
        raise Refused(Refusal.NO_FILES, field="uploads")
    if "/" in what:
        catalogue.find(what)
        intake = new_intake(actor, files, spec=what)
        ask(actor, intake, Asked.TRIAL)
        return intake.pk
    found = offered(what)
    if len(files) != 1:
        raise Refused(Refusal.ONE_FILE, field="uploads")
    layout, sample = _first_reading(files[0], what)
    intake = new_intake(
        actor,
        files,
        target=what,
        layout=layout.model_dump(),
        sample=sample,
        mapping=_first_mapping(found, sample),
    )
    return intake.pk


@action("interchange.read_again", label=_("Read a file anew"), permission=MAY_IMPORT, subject="intake")
def read_again(
    *, actor: Actor, intake_id: int, skip: int, header_rows: int, idempotency_key: str | None = None
) -> int:
    """Read the file with its header in another place. Raises NotVisible, Refused when it cannot be read so."""
    intake = _open(intake_id)
    layout = Layout.model_validate((intake.layout or {}) | {"skip": skip, "header_rows": header_rows})
    file = KeptFile.objects.get(intake=intake, run=None)
    return _read(intake, GivenFile.of(file.name, bytes(file.content)), layout)


@action(
    "interchange.choose_sheet",
    label=_("Choose the sheet of a workbook"),
    permission=MAY_IMPORT,
    subject="intake",
)
def choose_sheet(*, actor: Actor, intake_id: int, sheet: str, idempotency_key: str | None = None) -> int:
    """Read another sheet of the workbook. Raises NotVisible, Refused for one that is hidden, empty or not there."""
    intake = _open(intake_id)
    kept = KeptFile.objects.get(intake=intake, run=None)
    file = GivenFile.of(kept.name, bytes(kept.content))
    with file.open() as stream:
        try:
            layout = detect_workbook(stream, sheet)
        except Unreadable as error:
            raise _refusal(file.name, error, "sheet") from error
    return _read(intake, file, layout)


@action(
    "interchange.map_columns", label=_("Map the columns of a file"), permission=MAY_IMPORT, subject="intake"
)
def map_columns(
    *,
    actor: Actor,
    intake_id: int,
    mapping_chosen: dict[str, object],
    remember: str = "",
    idempotency_key: str | None = None,
) -> int:
    """Say what the columns mean, and try the import with it; returns the id of the intake.

    With a name to `remember` it by, the mapping is offered for the next file with these columns. Raises
    NotVisible, and Refused for a mapping that does not fit the target.
    """
    intake = _open(intake_id)
    chosen = mapping.read_map(mapping_chosen)
    layout = Layout.model_validate(intake.layout)
    made = mapping.specification_of(offered(intake.target), layout, chosen)
    intake.mapping = chosen.model_dump(mode="json") | {"sheet": layout.sheet}
    intake.specification = made.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    intake.save(update_fields=["mapping", "specification"])
    if name := remember.strip():
        SavedMapping.objects.update_or_create(
            target=intake.target,
            name=name,
            defaults={
                "fingerprint": mapping.fingerprint(intake.sample["names"]),
                "mapping": intake.mapping,
                "saved_by_name": actor.name,
                "saved_at": system_now(),
            },
        )
    ask(actor, intake, Asked.TRIAL)
    return intake.pk


def offered(name: str) -> ImportTarget:
    """A target that columns can be mapped to. Raises Refused for any other."""
    try:
        found = target(name)
    except LookupError as error:
        raise Refused(Refusal.UNKNOWN_SPECIFICATION, field="what", name=name) from error
    if not found.offered():
        raise Refused(Refusal.UNKNOWN_SPECIFICATION, field="what", name=name)
    return found


def _open(intake_id: int) -> Intake:
    """An intake whose file waits for a mapping or for another one. Raises NotVisible, Refused."""
    intake = locked(intake_id)
    if intake is None or not intake.target:
        raise NotVisible
    if intake.asked != Asked.NOTHING:
        raise Refused(Refusal.BUSY)
    if not KeptFile.objects.filter(intake=intake, run=None).exists():
        raise Refused(Refusal.FILES_GONE)
    return intake


def _first_reading(file: GivenFile, what: str) -> tuple[Layout, dict[str, object]]:
    """The file as it is read before anybody says otherwise: of a workbook the sheet that a mapping remembers."""
    with file.open() as stream:
        try:
            layout = detect(stream)
            sheets = sheets_of(stream) if layout.kind == "workbook" else []
            for sheet in _remembered_sheets(what, sheets) if len(sheets) > 1 else []:
                found = detect_workbook(stream, sheet)
                sample = _sample(file, found, sheets)
                if _remembered(what, sample, sheet):
                    return found, sample
        except Unreadable as error:
            raise _refusal(file.name, error) from error
    return layout, _sample(file, layout, sheets)


def _remembered_sheets(what: str, sheets: Sequence[str]) -> list[str]:
    """Those of the sheets for which a mapping is remembered, the latest first."""
    rows = SavedMapping.objects.filter(target=what, mapping__sheet__in=sheets).order_by("-saved_at")
    return list(dict.fromkeys(rows.values_list("mapping__sheet", flat=True)))


def _remembered(what: str, sample: dict[str, object], sheet: str = "") -> SavedMapping | None:
    """The latest mapping for these columns, on the sheet if one is named."""
    names = sample["names"]
    assert isinstance(names, list)
    rows = SavedMapping.objects.filter(target=what, fingerprint=mapping.fingerprint(names))
    rows = rows.filter(mapping__sheet=sheet) if sheet else rows
    return rows.order_by("-saved_at").first()


def _read(intake: Intake, file: GivenFile, layout: Layout) -> int:
    intake.layout = layout.model_dump()
    intake.sample = _sample(file, layout, intake.sample.get("sheets", []))
    intake.mapping = _first_mapping(offered(intake.target), intake.sample)
    intake.save(update_fields=["layout", "sample", "mapping"])
    return intake.pk


def _sample(file: GivenFile, layout: Layout, sheets: list[str]) -> dict[str, object]:
    """The names of the columns, the first rows, the values of those columns that have few, and a workbook's sheets."""
    with file.open() as stream:
        try:
            table = open_table(stream, layout)
            rows = [list(cells_of(row)) for _no, row in islice(table.rows, _LOOKED_AT)]
        except Unreadable as error:
            raise _refusal(file.name, error) from error
    rows = [row for row in rows if len(row) == len(table.names)]
    values = {}
    for place, name in enumerate(table.names):
        seen = dict.fromkeys(row[place].strip() for row in rows if row[place].strip())
        if len(seen) <= _MOST_VALUES:
            values[name] = list(seen)
        else:
            values[name] = list(islice(seen, SHOWN_ROWS))
    return {"names": table.names, "rows": rows[:SHOWN_ROWS], "values": values, "sheets": sheets}


def _refusal(name: str, error: Unreadable, field: str = "uploads") -> Refused:
    reason = str(error.fault.label) % {"value": "", **error.params}
    if error.row_no:
        place = f"{error.row_no} {error.column}".strip()
        return Refused(Refusal.UNREADABLE_AT, field=field, name=name, reason=reason, place=place)
    return Refused(Refusal.UNREADABLE, field=field, name=name, reason=reason)


def _first_mapping(found: ImportTarget, sample: dict[str, object]) -> dict[str, object]:
    """The mapping remembered for these columns, else what their names say."""
    if remembered := _remembered(found.name, sample):
        return dict(remembered.mapping) | {"name": remembered.name}
    names, values = sample["names"], sample["values"]
    assert isinstance(names, list)
    assert isinstance(values, dict)
    return mapping.guess(found, names, values).model_dump(mode="json")
