"""Facts as a piece of SQL, for modules that compute over all their subjects in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from kejing.engines.metrics.models import FactKind

Folding = Literal["sum", "count", "last", "mean"]


@dataclass(frozen=True, slots=True)
class FactSource:
    """A SELECT of `subject_id, value`, one row for each subject of `subject_kind` with facts in those days.

    It runs under the walls of whoever asks. `params` are named; their names begin with the caller's prefix.
    """

    subject_kind: str
    sql: str
    params: dict[str, Any]


_MONTH_ENDS = (
    "(select distinct on (subject_id, date_trunc('month', on_day)) subject_id, {value} as value"
    " from metrics_fact where {where}"
    " order by subject_id, date_trunc('month', on_day), on_day desc, id desc) ends"
)
_TEXTS: dict[str, str] = {
    "sum": "select subject_id, sum({value}) as value from metrics_fact where {where} group by subject_id",
    "count": "select subject_id, count(*)::numeric as value from metrics_fact where {where} group by subject_id",
    "last": "select distinct on (subject_id) subject_id, {value} as value from metrics_fact where {where}"
    " order by subject_id, on_day desc, id desc",
    "mean": f"select subject_id, avg(value) as value from {_MONTH_ENDS} group by subject_id",  # noqa: S608  # constants
}


def fact_source(
    *, kind: str, figure: str, folding: Folding, start: date, end: date, prefix: str, subjects: str = ""
) -> FactSource:
    """One figure of each subject over the days from `start` up to `end` (exclusive).

    `folding`: the sum, the number of facts, the last figure, the mean of each month's last. `subjects` is SQL of
    the caller's own that restricts `subject_id`. Raises LookupError for an unknown kind or figure.
    """
    return source_of(
        _kind(kind), figure=figure, folding=folding, start=start, end=end, prefix=prefix, subjects=subjects
    )


def monthly_sources(
    *, kind: str, figure: str, folding: Folding, spans: Sequence[tuple[str, date, date, str]]
) -> list[FactSource]:
    """The same for several stretches, (prefix, start, end, subjects) each; the kind is asked for once."""
    found = _kind(kind)
    return [
        source_of(
            found, figure=figure, folding=folding, start=start, end=end, prefix=prefix, subjects=subjects
        )
        for prefix, start, end, subjects in spans
    ]


def _kind(code: str) -> FactKind:
    found = FactKind.objects.filter(code=code).first()
    if found is None:
        raise LookupError(f"no facts {code!r}")
    return found


def source_of(
    found: FactKind, *, figure: str, folding: Folding, start: date, end: date, prefix: str, subjects: str
) -> FactSource:
    """Raises LookupError for a figure that the kind does not have."""
    if figure not in {"amount", "quantity", *found.figures}:
        raise LookupError(f"no figure {figure!r} of facts {found.code!r}")
    plain = figure in {"amount", "quantity"}
    value = figure if plain else f"(detail ->> %({prefix}figure)s)::numeric"
    where = (
        f"kind_id = %({prefix}kind)s and subject_kind = %({prefix}subject)s"
        f" and on_day >= %({prefix}start)s and on_day < %({prefix}end)s"
    )
    if subjects:
        where += f" and subject_id in ({subjects})"
    params = {
        f"{prefix}kind": found.pk,
        f"{prefix}subject": found.subject_kind,
        f"{prefix}start": start,
        f"{prefix}end": end,
        f"{prefix}figure": figure,
    }
    return FactSource(found.subject_kind, _TEXTS[folding].format(value=value, where=where), params)
