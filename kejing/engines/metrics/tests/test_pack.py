"""What a pack says of facts and metrics: created when missing, refused when it contradicts."""

from collections.abc import Iterator

import pytest
from pydantic import ValidationError

from kejing.engines.metrics.models import FactKind, Metric
from kejing.engines.metrics.pack import apply_fact_kinds, apply_metrics
from kejing.engines.metrics.specs import FactKinds, MetricSpec
from kejing.engines.metrics.tests.factories import system
from kejing.engines.metrics.vocabulary import MetricsRefusal
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused

LABEL = {"zh": "销售", "en": "Sales"}
METRIC = {
    "code": "sales",
    "version": 1,
    "label": LABEL,
    "unit": "money",
    "subject": "staff",
    "period": "month",
    "inputs": ["fact"],
    "direction": "more",
    "quantity": "Q15",
    "sql": "SELECT 1",
}


@pytest.fixture
def actor(db: None) -> Iterator[Actor]:
    with system() as actor:
        yield actor


def kinds(**more: object) -> FactKinds:
    return FactKinds.model_validate({"kinds": [{"code": "sale", "subject": "toy", "label": LABEL, **more}]})


def spec(**more: object) -> MetricSpec:
    return MetricSpec.model_validate(METRIC | more)


def test_kinds_are_created_once_and_kept(actor: Actor) -> None:
    assert apply_fact_kinds(kinds(), actor) == (1, 0)
    assert apply_fact_kinds(kinds(label={"zh": "别的", "en": "Other"}), actor) == (0, 1)
    assert FactKind.objects.get().label_zh == "销售"


def test_a_kind_of_another_subject_is_refused(actor: Actor) -> None:
    apply_fact_kinds(kinds(), actor)
    with pytest.raises(Refused) as refused:
        apply_fact_kinds(kinds(subject="dealer"), actor)
    assert refused.value.code is MetricsRefusal.KIND_CHANGED


def test_versions_are_created_beside_one_another(actor: Actor) -> None:
    assert apply_metrics([spec()], actor) == (1, 0)
    assert apply_metrics([spec(version=2, sql="SELECT 2")], actor) == (1, 0)
    assert apply_metrics([spec(label={"zh": "更名", "en": "Renamed"})], actor) == (0, 1)
    assert list(Metric.objects.order_by("version").values_list("version", "sql", "quantity_code")) == [
        (1, "SELECT 1", "Q15"),
        (2, "SELECT 2", "Q15"),
    ]


@pytest.mark.parametrize(
    "more", [{"sql": "SELECT 2"}, {"unit": "count"}, {"ratio": True}, {"inputs": ["visit"]}]
)
def test_another_meaning_under_a_known_version_is_refused(actor: Actor, more: dict[str, object]) -> None:
    apply_metrics([spec()], actor)
    with pytest.raises(Refused) as refused:
        apply_metrics([spec(**more)], actor)
    assert refused.value.code is MetricsRefusal.METRIC_CHANGED


@pytest.mark.parametrize(
    "wrong",
    [
        {"colour": 1},
        {"unit": "kilo"},
        {"inputs": []},
        {"version": 0},
        {"code": "Ab"},
        {"quantity": "15"},
        {"sql": ""},
    ],
)
def test_a_header_is_strict(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        spec(**wrong)


def test_a_kind_twice_is_refused() -> None:
    one = {"code": "sale", "subject": "toy", "label": LABEL}
    with pytest.raises(ValidationError, match="sale twice"):
        FactKinds.model_validate({"kinds": [one, one]})
