"""What is kept of a customer besides the master: notes, tags, files."""

from datetime import datetime
from io import BytesIO
from typing import Annotated

from django.http import FileResponse
from ninja import Query, Schema
from pydantic import Field

from kejing.domain.customers import actions, queries
from kejing.domain.customers.api.customers import AssignedOut, router
from kejing.domain.customers.vocabulary import Share
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.kernel.schemas import Id, Key, Strict, Text


class NoteIn(Strict):
    text: Annotated[str, Field(min_length=1, max_length=4000), Text]
    share: Share = Share.OWNER
    idempotency_key: Key = None


class NoteOut(Schema):
    id: int
    text: str
    share: Share
    author_name: str
    at: datetime
    version: int


class NoteIdOut(Schema):
    note_id: int


class TagOut(Schema):
    id: int
    name: str


class TagIn(Strict):
    tag_id: Id
    idempotency_key: Key = None


class FindTagIn(Schema):
    q: str = Field("", max_length=40)


class FileOut(Schema):
    """`share` says who may read it besides the author and who holds the customer."""

    id: int
    name: str
    kind: str
    size: int
    sha256: str
    share: Share
    author_name: str
    at: datetime


@router.get("/{int:customer_id}/notes", response=list[NoteOut])
def note_panel(request: ActorRequest, customer_id: int) -> object:
    """The latest notes that their share level opens to the caller."""
    return queries.note_panel(actor=request.actor, customer_id=customer_id).notes


@router.post("/{int:customer_id}/notes", response=NoteIdOut)
def add_note(request: ActorRequest, customer_id: int, body: NoteIn) -> object:
    found = actions.add_note(actor=request.actor, customer_id=customer_id, **body.dict())
    return {"note_id": found}


@router.get("/tags", response=list[TagOut])
def find_tags(request: ActorRequest, wanted: Query[FindTagIn]) -> object:
    """The organisation's words with a part, at most 20."""
    return queries.find_tags(actor=request.actor, text=wanted.q)


@router.get("/{int:customer_id}/tags", response=list[TagOut])
def tag_panel(request: ActorRequest, customer_id: int) -> object:
    return queries.tag_panel(actor=request.actor, customer_id=customer_id).tags


@router.post("/{int:customer_id}/tags", response=AssignedOut)
def tag_customer(request: ActorRequest, customer_id: int, body: TagIn) -> object:
    found = actions.tag_customer(actor=request.actor, customer_id=customer_id, **body.dict())
    return {"customer_id": found}


@router.get("/{int:customer_id}/files", response=list[FileOut])
def file_panel(request: ActorRequest, customer_id: int) -> object:
    """The latest files that their share level opens to the caller."""
    return queries.file_panel(actor=request.actor, customer_id=customer_id).files


@router.get("/files/{int:file_id}", response={200: None})
def download_file(request: ActorRequest, file_id: int) -> FileResponse:
    """The file's bytes."""
    found = queries.download(actor=request.actor, file_id=file_id)
    return FileResponse(
        BytesIO(found.content),
        as_attachment=True,
        filename=found.name,
        content_type=found.media_type,
        headers={"Cache-Control": "private, no-store"},
    )
