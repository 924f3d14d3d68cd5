"""The door of `interchange`: what modules declare, and how an import is run."""

from kejing.engines.interchange.actions import bring_files, map_columns, run_import, run_tried, undo_import
from kejing.engines.interchange.catalogue import fault_of
from kejing.engines.interchange.exports.events import ExportDecided
from kejing.engines.interchange.exports.queries import waiting as exports_to_approve
from kejing.engines.interchange.exports.targets import ExportColumn, ExportTarget, register_export
from kejing.engines.interchange.files import GivenFile
from kejing.engines.interchange.queries import RunPage, import_run
from kejing.engines.interchange.specification import Specification
from kejing.engines.interchange.staging import Set, Staging
from kejing.engines.interchange.targets import (
    Check,
    Computed,
    ImportTarget,
    Outcome,
    Reference,
    RowsAtFault,
    TargetField,
    register_generator,
    register_target,
    spoken,
    targets,
)

__all__ = [
    "Check",
    "Computed",
    "ExportColumn",
    "ExportDecided",
    "ExportTarget",
    "GivenFile",
    "ImportTarget",
    "Outcome",
    "Reference",
    "RowsAtFault",
    "RunPage",
    "Set",
    "Specification",
    "Staging",
    "TargetField",
    "bring_files",
    "exports_to_approve",
    "fault_of",
    "import_run",
    "map_columns",
    "register_export",
    "register_generator",
    "register_target",
    "run_import",
    "run_tried",
    "spoken",
    "targets",
    "undo_import",
]
