"""Contacts held with customers, for the modules above: their days, and their lines of the history."""

from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import Case, Max, QuerySet, TextField, Value, When
from django.urls import reverse

from kejing.domain.visits import access
from kejing.domain.visits.models import Visit
from kejing.domain.visits.vocabulary import VisitState
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.history import Happening, Line, Source
from kejing.foundation.ui.formats import local

MOST_DAYS = 1_000


def contact_days(*, actor: Actor, customer_id: int) -> QuerySet[Visit, date]:
    """The days of a customer's contacts, newest first, for a sub-query; at most 1,000."""
    rows = _held(actor=actor, customer_id=customer_id)
    return rows.order_by("-day", "-id").values_list("day", flat=True)[:MOST_DAYS]


def last_contacts(*, actor: Actor, customer_ids: Collection[int]) -> dict[int, date]:
    """The day of each customer's last contact; customers never met are not in it."""
    rows = access.visible(actor).filter(customer_id__in=customer_ids, state=VisitState.DONE)
    return dict(rows.order_by().values_list("customer_id").annotate(last=Max("day")))


def _held(*, actor: Actor, customer_id: int) -> QuerySet[Visit]:
    return access.visible(actor).filter(customer_id=customer_id, state=VisitState.DONE)


def _told(lines: Sequence[Line]) -> list[Happening]:
    return [
        Happening(
            day=line.day,
            id=line.id,
            verb=line.verb,
            text=line.text,
            icon="map-pin",
            url=reverse("visits:visit_page", args=[line.ref]),
            by=local(line.by or "", line.by_en or ""),
        )
        for line in lines
    ]


VISIT_HAPPENINGS = Source(
    rows=_held,
    day="day",
    columns=(
        Value("visit"),
        Case(When(result="", then="goal"), default="result", output_field=TextField()),
        Value(""),
        "staff__name",
        "staff__name_en",
        "pk",
    ),
    told=_told,
)
"""Contacts held with a customer, for her history."""
