"""Which encoding a text is in: by its mark, else the strictest that fits all of it."""

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast

from kejing.engines.interchange.formats.records import MAX_BYTES, Unreadable
from kejing.engines.interchange.vocabulary import Fault

_GZIP = b"\x1f\x8b"
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_BLOCK = 1024 * 1024
MAX_LINE = 1024 * 1024
_CHINESE = 0.6
"""The least share of a text's foreign characters that are everyday Chinese, if it is GB18030."""
FLAWED = "kejing_flawed"


def _mark_flaw(error: UnicodeError) -> tuple[str, int]:
    """A lone surrogate for what cannot be decoded: no decoder gives one, so the row can be told later."""
    assert isinstance(error, UnicodeDecodeError)
    return "\udcff", error.end


codecs.register_error(FLAWED, _mark_flaw)


def unpacked(stream: BinaryIO) -> BinaryIO:
    packed = stream.read(2) == _GZIP
    stream.seek(0)
    return cast("BinaryIO", gzip.GzipFile(fileobj=stream)) if packed else stream


def lines_of(stream: BinaryIO, encoding: str) -> Iterator[str]:
    """The lines of a text with their ends, whichever they are. The stream stays its owner's, who closes it."""
    text = io.TextIOWrapper(stream, encoding, FLAWED, newline="")
    try:
        while line := text.readline(MAX_LINE):
            yield line
    finally:
        if not stream.closed:
            text.detach()


def encoding_of(stream: BinaryIO) -> str:
    """Raises Unreadable for a text that is no text, damaged, or in none of the encodings we know.

    A text that is UTF-8 but for some bytes is called UTF-8: its bad rows are then named.
    """
    head = stream.read(4)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    stream.seek(0)
    found = _Trial()
    for block in _blocks(stream):
        found.take(block)
    return found.verdict()


def _blocks(stream: BinaryIO) -> Iterator[bytes]:
    read = 0
    try:
        while block := stream.read(_BLOCK):
            read += len(block)
            if read > MAX_BYTES:
                raise Unreadable(0, Fault.TOO_LARGE, limit=MAX_BYTES // 1024**2)
            yield block
    except (EOFError, OSError, zlib.error) as error:
        raise Unreadable(0, Fault.TRUNCATED) from error


class _Trial:
    """Decodes a text in both encodings at once, block by block."""

    def __init__(self) -> None:
        self._utf8 = codecs.getincrementaldecoder("utf-8")(FLAWED)
        self._gb = codecs.getincrementaldecoder("gb18030")("strict")
        self._utf8_flaws = self._foreign = self._everyday = 0
        self._gb_fits = True

    def take(self, block: bytes) -> None:
        if block.isascii() and self._utf8.getstate()[0] == b"" and self._gb.getstate()[0] == b"":
            return
        text = self._utf8.decode(block)
        self._utf8_flaws += text.count("\udcff")
        if self._gb_fits:
            try:
                self._weigh(self._gb.decode(block))
            except UnicodeDecodeError:
                self._gb_fits = False

    def _weigh(self, text: str) -> None:
        foreign = [char for char in text if char > "\x7f"]
        self._foreign += len(foreign)
        self._everyday += sum(1 for char in foreign if _is_everyday(char))

    def verdict(self) -> str:
        self._utf8_flaws += self._utf8.decode(b"", True).count("\udcff")
        if not self._utf8_flaws:
            return "utf-8"
        try:
            self._gb.decode(b"", True)
        except UnicodeDecodeError:
            self._gb_fits = False
        if self._gb_fits and self._everyday >= _CHINESE * self._foreign:
            return "gb18030"
        return "utf-8"


def _is_everyday(char: str) -> bool:
    """Is it in GB2312, which holds what is written every day?"""
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
