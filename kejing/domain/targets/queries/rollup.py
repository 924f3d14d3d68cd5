"""Strategic themes: what serves each of them, rolled up (A3.17)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kejing.domain.targets import access, rules
from kejing.domain.targets.models import Theme
from kejing.domain.targets.queries.pages import BESIDE, RANK
from kejing.domain.targets.queries.rows import MeasureCard, TargetRow, kept
from kejing.domain.targets.vocabulary import THEME_WORK, PeriodKind
from kejing.foundation.kernel import clock, sections
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.ui.formats import local

MOST = 500


@dataclass(frozen=True, slots=True)
class ThemeWork:
    """What a module above has for themes on a day: lines of work by a theme's code, and how many of them are done.

    A provider of `targets.theme` gives one: `(actor=, day=) -> ThemeWork`.
    """

    label: str
    by_theme: dict[str, tuple[int, int]]
    """theme -> (done, all)"""


@dataclass(frozen=True, slots=True)
class Line:
    """One measure in one kind of period under a theme: the uppermost targets in sight, added up."""

    measure: MeasureCard
    kind: str
    base: Decimal
    actual: Decimal | None
    targets: int
    only: int | None
    """The one target, where it is one."""

    @property
    def base_text(self) -> str:
        return self.measure.shown(self.base)

    @property
    def actual_text(self) -> str:
        return self.measure.shown(self.actual)

    @property
    def kind_label(self) -> str:
        return str(PeriodKind(self.kind).label)

    @property
    def attainment(self) -> Decimal | None:
        return rules.attainment(self.actual, self.base)

    @property
    def percent(self) -> float | None:
        found = self.attainment
        return None if found is None else float(min(found * 100, Decimal(100)))


@dataclass(frozen=True, slots=True)
class ThemeRow:
    code: str
    label: str
    lines: list[Line]
    work: list[tuple[str, int, int]]
    """(what it is, done, all) of modules above."""


@dataclass(frozen=True, slots=True)
class Themes:
    day: date
    rows: list[ThemeRow]
    capped: bool


def theme_page(*, actor: Actor, day: date | None = None) -> Themes:
    """Each theme with the targets that serve it on a day; what was broken down counts once."""
    on = day or clock.today()
    tagged = access.visible(actor).filter(begins__lte=on, ends__gt=on).exclude(themes=[])
    found = list(tagged.select_related(*BESIDE).order_by(RANK, "measure__position", "id")[: MOST + 1])
    rows = kept(actor, found[:MOST])
    work = list(sections.collect(THEME_WORK, actor=actor, day=on).values())
    known = [
        ThemeRow(
            theme.code,
            local(theme.label_zh, theme.label_en),
            _lines([row for row in rows if theme.code in row.themes]),
            [(each.label, *each.by_theme[theme.code]) for each in work if theme.code in each.by_theme],
        )
        for theme in Theme.objects.order_by("position", "id")
    ]
    return Themes(on, known, len(found) > MOST)


def _lines(rows: list[TargetRow]) -> list[Line]:
    by: dict[tuple[str, str], list[TargetRow]] = defaultdict(list)
    upper = rules.rolled_up([(row.id, row.above_id) for row in rows])
    for row in rows:
        if row.id in upper:
            by[row.span.kind, row.measure.code].append(row)
    return [_line(each) for each in by.values()]


def _line(rows: list[TargetRow]) -> Line:
    reached = [row.actual for row in rows if row.actual is not None]
    return Line(
        measure=rows[0].measure,
        kind=rows[0].span.kind,
        base=sum((row.base for row in rows), Decimal(0)),
        actual=sum(reached, Decimal(0)) if reached else None,
        targets=len(rows),
        only=rows[0].id if len(rows) == 1 else None,
    )
