"""Photos: known by their bytes, measured by their header, freed of what the camera wrote into them.

Where and with what a picture was taken is nobody's business: of the metadata only the way up is kept.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

MOST_PIXELS = 50
"""Millions; no phone takes more, and a small file can claim to be a city-sized picture."""
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"sRGB", b"cHRM"})
_WEBP_DROPPED = frozenset({b"EXIF", b"XMP "})
_WEBP_FLAGS = 0xFF ^ 0x0C
"""The extended header's bits that announce EXIF and XMP, off."""
_SOF = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_SOS, _EOI, _DQT, _DHT, _DRI, _APP0, _APP1, _APP14 = 0xDA, 0xD9, 0xDB, 0xC4, 0xDD, 0xE0, 0xE1, 0xEE
_JPEG_KEPT = frozenset({_APP0, _APP14, _DQT, _DHT, _DRI, *_SOF})


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo as it is kept: its kind, its size in pixels, its bytes without metadata."""

    kind: str
    width: int
    height: int
    content: bytes


def read_photo(content: bytes) -> Picture | None:
    """None for whatever is no whole JPEG, PNG or WebP."""
    try:
        if content.startswith(b"\xff\xd8\xff"):
            return _jpeg(content)
        if content.startswith(_PNG):
            return _png(content)
        if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
            return _webp(content)
    except (struct.error, IndexError, ValueError):  # cut off or damaged: no photo
        return None
    return None


def _measured(kind: str, width: int, height: int, content: bytes) -> Picture | None:
    return Picture(kind, width, height, content) if width and height else None


def _jpeg(content: bytes) -> Picture | None:
    kept, at, turned = [b"\xff\xd8"], 2, 1
    width = height = 0
    while True:
        if content[at] != 0xFF:
            return None
        marker = content[at + 1]
        (length,) = struct.unpack_from(">H", content, at + 2)
        segment = content[at : at + 2 + length]
        if length < 2 or len(segment) != length + 2:
            return None
        if marker in _SOF:
            height, width = struct.unpack_from(">HH", segment, 5)
        if marker == _APP1:
            turned = _orientation(segment[4:])
        if marker == _SOS:
            if not content.rstrip(b"\0").endswith(b"\xff\xd9"):
                return None
            body = _upright(turned) + b"".join(kept[1:]) + content[at:]
            return _measured("jpeg", width, height, kept[0] + body)
        if marker in _JPEG_KEPT:
            kept.append(segment)
        at += 2 + length


def _orientation(exif: bytes) -> int:
    """Which way up the camera was held: 1 to 8, 1 where it does not say."""
    if not exif.startswith(b"Exif\0\0"):
        return 1
    tiff = exif[6:]
    order = "<" if tiff[:2] == b"II" else ">"
    try:
        (start,) = struct.unpack_from(f"{order}I", tiff, 4)
        (entries,) = struct.unpack_from(f"{order}H", tiff, start)
        for i in range(min(entries, 64)):
            tag, kind, count, value = struct.unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * i)
            if (tag, kind, count) == (0x0112, 3, 1) and 1 <= value <= 8:
                return int(value)
    except struct.error:  # a camera's bad note about the picture does not make the picture bad
        return 1
    return 1


def _upright(turned: int) -> bytes:
    """A segment that says the way up and nothing else; none where nothing is to be said."""
    if turned == 1:
        return b""
    tiff = b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, turned, 0, 0)
    body = b"Exif\0\0" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _png(content: bytes) -> Picture | None:
    kept, last, data = [_PNG], b"", False
    width = height = 0
    for name, chunk in _png_chunks(content):
        if name == b"IHDR":
            width, height = struct.unpack_from(">II", chunk, 8)
        data = data or name == b"IDAT"
        if name in _PNG_KEPT:
            kept.append(chunk)
        last = name
    return _measured("png", width, height, b"".join(kept)) if data and last == b"IEND" else None


def _png_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_PNG)
    while at < len(content):
        (length,) = struct.unpack_from(">I", content, at)
        chunk = content[at : at + 12 + length]
        if len(chunk) != length + 12:
            raise ValueError("cut off")
        yield chunk[4:8], chunk
        if chunk[4:8] == b"IEND":
            return  # what was hung behind the picture is left behind
        at += 12 + length


def _webp(content: bytes) -> Picture | None:
    kept, size = [], (0, 0)
    for name, read in _webp_chunks(content):
        chunk = read
        if name == b"VP8X":
            chunk = read[:8] + bytes([read[8] & _WEBP_FLAGS]) + read[9:]
        if name in {b"VP8X", b"VP8 ", b"VP8L"} and size == (0, 0):
            size = _webp_size(name, chunk[8:])
        if name not in _WEBP_DROPPED:
            kept.append(chunk)
    if not any(chunk[:4] in {b"VP8 ", b"VP8L", b"ANMF"} for chunk in kept):
        return None
    body = b"WEBP" + b"".join(kept)
    return _measured("webp", *size, b"RIFF" + struct.pack("<I", len(body)) + body)


def _webp_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    (whole,) = struct.unpack_from("<I", content, 4)
    if whole + 8 > len(content):
        raise ValueError("cut off")
    at = 12
    while at < whole + 8:
        (length,) = struct.unpack_from("<I", content, at + 4)
        chunk = content[at : at + 8 + length + length % 2]
        if len(chunk) < length + 8:
            raise ValueError("cut off")
        yield chunk[:4], chunk
        at += 8 + length + length % 2


def _webp_size(name: bytes, body: bytes) -> tuple[int, int]:
    if name == b"VP8X":
        return 1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little")
    if name == b"VP8 ":
        if body[3:6] != b"\x9d\x01\x2a":
            return (0, 0)
        width, height = struct.unpack_from("<HH", body, 6)
        return width & 0x3FFF, height & 0x3FFF
    if body[0] != 0x2F:
        return (0, 0)
    bits = int.from_bytes(body[1:5], "little")
    return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
