"""The faults of a run as a CSV file that a spreadsheet opens, and does not compute."""

import csv
import io

from django.utils.translation import gettext as _

from kejing.engines.interchange.cells import MARK, plain
from kejing.engines.interchange.queries import RunPage


def error_file(run: RunPage) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([_("File"), _("Row"), _("Column"), _("Value"), _("Fault")])
    for error in run.errors:
        writer.writerow([error.source, error.row or "", error.column, plain(error.value), plain(error.text)])
    return MARK + buffer.getvalue()
