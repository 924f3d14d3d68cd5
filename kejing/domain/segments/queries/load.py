"""Who has how much to do, and a proposal of whom to move. Item A10.53, Q60. Chapter: docs/algorithms/load.md."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, Sum
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils.translation import gettext as _

from kejing.domain.customers.public import CustomerCard, cards
from kejing.domain.org.public import Member, absent_days, team, unit_card
from kejing.domain.segments import access
from kejing.domain.segments.models import Figure, Segment, Standard
from kejing.domain.segments.queries.evaluation import window
from kejing.domain.segments.queries.fields import sees_figure
from kejing.domain.segments.queries.standards import hours_in, norms_of, present_standard
from kejing.domain.segments.rules.load import Candidate, Move, balance, hours_of, load
from kejing.domain.segments.vocabulary import LOAD
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible
from kejing.foundation.kernel.periods import Month
from kejing.foundation.kernel.workdays import workdays
from kejing.foundation.ui import formats
from kejing.foundation.ui.explanation import Criterion, Explanation, Rule
from kejing.foundation.ui.formats import local

MOST_MOVES, MOST_CANDIDATES = 200, 5_000
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class ClassHours:
    """A class: its name, and the hours a month that one customer of it needs."""

    id: int | None
    label: str
    each: Decimal


@dataclass(frozen=True, slots=True)
class LoadRow:
    """One account manager: customers by class, what they are worth, hours needed a month against hours there."""

    holder_id: int
    name: str
    unit_id: int
    unit: str
    there: Decimal
    counts: Mapping[int | None, int] = field(default_factory=dict)
    needed: Decimal = ZERO
    value: Decimal = ZERO

    @property
    def customers(self) -> int:
        return sum(self.counts.values())

    @property
    def load(self) -> Decimal | None:
        return load(self.needed, self.there)

    @property
    def is_over(self) -> bool:
        return self.needed > self.there


@dataclass(frozen=True, slots=True)
class LoadBoard:
    rows: tuple[LoadRow, ...]
    classes: tuple[ClassHours, ...]
    month: Month
    days: int
    full: Decimal
    """Hours of somebody who is there the whole month: a leave moves no customers."""
    value_label: str
    standard: Standard


@dataclass(frozen=True, slots=True)
class MoveRow:
    move: Move
    card: CustomerCard | None
    giver: str
    taker: str

    @property
    def name(self) -> str:
        return self.card.name if self.card else formats.NOTHING


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    row: LoadRow
    after: LoadRow
    gives: int
    takes: int


@dataclass(frozen=True, slots=True)
class Balance:
    """What would be if the unit's manager passed the proposal. `digest` names exactly this one."""

    unit_id: int
    unit: str
    board: LoadBoard
    people: tuple[BeforeAfter, ...]
    moves: tuple[MoveRow, ...]
    digest: str


def load_board(*, actor: Actor, unit_id: int | None = None) -> LoadBoard | None:
    """The account managers in scope, the fullest first; None before there is a standard. Eight queries.

    Raises Forbidden (403) without the right to loads.
    """
    actor.require(LOAD)
    standard = present_standard()
    if standard is None:
        return None
    today = clock.today()
    month = Month.of(today)
    members = [m for m in team(actor, today) if m.holder_id and unit_id in {None, m.unit_id}]
    working = workdays(month.start, month.end, clock.calendar_overrides(month.start, month.end))
    per_day = hours_in(standard.body).per_day
    away = absent_days([m.staff_id for m in members], month.start, month.end)
    there = {m.holder_id: sum(d not in away[m.staff_id] for d in working) * per_day for m in members}
    classes = _classes(standard)
    rows = _rows(actor, members, classes, there)
    return LoadBoard(
        tuple(sorted(rows, key=lambda row: (-row.needed, row.name))),
        classes,
        month,
        len(working),
        len(working) * per_day,
        _value_label(actor, standard),
        standard,
    )


def _classes(standard: Standard) -> tuple[ClassHours, ...]:
    norms, hours = norms_of(standard.body), hours_in(standard.body)
    rows = Segment.objects.filter(set__code=standard.body["set"]).order_by("position")
    return tuple(
        ClassHours(row.pk, local(row.label_zh, row.label_en), hours_of(norms.get(row.code), hours))
        for row in rows
    )


def _value_label(actor: Actor, standard: Standard) -> str:
    """What a customer's value is called; nothing where there is none, or the reader's role sees no amounts."""
    found = Figure.objects.filter(code=standard.body.get("value")).first()
    return local(found.label_zh, found.label_en) if found and sees_figure(actor, found) else ""


def _rows(
    actor: Actor,
    members: Iterable[Member],
    classes: Iterable[ClassHours],
    there: Mapping[int | None, Decimal],
) -> list[LoadRow]:
    members = list(members)
    each = {row.id: row.each for row in classes}
    counts: dict[int, dict[int | None, int]] = defaultdict(dict)
    value: dict[int, Decimal] = defaultdict(Decimal)
    grouped = (
        access.services(actor)
        .filter(holder_id__in=[member.holder_id for member in members])
        .order_by()
        .values_list("holder_id", "segment_id")
        .annotate(n=Count("pk"), value=Sum("value"))
    )
    for holder_id, segment_id, n, worth in grouped:
        counts[holder_id][segment_id] = n
        value[holder_id] += worth or ZERO
    return [
        LoadRow(
            member.holder_id or 0, local(member.name, member.name_en), member.unit_id,
            local(member.unit, member.unit_en), there[member.holder_id], counts[member.holder_id or 0],
            sum((n * each.get(pk, ZERO) for pk, n in counts[member.holder_id or 0].items()), ZERO),
            value[member.holder_id or 0],
        )
        for member in members
    ]  # fmt: skip


def balance_unit(*, actor: Actor, unit_id: int) -> Balance:
    """A proposal for one unit: who would give whom to whom, before and after. Nothing moves.

    Customers of least value go first; confidential ones and those who changed hands lately stay. Raises
    Forbidden (403), NotVisible (404) for a unit out of scope and before there is a standard.
    """
    actor.require(LOAD)
    if not actor.sees_all and unit_id not in actor.units:
        raise NotVisible
    board = load_board(actor=actor, unit_id=unit_id)
    if board is None or not board.rows:
        raise NotVisible
    moves = balance(
        {row.holder_id: row.needed for row in board.rows},
        board.full,
        _candidates(actor, unit_id, board),
        MOST_MOVES,
    )
    names = {row.holder_id: row.name for row in board.rows}
    known = cards(actor=actor, ids=[move.customer_id for move in moves])
    unit = unit_card(unit_id)
    return Balance(
        unit_id,
        local(unit.name, unit.name_en),
        board,
        tuple(_before_after(row, moves) for row in board.rows),
        tuple(
            MoveRow(move, known.get(move.customer_id), names[move.from_holder_id], names[move.to_holder_id])
            for move in moves
        ),
        _digest(moves),
    )


def _candidates(actor: Actor, unit_id: int, board: LoadBoard) -> list[Candidate]:
    """Customers of those who have too much, of least value first."""
    full = [row.holder_id for row in board.rows if row.needed > board.full]
    each = {row.id: row.each for row in board.classes}
    settled: date = clock.today() - timedelta(days=board.standard.body["settle_days"])
    # Ownership of a day cannot be changed twice, hence `>=` even where nothing has to settle.
    fresh = RawSQL(  # values are parameters
        "select o.customer_id from customers_ownership o where o.valid_to is null and o.valid_from >= %s"
        " and o.holder_id = any (%s)",
        [settled, full],
    )
    rows = (
        access.services(actor)
        .filter(holder_id__in=full, unit_id=unit_id, customer__confidential=False)
        .exclude(customer_id__in=fresh)
        .order_by("value", "customer_id")
        .values_list("customer_id", "holder_id", "segment_id", "value")[:MOST_CANDIDATES]
    )
    return [
        Candidate(pk, holder, each.get(segment, ZERO), value or ZERO) for pk, holder, segment, value in rows
    ]


def _before_after(row: LoadRow, moves: Iterable[Move]) -> BeforeAfter:
    given = [move for move in moves if move.from_holder_id == row.holder_id]
    taken = [move for move in moves if move.to_holder_id == row.holder_id]
    after = LoadRow(
        row.holder_id, row.name, row.unit_id, row.unit, row.there,
        {None: row.customers - len(given) + len(taken)},
        row.needed - sum(m.hours for m in given) + sum(m.hours for m in taken),
        row.value - sum(m.value for m in given) + sum(m.value for m in taken),
    )  # fmt: skip
    return BeforeAfter(row, after, len(given), len(taken))


def _digest(moves: Iterable[Move]) -> str:
    text = ";".join(f"{move.customer_id}:{move.from_holder_id}>{move.to_holder_id}" for move in moves)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def explain_load(*, actor: Actor, holder_id: int) -> Explanation:
    """Why a load is what it is: customers by class × hours of the standard, against working days × hours.

    Raises Forbidden (403), NotVisible (404).
    """
    board = load_board(actor=actor)
    row = next((row for row in board.rows if row.holder_id == holder_id), None) if board else None
    if board is None or row is None:
        raise NotVisible
    hours = hours_in(board.standard.body)
    end = window(1, clock.today())[1]
    return Explanation(
        title=_("Load of %(name)s") % {"name": row.name},
        score=formats.percent(row.load),
        conclusion=_("%(needed)s hours needed, %(there)s there")
        % {"needed": formats.exact(row.needed, 1), "there": formats.exact(row.there, 1)},
        detail=formats.month(board.month.start),
        rule=Rule(
            _("Customers by class × (365 / days between visits) × (visit + way) / 60 / 12, of working days × hours"),
            f"v{board.standard.number}", board.standard.valid_from or clock.today(), board.standard.made_by_name,
            clock.now(), reverse("segments:standards"),
        ),
        share=min(float(row.load), 2.0) * 50 if row.load is not None else None,
        mark=50,
        criteria=(
            *(
                Criterion(
                    _("%(label)s × %(each)s h") % {"label": line.label, "each": formats.exact(line.each)},
                    formats.number(row.counts.get(line.id, 0)),
                    points=_("%(n)s h") % {"n": formats.exact(row.counts.get(line.id, 0) * line.each, 1)},
                )
                for line in board.classes
            ),
            Criterion(
                _("Working days × %(n)s h") % {"n": formats.exact(hours.per_day, 1)},
                formats.number(int(row.there / hours.per_day) if hours.per_day else board.days),
                points=_("%(n)s h") % {"n": formats.exact(row.there, 1)}, tone="warn" if row.is_over else "",
            ),
            Criterion(_("Way to a visit, minutes"), formats.number(hours.travel_minutes)),
        ),
        missing=(_("%(n)s customers are in no class yet.") % {"n": row.counts[None]},) if row.counts.get(None) else (),
        more_facts=" ".join(
            (
                _("Days of leave are no working days."),
                _("Value as of %(month)s.") % {"month": formats.month(end.previous().start)},
            )
        ),
    )  # fmt: skip
