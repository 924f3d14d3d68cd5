"""What the database refuses, as a refusal the reader understands."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date

from django.db import DatabaseError, transaction
from django.db.models import TextChoices

from kejing.domain.customers.vocabulary import MasterRefusal
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.errors import Forbidden, KernelRefusal, Refused

CLOSED = "KJ001"
"""What the guard of closed months says."""


class AuthorAlone(Forbidden):
    """In sight, and somebody else's."""

    def __init__(self) -> None:
        Refused.__init__(self, MasterRefusal.NOT_AUTHOR)


@contextmanager
def refusing(
    refusals: Mapping[str, tuple[TextChoices, str]], day: date | None = None, **params: object
) -> Iterator[None]:
    """Write. Raises Refused for a constraint named in `refusals` (its words and field), and for a closed month."""
    try:
        with transaction.atomic():
            yield
    except DatabaseError as error:
        cause = error.__cause__
        if getattr(cause, "sqlstate", None) == CLOSED:
            raise Refused(KernelRefusal.PERIOD_CLOSED, field="on", day=day or clock.today()) from error
        found = refusals.get(getattr(getattr(cause, "diag", None), "constraint_name", None) or "")
        if found is None:
            raise
        raise Refused(found[0], field=found[1], **params) from error


def not_later(day: date, field: str) -> date:
    """The day, if it has come. Raises Refused."""
    if day > clock.today():
        raise Refused(MasterRefusal.NOT_LATER, field=field)
    return day


def after(began: date, ends: date, field: str) -> date:
    """The day something ends that began earlier. Raises Refused."""
    if ends <= began:
        raise Refused(MasterRefusal.NOT_BEFORE, field=field, day=began)
    return ends
