"""The rules of ownership in force, and what upper modules tell about contacts."""

from datetime import date

from kejing.domain.customers.models import OwnershipPolicy
from kejing.domain.customers.rules import Policy

NEVER = "null::date"
_last_contact = [NEVER]


def register_last_contact(sql: str) -> None:
    """An SQL expression for the day of the last contact with the customer `c.id`; set once by `app.wiring`."""
    _last_contact[:] = [sql]


def last_contact() -> str:
    return _last_contact[0]


def policy_on(day: date) -> Policy:
    """The version in force on a day; no limits where there is none."""
    row = OwnershipPolicy.objects.filter(valid_from__lte=day).order_by("-valid_from", "-version").first()
    return Policy(version=row.version, **row.content) if row else Policy()
