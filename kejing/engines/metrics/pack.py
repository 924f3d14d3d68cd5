"""The sections of a pack that belong to metrics: kinds of facts, and metrics."""

import hashlib
from collections.abc import Sequence

from kejing.engines.metrics.models import FactKind, Metric
from kejing.engines.metrics.specs import FactKinds, FactKindSpec, MetricSpec
from kejing.engines.metrics.vocabulary import MetricsRefusal
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused

__all__ = ["BODY_KEY", "FILES", "FactKinds", "MetricSpec", "apply_fact_kinds", "apply_metrics"]

FILES = "metrics/*.sql"
BODY_KEY = "sql"


def apply_fact_kinds(section: FactKinds, _actor: Actor) -> tuple[int, int]:
    """Create the kinds that are missing. Raises Refused for one that is there with another subject."""
    known = {kind.code: kind for kind in FactKind.objects.order_by("code")}
    new = [spec for spec in section.kinds if spec.code not in known]
    for spec in section.kinds:
        if spec.code in known and known[spec.code].subject_kind != spec.subject:
            raise Refused(MetricsRefusal.KIND_CHANGED, kind=spec.code)
    for spec in new:
        _create_kind(spec)
    return len(new), len(section.kinds) - len(new)


def _create_kind(spec: FactKindSpec) -> None:
    FactKind.objects.create(
        code=spec.code,
        subject_kind=spec.subject,
        label_zh=spec.label.zh,
        label_en=spec.label.en,
        has_amount=spec.has_amount,
        figures={code: label.model_dump() for code, label in spec.figures.items()},
    )


def apply_metrics(specs: Sequence[MetricSpec], _actor: Actor) -> tuple[int, int]:
    """Create the versions that are missing. Raises Refused for a version that is there with another text."""
    known = {(row.code, row.version): row.sha256 for row in Metric.objects.order_by("code", "version")}
    new = [spec for spec in specs if (spec.code, spec.version) not in known]
    for spec in specs:
        if known.get((spec.code, spec.version), digest(spec)) != digest(spec):
            raise Refused(MetricsRefusal.METRIC_CHANGED, metric=spec.code, version=spec.version)
    for spec in new:
        _create_metric(spec)
    return len(new), len(specs) - len(new)


def digest(spec: MetricSpec) -> str:
    """Of what is computed: labels may be put right without a new version."""
    meaning = spec.model_dump_json(exclude={"label", "quantity", "direction"})
    return hashlib.sha256(meaning.encode()).hexdigest()


def _create_metric(spec: MetricSpec) -> None:
    Metric.objects.create(
        code=spec.code,
        version=spec.version,
        label_zh=spec.label.zh,
        label_en=spec.label.en,
        unit=spec.unit,
        subject_kind=spec.subject,
        ratio=spec.ratio,
        more_is_better=spec.direction == "more",
        quantity_code=spec.quantity or "",
        inputs=spec.inputs,
        sql=spec.sql,
        sha256=digest(spec),
    )
