"""Targets and what is reached of them, made by the actions and the engines, on the cast's days."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from kejing.domain.customers.models import Customer, Holding, HoldingParty, Product
from kejing.domain.targets import actions
from kejing.domain.targets.models import Measure, Target, TargetChange
from kejing.domain.targets.pack import TargetsSection, apply
from kejing.domain.targets.rules import Source
from kejing.engines.metrics.models import Period
from kejing.engines.metrics.pack import FactKinds, apply_fact_kinds
from kejing.engines.metrics.public import IncomingFact, import_facts
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.testing import as_owner
from tests.cast import TODAY, Cast

JANUARY = date(1998, 1, 1)
D = Decimal
_label = {"zh": "指标", "en": "Measure"}
SECTION: dict[str, Any] = {
    "measures": [
        {"code": "loans", "label": {"zh": "贷款投放", "en": "Loans"}, "unit": "money", "places": 2, "fact": "lent",
         "figure": "amount", "reconcile": "refuse"},
        {"code": "balance", "label": _label, "unit": "money", "places": 2, "fact": "lent", "figure": "standing",
         "folding": "last"},
        {"code": "spent", "label": {"zh": "消费", "en": "Spent"}, "fact": "spend", "reconcile": "explain"},
        {"code": "calls", "label": {"zh": "拜访次数", "en": "Calls"}, "activity": "calls"},
    ],
    "themes": [
        {"code": "structure", "label": {"zh": "调结构", "en": "Adjust the structure"}},
        {"code": "growth", "label": {"zh": "促发展", "en": "Promote growth"}},
    ],
}  # fmt: skip
KINDS = [
    {
        "code": "lent",
        "subject": "holding",
        "label": _label,
        "has_amount": True,
        "figures": {"standing": _label},
    },
    {"code": "spend", "subject": "customer", "label": _label, "has_amount": True},
]
_numbers = count(1)


def brought() -> None:
    """The pack's section: four measures, two themes."""
    with as_system("pack") as system:
        apply_fact_kinds(FactKinds.model_validate({"kinds": KINDS}), system)
        apply(TargetsSection.model_validate(SECTION), system)


@contextmanager
def working(cast: Cast, person: str, day: date = TODAY, hour: int = 17) -> Iterator[Actor]:
    with clock.frozen(clock.at(day, hour)), cast[person].acting() as actor:
        yield actor


def staff_of(cast: Cast, person: str) -> int:
    found = cast[person].staff_id
    assert found is not None
    return found


def given(
    cast: Cast, whose: str = "manager_a1", base: str = "100", by: str = "market_manager_a", **said: Any
) -> int:
    """A target of January: of a person of the cast, of a unit (`A`), or (empty) of the organisation."""
    subject = {"staff_id": staff_of(cast, whose)} if whose in cast.people else {}
    if whose in cast.units:
        subject = {"unit_id": cast.units[whose].pk}
    start: dict[str, Any] = {"measure": "loans", "kind": "month", "day": TODAY, "base": D(base), **subject}
    with working(cast, by) as actor:
        return actions.set_target(actor=actor, **(start | said))


def product(code: str = "loan") -> Product:
    with as_owner():
        labels = {"line": "loan", "label_zh": f"产品{code}", "label_en": f"Product {code}"}
        return Product.objects.get_or_create(code=code, defaults=labels)[0]


def lent(
    number: str, amount: str, day: date = date(1998, 1, 10), of: str = "loan", standing: str = "0"
) -> str:
    """A loan of a customer, granted on a day; returns its number."""
    made, n = product(of), next(_numbers)
    with as_owner():
        customer = Customer.objects.get(number=number)
        holding = Holding.objects.create(number=f"L{n}", product=made, unit_id=customer.unit_id)
        HoldingParty.objects.create(holding=holding, customer=customer, role="owner")
    fact("lent", f"L{n}", amount, day, {"standing": standing})
    return f"L{n}"


def fact(kind: str, subject: str, amount: str, day: date, detail: dict[str, Any] | None = None) -> None:
    with clock.frozen(clock.at(TODAY, 9)), as_system("facts") as system:
        row = IncomingFact(f"{kind}-{next(_numbers)}", subject, day, D(amount), detail=detail or {})
        import_facts(actor=system, kind=kind, source="test", rows=[row])


def closed(month: date) -> None:
    with as_owner():
        Period.objects.update_or_create(
            month=month, defaults={"state": "closed", "closed_at": clock.system_now()}
        )


def target(pk: int) -> Target:
    with as_system("look"):
        return Target.objects.select_related("measure").get(pk=pk)


def found(**by: Any) -> list[Target]:
    with as_system("look"):
        return list(Target.objects.filter(**by).order_by("staff__number", "begins", "id"))


def history(pk: int) -> list[TargetChange]:
    with as_system("look"):
        return list(TargetChange.objects.filter(target_id=pk).order_by("version"))


def counts() -> int:
    with as_system("look"):
        return Target.objects.count()


def calls(staff_id: int, *days: date) -> Source:
    """What a module above would offer: a thing done by a person on each day."""
    rows = " union all ".join(
        f"select {n}::bigint as ref, date '{day}' as day, {staff_id}::bigint as staff_id, null::bigint as unit_id,"
        " null::bigint as customer_id, 1::numeric as value"
        for n, day in enumerate(days)
    )
    return Source("calls", rows)


def measure(code: str) -> Measure:
    with as_system("look"):
        return Measure.objects.get(code=code)
