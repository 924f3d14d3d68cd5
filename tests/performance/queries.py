"""How many queries a page asks the database: the first answer, and each panel that loads by itself.

All are counted, those for session, account and scope too; BEGIN and COMMIT are none.
"""

import re
from collections.abc import Iterator

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kejing.foundation.identity.models import User
from tests.performance.records import Amount
from tests.performance.scenarios import Visitor, sign_in

MOST = 12
MOST_OF_A_PANEL = 6
_CONTROL = re.compile("(BEGIN|COMMIT|SAVEPOINT|RELEASE)")
_PLACE = re.compile(r'class="g" href="(/[^"]*)"')
_PANEL = re.compile(r'hx-get="([^"]*/panels/[^"]+)"')


def count_queries(who: Visitor) -> Iterator[Amount]:
    """Count them for the measured pages, and for the worst place that anybody's navigation leads to."""
    pages = {
        "list": reverse("customers:customer_list"),
        "search": reverse("customers:customer_list") + f"?q={who.queries[0]}",
        "search_box": reverse("search") + f"?q={who.queries[0]}",
        "customer_360": reverse("customers:customer_page", args=[who.customers[0]]),
    }
    browser = client(who.cookie)
    for name, address in pages.items():
        n, body = _count(browser, address)
        yield Amount(f"queries_{name}", MOST, n, "queries")
        for panel in _PANEL.findall(body):
            n, _ = _count(browser, panel)
            yield Amount(f"queries_{panel.split('/')[-3]}_panel", MOST_OF_A_PANEL, n, "queries")
    yield Amount("queries_any_place", MOST, max(_places()), "queries")


def _places() -> Iterator[int]:
    people = User.objects.filter(username__startswith="B0001-") | User.objects.filter(
        username__startswith="HQ-"
    )
    for user in people.order_by("pk"):
        browser = client(sign_in(user))
        _, body = _count(browser, reverse("ui:more"))
        for address in _PLACE.findall(body):
            yield _count(browser, address)[0]


def client(cookie: str) -> Client:
    return Client(SERVER_NAME="127.0.0.1", headers={"cookie": cookie})


def _count(browser: Client, address: str) -> tuple[int, str]:
    """Ask twice: the first answer fills the process's caches."""
    browser.get(address)
    with CaptureQueriesContext(connection) as captured:
        answer = browser.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status_code}")
    return len(asked(captured)), answer.content.decode()


def asked(captured: CaptureQueriesContext) -> list[str]:
    """The queries that count."""
    return [query["sql"] for query in captured.captured_queries if not _CONTROL.match(query["sql"])]
