"""Who is there twice: the questions of entry, the queue of pairs, one pair side by side."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

from kejing.domain.customers import access, rules
from kejing.domain.customers.models import Customer, DuplicatePair, DuplicateSettings
from kejing.domain.customers.vocabulary import (
    COMPARED_PROTECTED,
    MERGE,
    SEARCH_DUPLICATES,
    Compared,
    Likeness,
    PairState,
)
from kejing.domain.org.public import unit_names
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Forbidden
from kejing.foundation.kernel.fields import show, withheld
from kejing.foundation.kernel.models import Progress
from kejing.foundation.kernel.paging import Capped, Page, capped_count, page
from kejing.foundation.kernel.permissions import catalogue

SEARCH = "customers.search_duplicates"
"""The job's name."""
KEY = "customers.duplicates"
"""Under which it reports its progress."""
PAGE_SIZE = 50
SHOWN = 5
SHORTEST_NAME = 2
_STRENGTH = {3: Likeness.CERTAIN, 2: Likeness.STRONG, 1: Likeness.LIKELY}
DEFAULTS = DuplicateSettings(
    threshold=Decimal(str(rules.THRESHOLD)), questions_a_day=60, common_name=8, common_key=40,
    ask_zh="主管", ask_en="the head",
)  # fmt: skip
"""In force where no pack says otherwise."""


@dataclass(frozen=True, slots=True)
class AskedFor:
    kind: str
    name: str
    phone: str
    identity_number: str


@dataclass(frozen=True, slots=True)
class Own:
    """A customer in the actor's scope who looks like the one asked for."""

    id: int
    number: str
    name: str
    holder: str
    holder_en: str
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Foreign:
    """Somebody else's: its unit, where to ask. Nothing of the customer itself; no unit for a confidential one."""

    unit: str
    unit_en: str
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Likenesses:
    own: tuple[Own, ...]
    foreign: tuple[Foreign, ...]
    ask_zh: str
    ask_en: str

    @property
    def any(self) -> bool:
        return bool(self.own or self.foreign)


@dataclass(frozen=True, slots=True)
class PairRow:
    """Two customers who may be one, with the fields that agree."""

    id: int
    first: Customer
    second: Customer
    score: float
    agree: tuple[str, ...]
    state: PairState


@dataclass(frozen=True, slots=True)
class DuplicateQueue:
    page: Page[DuplicatePair]
    rows: list[PairRow]
    count: Capped
    state: PairState
    progress: Progress | None
    may_search: bool
    may_decide: bool


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field of both, and what it says: how alike (0 to 1) and its weight; None where one has no value.

    Values are as the reader's role sees them; `may_take`: whether they differ, and she may write the field.
    """

    field: Compared
    first: str
    second: str
    similarity: float | None
    weight: float | None
    may_take: bool

    @property
    def agrees(self) -> bool:
        return self.weight is not None and self.weight > 0


@dataclass(frozen=True, slots=True)
class PairPage:
    pair: DuplicatePair
    fields: list[FieldRow]
    threshold: Decimal

    @property
    def both(self) -> tuple[Customer, Customer]:
        return self.pair.first, self.pair.second

    @property
    def is_decided(self) -> bool:
        merged = self.pair.first.merged_into_id or self.pair.second.merged_into_id
        return self.pair.state == PairState.SAME or merged is not None


def settings_in_force() -> DuplicateSettings:
    return DuplicateSettings.objects.order_by("pk").first() or DEFAULTS


def likenesses(actor: Actor, asked: AskedFor, rule: DuplicateSettings) -> Likenesses:
    """Who looks like the one asked for; of those out of scope only the unit. Called by the action that counts."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select id, unit_id, strength from kj_like_customers(kj_match_keys(%s, %s, %s, %s, '', ''), %s, %s)",
            [asked.kind, _name_key(asked.name), asked.phone, asked.identity_number, rule.common_name, SHOWN],
        )
        found: list[tuple[int | None, int | None, int]] = cursor.fetchall()
    units = unit_names([unit for pk, unit, _ in found if pk is None and unit is not None])
    strengths = {pk: _STRENGTH[strength] for pk, _, strength in found if pk is not None}
    rows = access.visible(actor).filter(pk__in=strengths).select_related("holder").in_bulk()
    own = tuple(
        Own(pk, rows[pk].number, rows[pk].name, rows[pk].holder.name, rows[pk].holder.name_en, likeness)
        for pk, likeness in strengths.items()
        if pk in rows
    )
    foreign = tuple(
        Foreign(*units.get(unit or 0, ("", "")), _STRENGTH[strength])
        for pk, unit, strength in found
        if pk is None
    )
    return Likenesses(own, foreign, rule.ask_zh, rule.ask_en)


def duplicate_queue(*, actor: Actor, state: str = "", cursor: str | None = None) -> DuplicateQueue:
    """Pairs of customers the actor both sees, the surest first. Raises Forbidden (403) without a part in it."""
    if not (actor.may(MERGE) or actor.may(SEARCH_DUPLICATES)):
        raise Forbidden(catalogue()[MERGE])
    wanted = PairState(state) if state in PairState.values else PairState.OPEN
    pairs = access.visible_pairs(actor).filter(state=wanted)
    both = pairs.select_related("first__holder", "first__unit", "second__holder", "second__unit")
    found = page(both, ("-score", "-id"), cursor, PAGE_SIZE)
    return DuplicateQueue(
        page=found,
        rows=[_row(pair) for pair in found.rows],
        count=capped_count(pairs, 1_000),
        state=wanted,
        progress=Progress.objects.filter(key=KEY).first(),
        may_search=actor.may(SEARCH_DUPLICATES),
        may_decide=actor.may(MERGE),
    )


def duplicate_pair(*, actor: Actor, pair_id: int) -> PairPage:
    """Both side by side. Raises NotVisible (404) where one is out of sight, Forbidden (403)."""
    pair = access.get_pair(actor, pair_id)
    verdict = {
        one.field: one for one in rules.compare(identity_of(pair.first), identity_of(pair.second)).agreements
    }
    closed = withheld(actor, COMPARED_PROTECTED)
    fields = []
    for field in Compared:
        said = verdict.get(rules.Field(field.value))
        first, second = value_of(pair.first, field), value_of(pair.second, field)
        fields.append(
            FieldRow(
                field,
                _shown(actor, field, first),
                _shown(actor, field, second),
                said.similarity if said else None,
                said.weight if said else None,
                may_take=first != second and field.value not in closed,
            )
        )
    return PairPage(pair, fields, settings_in_force().threshold)


def _shown(actor: Actor, field: Compared, value: str) -> str:
    code = COMPARED_PROTECTED.get(field.value)
    return str(show(actor, code, value) or "") if code else value


def identity_of(row: Customer) -> rules.Identity:
    return rules.Identity(
        row.name,
        row.kind == "organisation",
        row.phone,
        row.identity_number,
        row.address,
        value_of(row, Compared.BIRTH_DATE),
    )


def value_of(row: Customer, field: Compared) -> str:
    value: Any = (
        row.attributes.get(field.value) if field is Compared.BIRTH_DATE else getattr(row, field.value)
    )
    return str(value or "")


def _row(pair: DuplicatePair) -> PairRow:
    agree = [str(Compared(name).label) for name, (_likeness, weight) in pair.reasons.items() if weight > 0]
    return PairRow(pair.pk, pair.first, pair.second, pair.score, tuple(agree), PairState(pair.state))


def _name_key(name: str) -> str:
    """What the name is compared by; nothing for one too short to mean anybody."""
    plain = rules.fold(name)
    return rules.sort_key(plain) if len(plain) >= SHORTEST_NAME else ""
