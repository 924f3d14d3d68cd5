"""Segments, standards and facts for tests, made by the pack, the actions and the engine's own import."""

from datetime import date
from decimal import Decimal
from typing import Any

from kejing.domain.customers.models import Customer, Holding, HoldingParty, Product
from kejing.domain.segments import actions
from kejing.domain.segments.models import Segment, SegmentSet, Service, SetVersion, Standard, Target
from kejing.domain.segments.pack import SegmentsSection, apply
from kejing.domain.visits.tests.factories import held, holder_of, working
from kejing.engines.metrics.pack import FactKinds, apply_fact_kinds
from kejing.engines.metrics.public import IncomingFact, import_facts
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.testing import as_owner
from tests.cast import TODAY, Cast

SECTION: dict[str, Any] = {
    "figures": [
        {"code": "spend", "fact": "spend", "folding": "sum", "months": 3, "label": {"zh": "近三月消费", "en": "Spend, 3 months"}}
    ],
    "sets": [
        {
            "code": "classes", "kind": "class", "label": {"zh": "等级", "en": "Classes"},
            "segments": [
                {"code": "A", "label": {"zh": "A类", "en": "Class A"}, "rule": {"all": [{"field": "lent", "is": ">=", "value": 1000}]}},
                {"code": "B", "label": {"zh": "B类", "en": "Class B"}, "rule": {"any": [{"field": "spend", "is": ">", "value": 100}]}},
                {"code": "C", "label": {"zh": "C类", "en": "Class C"}},
            ],
        },
        {
            "code": "market", "kind": "market", "label": {"zh": "目标市场", "en": "Market"},
            "segments": [{"code": "all", "label": {"zh": "目标市场", "en": "Market"}, "rule": {"all": [{"field": "lent", "is": "=", "value": 0}]}}],
        },
    ],
    "standard": {
        "set": "classes",
        "classes": {
            "A": {"visit_every_days": 10, "respond_within_hours": 4, "minutes_per_visit": 60},
            "B": {"visit_every_days": 20, "respond_within_hours": 24, "minutes_per_visit": 45},
            "C": {"visit_every_days": 100, "respond_within_hours": 48, "minutes_per_visit": 30},
        },
        "hours": {"per_day": "5", "travel_minutes": 30},
        "counts_from": "1997-11-03",
        "value": "spend",
        "settle_days": 90,
        "restricted": {"risk": "results.view_team"},
    },
}  # fmt: skip


def brought(**changed: Any) -> None:
    """The pack's section, as drafts; nothing is in force yet."""
    kind = {
        "code": "spend",
        "subject": "customer",
        "label": {"zh": "消费", "en": "Spend"},
        "has_amount": True,
    }
    with as_system("pack") as system:
        apply_fact_kinds(FactKinds.model_validate({"kinds": [kind]}), system)
        apply(SegmentsSection.model_validate({**SECTION, **changed}), system)


def lends(cast: Cast, number: str, amount: int, closed_on: date | None = None) -> None:
    """A loan of a customer."""
    with as_owner():
        product = Product.objects.get_or_create(
            code="loan", defaults={"line": "loan", "label_zh": "贷款", "label_en": "Loan"}
        )[0]
        customer = Customer.objects.get(number=number)
        holding = Holding.objects.create(
            number=f"L-{number}-{amount}",
            product=product,
            unit_id=customer.unit_id,
            amount=Decimal(amount),
            closed_on=closed_on,
        )
        HoldingParty.objects.create(holding=holding, customer=customer, role="owner")


def spends(number: str, amount: int, day: date = date(1997, 12, 10)) -> None:
    with clock.frozen(clock.at(TODAY, 9)), as_system("facts") as system:
        row = IncomingFact(f"{number}-{day}-{amount}", number, day, Decimal(amount))
        import_facts(actor=system, kind="spend", source="test", rows=[row])


def version_of(code: str = "classes", state: str = "draft") -> int:
    with as_system("look"):
        return SetVersion.objects.get(set__code=code, state=state).pk


def in_force(*codes: str) -> None:
    """Drafts tried and applied by the system, at the cast's day."""
    with clock.frozen(clock.at(TODAY, 9)):
        for code in codes or ("classes", "market"):
            pk = version_of(code)
            with as_system("apply") as system:
                actions.try_version(actor=system, version_id=pk)
            with as_system("apply") as system:
                actions.apply_segments(actor=system, version_id=pk)


def segment(code: str, of: str = "classes") -> int:
    with as_system("look"):
        return Segment.objects.get(set__code=of, code=code).pk


def set_id(code: str = "classes") -> int:
    with as_system("look"):
        return SegmentSet.objects.get(code=code).pk


def filled(cast: Cast) -> dict[str, int]:
    """Ids for the access matrix, on top of the bank pack: its classes in force, a segment of unit A as a draft, a
    target list of hers, a prospect of manager_a1, another standard as a draft."""
    in_force("classes", "lenders")
    rule = {"all": [{"field": "lent", "is": "=", "value": 0}]}
    with working(cast, "market_manager_a") as actor:
        of_a = actions.define_segment(actor=actor, name="A", kind="free", rule=rule)
        of_all = segment("C")
        made = actions.make_list(actor=actor, segment_id=of_all, purpose="p", due_on=TODAY)
    with working(cast, "manager_a1") as actor:
        market = segment("all", "lenders")
        prospect = actions.add_prospect(actor=actor, segment_id=market, name="P")
    with working(cast, "administrator") as actor:
        draft = actions.draft_standard(actor=actor, classes={"A": (10, 4, 60)})
    with as_system("look"):
        target = Target.objects.get(list_id=made, customer_id=cast.customers["C0001"]).pk
        version = SetVersion.objects.get(set_id=Segment.objects.get(pk=of_a).set_id)
    return {
        "segment_a": of_a, "segment_c": of_all, "segment_all": market, "version_a": version.pk, "set_all": set_id("classes"), "list_a": made,
        "target_a1": target, "prospect_a1": prospect, "standard": draft, "unit_a": cast.units["A"].pk,
        "holder_a1": holder_of(cast, "manager_a1"),
    }  # fmt: skip


def service(cast: Cast, number: str) -> Service:
    with as_system("look"):
        return Service.objects.select_related("segment").get(customer_id=cast.customers[number])


def standard() -> Standard:
    with as_system("look"):
        return Standard.objects.get(state="applied")


__all__ = [
    "SECTION",
    "brought",
    "filled",
    "held",
    "holder_of",
    "in_force",
    "lends",
    "segment",
    "service",
    "set_id",
    "spends",
    "standard",
    "version_of",
    "working",
]
