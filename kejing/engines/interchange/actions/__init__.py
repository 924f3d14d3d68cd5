"""Changes: bringing files in, saying what their columns mean, trying and running them, taking a run back."""

from kejing.engines.interchange.actions.intakes import bring_files, choose_sheet, map_columns, read_again
from kejing.engines.interchange.actions.running import perform, perform_asked, run_import, run_tried
from kejing.engines.interchange.actions.undoing import undo_import

__all__ = [
    "bring_files",
    "choose_sheet",
    "map_columns",
    "perform",
    "perform_asked",
    "read_again",
    "run_import",
    "run_tried",
    "undo_import",
]
