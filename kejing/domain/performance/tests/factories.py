"""A bank small enough to know by heart, and results published without a close.

`make_world`: December 1997 of the cast with the bank pack. `manager_a1` opened 2 accounts and held 3 visits,
`manager_a2` opened 2 accounts, `manager_b1` opened 1 and held 1 visit; each visit had a goal that was reached.
By the pack's policy v1 (10 an account, 2 a visit, 20 each for all visits productive and all goals reached) that
makes `EARNED`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from shutil import copytree, ignore_patterns
from tempfile import TemporaryDirectory

from django.conf import settings

from kejing.domain.customers.models import Holding, HoldingParty, Product
from kejing.domain.org.models import Appointment, Position, Staff
from kejing.domain.performance import pack
from kejing.domain.performance.models import CloseRun, PointLine, PolicyVersion, Standing
from kejing.domain.performance.rules import points, ranks
from kejing.domain.visits.public import record_visit
from kejing.engines.metrics.models import Evidence, Metric, MetricValue, Period
from kejing.engines.metrics.public import IncomingFact, begin_close, finish_close, import_facts
from kejing.engines.packs.public import apply_pack
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.periods import Month
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
HELD = [
    ("manager_a1", "C0001", 3),
    ("manager_a1", "C0002", 4),
    ("manager_a1", "C0001", 5),
    ("manager_b1", "C0006", 8),
]
EARNED = {"manager_a1": Decimal("66.00"), "manager_a2": Decimal("20.00"), "manager_b1": Decimal("52.00")}
POLICY = {
    "policies": [
        {
            "code": "points",
            "label": {"zh": "积分办法", "en": "Points policy"},
            "versions": [
                {
                    "number": 1,
                    "valid_from": "1993-01-01",
                    "approved_by": {"zh": "绩效委员会", "en": "Performance committee"},
                    "approved_at": "1992-12-15",
                    "roles": ["account_manager"],
                    "items": [{"metric": "visits_held", "rate": 2, "cap": 80}],
                }
            ],
        }
    ]
}


@dataclass(frozen=True)
class World:
    cast: Cast
    holdings: dict[str, int]


def make_world(cast: Cast) -> World:
    with as_system("world") as system:
        _apply_pack(system)
        product = Product.objects.create(code="account", line="deposits", label_zh="账户", label_en="Account")
        holdings = {
            number: _holding(number, cast.customers[owner], cast, product) for number, owner, _ in OPENED
        }
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


def make_policy(document: Mapping[str, object] = POLICY) -> PolicyVersion:
    with as_system("policy") as system:
        pack.apply(pack.PointsSection.model_validate(document), system)
        return PolicyVersion.objects.select_related("policy").order_by("-number")[0]


def publish(visits: Mapping[int, int], month: str = MONTH) -> CloseRun:
    """Results as a close would leave them. `visits`: staff id → visits held, 2 points each up to 80."""
    version = PolicyVersion.objects.first() or make_policy()
    start = Month.parse(month).start
    now = clock.system_now()
    with as_system("publish") as system:
        metric, _new = Metric.objects.get_or_create(
            code="visits_held", version=1,
            defaults={
                "label_zh": "完成拜访数", "label_en": "Visits held", "unit": "count", "subject_kind": "staff",
                "ratio": False, "more_is_better": True, "inputs": ["visit"], "sql": "select 1", "sha256": "x",
            },
        )  # fmt: skip
        begin_close(actor=system, month=Month.parse(month))
        finish_close(actor=system, month=Month.parse(month))
        period = Period.objects.get(month=start)
        run = CloseRun.objects.create(
            month=start, state="done", asked_by="test", started_at=now, ended_at=now
        )
        posts = {row.staff_id: row for row in Appointment.objects.select_related("position")}
        earned = {staff_id: points(Decimal(n), Decimal(2), cap=Decimal(80)) for staff_id, n in visits.items()}
        overall = ranks(earned)
        for staff_id, n in visits.items():
            unit_id = posts[staff_id].position.unit_id
            within = ranks({pk: got for pk, got in earned.items() if posts[pk].position.unit_id == unit_id})
            value = MetricValue.objects.create(
                period=period, metric=metric, subject_kind="staff", subject_id=staff_id, staff_id=staff_id,
                unit_id=unit_id, numerator=n,
            )  # fmt: skip
            Evidence.objects.bulk_create(
                [
                    Evidence(
                        value=value, ref_kind="visit", ref_id=i, on_day=start, label="C0001", numerator=1
                    )
                    for i in range(n)
                ]
            )
            PointLine.objects.create(
                month=start, staff_id=staff_id, unit_id=unit_id, metric="visits_held", metric_version=1, value=value,
                quantity=n, rate=2, points=earned[staff_id], policy_version=version, run=run,
            )  # fmt: skip
            Standing.objects.create(
                month=start, staff_id=staff_id, unit_id=unit_id, points=earned[staff_id], run=run,
                rank=within[staff_id].rank, of=within[staff_id].of,
                rank_all=overall[staff_id].rank, of_all=overall[staff_id].of,
            )  # fmt: skip
    return run


def make_staff(cast: Cast, people: int) -> list[int]:
    """Account managers of unit A."""
    made = []
    with as_system("staff"):
        for n in range(people):
            post = Position.objects.create(unit=cast.units["A"], role_id="account_manager", code=f"X-{n}")
            staff = Staff.objects.create(number=f"X{n:04}", name=f"员工{n}", name_en=f"Staff {n}")
            Appointment.objects.create(staff=staff, position=post, valid_from=date(1993, 1, 1))
            made.append(staff.pk)
    return made
