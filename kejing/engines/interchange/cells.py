"""Cells of files that a spreadsheet opens: it neither computes nor shortens them."""

from datetime import date, datetime
from typing import Any

MARK = "\ufeff"
"""Without it, spreadsheets take Chinese for another encoding."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_SAFE_DIGITS = 11
"""A spreadsheet writes numbers with more digits as 1.2E+11."""


def plain(text: str) -> str:
    """A text that begins like a formula gets an apostrophe before it."""
    return f"'{text}" if text.lstrip().startswith(_FORMULA) else text


def as_text(value: Any) -> str:
    """A cell of a CSV file. Long digits and leading zeros get a tab, which makes spreadsheets leave them whole."""
    if value is None:
        return ""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if not isinstance(value, str):
        return str(value)
    digits = value.isascii() and value.isdigit()
    if digits and (len(value) > _SAFE_DIGITS or (len(value) > 1 and value[0] == "0")):
        return f"\t{value}"
    return plain(value)
