"""The door of the metrics engine: facts, months, metrics, values with their evidence, criteria."""

from kejing.engines.metrics.actions import (
    IncomingFact,
    RowsRefused,
    check_facts,
    import_facts,
    load_staged,
    reverse_fact,
)
from kejing.engines.metrics.close import (
    Calculation,
    ValueDifference,
    begin_close,
    calculate,
    finish_close,
    recompute,
)
from kejing.engines.metrics.criteria import Comparison, Criterion, Line, Outcome, Part, State, Step, evaluate
from kejing.engines.metrics.loading import FactError, ImportResult
from kejing.engines.metrics.queries.facts import FactCard, Point, facts_of, monthly_series
from kejing.engines.metrics.queries.sources import FactSource, fact_source
from kejing.engines.metrics.queries.values import (
    EvidenceCard,
    MetricCard,
    PeriodCard,
    ValueCard,
    closed_months,
    evidence,
    history,
    metric_catalogue,
    period_state,
    require_open,
    value_of,
    values,
)
from kejing.engines.metrics.registry import register_subject, register_view
from kejing.engines.metrics.vocabulary import FactFault, Measure, MetricsRefusal, PeriodState, Unit

__all__ = [
    "Calculation",
    "Comparison",
    "Criterion",
    "EvidenceCard",
    "FactCard",
    "FactError",
    "FactFault",
    "FactSource",
    "ImportResult",
    "IncomingFact",
    "Line",
    "Measure",
    "MetricCard",
    "MetricsRefusal",
    "Outcome",
    "Part",
    "PeriodCard",
    "PeriodState",
    "Point",
    "RowsRefused",
    "State",
    "Step",
    "Unit",
    "ValueCard",
    "ValueDifference",
    "begin_close",
    "calculate",
    "check_facts",
    "closed_months",
    "evaluate",
    "evidence",
    "fact_source",
    "facts_of",
    "finish_close",
    "history",
    "import_facts",
    "load_staged",
    "metric_catalogue",
    "monthly_series",
    "period_state",
    "recompute",
    "register_subject",
    "register_view",
    "require_open",
    "reverse_fact",
    "value_of",
    "values",
]
