"""Address cards (vCard 2.1, 3.0, 4.0) as rows: one card, one row, with the columns people use.

A reader of our own: what phones and mail programs write is folded, quoted and encoded in ways that a strict one
refuses as a whole; here a card that is broken is one row at fault.
"""

import quopri
import re
from collections.abc import Iterator
from typing import BinaryIO

from kejing.engines.interchange.formats.encoding import encoding_of, lines_of
from kejing.engines.interchange.formats.records import Flaw, Record, Table
from kejing.engines.interchange.specification import Layout
from kejing.engines.interchange.vocabulary import Fault

COLUMNS = ("FN", "ORG", "TITLE", "TEL", "EMAIL", "ADR", "BDAY", "NOTE", "UID", "URL")
_BEGIN = re.compile(r"^\s*BEGIN\s*:\s*VCARD\s*$", re.IGNORECASE)
_END = re.compile(r"^\s*END\s*:\s*VCARD\s*$", re.IGNORECASE)
_UNESCAPE = re.compile(r"\\(.)")
_PREFERRED = {"PREF", "TYPE=PREF", "PREF=1"}
Card = dict[str, list[tuple[list[str], str]]]


def is_vcard(head: bytes) -> bool:
    text = head.decode("utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8", "replace")
    first = next((line for line in text.lstrip("\ufeff").splitlines() if line.strip()), "")
    return bool(_BEGIN.match(first))


def open_vcard(stream: BinaryIO, layout: Layout) -> Table:
    del layout
    encoding = encoding_of(stream)
    stream.seek(0)
    return Table(list(COLUMNS), _rows(lines_of(stream, encoding)))


def _rows(lines: Iterator[str]) -> Iterator[tuple[int, Record]]:
    """Each card by the number of the line it begins in; a card inside another belongs to that one."""
    held: list[str] = []
    began, depth = 0, 0
    for number, raw in enumerate(lines, start=1):
        line = raw.rstrip("\r\n")
        if _BEGIN.match(line):
            if depth and not _is_inside(held):
                yield began, Flaw(Fault.BAD_CARD)
                depth = 0
            if not depth:
                began, held = number, []
            depth += 1
        elif depth and _END.match(line):
            depth -= 1
            if not depth:
                yield began, _record(held)
        elif depth == 1:
            held.append(line)
    if depth:
        yield began, Flaw(Fault.BAD_CARD)


def _is_inside(held: list[str]) -> bool:
    """A card of version 2.1 may hold another one, announced by AGENT:."""
    return bool(held) and held[-1].upper().startswith("AGENT") and held[-1].rstrip().endswith(":")


def _record(lines: list[str]) -> Record:
    if any("\udcff" in line for line in lines):
        return Flaw(Fault.WRONG_ENCODING, params={"encoding": "UTF-8"})
    card = _properties(lines)
    if card is None:
        return Flaw(Fault.BAD_CARD)
    name = _first(card, "FN") or _name(card) or _first(card, "ORG") or _first(card, "EMAIL")
    if not name:
        return Flaw(Fault.NO_NAME_ON_CARD, 0)
    parts = {"FN": name, "ORG": " ".join(_split(_first_raw(card, "ORG"))), "ADR": _address(card)}
    return [parts.get(column) or _first(card, column) for column in COLUMNS]


def _properties(lines: list[str]) -> Card | None:
    """The properties by name; None when a line is neither one nor the continuation of one."""
    card: Card = {}
    for line in _unfolded(lines):
        head, colon, value = _halves(line)
        if not colon:
            return None
        name, *options = head.split(";")
        options = [option.strip().upper() for option in options]
        key = name.rpartition(".")[2].strip().upper()
        card.setdefault(key, []).append((options, _decoded(value, options, head)))
    return card


def _halves(line: str) -> tuple[str, str, str]:
    """Before and after the colon that is not inside quotation marks."""
    inside = False
    for i, char in enumerate(line):
        if char == '"':
            inside = not inside
        elif char == ":" and not inside:
            return line[:i], ":", line[i + 1 :]
    return line, "", ""


def _unfolded(lines: list[str]) -> Iterator[str]:
    """Lines that begin with a blank, or follow a soft break of quoted-printable or base64, belong together."""
    whole = ""
    base64 = False
    for line in lines:
        soft = whole.endswith("=") and "QUOTED-PRINTABLE" in whole.partition(":")[0].upper()
        if line[:1] in {" ", "\t"} and whole:
            whole += line[1:]
        elif soft:
            whole = whole[:-1] + line.lstrip()
        elif base64 and line and ":" not in line:
            whole += line.strip()
        elif line.strip():
            if whole:
                yield whole
            whole = line
            base64 = bool(re.search(r"[;=](BASE64|B)\b", line.partition(":")[0], re.IGNORECASE))
    if whole:
        yield whole


def _decoded(value: str, options: list[str], head: str) -> str:
    if any(option.endswith("QUOTED-PRINTABLE") for option in options):
        charset = re.search(r"CHARSET=([\w-]+)", head, re.IGNORECASE)
        raw = quopri.decodestring(value.encode("latin-1", "replace"))
        try:
            return raw.decode(charset[1] if charset else "utf-8", "replace")
        except LookupError:
            return raw.decode("utf-8", "replace")
    return value


def _first_raw(card: Card, name: str) -> str:
    """The preferred value of a property, else the first that is not blank."""
    values = [(options, value) for options, value in card.get(name, []) if value.strip(" ;")]
    for options, value in values:
        if any(option in _PREFERRED or ("TYPE=" in option and "PREF" in option) for option in options):
            return value
    return values[0][1] if values else ""


def _first(card: Card, name: str) -> str:
    return _plain(_first_raw(card, name)).removeprefix("tel:").removeprefix("mailto:")


def _name(card: Card) -> str:
    """From the parts of N: family, given, more, before, after. Chinese names stand without a blank."""
    parts = [*_split(_first_raw(card, "N")), "", "", "", "", ""]
    family, given, more, before, after = parts[:5]
    if family and not family.isascii():
        return f"{family}{given}"
    return " ".join(part for part in (before, given, more, family, after) if part)


def _address(card: Card) -> str:
    return " ".join(part for part in _split(_first_raw(card, "ADR")) if part)


def _split(value: str) -> list[str]:
    """The parts between semicolons that are not escaped."""
    return [_plain(part) for part in re.split(r"(?<!\\);", value)]


def _plain(value: str) -> str:
    text = _UNESCAPE.sub(lambda found: " " if found[1] in "nN" else found[1], value)
    return " ".join(text.split())
