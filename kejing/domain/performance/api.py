"""JSON ↔ the same queries and actions as the pages."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from ninja import Path, Query, Router, Schema, Status
from pydantic import Field

from kejing.domain.performance import actions, queries
from kejing.domain.performance.queries.results import Result
from kejing.foundation.kernel.errors import NotVisible
from kejing.foundation.kernel.periods import Month
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.kernel.schemas import Id, Key

router = Router()
MONTH = r"^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$"
MonthPath = Path[Annotated[str, Field(pattern=MONTH)]]
StaffPath = Path[Id]
MetricPath = Path[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]]


class LineOut(Schema):
    """One line of the ledger. `quantity` null: not applicable; `held`: cap, floor or nothing."""

    metric: str
    label: str
    unit: str
    quantity: Decimal | None
    rate: Decimal
    points: Decimal
    held: str


class ResultOut(Schema):
    """A person's month: her points, her rank in her unit and over all, and the lines they are made of."""

    month: str
    staff_id: int
    name: str
    unit: str
    points: Decimal
    rank: int
    of: int
    rank_all: int
    of_all: int
    lines: list[LineOut]


class RankOut(Schema):
    staff_id: int
    name: str
    unit: str
    points: Decimal
    rank: int
    of: int
    rank_all: int
    of_all: int


class RankingOut(Schema):
    """One page; `next` and `previous` are cursors for `after`."""

    rows: list[RankOut]
    next: str | None
    previous: str | None


class EvidenceOut(Schema):
    """One thing that counted. `whole` is set where the value is a quotient of sums, `amount` where a fact has one."""

    label: str
    on_day: date | None
    kind: str
    quantity: Decimal
    whole: Decimal | None
    amount: Decimal | None


class EvidencePageOut(Schema):
    rows: list[EvidenceOut]
    next: str | None
    previous: str | None


class MonthOut(Schema):
    month: str
    closed: bool
    closed_at: datetime | None
    closed_by: str
    people: int | None


class PageFilter(Schema):
    after: str | None = Field(None, max_length=400)


class CloseIn(Schema):
    month: str = Field(pattern=MONTH)
    idempotency_key: Key = None


class CloseOut(Schema):
    """The month whose close now waits for the worker."""

    month: str


@router.get("/results/{month}", response=ResultOut)
def my_result(request: ActorRequest, month: MonthPath) -> object:
    """The reader's own result; 404 while the month is open, and for somebody not judged in it."""
    return _out(queries.my_result(actor=request.actor, month=Month.parse(month)).result)


@router.get("/results/{month}/team", response=RankingOut)
def team_ranking(request: ActorRequest, month: MonthPath, wanted: Query[PageFilter]) -> object:
    """The results in scope, the best first."""
    return queries.team_ranking(actor=request.actor, month=Month.parse(month), cursor=wanted.after).page


@router.get("/results/{month}/{staff_id}", response=ResultOut)
def person_result(request: ActorRequest, month: MonthPath, staff_id: StaffPath) -> object:
    """A person's result, for herself and for her managers."""
    return _out(
        queries.person_result(actor=request.actor, month=Month.parse(month), staff_id=staff_id).result
    )


@router.get("/results/{month}/{staff_id}/{metric}", response=EvidencePageOut)
def evidence(
    request: ActorRequest,
    month: MonthPath,
    staff_id: StaffPath,
    metric: MetricPath,
    wanted: Query[PageFilter],
) -> object:
    """The facts, visits and logs behind one line, newest first."""
    found = queries.evidence_page(
        actor=request.actor, month=Month.parse(month), staff_id=staff_id, metric=metric, cursor=wanted.after
    )
    return found.rows


@router.get("/closes", response=list[MonthOut])
def closes(request: ActorRequest) -> object:
    """The ended months and whether they are closed."""
    rows = queries.close_page(actor=request.actor).months
    return [
        MonthOut(
            month=str(row.month), closed=row.closed, closed_at=row.closed_at, closed_by=row.closed_by,
            people=row.people,
        )
        for row in rows
    ]  # fmt: skip


@router.post("/closes", response={202: CloseOut})
def request_close(request: ActorRequest, wanted: CloseIn) -> object:
    """Have a month closed; 422 for one that has not ended or is closed already."""
    month = actions.request_close(
        actor=request.actor, month=wanted.month, idempotency_key=wanted.idempotency_key
    )
    return Status(202, CloseOut(month=month))


def _out(result: Result | None) -> ResultOut:
    if result is None:
        raise NotVisible
    standing = result.standing
    return ResultOut(
        month=str(result.month),
        staff_id=result.staff_id,
        name=result.name,
        unit=result.unit,
        points=standing.points,
        rank=standing.rank,
        of=standing.of,
        rank_all=standing.rank_all,
        of_all=standing.of_all,
        lines=[LineOut.from_orm(line) for line in result.lines],
    )
