"""Files of any sort as rows: text with columns, workbooks, vCards. Read right, or refused with row and column."""

from kejing.engines.interchange.formats.records import Flaw, Record, Table, Unreadable, cells_of
from kejing.engines.interchange.formats.tables import detect, open_table
from kejing.engines.interchange.formats.workbook import detect_workbook, sheets_of

__all__ = [
    "Flaw",
    "Record",
    "Table",
    "Unreadable",
    "cells_of",
    "detect",
    "detect_workbook",
    "open_table",
    "sheets_of",
]
