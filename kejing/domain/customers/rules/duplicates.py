"""Whether two customers are one: evidence for and against, added up. See docs/algorithms/duplicates.md.

Each field that both have gives a weight: how many times likelier it is to agree so well between two records of
one customer than between two customers, as a power of two (Fellegi and Sunter). A field that one lacks says nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import OSA, JaroWinkler, Levenshtein

from kejing.domain.customers.rules.compared import Identity

THRESHOLD = 8.0
"""From here on two customers are suggested as one; chosen on `febrl-dedup` (see the chapter)."""
CERTAIN = 16.0


class Field(StrEnum):
    IDENTITY = "identity_number"
    BIRTH = "birth_date"
    PHONE = "phone"
    NAME = "name"
    ADDRESS = "address"


class Level(StrEnum):
    SAME = "same"
    NEAR = "near"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Scale:
    """From `against` (unlike up to `low`) in a straight line to `for_` (alike from `high` on)."""

    against: float
    for_: float
    low: float
    high: float

    def weight(self, similarity: float) -> float:
        share = min(1.0, max(0.0, (similarity - self.low) / (self.high - self.low)))
        return self.against + (self.for_ - self.against) * share


@dataclass(frozen=True, slots=True)
class Agreement:
    """What one field says: how alike it is from 0 to 1, and its weight."""

    field: Field
    similarity: float
    weight: float

    @property
    def level(self) -> Level:
        if self.similarity >= 1:
            return Level.SAME
        return Level.NEAR if self.weight > 0 else Level.OTHER


@dataclass(frozen=True, slots=True)
class Verdict:
    agreements: tuple[Agreement, ...]

    @property
    def score(self) -> float:
        return sum(one.weight for one in self.agreements)

    @property
    def is_candidate(self) -> bool:
        return self.score >= THRESHOLD


PERSON_NAME = Scale(-5, 7, 0.6, 0.95)
"""Less than the threshold: a person's name alone is no evidence, many bear it."""
ORGANISATION_NAME = Scale(-8, 9, 0.7, 0.92)
ADDRESS = Scale(-4, 9, 0.3, 0.8)
IDENTITY = {1.0: 16.0, 0.5: 7.0, 0.0: -6.0}
BIRTH = {1.0: 11.0, 0.5: 6.0, 0.0: -4.0}
PHONE = {1.0: 9.0, 0.5: 3.0, 0.0: -2.0}
SAME_SOUND = 0.94
"""Other characters of the same sound: 张伟 and 章伟; heard on the phone they are one."""
CONTAINED = 0.92
"""One name stands in the other: 恒信机械 in 北京恒信机械."""
CONTAINED_LENGTH = 4


def compare(a: Identity, b: Identity) -> Verdict:
    """Every field that both have."""
    weighed = (
        _number(Field.IDENTITY, a.law_number, b.law_number, IDENTITY),
        _number(Field.BIRTH, a.birth_digits, b.birth_digits, BIRTH),
        _number(Field.PHONE, a.phone_digits, b.phone_digits, PHONE),
        _scaled(Field.NAME, name_similarity(a, b), _name_scale(a, b)),
        _scaled(Field.ADDRESS, address_similarity(a.address_words, b.address_words), ADDRESS),
    )
    return Verdict(tuple(one for one in weighed if one is not None))


def name_similarity(a: Identity, b: Identity) -> float | None:
    if not a.words or not b.words:
        return None
    if a.core == b.core:
        return 1.0
    if a.is_chinese and b.is_chinese:
        return _chinese_names(a, b)
    return _matched(a.words, b.words, JaroWinkler.similarity) / min(len(a.words), len(b.words))


def address_similarity(a: Sequence[str], b: Sequence[str]) -> float | None:
    """The share of both addresses' words that find a like one in the other, whatever their order."""
    if not a or not b:
        return None
    return 2 * _matched(a, b, _like_words, least=0.8) / (len(a) + len(b))


def number_similarity(a: str, b: str) -> float:
    """1 for the same, 0.5 for one slip of the finger or two neighbours swapped, else 0."""
    if a == b:
        return 1.0
    return 0.5 if OSA.distance(a, b, score_cutoff=1) <= 1 else 0.0


def _chinese_names(a: Identity, b: Identity) -> float:
    if "".join(a.words) == "".join(b.words):
        return SAME_SOUND
    short, long = sorted((a.core, b.core), key=len)
    if a.is_organisation and b.is_organisation and len(short) >= CONTAINED_LENGTH and short in long:
        return CONTAINED
    return Levenshtein.normalized_similarity(a.core, b.core)


def _name_scale(a: Identity, b: Identity) -> Scale:
    return ORGANISATION_NAME if a.is_organisation and b.is_organisation else PERSON_NAME


def _number(field: Field, a: str, b: str, weights: dict[float, float]) -> Agreement | None:
    if not a or not b:
        return None
    similarity = number_similarity(a, b)
    return Agreement(field, similarity, weights[similarity])


def _scaled(field: Field, similarity: float | None, scale: Scale) -> Agreement | None:
    return None if similarity is None else Agreement(field, similarity, scale.weight(similarity))


def _like_words(a: str, b: str) -> float:
    """Numbers and short words are the same or not; longer ones may have slips in them."""
    if a == b:
        return 1.0
    if a.isdigit() or b.isdigit() or len(a) <= 2 or len(b) <= 2:
        return 0.0
    return JaroWinkler.similarity(a, b)


def _matched(
    a: Sequence[str], b: Sequence[str], alike: Callable[[str, str], float], least: float = 0.0
) -> float:
    """The likenesses of the shorter list's words with their best partners, each partner taken once."""
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    left = list(long)
    total = 0.0
    for word in sorted(short, key=len, reverse=True):
        best, place = max(((alike(word, other), -i) for i, other in enumerate(left)), default=(0.0, 0))
        if best > least:
            total += best
            left.pop(-place)
    return total
