"""Bringing files in, and saying what their columns mean."""

from collections.abc import Sequence
from itertools import islice

from django.utils.translation import gettext_lazy as _

from kejing.engines.interchange import catalogue, mapping
from kejing.engines.interchange.actions.running import ask, locked, new_intake
from kejing.engines.interchange.files import GivenFile
from kejing.engines.interchange.formats import Unreadable, cells_of, detect, open_table
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
    layout = _detected(files[0])
    sample = _sample(files[0], layout)
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
    intake.layout = layout.model_dump()
    intake.sample = _sample(GivenFile.of(file.name, bytes(file.content)), layout)
    intake.mapping = _first_mapping(offered(intake.target), intake.sample)
    intake.save(update_fields=["layout", "sample", "mapping"])
    return intake.pk


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
    made = mapping.specification_of(offered(intake.target), Layout.model_validate(intake.layout), chosen)
    intake.mapping = chosen.model_dump(mode="json")
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


def _detected(file: GivenFile) -> Layout:
    with file.open() as stream:
        try:
            return detect(stream)
        except Unreadable as error:
            raise _refusal(error) from error


def _sample(file: GivenFile, layout: Layout) -> dict[str, object]:
    """The names of the columns, the first rows, and the values of those columns that have few."""
    with file.open() as stream:
        try:
            table = open_table(stream, layout)
            rows = [list(cells_of(row)) for _no, row in islice(table.rows, _LOOKED_AT)]
        except Unreadable as error:
            raise _refusal(error) from error
    rows = [row for row in rows if len(row) == len(table.names)]
    values = {}
    for place, name in enumerate(table.names):
        seen = dict.fromkeys(row[place].strip() for row in rows if row[place].strip())
        if len(seen) <= _MOST_VALUES:
            values[name] = list(seen)
        else:
            values[name] = list(islice(seen, SHOWN_ROWS))
    return {"names": table.names, "rows": rows[:SHOWN_ROWS], "values": values}


def _refusal(error: Unreadable) -> Refused:
    reason = str(error.fault.label) % {"value": "", **error.params}
    if error.row_no:
        place = f"{error.row_no} {error.column}".strip()
        return Refused(Refusal.UNREADABLE_AT, field="uploads", reason=reason, place=place)
    return Refused(Refusal.UNREADABLE, field="uploads", reason=reason)


def _first_mapping(found: ImportTarget, sample: dict[str, object]) -> dict[str, object]:
    """The mapping remembered for these columns, else what their names say."""
    names = sample["names"]
    assert isinstance(names, list)
    remembered = (
        SavedMapping.objects.filter(target=found.name, fingerprint=mapping.fingerprint(names))
        .order_by("-saved_at")
        .first()
    )
    if remembered:
        return dict(remembered.mapping) | {"name": remembered.name}
    values = sample["values"]
    assert isinstance(values, dict)
    return mapping.guess(found, names, values).model_dump(mode="json")
