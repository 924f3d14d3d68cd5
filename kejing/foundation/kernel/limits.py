"""The catalogue of limits: how much of something a role may do. Declared once with a default; packs say others."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection
from django.utils.functional import Promise

_GRAMMAR = re.compile(r"[a-z]+\.[a-z_]+")


@dataclass(frozen=True, slots=True)
class Limit:
    code: str
    label: "str | Promise"
    default: int


_catalogue: dict[str, Limit] = {}


def declare_limit(code: str, label: "str | Promise", *, default: int) -> str:
    """Declare a limit and return its code. Raises ValueError for a code outside the grammar."""
    if not _GRAMMAR.fullmatch(code):
        raise ValueError(f"{code!r} is not <module>.<limit>")
    _catalogue[code] = Limit(code, label, default)
    return code


def known_limit(code: str) -> Limit:
    """Raises LookupError for a limit no module declared."""
    if code not in _catalogue:
        raise LookupError(f"unknown limit {code!r}")
    return _catalogue[code]


def limit_of(limits: Mapping[str, int], code: str) -> int:
    """What a role's limits say, or the default."""
    return limits.get(known_limit(code).code, known_limit(code).default)


def hold_count(what: str, user_id: int | None) -> None:
    """Let one person's work on a limit go one after the other until the transaction ends, so that counts are exact."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, %s))", [what, user_id or 0])
