"""Running an import: on trial, for real, at once or by the worker. There is one way through: `_run`."""

import hashlib
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import date
from functools import partial

from django.utils.translation import gettext_lazy as _

from kejing.engines.interchange import catalogue, correcting
from kejing.engines.interchange.catalogue import Known
from kejing.engines.interchange.course import followed, key_of
from kejing.engines.interchange.files import GivenFile
from kejing.engines.interchange.models import ImportRun, Intake, KeptFile
from kejing.engines.interchange.running import Result, run
from kejing.engines.interchange.specification import Specification, SpecificationError
from kejing.engines.interchange.targets import targets
from kejing.engines.interchange.vocabulary import MAY_IMPORT, Asked, Refusal, RunState
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.clock import system_now, today
from kejing.foundation.kernel.context import as_actor, as_system, current_line
from kejing.foundation.kernel.errors import NotVisible, Refused
from kejing.foundation.kernel.jobs import enqueue
from kejing.foundation.kernel.models import Progress

JOB = "interchange.perform"
AT_ONCE = 256 * 1024
"""Files of so many bytes are run while the page waits; larger ones by the worker, in the same way."""


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
    return _run(actor, catalogue.find(spec), files, dry=dry_run, as_of=as_of or today())[0].pk


@action(
    "interchange.run_tried",
    label=_("Import the files of a trial"),
    permission=MAY_IMPORT,
    subject="import_run",
)
def run_tried(*, actor: Actor, import_run_id: int, idempotency_key: str | None = None) -> int:
    """Run the files of a trial for real; returns the id of the intake.

    Raises NotVisible for an unknown run, Refused when its files are no longer kept, when the trial was refused or
    the intake is under way already.
    """
    tried = ImportRun.objects.filter(pk=import_run_id).first()
    if tried is None:
        raise NotVisible
    intake = locked(tried.intake_id)
    if intake is None or not KeptFile.objects.filter(intake=intake, run=None).exists():
        raise Refused(Refusal.FILES_GONE)
    latest = ImportRun.objects.filter(intake=intake).order_by("-pk").values_list("pk", flat=True).first()
    if not tried.dry or tried.state != RunState.DONE or latest != tried.pk:
        raise Refused(Refusal.NOT_TRIED)
    ask(actor, intake, Asked.RUN)
    return intake.pk


@action("interchange.perform", label=_("Try or run an import"), permission=MAY_IMPORT, subject="intake")
def perform(*, actor: Actor, intake_id: int) -> int:
    """Do what was asked of an intake, all or nothing; returns the id of the run, 0 when it was done already.

    Safe to repeat: what a killed worker left undone is done by the next. Raises NotVisible, Refused.
    """
    intake = locked(intake_id)
    if intake is None:
        raise NotVisible
    if intake.asked == Asked.NOTHING:
        return 0
    kept = KeptFile.objects.filter(intake=intake, run=None).order_by("pk")
    files = [GivenFile.of(file.name, bytes(file.content)) for file in kept]
    dry = intake.asked == Asked.TRIAL
    record, result = _run(actor, known(intake), files, dry=dry, as_of=today(), intake=intake)
    correcting.keep(record, intake, files, result)
    if record.state == RunState.DONE and not dry:
        kept.delete()
    intake.asked, intake.failure = Asked.NOTHING, ""
    intake.save(update_fields=["asked", "failure"])
    return record.pk


def perform_asked(intake_id: int, *, user_id: int | None = None, appointment_id: int | None = None) -> None:
    """Do what was asked of an intake as its asker, with its course shown and a failure kept.

    Call it outside any transaction. Raises what `perform` raises but a refusal, which is told on the page.
    """
    enter: Callable[[], AbstractContextManager[Actor]] = (
        partial(as_system, "import") if user_id is None else partial(as_actor, user_id, appointment_id)
    )
    with followed(key_of(intake_id)):
        try:
            with enter() as actor:
                perform(actor=actor, intake_id=intake_id)
        except Refused as refusal:
            _give_up(intake_id, refusal.text)
        except Exception as error:
            _give_up(intake_id, f"{type(error).__name__}: {error}"[:500])
            raise


def new_intake(actor: Actor, files: Sequence[GivenFile], **words: object) -> Intake:
    intake = Intake.objects.create(
        made_by=actor.user_id, made_by_name=actor.name, made_at=system_now(), **words
    )
    for file in files:
        with file.open() as stream:
            KeptFile.objects.create(intake=intake, name=file.name, sha256=file.sha256, content=stream.read())
    return intake


def locked(intake_id: int | None) -> Intake | None:
    return Intake.objects.select_for_update().filter(pk=intake_id).first() if intake_id else None


def ask(actor: Actor, intake: Intake, what: Asked) -> None:
    """Have a trial or the import done: small files at once, large ones by the worker.

    Raises Refused when something asked of the intake is not done yet.
    """
    if intake.asked != Asked.NOTHING:
        raise Refused(Refusal.BUSY)
    intake.asked, intake.failure = what, ""
    intake.save(update_fields=["asked", "failure"])
    sizes = KeptFile.objects.filter(intake=intake, run=None).values_list("content", flat=True)
    if sum(len(content) for content in sizes) <= AT_ONCE:
        perform(actor=actor, intake_id=intake.pk)
        return
    Progress.objects.update_or_create(
        key=key_of(intake.pk), defaults={"state": Progress.State.WAITING, "step": "", "done": 0, "errors": 0}
    )
    enqueue(
        JOB,
        key=key_of(intake.pk),
        intake_id=intake.pk,
        user_id=actor.user_id,
        appointment_id=actor.appointment_id,
    )


def known(intake: Intake) -> Known:
    """The specification of an intake. Raises Refused when it has none that works."""
    if intake.spec:
        return catalogue.find(intake.spec)
    if intake.specification is None:
        raise Refused(Refusal.NOT_TRIED)
    specification = Specification.model_validate(intake.specification)
    digest = hashlib.sha256(specification.model_dump_json(by_alias=True).encode()).hexdigest()
    return Known(intake.target, "", digest, specification)


def _give_up(intake_id: int, reason: str) -> None:
    with as_system("import"):
        Intake.objects.filter(pk=intake_id).update(asked=Asked.NOTHING, failure=reason)


def _run(
    actor: Actor,
    found: Known,
    files: Sequence[GivenFile],
    *,
    dry: bool,
    as_of: date,
    intake: Intake | None = None,
) -> tuple[ImportRun, Result]:
    _check_rights(actor, found.specification)
    started = system_now()
    try:
        result = run(found.specification, files, as_of=as_of, dry=dry)
    except SpecificationError as error:
        raise Refused(Refusal.BAD_SPECIFICATION, field="spec", detail=str(error)) from error
    record = ImportRun.objects.create(
        spec=found.reference,
        spec_version=found.specification.version,
        spec_sha256=found.sha256,
        pack_version=found.pack_version,
        specification=intake.specification if intake else None,
        intake=intake,
        line=current_line(),
        as_of=as_of,
        dry=dry,
        files=[{"name": file.name, "sha256": file.sha256, "size": file.size} for file in files],
        started_by=actor.user_id,
        started_by_name=actor.name,
        started_at=started,
        ended_at=system_now(),
        **_outcome(result),
    )
    return record, result


def _check_rights(actor: Actor, specification: Specification) -> None:
    """Some targets need a right of their own: who may import makes nobody an account by that. Raises Forbidden."""
    wanted = {step.target for step in specification.steps}
    for one in targets():
        if one.name in wanted and one.permission:
            actor.require(one.permission)


def _outcome(result: Result) -> dict[str, object]:
    return {
        "state": RunState.REFUSED if result.stopped else RunState.DONE,
        "counts": result.counts,
        "errors": [error.as_json() for error in result.faults.kept],
        "error_total": result.faults.total,
    }
