"""How a name is found and sorted: pinyin initials with every reading, and a full-pinyin key."""

import os
import unicodedata
from functools import lru_cache
from itertools import product

# Names are read character by character: the dictionary of phrases would take 46 MB of each process for nothing.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
from pypinyin import Style, pinyin  # it looks at the environment when it is imported

MAX_INITIALS = 8
"""How many readings of one name are kept; more than three characters with two readings each are rare."""

SURNAMES = {
    "单": "shan", "曾": "zeng", "仇": "qiu", "解": "xie", "区": "ou", "查": "zha", "朴": "piao", "任": "ren",
    "盖": "ge", "员": "yun", "翟": "zhai", "种": "chong", "乐": "yue", "华": "hua", "燕": "yan", "缪": "miao",
    "宁": "ning", "召": "shao", "折": "she", "黑": "he", "洗": "xian", "冼": "xian", "尹": "yin", "秘": "bi",
}  # fmt: skip
"""Characters read otherwise when they are a surname than the dictionary's first reading says."""


def fold(text: str) -> str:
    """One spelling: full width as half, lower case, single spaces."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return " ".join(plain.lower().split())


def asked(text: str) -> str:
    """What somebody typed, as names are kept for the search: no spaces among Chinese characters."""
    plain = fold(text)
    return plain if plain.isascii() else "".join(plain.split())


def sort_key(name: str) -> str:
    """Full pinyin in lower case, the surname's reading first: what lists are ordered by."""
    pieces = (c if c.isascii() else f" {_full(c, i == 0)} " for i, c in enumerate(fold(name)))
    return " ".join("".join(pieces).lower().split())[:200]


def search_text(name: str, number: str) -> str:
    """What two characters of are enough to find: name, number, initials, full pinyin; one piece a line."""
    plain = asked(name)
    plain_number = fold(number)
    pieces = [
        plain,
        plain_number,
        plain_number.replace(" ", ""),
        *sorted(initials(plain)),
        sort_key(name).replace(" ", ""),
    ]
    return "\n".join(dict.fromkeys(piece for piece in pieces if piece))


def initials(name: str) -> set[str]:
    """Pinyin initials, for each reading: 重庆 gives cq and zq, 曾 as a surname z (and c)."""
    readings = [_initials(c, i == 0) for i, c in enumerate(name) if not c.isspace()]
    found: set[str] = set()
    for combination in product(*readings):
        found.add("".join(combination))
        if len(found) == MAX_INITIALS:
            break
    return found


@lru_cache(maxsize=30_000)
def _full(character: str, first: bool) -> str:
    if first and character in SURNAMES:
        return SURNAMES[character]
    return _readings(character)[0]


@lru_cache(maxsize=30_000)
def _initials(character: str, first: bool) -> tuple[str, ...]:
    """A character's initials, the likeliest first; other scripts stand for themselves."""
    if character.isascii():
        return (character.lower(),)
    readings = [reading[0] for reading in _readings(character) if reading]
    likeliest = _full(character, first)[:1]
    return tuple(dict.fromkeys([likeliest, *readings]))


def _readings(character: str) -> list[str]:
    """Every reading of a character without its tone, the commonest first."""
    return pinyin(character, style=Style.NORMAL, heteronym=True)[0]
