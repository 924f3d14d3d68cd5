"""The faults of a run as a CSV file that a spreadsheet opens, and does not compute."""

import csv
import io

from django.utils.translation import gettext as _

from kejing.engines.interchange.queries import RunPage

MARK = "\ufeff"
"""Without it, spreadsheets take Chinese for another encoding."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def error_file(run: RunPage) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([_("File"), _("Row"), _("Column"), _("Value"), _("Fault")])
    for error in run.errors:
        writer.writerow(
            [error.source, error.row or "", error.column, _plain(error.value), _plain(error.text)]
        )
    return MARK + buffer.getvalue()


def _plain(text: str) -> str:
    """A text that begins like a formula gets an apostrophe before it."""
    return f"'{text}" if text.lstrip().startswith(_FORMULA) else text
