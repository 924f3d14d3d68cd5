"""Reading results: one's own, a person's, the ranking of a team."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kejing.domain.performance import access, rules
from kejing.domain.performance.models import PointLine, PolicyVersion, Standing
from kejing.domain.performance.vocabulary import VIEW, VIEW_TEAM
from kejing.engines.metrics.public import MetricCard, closed_months, metric_catalogue
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible
from kejing.foundation.kernel.paging import Capped, Page, capped_count, page
from kejing.foundation.kernel.periods import Month
from kejing.foundation.ui.formats import chinese

PAGE_SIZE = 50
TREND_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the ledger. `held` says that the cap or the floor decided its points."""

    metric: str
    label: str
    unit: str
    quantity: Decimal | None
    rate: Decimal
    points: Decimal
    held: str
    floor: Decimal | None
    cap: Decimal | None


@dataclass(frozen=True, slots=True)
class TrendPoint:
    month: Month
    points: Decimal
    rank: int
    of: int


@dataclass(frozen=True, slots=True)
class Result:
    """What a closed month came to for one person, with the course of the months up to it.

    `opens`: the reader sees what the lines are made of.
    """

    month: Month
    staff_id: int
    name: str
    number: str
    unit: str
    standing: Standing
    policy: PolicyVersion | None
    lines: list[Line]
    trend: list[TrendPoint]
    opens: bool

    @property
    def before(self) -> TrendPoint | None:
        """The month before, if there was a result."""
        return next((point for point in self.trend if point.month == self.month.previous()), None)

    @property
    def course(self) -> list[Decimal]:
        return [point.points for point in self.trend]

    @property
    def shares(self) -> list[tuple[Line, float]]:
        """The lines that moved something, the most first, each with its length in percent of the longest."""
        moved = sorted((line for line in self.lines if line.points), key=lambda line: -line.points)
        most = max((abs(line.points) for line in moved), default=Decimal(1))
        return [(line, float(abs(line.points) * 100 / most)) for line in moved]


@dataclass(frozen=True, slots=True)
class Months:
    """The month that a page shows, and the closed months beside it."""

    month: Month | None
    closed: bool
    earlier: Month | None = None
    later: Month | None = None


@dataclass(frozen=True, slots=True)
class ResultPage:
    """`result` None: the month is not closed, or the person was not judged in it."""

    months: Months
    result: Result | None


@dataclass(frozen=True, slots=True)
class RankRow:
    staff_id: int
    month: Month
    name: str
    number: str
    unit: str
    points: Decimal
    rank: int
    of: int
    rank_all: int
    of_all: int
    course: list[Decimal | None]
    change: Decimal | None


@dataclass(frozen=True, slots=True)
class RankingPage:
    months: Months
    page: Page[RankRow]
    count: Capped


def my_result(*, actor: Actor, month: Month | None = None) -> ResultPage:
    """The reader's own result of a month (None: the last closed one). Raises Forbidden."""
    actor.require(VIEW)
    months = _months(month)
    if not months.closed or months.month is None or actor.staff_id is None:
        return ResultPage(months, None)
    try:
        standing = access.get_visible(actor, months.month, actor.staff_id)
    except NotVisible:
        return ResultPage(months, None)
    return ResultPage(months, _result(actor, months.month, standing))


def person_result(*, actor: Actor, month: Month, staff_id: int) -> ResultPage:
    """A person's result, for herself and for her managers. Raises NotVisible (404)."""
    return ResultPage(_months(month), _result(actor, month, access.get_visible(actor, month, staff_id)))


def team_ranking(*, actor: Actor, month: Month | None = None, cursor: str | None = None) -> RankingPage:
    """Who in scope earned how much in a month, the best first. Raises Forbidden."""
    actor.require(VIEW_TEAM)
    months = _months(month)
    if not months.closed or months.month is None:
        return RankingPage(months, Page([], None, None), Capped(0))
    rows = access.visible_standings(actor).filter(month=months.month.start)
    found = page(rows.select_related("staff", "unit"), ("rank_all", "staff_id"), cursor, PAGE_SIZE)
    return RankingPage(months, _rank_rows(actor, months.month, found), capped_count(rows))


def my_standing(*, actor: Actor) -> Result | None:
    """The reader's standing in the last closed month that judged her, without lines: for panels."""
    if actor.staff_id is None or not actor.may(VIEW):
        return None
    rows = access.visible_standings(actor).filter(staff_id=actor.staff_id)
    standing = rows.select_related("staff", "unit", "run").order_by("-month").first()
    if standing is None:
        return None
    month = Month.of(standing.month)
    return _person(actor, standing, month, None, [], _trend(actor, standing.staff_id, month))


def named(zh: str, en: str) -> str:
    """The name in the reader's language."""
    return zh if chinese() else en or zh


def labels(codes: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Metric code → (label in the reader's language, unit)."""
    found: dict[str, MetricCard] = {card.code: card for card in metric_catalogue()}
    return {
        code: (named(found[code].label_zh, found[code].label_en), found[code].unit)
        if code in found
        else (code, "number")
        for code in codes
    }


def ledger(rows: Sequence[PointLine]) -> list[Line]:
    """Lines in the order of their policy."""
    if not rows:
        return []
    items = {item.metric: item for item in map(rules.item, rows[0].policy_version.body["items"])}
    known = labels({row.metric for row in rows})
    order = list(items)
    return [
        Line(
            metric=row.metric,
            label=known[row.metric][0],
            unit=known[row.metric][1],
            quantity=row.quantity,
            rate=row.rate,
            points=row.points,
            held=rules.bounded(row.quantity, items[row.metric]),
            floor=items[row.metric].floor,
            cap=items[row.metric].cap,
        )
        for row in sorted(rows, key=lambda row: (order.index(row.metric), row.pk))
    ]


def lines_of(actor: Actor, month: Month, staff_id: int) -> list[PointLine]:
    rows = access.visible_lines(actor).filter(staff_id=staff_id, month=month.start)
    return list(rows.select_related("policy_version__policy").order_by("id")[:500])


def _months(month: Month | None) -> Months:
    closed = sorted(card.month for card in closed_months(limit=120))
    shown = month or (closed[-1] if closed else None)
    if shown is None:
        return Months(None, closed=False)
    return Months(
        month=shown,
        closed=shown in closed,
        earlier=max((other for other in closed if other < shown), default=None),
        later=min((other for other in closed if other > shown), default=None),
    )


def _result(actor: Actor, month: Month, standing: Standing) -> Result:
    rows = lines_of(actor, month, standing.staff_id)
    policy = rows[0].policy_version if rows else None
    return _person(actor, standing, month, policy, ledger(rows), _trend(actor, standing.staff_id, month))


def _person(
    actor: Actor,
    standing: Standing,
    month: Month,
    policy: PolicyVersion | None,
    lines: list[Line],
    trend: list[TrendPoint],
) -> Result:
    return Result(
        month=month,
        staff_id=standing.staff_id,
        name=named(standing.staff.name, standing.staff.name_en),
        number=standing.staff.number,
        unit=named(standing.unit.name, standing.unit.name_en),
        standing=standing,
        policy=policy,
        lines=lines,
        trend=trend,
        opens=access.reads_evidence(actor, standing),
    )


def _trend(actor: Actor, staff_id: int, month: Month) -> list[TrendPoint]:
    rows = access.visible_standings(actor).filter(staff_id=staff_id, month__lte=month.start)
    found = rows.order_by("-month").values_list("month", "points", "rank", "of")[:TREND_MONTHS]
    return [TrendPoint(Month.of(start), points, rank, of) for start, points, rank, of in reversed(found)]


def _rank_rows(actor: Actor, month: Month, found: Page[Standing]) -> Page[RankRow]:
    since = month.plus(1 - TREND_MONTHS).start
    rows = access.visible_standings(actor).filter(
        staff_id__in=[row.staff_id for row in found.rows], month__gte=since, month__lte=month.start
    )
    courses: dict[int, dict[date, Decimal]] = defaultdict(dict)
    for staff_id, start, points in rows.order_by("month").values_list("staff_id", "month", "points"):
        courses[staff_id][start] = points
    return Page(
        [_rank_row(row, month, courses[row.staff_id]) for row in found.rows], found.next, found.previous
    )


def _rank_row(row: Standing, month: Month, course: dict[date, Decimal]) -> RankRow:
    before = course.get(month.previous().start)
    months = [month.plus(i - TREND_MONTHS + 1).start for i in range(TREND_MONTHS)]
    return RankRow(
        staff_id=row.staff_id,
        month=month,
        name=named(row.staff.name, row.staff.name_en),
        number=row.staff.number,
        unit=named(row.unit.name, row.unit.name_en),
        points=row.points,
        rank=row.rank,
        of=row.of,
        rank_all=row.rank_all,
        of_all=row.of_all,
        course=[course.get(start) for start in months],
        change=None if before is None else row.points - before,
    )
