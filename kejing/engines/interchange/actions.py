"""Running an import: on trial, for real, and for real after a trial."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from kejing.engines.interchange import catalogue
from kejing.engines.interchange.catalogue import Known
from kejing.engines.interchange.files import GivenFile
from kejing.engines.interchange.models import ImportRun, KeptFile
from kejing.engines.interchange.running import Result, run
from kejing.engines.interchange.specification import SpecificationError
from kejing.engines.interchange.vocabulary import MAY_IMPORT, Refusal, RunState
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.clock import system_now, today
from kejing.foundation.kernel.errors import NotVisible, Refused


@action("interchange.run_import", label=_("Import files"), permission=MAY_IMPORT, subject="import_run")
def run_import(
    *,
    actor: Actor,
    spec: str,
    files: Sequence[GivenFile],
    dry_run: bool = False,
    as_of: date | None = None,
    idempotency_key: str | None = None,
) -> int:
    """Run the specification `<pack>/<name>` over the files; returns the id of the recorded run.

    Rows dated after `as_of` (default: the business day) wait in the files. Faults in the files do not raise:
    the run is recorded as refused and nothing else changes. Raises Refused for a specification that is
    unknown or cannot work.
    """
    return _run(actor, catalogue.find(spec), files, dry=dry_run, as_of=as_of or today()).pk


@action("interchange.try_import", label=_("Try an import"), permission=MAY_IMPORT, subject="import_run")
def try_import(
    *, actor: Actor, spec: str, files: Sequence[GivenFile], idempotency_key: str | None = None
) -> int:
    """Run on trial and keep the files, so that `run_tried` can run them for real. Raises as `run_import`."""
    if not files:
        raise Refused(Refusal.NO_FILES, field="uploads")
    record = _run(actor, catalogue.find(spec), files, dry=True, as_of=today())
    if record.state == RunState.DONE:
        for file in files:
            with file.open() as stream:
                KeptFile.objects.create(run=record, name=file.name, sha256=file.sha256, content=stream.read())
    return record.pk


@action(
    "interchange.run_tried",
    label=_("Import the files of a trial"),
    permission=MAY_IMPORT,
    subject="import_run",
)
def run_tried(*, actor: Actor, import_run_id: int, idempotency_key: str | None = None) -> int:
    """Run the files of a trial for real; returns the id of the new run.

    Raises NotVisible for an unknown run, Refused when its files are no longer kept.
    """
    tried = ImportRun.objects.filter(pk=import_run_id).first()
    if tried is None:
        raise NotVisible
    kept = KeptFile.objects.filter(run=tried).order_by("pk")
    files = [GivenFile.of(file.name, bytes(file.content)) for file in kept]
    if not files:
        raise Refused(Refusal.FILES_GONE)
    record = _run(actor, catalogue.find(tried.spec), files, dry=False, as_of=today())
    if record.state == RunState.DONE:
        kept.delete()
    return record.pk


def _run(actor: Actor, known: Known, files: Sequence[GivenFile], *, dry: bool, as_of: date) -> ImportRun:
    started = system_now()
    try:
        result = run(known.specification, files, as_of=as_of, dry=dry)
    except SpecificationError as error:
        raise Refused(Refusal.BAD_SPECIFICATION, field="spec", detail=str(error)) from error
    return ImportRun.objects.create(
        spec=known.reference,
        spec_version=known.specification.version,
        spec_sha256=known.sha256,
        pack_version=known.pack_version,
        as_of=as_of,
        dry=dry,
        files=[{"name": file.name, "sha256": file.sha256, "size": file.size} for file in files],
        started_by=actor.user_id,
        started_by_name=actor.name,
        started_at=started,
        ended_at=system_now(),
        **_outcome(result),
    )


def _outcome(result: Result) -> dict[str, object]:
    return {
        "state": RunState.REFUSED if result.faults else RunState.DONE,
        "counts": result.counts,
        "errors": [error.as_json() for error in result.faults.kept],
        "error_total": result.faults.total,
    }
