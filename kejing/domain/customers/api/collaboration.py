"""Who works on a customer beside the one who holds her."""

from datetime import date
from typing import Annotated

from ninja import Schema
from pydantic import Field

from kejing.domain.customers import actions, queries
from kejing.domain.customers.api.customers import AssignedOut, router
from kejing.domain.customers.vocabulary import CollaboratorRole
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.kernel.schemas import Day, Id, Key, Strict, Text


class CollaboratorOut(Schema):
    """`[valid_from, valid_to)`; no end: until somebody ends it."""

    id: int
    holder_id: int
    name: str
    name_en: str
    unit: str
    unit_en: str
    role: CollaboratorRole
    valid_from: date
    valid_to: date | None
    reason: str

    @staticmethod
    def resolve_role(row: queries.CollaboratorRow) -> str:
        return row.role_code


class CollaboratorIn(Strict):
    """`last` is the last day on which the person works on her."""

    holder_id: Id
    role: CollaboratorRole
    reason: Annotated[str, Field(min_length=1, max_length=200), Text]
    last: Day | None = None
    idempotency_key: Key = None


class EndCollaborationIn(Strict):
    idempotency_key: Key = None


@router.get("/{int:customer_id}/collaborators", response=list[CollaboratorOut])
def collaborator_list(request: ActorRequest, customer_id: int) -> object:
    """Those at work now first, then those who were."""
    return queries.collaborator_list(actor=request.actor, customer_id=customer_id)


@router.post("/{int:customer_id}/collaborators", response=AssignedOut)
def add_collaborator(request: ActorRequest, customer_id: int, body: CollaboratorIn) -> object:
    found = actions.add_collaborator(actor=request.actor, customer_id=customer_id, **body.dict())
    return {"customer_id": found}


@router.post("/{int:customer_id}/collaborators/{int:collaboration_id}/end", response=AssignedOut)
def end_collaboration(
    request: ActorRequest, customer_id: int, collaboration_id: int, body: EndCollaborationIn
) -> object:
    """From now on the person sees the customer by it no more."""
    found = actions.end_collaboration(
        actor=request.actor, customer_id=customer_id, collaboration_id=collaboration_id, **body.dict()
    )
    return {"customer_id": found}
