"""How a name is found and sorted: pinyin initials with every reading, and a full-pinyin key."""

import os
import unicodedata
from itertools import islice, product

# Names are read character by character: the dictionary of phrases would take 46 MB of each process for nothing.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "true")  # nobody changes the dictionary: 3 MB less
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
    return found_by(name, "")[0]


def search_text(name: str, number: str) -> str:
    """What two characters of are enough to find: name, number, initials, full pinyin; one piece a line."""
    return found_by(name, number)[1]


def found_by(name: str, number: str) -> tuple[str, str]:
    """Sort key and search text in one walk over the name: a million names are read when a customer base comes in."""
    plain, plain_number = fold(name), fold(number)
    walked = _walked(plain)
    key = " ".join("".join([full for full, _initials in walked]).split())[:200]
    short = [readings for _full, readings in walked if readings]
    pieces = [
        plain if plain.isascii() else plain.replace(" ", ""), plain_number, plain_number.replace(" ", ""),
        *_combined(short), key.replace(" ", ""),
    ]  # fmt: skip
    return key, "\n".join(dict.fromkeys(piece for piece in pieces if piece))


def initials(name: str) -> set[str]:
    """Pinyin initials, for each reading: 重庆 gives cq and zq, 曾 as a surname z (and c)."""
    return set(_combined([readings for _full, readings in _walked(name) if readings]))


def _walked(name: str) -> list[tuple[str, tuple[str, ...]]]:
    return [_first(name[0]), *map(_CHARACTERS.__getitem__, name[1:])] if name else []


def _combined(readings: list[tuple[str, ...]]) -> list[str]:
    """Each way to take one initial of every character, sorted; of many the first ones."""
    plain = "".join([one[0] for one in readings])
    if sum(map(len, readings)) == len(readings):
        return [plain]
    return sorted(set(islice(map("".join, product(*readings)), MAX_INITIALS)))


class _Characters(dict[str, tuple[str, tuple[str, ...]]]):
    """For each character what it adds to the full pinyin and its initials, looked up once. Blanks have no initials."""

    def __missing__(self, character: str) -> tuple[str, tuple[str, ...]]:
        if character.isspace():
            found: tuple[str, tuple[str, ...]] = (character, ())
        elif character.isascii():
            found = (character, (character.lower(),))
        else:
            readings = _readings(character)
            found = (f" {readings[0]} ", tuple(dict.fromkeys(one[0] for one in readings if one)))
        self[character] = found
        return found


_CHARACTERS = _Characters()


def _first(character: str) -> tuple[str, tuple[str, ...]]:
    """The first character, which may be a surname that is read otherwise."""
    full, readings = _CHARACTERS[character]
    surname = SURNAMES.get(character)
    if surname is None:
        return full, readings
    return f" {surname} ", tuple(dict.fromkeys((surname[0], *readings)))


def _readings(character: str) -> list[str]:
    """Every reading of a character without its tone, the commonest first."""
    return pinyin(character, style=Style.NORMAL, heteronym=True)[0]
