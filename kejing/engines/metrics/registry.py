"""What the engine is told about the business, by `app.wiring`: subjects by number, and views for snapshots.

The engine knows subjects and judged people by reference only. Each text is a SELECT that runs under the
row-level security of whoever asks.
"""

from datetime import date

PERIOD_START, PERIOD_END = ":period_start", ":period_end"
_subjects: dict[str, str] = {}
_views: dict[str, str] = {}

FACT_VIEW = (  # both names stand above
    "select f.id as fact_id, k.code as kind, f.subject_kind, f.subject_id,"  # noqa: S608  # constants
    " f.on_day, f.amount, f.quantity"
    " from metrics_fact f join metrics_factkind k on k.id = f.kind_id"
    f" where f.on_day >= {PERIOD_START} and f.on_day < {PERIOD_END}"
)


def register_subject(kind: str, sql: str) -> None:
    """`sql` yields `subject_id, number`: how deliveries name the subjects of a kind."""
    _subjects[kind] = sql


def subject_sql(kind: str) -> str:
    """Raises LookupError for a kind of subject nobody registered."""
    if kind not in _subjects:
        raise LookupError(f"no module registered the subject {kind!r}")
    return _subjects[kind]


def register_view(name: str, sql: str) -> None:
    """A table of the monthly snapshot: ids and figures, never names or phones.

    `:period_start` and `:period_end` (half-open) stand for the days of the month.
    """
    _views[name] = sql


def views() -> frozenset[str]:
    return frozenset(_views)


def view_sql(name: str, start: date, end: date) -> str:
    """The view's text for a month. Raises LookupError for a view nobody registered."""
    if name not in _views:
        raise LookupError(f"no module registered the view {name!r}")
    literals = {PERIOD_START: f"date '{start.isoformat()}'", PERIOD_END: f"date '{end.isoformat()}'"}
    text = _views[name]
    for parameter, literal in literals.items():
        text = text.replace(parameter, literal)
    return text


register_view("fact", FACT_VIEW)
