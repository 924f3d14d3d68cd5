"""A bank small enough to know by heart: December 1997 of the cast, with its facts and visits.

`manager_a1` opened 2 accounts and held 3 visits, `manager_a2` opened 2 accounts, `manager_b1` opened 1 and held
1 visit. By the bank pack's policy v1 that is known in points (see `EARNED`).
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from shutil import copytree, ignore_patterns
from tempfile import TemporaryDirectory

from django.conf import settings

from kejing.domain.customers.models import Holding, HoldingParty, Product
from kejing.domain.visits.public import record_visit
from kejing.engines.metrics.public import IncomingFact, import_facts
from kejing.engines.packs.public import apply_pack
from kejing.foundation.kernel import clock
from kejing.foundation.kernel import reading as reading  # declares the right that the pack's roles name
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.context import as_system
from tests.cast import Cast

MONTH = "1997-12"
OPENED = [  # holding, its owner, day
    ("A1", "C0001", date(1997, 12, 1)),
    ("A2", "C0002", date(1997, 12, 31)),
    ("A3", "C0004", date(1997, 12, 5)),
    ("A4", "C0005", date(1997, 12, 9)),
    ("A5", "C0006", date(1997, 12, 9)),
    ("A6", "C0006", date(1998, 1, 2)),
]
HELD = [("manager_a1", "C0001", 3), ("manager_a1", "C0002", 4), ("manager_a1", "C0001", 5), ("manager_b1", "C0006", 8)]
EARNED = {"manager_a1": Decimal("66.00"), "manager_a2": Decimal("20.00"), "manager_b1": Decimal("52.00")}
"""10 an account, 2 a visit; one visit in three of a1 without a result, so 20 × 2/3 = 13.33 and so on: see below."""


@dataclass(frozen=True)
class World:
    cast: Cast
    holdings: dict[str, int]


def make_world(cast: Cast) -> World:
    with as_system("world") as system:
        _apply_pack(system)
        product = Product.objects.create(code="account", line="deposits", label_zh="账户", label_en="Account")
        holdings = {number: _holding(number, cast.customers[owner], cast, product) for number, owner, _ in OPENED}
        rows = [IncomingFact(f"open-{number}", number, day) for number, _, day in OPENED]
        import_facts(actor=system, kind="account_opened", source="test", rows=rows)
    for person, customer, day in HELD:
        hold_visit(cast, person, customer, date(1997, 12, day))
    return World(cast, holdings)


def _apply_pack(system: Actor) -> None:
    """The bank pack without its imports, which this world does not need."""
    with TemporaryDirectory() as root:
        copytree(settings.PACKS_DIR / "bank", Path(root) / "bank", ignore=ignore_patterns("imports"))
        apply_pack(actor=system, code="bank", root=Path(root))


def hold_visit(cast: Cast, person: str, customer: str, day: date) -> int:
    with clock.frozen(clock.at(day, 17)), cast[person].acting() as actor:
        return record_visit(
            actor=actor, customer_id=cast.customers[customer], happened_at=clock.at(day, 10), direction="outbound",
            goal="renew", reached="yes", result="renewed",
        )  # fmt: skip


def _holding(number: str, owner: int, cast: Cast, product: Product) -> int:
    holding = Holding.objects.create(number=number, product=product, unit=cast.units["A"])
    HoldingParty.objects.create(holding=holding, customer_id=owner, role="owner")
    return holding.pk
