"""Typed refusals. What the reader sees is the label of a TextChoices member, with its parameters filled in."""

from collections.abc import Sequence
from dataclasses import dataclass

import psycopg
from django.db import DatabaseError
from django.db.models import TextChoices
from django.http import Http404
from django.utils.translation import gettext_lazy as _


class KernelRefusal(TextChoices):
    STALE = "stale", _("Somebody changed this after you opened it. Nothing was saved.")
    REPEATED = "repeated", _("This form was already sent with other content. Nothing was saved.")
    FORBIDDEN = "forbidden", _("You may not do this: it needs the right “%(permission)s”.")
    ZERO_BYTE = "zero_byte", _("A text must not contain a zero byte.")
    GIVEN_TWICE = "given_twice", _("This may be given once only.")
    PERIOD_CLOSED = "period_closed", _("The month of %(day)s is closed; nothing can be entered into it.")
    BAD_CURSOR = "bad_cursor", _("This page address is damaged. Open the list again.")
    NOT_A_MONTH = "not_a_month", _("“%(text)s” is not a month. Write it as 2026-11.")


class Refused(Exception):
    """The change is not allowed; nothing changed. `field` names the form field or column at fault."""

    status = 422

    def __init__(self, code: TextChoices, /, field: str | None = None, **params: object) -> None:
        super().__init__(code.value)
        self.code = code
        self.field = field
        self.params = params

    @property
    def text(self) -> str:
        """The sentence in the reader's language."""
        label = str(self.code.label)
        return label % self.params if self.params else label

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of a stale edit: what the reader sent and what stands there now."""

    field: str
    yours: object
    theirs: object


class Stale(Refused):
    status = 409

    def __init__(self, differences: Sequence[Difference]) -> None:
        super().__init__(KernelRefusal.STALE)
        self.differences = list(differences)


class Repeated(Refused):
    status = 409

    def __init__(self) -> None:
        super().__init__(KernelRefusal.REPEATED)


class Forbidden(Refused):
    status = 403

    def __init__(self, permission: object) -> None:
        super().__init__(KernelRefusal.FORBIDDEN, permission=permission)


CLOSED_MONTH = "KJ001"
"""What the database's guard says to a row of a closed month; the detail is the month's first day."""


def closed_month(error: DatabaseError) -> str | None:
    """The first day of the month whose guard refused a row; None for any other error."""
    cause = error.__cause__
    if isinstance(cause, psycopg.Error) and cause.sqlstate == CLOSED_MONTH:
        return cause.diag.message_detail or ""
    return None


class NotVisible(Http404):
    """No such row for this reader. Never says whether the row exists."""
