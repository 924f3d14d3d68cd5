"""What of a customer is compared with another: names, numbers and addresses in one spelling each."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from kejing.domain.customers.rules.names import fold, sort_key

_FORMS = re.compile(
    "股份有限公司|有限责任公司|有限公司|有限合伙|总公司|分公司|股份公司|公司|集团"
    r"|\b(?:ltd|limited|inc|incorporated|co|corp|corporation|company|llc|plc|gmbh|ag|sa|srl|sro|bv|nv|kg|oy|ab"
    r"|pte|pty|group|holdings?)\b\.?"
)
"""Legal forms, the longest first: they say how a company is set up, not which one it is."""
_PLACE_MARKS = re.compile("(?<=[一-鿿]{2})[省市区县](?=[一-鿿]{2})")
"""北京市恒信 is 北京恒信; a mark at the end, or after one character, belongs to the name."""
_PLACE_ASIDE = re.compile(r"^(.*?)\(([一-鿿]{2,6})\)(.*)$")
_WORD = re.compile(r"\w+")
_CHINESE = re.compile("[一-鿿]")


@dataclass(frozen=True)
class Identity:
    """What is known of one customer, as the source spells it; empty where nothing is."""

    name: str
    is_organisation: bool = False
    phone: str = ""
    identity_number: str = ""
    address: str = ""
    birth_date: str = ""

    @cached_property
    def core(self) -> str:
        """The name without legal form and marks of places: 恒信机械（北京）有限公司 is 北京恒信机械."""
        return core_name(self.name) if self.is_organisation else fold(self.name).replace(" ", "")

    @cached_property
    def words(self) -> list[str]:
        """The name's words, Chinese ones in pinyin a syllable each; an organisation's without the legal form."""
        plain = _FORMS.sub(" ", _place_first(fold(self.name))) if self.is_organisation else fold(self.name)
        return _WORD.findall(sort_key(plain)) or _WORD.findall(sort_key(self.name))

    @cached_property
    def is_chinese(self) -> bool:
        return bool(_CHINESE.search(self.name))

    @cached_property
    def phone_digits(self) -> str:
        return phone_digits(self.phone)

    @cached_property
    def law_number(self) -> str:
        return "".join(c for c in fold(self.identity_number) if c.isalnum())

    @cached_property
    def birth_digits(self) -> str:
        return "".join(c for c in self.birth_date if c.isdigit())

    @cached_property
    def address_words(self) -> list[str]:
        """Latin words and numbers whole, Chinese ones in pairs of characters."""
        return [piece for word in _WORD.findall(fold(self.address)) for piece in _pieces(word)]


def core_name(name: str) -> str:
    """An organisation's name without its legal form; the whole name where nothing else is left."""
    plain = _place_first(fold(name))
    core = "".join(_WORD.findall(_PLACE_MARKS.sub("", _FORMS.sub(" ", plain))))
    return core or "".join(_WORD.findall(plain))


def phone_digits(phone: str) -> str:
    """Digits alone, without China's prefix: +86 138-0013-8000 is 13800138000."""
    digits = "".join(c for c in unicodedata.normalize("NFKC", phone) if c.isdigit())
    return re.sub(r"^(?:00)?86(?=\d{10,11}$)", "", digits)


def _place_first(name: str) -> str:
    """恒信(北京)机械 is 北京恒信机械: where the place stands is a matter of taste."""
    aside = _PLACE_ASIDE.match(name)
    return f"{aside[2]}{aside[1]}{aside[3]}" if aside else name


def _pieces(word: str) -> list[str]:
    if not _CHINESE.search(word):
        return [word]
    runs = re.findall(r"[一-鿿]+|[^一-鿿]+", word)
    return [
        piece
        for run in runs
        for piece in ([run[i : i + 2] for i in range(max(len(run) - 1, 1))] if _CHINESE.match(run) else [run])
    ]
