"""The rows of a run that were at fault, as a file to correct and bring in again: their own columns, and why."""

import csv
import hashlib
import io
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from kejing.engines.interchange.cells import MARK
from kejing.engines.interchange.files import GivenFile
from kejing.engines.interchange.formats import Unreadable, cells_of, open_table
from kejing.engines.interchange.mapping import REASON, column_words
from kejing.engines.interchange.models import ImportRun, Intake, KeptFile
from kejing.engines.interchange.running import Result
from kejing.engines.interchange.specification import Layout, Specification

NAME = "to-correct.csv"


def keep(run: ImportRun, intake: Intake, files: Sequence[GivenFile], result: Result) -> None:
    """Keep the rows at fault with the run. Files of a pack's specification are put right where they come from."""
    if intake.layout is None or not result.faults.by_row:
        return
    words = column_words(Specification.model_validate(run.specification))
    text = _rows_at_fault(files[0], Layout.model_validate(intake.layout), result, words)
    if text is None:
        return
    content = text.encode()
    KeptFile.objects.create(
        intake=intake, run=run, name=NAME, sha256=hashlib.sha256(content).hexdigest(), content=content
    )


def _rows_at_fault(
    file: GivenFile, layout: Layout, result: Result, words: Mapping[tuple[str, str], str]
) -> str | None:
    """None when the rows cannot be told apart."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    wanted = result.faults.by_row
    with file.open() as stream:
        try:
            table = open_table(stream, layout)
            why = _("Why it was refused")
            writer.writerow([*table.names, f"{REASON} {why}"])
            for row_no, record in table.rows:
                if row_no in wanted:
                    cells = cells_of(record)
                    cells = [*cells, *[""] * (len(table.names) - len(cells))][: len(table.names)]
                    writer.writerow([*cells, _reasons(row_no, result, words)])
        except Unreadable:
            return None
    return MARK + buffer.getvalue()


def _reasons(row_no: int, result: Result, words: Mapping[tuple[str, str], str]) -> str:
    said = [
        f"{words.get((error.source, error.column), error.column)}: {error.text}"
        if error.column
        else error.text
        for error in result.faults.by_row[row_no]
    ]
    return f"{row_no} · " + " ".join(said)
