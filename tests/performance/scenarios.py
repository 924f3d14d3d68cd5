"""What is measured, with the worst ratio to the bare view that is allowed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from urllib.parse import quote, urlencode
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db.models import QuerySet
from django.utils.timezone import localtime, now

from kejing.domain.customers.models import Customer
from kejing.domain.org.models import Holder
from kejing.foundation.identity.models import User
from tests.performance.client import Load, Request

MANAGERS = 20
"""As so many account managers the requests are made, in turn."""
CUSTOMERS = 25
"""So many customers of each are opened, searched and visited."""
TOKEN = "b" * 32


@dataclass(frozen=True, slots=True)
class Visitor:
    """An account manager who is signed in, some of her customers, and what she types to find them."""

    cookie: str
    holder_id: int
    customers: Sequence[int]
    queries: Sequence[str]

    def get(self, path: str, *headers: str) -> bytes:
        return _request("GET", path, f"Cookie: {self.cookie}", *headers)

    def post(self, path: str, fields: dict[str, str]) -> bytes:
        body = urlencode({**fields, "csrfmiddlewaretoken": TOKEN})
        cookies = f"Cookie: {self.cookie}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
        kind = "Content-Type: application/x-www-form-urlencoded"
        return _request("POST", path, cookies, kind, f"Content-Length: {len(body)}") + body.encode()


Page = tuple[Visitor, str]
"""Who asks for which address."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A page or a change; `limit` is how many times the bare view's time and throughput it may take."""

    name: str
    limit: float
    load: Callable[[Sequence[Visitor]], Load]
    pages: Callable[[Sequence[Visitor]], list[Page]] = lambda _who: []


def visitors() -> list[Visitor]:
    """Account managers of the scale organisation, spread over its branches."""
    holders = _holders("account_manager").order_by("pk")
    every = list(holders.values_list("pk", "appointment__staff__user_id"))
    step = max(1, len(every) // MANAGERS)
    return [_visitor(holder, User.objects.get(pk=user)) for holder, user in every[::step][:MANAGERS]]


def branch_heads() -> list[Visitor]:
    """Heads of single branches; they open and search their account managers' customers."""
    heads = _holders("branch_head").exclude(unit__code="HQ").order_by("pk")
    every = list(heads.values_list("unit_id", "appointment__staff__user_id"))
    step = max(1, len(every) // MANAGERS)
    return [_above(user, unit_id=unit) for unit, user in every[::step][:MANAGERS]]


def heads_of_all() -> list[Visitor]:
    """The head of head office, whose unit all others stand below, and the auditor, who sees all."""
    rows = _holders("branch_head").filter(unit__code="HQ") | _holders("auditor")
    return [_above(user) for user in rows.values_list("appointment__staff__user_id", flat=True)]


def _holders(role: str) -> QuerySet[Holder]:
    return Holder.objects.using("owner").filter(kind="person", appointment__position__role_id=role)


def sign_in(user: User) -> str:
    """The cookie of a session made for the user."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def _visitor(holder_id: int, user: User) -> Visitor:
    return _knowing(user, holder_id, Customer.objects.using("owner").filter(holder_id=holder_id))


def _above(user_id: int, **scope: int) -> Visitor:
    """Somebody who holds no customers herself; the bare view is asked for those of the holder of her first one."""
    known = Customer.objects.using("owner").filter(**scope)
    holder_id = known.order_by("number").values_list("holder_id", flat=True)[0]
    return _knowing(User.objects.get(pk=user_id), holder_id, known)


def _knowing(user: User, holder_id: int, known: QuerySet[Customer]) -> Visitor:
    held = known.order_by("number")[:CUSTOMERS]
    names = [name for name in held.values_list("name", flat=True) if not name.isascii()]
    return Visitor(
        cookie=sign_in(user),
        holder_id=holder_id,
        customers=list(held.values_list("pk", flat=True)),
        queries=[name[:2] for name in names],
    )


def _request(method: str, path: str, *headers: str) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Accept: text/html", *headers, "", ""]
    return "\r\n".join(lines).encode()


def _in_turn(requests: list[bytes]) -> Request:
    turn = cycle(requests)
    return lambda: next(turn)


def bare(who: Sequence[Visitor]) -> Load:
    return Load(_in_turn([_request("GET", f"/bare/customers/?holder={one.holder_id}") for one in who]))


def _opened(pages: list[Page], *headers: str) -> Load:
    return Load(_in_turn([one.get(address, *headers) for one, address in pages]))


def _list(who: Sequence[Visitor]) -> list[Page]:
    return [(one, "/customers/") for one in who]


def _search(who: Sequence[Visitor]) -> list[Page]:
    return [(one, f"/customers/?q={quote(query)}") for query, one in _typed(who)]


def _search_box(who: Sequence[Visitor]) -> list[Page]:
    return [(one, f"/search?q={quote(query)}") for query, one in _typed(who)]


def _customer_360(who: Sequence[Visitor]) -> list[Page]:
    return [
        (one, f"/customers/{one.customers[i % len(one.customers)]}/") for i in range(CUSTOMERS) for one in who
    ]


def _typed(who: Sequence[Visitor]) -> Iterator[tuple[str, Visitor]]:
    for i in range(CUSTOMERS):
        for one in who:
            yield one.queries[i % len(one.queries)], one


def _record_visit(who: Sequence[Visitor]) -> Load:
    """A form filled in as people do, pressed once: the answer leads to the next page."""
    turn = cycle(
        [
            (one, customer)
            for i in range(CUSTOMERS)
            for one in who
            for customer in [one.customers[i % len(one.customers)]]
        ]
    )
    at = f"{localtime(now()):%Y-%m-%dT%H:%M}"

    def make() -> bytes:
        one, customer = next(turn)
        return one.post("/visits/record/", {
            "idempotency_key": uuid4().hex, "customer_id": str(customer), "happened_at": at, "direction": "outbound",
            "channel": "visit", "goal": "了解资金需求", "reached": "partly", "result": "客户表示有兴趣",
            "next_step": "送资料", "minutes": "40",
        })  # fmt: skip

    return Load(make, status=302)


LIST = Scenario("list", 3, lambda who: _opened(_list(who)), _list)
SEARCH = Scenario("search", 3, lambda who: _opened(_search(who)), _search)
SEARCH_BOX = Scenario("search_box", 3, lambda who: _opened(_search_box(who), "HX-Request: true"), _search_box)
CUSTOMER_360 = Scenario("customer_360", 5, lambda who: _opened(_customer_360(who)), _customer_360)
SCENARIOS = (LIST, SEARCH, SEARCH_BOX, CUSTOMER_360, Scenario("record_visit", 3, _record_visit))
ABOVE = (LIST, SEARCH, CUSTOMER_360)
"""What heads of branches and of all are measured by too: their plans may differ."""
