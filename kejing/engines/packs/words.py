"""The words of the trade, for the placeholders in sentences: `%(customer)s`, `%(customers)s`."""

import time

from django.utils.translation import get_language

from kejing.engines.packs.models import Word

KEPT_SECONDS = 300
"""A pack is applied rarely and mostly before the web starts; other processes notice within this time."""

_kept: dict[str, dict[str, str]] = {}
_read_at = [0.0]


def words(language: str | None = None) -> dict[str, str]:
    """Every word in a language (None: the reader's), with its plural under the code and an s."""
    if not _kept or time.monotonic() - _read_at[0] > KEPT_SECONDS:
        _read()
    return _kept["zh" if (language or get_language() or "zh").startswith("zh") else "en"]


def word(code: str, language: str | None = None) -> str:
    """One word. Without a pack the code itself, so that a page never fails for want of a noun."""
    return words(language).get(code, code.replace("_", " "))


def forget() -> None:
    """Read the words afresh the next time one is asked for."""
    _kept.clear()


def _read() -> None:
    rows = list(Word.objects.order_by("code").values_list("code", "zh", "en", "en_plural"))
    _kept["zh"] = {key: zh for code, zh, _, _ in rows for key in (code, f"{code}s")}
    _kept["en"] = {key: text for code, _, en, many in rows for key, text in ((code, en), (f"{code}s", many))}
    _read_at[0] = time.monotonic()
