"""What a panel of the customer's page asks the database, counted as the measurement counts it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kejing.domain.customers.actions import name_lead, set_parent
from kejing.domain.customers.models import Holding, HoldingParty, Product
from kejing.domain.relations.tests.factories import relations_of
from kejing.domain.segments.tests.factories import filled
from kejing.domain.visits.tests.factories import held
from kejing.engines.metrics.public import IncomingFact, import_facts
from kejing.engines.packs.public import apply_pack
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_system
from kejing.foundation.ui import slots
from tests.cast import TODAY, Cast
from tests.performance.queries import MOST_OF_A_PANEL, asked

pytestmark = pytest.mark.django_db
SLOTS = ("customer.top", "customer.next", "customer.main", "customer.side")


def full(cast: Cast) -> int:
    """C0001 with something of everything that a panel shows."""
    customer = cast.customers["C0001"]
    with as_system("pack") as system:
        apply_pack(actor=system, code="bank")
    with clock.frozen(clock.at(TODAY, 9)), as_system("deliver") as system:
        account, _loan = (
            Product.objects.get_or_create(code=line, defaults={"line": line})[0]
            for line in ("account", "loan")
        )
        holding = Holding.objects.create(number="H1", product=account, unit_id=cast.units["A"].pk)
        HoldingParty.objects.create(holding=holding, customer_id=customer, role="owner")
        rows = [
            IncomingFact(f"t{n}", "H1", TODAY - timedelta(days=n), Decimal(n + 1), detail={"balance": str(n)})
            for n in range(20)
        ]
        import_facts(actor=system, kind="transaction", source="test", rows=rows)
    relations_of(cast)
    filled(cast)
    held(cast, "manager_a1", customer="C0001")
    with clock.frozen(clock.at(TODAY, 9)), cast["branch_head_a"].acting() as actor:
        set_parent(actor=actor, customer_id=cast.customers["C0002"], parent_id=customer, version=1)
        name_lead(actor=actor, customer_id=customer, staff_id=cast["manager_a1"].staff_id, reason="leads")
    return customer


@pytest.mark.parametrize("person", ["manager_a1", "branch_head_a"])
def test_each_within_the_bar(cast: Cast, person: str) -> None:
    customer, client = full(cast), cast[person].client
    counted = {}
    with clock.frozen(clock.at(TODAY, 17)):
        for slot in SLOTS:
            for panel in slots.panels(slot):
                address = reverse("ui:panel", args=[slot, panel.name, customer])
                assert client.get(address).status_code == 200
                with CaptureQueriesContext(connection) as captured:
                    client.get(address)
                # Inside a test's transaction the actor is forgotten by a query; elsewhere the commit does it.
                counted[panel.name] = len(asked(captured)) - 1
    assert len(counted) >= 14
    assert {name: n for name, n in counted.items() if n > MOST_OF_A_PANEL} == {}
