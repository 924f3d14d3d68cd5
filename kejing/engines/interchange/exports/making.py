"""Making the file: in batches, each in a transaction of its own with the taker's rights of that moment."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import translation
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kejing.engines.interchange.exports import writing
from kejing.engines.interchange.exports.models import Export
from kejing.engines.interchange.exports.targets import (
    ExportColumn,
    ExportTarget,
    cells,
    export_target,
    parameters,
)
from kejing.engines.interchange.exports.vocabulary import MAKE, ExportRefusal, ExportState
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.context import as_actor, as_system
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.kernel.paging import page

BATCH = 1_000
Report = Callable[[int], None]


@dataclass
class Made:
    """What a file held: the ids of its rows, and how each protected column was shown."""

    ids: list[int] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)


def make(export_id: int, report: Report | None = None) -> None:
    """Make the file of an export that waits. What stops it is recorded; rights that changed on the way do."""
    with as_system("export"):
        export = Export.objects.select_for_update().get(pk=export_id)
        if export.state not in {ExportState.WAITING, ExportState.RUNNING}:  # running: a worker died over it
            return
        export.state = ExportState.RUNNING
        export.save(update_fields=["state"])
    with translation.override(export.language):
        try:
            made = _write(export, report)
        except Refused as refusal:
            _record(export, state=ExportState.FAILED, failure=refusal.code.value)
            return
    size = writing.path_of(export.code, export.format).stat().st_size
    _record(
        export,
        state=ExportState.READY,
        made_at=clock.system_now(),
        row_ids=made.ids,
        columns=made.columns,
        size=size,
    )


def watermark(export: Export) -> str:
    """The line that names the taker: who, staff number, when, which request."""
    words = {
        "name": export.taker_name,
        "number": export.taker_number or "–",
        "at": f"{localtime(clock.system_now()):%Y-%m-%d %H:%M}",
        "code": export.code,
        "id": export.pk,
    }
    return (
        _("Exported by %(name)s (%(number)s) on %(at)s, request %(id)s, code %(code)s. Not to be passed on.")
        % words
    )


def shown_as(actor: Actor, columns: Sequence[ExportColumn]) -> dict[str, str]:
    return {column.name: actor.field(column.field).value for column in columns if column.field}


def _write(export: Export, report: Report | None) -> Made:
    target = export_target(export.target)
    made = Made()
    batches = _batches(export, target, made)
    heads = next(batches)
    with writing.Draft(export.code, export.format, heads, watermark(export)) as writer:
        for batch in batches:
            for row in batch:
                writer.add(row)
            if report:
                report(len(made.ids))
    return made


def _batches(export: Export, target: ExportTarget, made: Made) -> Iterator[list[Any]]:
    """The heads, then the rows batch by batch. Raises Refused when the taker's rights are not what they were."""
    rights, cursor = None, None
    while True:
        with as_actor(export.taker_id, export.appointment_id) as actor:
            if not actor.may(MAKE):
                raise Refused(ExportRefusal.NO_RIGHT)
            if rights not in {None, _rights(actor)}:
                raise Refused(ExportRefusal.RIGHTS_CHANGED)
            columns = target.columns_for(actor)
            heads = [str(column.label) for column in columns] if rights is None else None
            rights, made.columns = _rights(actor), shown_as(actor, columns)
            rows, keys = target.choose(actor, parameters(export.query))
            found = page(rows, keys, cursor, BATCH)
            made.ids += [row.pk for row in found.rows]
            if len(made.ids) > export.rows:
                raise Refused(ExportRefusal.MORE_ROWS)
            batch = [cells(actor, columns, row) for row in target.prepare(actor, found.rows)]
        if heads is not None:
            yield heads
        yield batch
        if (cursor := found.next) is None:
            return


def _rights(actor: Actor) -> tuple[Any, ...]:
    """What decides which rows and cells an actor sees."""
    named = tuple(sorted(actor.fields.items()))
    return actor.permissions, named, actor.units, actor.holders, actor.sees_all


def give_up(export_id: int) -> None:
    """Record that making the file broke on our side."""
    with as_system("export"):
        Export.objects.filter(pk=export_id).update(
            state=ExportState.FAILED, failure=ExportRefusal.BROKEN.value
        )


def _record(export: Export, **values: Any) -> None:
    with as_system("export"):
        Export.objects.filter(pk=export.pk).update(**values)
