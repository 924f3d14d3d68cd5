"""Which format a file has, and its rows."""

from typing import BinaryIO

from kejing.engines.interchange.formats.encoding import unpacked
from kejing.engines.interchange.formats.records import Table, Unreadable
from kejing.engines.interchange.formats.text import detect_text, open_text
from kejing.engines.interchange.formats.vcard import is_vcard, open_vcard
from kejing.engines.interchange.formats.workbook import detect_workbook, is_workbook, open_workbook
from kejing.engines.interchange.specification import Layout
from kejing.engines.interchange.vocabulary import Fault

_HEAD = 4_096
_FOREIGN = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf", b"Rar!", b"7z\xbc\xaf")
_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")


def detect(stream: BinaryIO) -> Layout:
    """How the file is to be read. Raises Unreadable for one that cannot be."""
    try:
        head = unpacked(stream).read(_HEAD)
    except (EOFError, OSError) as error:
        raise Unreadable(0, Fault.TRUNCATED) from error
    stream.seek(0)
    if is_workbook(head):
        return detect_workbook(stream)
    if head.startswith(_FOREIGN) or (head.count(b"\0") * 4 > len(head) and not head.startswith(_MARKS)):
        raise Unreadable(0, Fault.NOT_A_TABLE)
    if is_vcard(head):
        return Layout(kind="vcard", header_rows=0)
    return detect_text(stream)


def open_table(stream: BinaryIO, layout: Layout) -> Table:
    """The rows of a file read as the layout says. Raises Unreadable."""
    match layout.kind:
        case "workbook":
            return open_workbook(stream, layout)
        case "vcard":
            return open_vcard(stream, layout)
        case "text":
            return open_text(stream, layout)
