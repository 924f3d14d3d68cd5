"""The cast every module's tests play with: a small bank of two branches, people named by role.

    head office ── east region ── branch a: branch_head_a, market_manager_a, manager_a1, manager_a2
                              └── branch b: branch_head_b, market_manager_b, manager_b1

`manager_a1` holds customers C0001–C0003, `manager_a2` C0004–C0005, `manager_b1` C0006–C0007; C0008 lies in the
pool of branch a. Business today is Thursday 1998-01-15.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

import pytest
from django.test import Client

from kejing.domain.customers.models import Customer, Ownership
from kejing.domain.customers.rules import search_text, sort_key
from kejing.domain.org.actions import add_pool
from kejing.domain.org.models import Appointment, Holder, Position, Staff, Unit
from kejing.domain.org.vocabulary import HolderKind
from kejing.foundation.identity.models import Role, User
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.context import as_actor, as_system
from kejing.foundation.kernel.testing import as_owner

TODAY = date(1998, 1, 15)
BEGAN = date(1993, 1, 1)
BACKEND = "kejing.foundation.identity.backends.PasswordBackend"

ROLES: dict[str, tuple[str, list[str]]] = {
    "account_manager": (
        "own",
        ["customers.view", "customers.change", "customers.claim", "visits.plan", "visits.record", "logs.submit",
         "results.view"],
    ),
    "market_manager": (
        "unit",
        ["customers.view", "customers.change", "customers.assign", "customers.lock", "org.cover", "visits.plan",
         "visits.record", "logs.submit",
         "logs.review", "team.view", "results.view", "results.view_team"],
    ),
    "branch_head": (
        "unit",
        ["customers.view", "customers.change", "customers.assign", "customers.lock", "customers.confidential",
         "org.cover", "logs.review", "team.view", "results.view",
         "results.view_team", "close.run"],
    ),
    "compliance": ("all", ["customers.view", "customers.confidential", "team.view", "results.view_team"]),
    "hr": ("none", ["team.view", "results.view_team"]),
    "auditor": ("all", ["customers.view", "customers.confidential", "team.view", "results.view_team", "trail.read"]),
    "administrator": ("none", ["org.manage", "accounts.manage", "packs.apply", "imports.run", "close.run"]),
}  # fmt: skip
# Master; exports, field rights, saved views; relations; segments, service standards, load
for _role, _more in {
    "account_manager": ["customers.add", "customers.hold", "customers.unmask", "exports.make", "relations.limits", "segments.view"],
    "market_manager": ["customers.add", "customers.tags", "customers.merge", "customers.unmask", "exports.make", "relations.limits", "relations.review", "segments.view", "segments.manage", "load.view"],
    "branch_head": ["customers.add", "customers.tags", "customers.merge", "customers.search_duplicates", "customers.unmask", "exports.make", "exports.approve", "views.share", "relations.limits", "relations.review", "segments.view", "segments.manage", "load.view"],
    "compliance": ["customers.unmask", "customers.see_unmasking", "exports.make", "exports.approve", "exports.register", "views.share", "segments.view"],
    "auditor": ["customers.see_unmasking", "exports.register", "relations.limits", "segments.view", "load.view"],
    "administrator": ["customers.search_duplicates", "segments.view", "segments.manage_all"],
}.items():  # fmt: skip
    ROLES[_role][1].extend(_more)
_GRANTS: list[dict[str, list[str]]] = [
    # Targets
    {
        "account_manager": ["targets.view", "targets.split"],
        "market_manager": ["targets.view", "targets.set", "targets.split"],
        "branch_head": ["targets.view", "targets.set"],
        "compliance": ["targets.view"],
        "auditor": ["targets.view"],
        "administrator": ["targets.view", "targets.set_all"],
    },
    # Duties
    {
        "account_manager": ["duties.do"],
        "market_manager": ["duties.do", "duties.excuse"],
        "branch_head": ["duties.do", "duties.excuse"],
        "compliance": ["duties.do"],
        "hr": ["duties.do"],
        "administrator": ["duties.manage"],
    },
    # Plans
    {
        "account_manager": ["plans.write"],
        "market_manager": ["plans.write", "plans.approve", "plans.view"],
        "branch_head": ["plans.write", "plans.approve", "plans.view"],
        "compliance": ["plans.view"],
        "auditor": ["plans.view"],
    },
    {  # checks
        "market_manager": ["checks.spot", "checks.coach", "checks.questions"],
        "branch_head": ["checks.inspect", "checks.coach", "checks.questions"],
        "compliance": ["checks.inspect"],
    },
    # Meetings: everybody in a post attends, leaders of units run them
    {
        "account_manager": ["meetings.attend"],
        "market_manager": ["meetings.attend", "meetings.run"],
        "branch_head": ["meetings.attend", "meetings.run"],
        "compliance": ["meetings.attend"],
        "hr": ["meetings.attend"],
        "administrator": ["meetings.attend"],
    },
    # leave
    {
        "account_manager": ["org.leave"],
        "market_manager": ["org.leave", "org.absences"],
        "branch_head": ["org.leave", "org.absences"],
        "compliance": ["org.leave"],
        "hr": ["org.leave", "org.absences"],
        "auditor": ["org.leave"],
        "administrator": ["org.leave"],
    },
    # notices
    {"administrator": ["notices.manage"]},
]
for _grants in _GRANTS:
    for _role, _more in _grants.items():
        ROLES[_role][1].extend(_more)
PEOPLE_APART = {"hr": "all"}
"""Whose work a role sees, where that is not whose customers it sees."""
PEOPLE = [  # key, role, unit, reports to
    ("branch_head_a", "branch_head", "A", None),
    ("market_manager_a", "market_manager", "A", "branch_head_a"),
    ("manager_a1", "account_manager", "A", "market_manager_a"),
    ("manager_a2", "account_manager", "A", "market_manager_a"),
    ("branch_head_b", "branch_head", "B", None),
    ("market_manager_b", "market_manager", "B", "branch_head_b"),
    ("manager_b1", "account_manager", "B", "market_manager_b"),
    ("compliance", "compliance", "HQ", None),
    ("hr", "hr", "HQ", None),
    ("auditor", "auditor", "HQ", None),
    ("administrator", "administrator", "HQ", None),
]
CUSTOMERS = [  # number, name, holder
    ("C0001", "曾国华", "manager_a1"),
    ("C0002", "重庆", "manager_a1"),
    ("C0003", "单田芳", "manager_a1"),
    ("C0004", "王小明", "manager_a2"),
    ("C0005", "尉迟恭", "manager_a2"),
    ("C0006", "曾国藩", "manager_b1"),
    ("C0007", "解晓东", "manager_b1"),
    ("C0008", "欧阳修", None),
]


@dataclass(frozen=True)
class Person:
    """One of the cast: the ids tests need, and a way to act and to browse as her."""

    key: str
    user: User
    staff_id: int | None = None
    appointment_id: int | None = None
    holder_id: int | None = None
    unit_id: int | None = None

    @contextmanager
    def acting(self) -> Iterator[Actor]:
        with as_actor(self.user.pk) as actor:
            yield actor

    @property
    def client(self) -> Client:
        client = Client()
        client.force_login(self.user, backend=BACKEND)
        return client


@dataclass
class Cast:
    people: dict[str, Person] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    customers: dict[str, int] = field(default_factory=dict)
    """Ids by customer number."""

    def __getitem__(self, key: str) -> Person:
        return self.people[key]


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def make_cast() -> Cast:
    """Build the cast in the open database, as the owner: the walls are tested, not needed, here."""
    with as_owner():
        clock.set_business_day(TODAY, using="default")
    with as_system("cast"):
        cast = Cast()
        for code, (scope, permissions) in ROLES.items():
            Role.objects.create(
                code=code,
                label_zh=code,
                label_en=code,
                scope=scope,
                permissions=permissions,
                people=PEOPLE_APART.get(code, ""),
            )
        for code, parent in (("HQ", None), ("EAST", "HQ"), ("A", "EAST"), ("B", "EAST")):
            cast.units[code] = Unit.objects.create(
                code=code, name=f"机构{code}", name_en=f"Unit {code}", kind="branch",
                parent=cast.units.get(parent or ""),
            )  # fmt: skip
        pools = {code: add_pool(unit) for code, unit in cast.units.items()}
        posts: dict[str, Position] = {}
        for n, (key, role, unit, above) in enumerate(PEOPLE, 1):
            posts[key] = Position.objects.create(
                unit=cast.units[unit], role_id=role, code=f"P-{key}", reports_to=posts.get(above or "")
            )
            cast.people[key] = _person(key, f"S{n:03}", posts[key])
        cast.people["outsider"] = Person("outsider", _user("outsider"))
        for number, name, holder in CUSTOMERS:
            holder_id = cast[holder].holder_id if holder else pools["A"].pk
            cast.customers[number] = make_customer(number, name, holder_id or 0)
    return cast


def make_customer(number: str, name: str, holder_id: int, since: date = BEGAN) -> int:
    holder = Holder.objects.get(pk=holder_id)
    customer = Customer.objects.create(
        number=number, name=name, kind="person", unit_id=holder.unit_id, holder=holder, since=since,
        sort_key=sort_key(name), search_text=search_text(name, number),
    )  # fmt: skip
    Ownership.objects.create(
        customer=customer, holder=holder, unit_id=holder.unit_id, valid_from=since, reason="opened here"
    )
    return customer.pk


def _user(key: str) -> User:
    user = User(username=key, name=key)
    user.set_unusable_password()
    user.save()
    return user


def _person(key: str, number: str, post: Position) -> Person:
    user = _user(key)
    staff = Staff.objects.create(number=number, name=key, name_en=key, user=user)
    appointment = Appointment.objects.create(staff=staff, position=post, valid_from=BEGAN)
    holder = Holder.objects.create(
        kind=HolderKind.PERSON, appointment=appointment, unit=post.unit, name=key, name_en=key
    )
    return Person(key, user, staff.pk, appointment.pk, holder.pk, post.unit_id)
