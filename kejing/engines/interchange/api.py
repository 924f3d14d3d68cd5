"""JSON ↔ the same actions and queries as the pages of exports, under the same limits."""

from datetime import datetime
from pathlib import Path
from typing import Literal

from django.http import FileResponse
from ninja import Query, Router, Schema
from pydantic import Field

from kejing.engines.interchange.exports import actions, queries
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.kernel.schemas import Key

router = Router()


class ExportOut(Schema):
    """An export. `state`: asked, approved, refused, waiting, running, ready, failed, expired."""

    id: int
    code: str
    target: str
    query: str
    format: str
    reason: str
    state: str
    rows: int
    needs_approval: bool
    taker_name: str
    asked_at: datetime
    decided_by_name: str
    decision_reason: str
    failure: str
    fetched: int


class ExportPageOut(Schema):
    """One page; `next` and `previous` are cursors for `after`."""

    rows: list[ExportOut]
    next: str | None
    previous: str | None


class ExportFilter(Schema):
    after: str | None = Field(None, max_length=400)


class StartIn(Schema):
    """`query` is the query string of the list's address, as in `risk=bad&sort=-since`."""

    target: str = Field(max_length=80)
    query: str = Field("", max_length=1_000)
    file_format: Literal["csv", "xlsx"] = "csv"
    reason: str = Field(min_length=1, max_length=200)
    idempotency_key: Key = None


class DecideIn(Schema):
    approve: bool
    reason: str = Field("", max_length=200)
    idempotency_key: Key = None


class KeyIn(Schema):
    idempotency_key: Key = None


@router.get("", response=ExportPageOut)
def export_list(request: ActorRequest, wanted: Query[ExportFilter]) -> object:
    """The caller's own exports, the newest first."""
    return queries.own_exports(actor=request.actor, cursor=wanted.after)


@router.post("", response=ExportOut)
def start_export(request: ActorRequest, wanted: StartIn) -> object:
    """Ask for a list as a file. Above the limits it waits for a second person."""
    found = actions.start_export(actor=request.actor, **wanted.dict())
    return queries.export_page(actor=request.actor, export_id=found).export


@router.get("/{int:export_id}", response=ExportOut)
def export_page(request: ActorRequest, export_id: int) -> object:
    return queries.export_page(actor=request.actor, export_id=export_id).export


@router.post("/{int:export_id}/decide", response=ExportOut)
def decide_export(request: ActorRequest, export_id: int, wanted: DecideIn) -> object:
    """Approve or refuse another's export above the limit."""
    actions.decide_export(actor=request.actor, export_id=export_id, **wanted.dict())
    return queries.export_page(actor=request.actor, export_id=export_id).export


@router.post("/{int:export_id}/make", response=ExportOut)
def make_approved(request: ActorRequest, export_id: int, wanted: KeyIn) -> object:
    """Use an approval, once, within its day."""
    actions.make_approved(actor=request.actor, export_id=export_id, **wanted.dict())
    return queries.export_page(actor=request.actor, export_id=export_id).export


@router.post("/{int:export_id}/file", response={200: None})
def fetch_export(request: ActorRequest, export_id: int) -> FileResponse:
    """The file, for its taker alone, within a day."""
    path = Path(actions.fetch_export(actor=request.actor, export_id=export_id))
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"kejing-{path.name}")
