"""How many statements a page sends to the database: the first answer, and each panel that loads by itself."""

import re
from collections.abc import Iterator

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.performance.records import Amount
from tests.performance.scenarios import Visitor

MOST = 12
MOST_OF_A_PANEL = 6
_PANEL = re.compile(r'hx-get="([^"]*/panels/[^"]+)"')


def count_queries(who: Visitor) -> Iterator[Amount]:
    """Count them for the measured pages; a second request counts, the first one warms caches."""
    pages = {
        "list": reverse("customers:customer_list"),
        "search": reverse("customers:customer_list") + f"?q={who.queries[0]}",
        "search_box": reverse("search") + f"?q={who.queries[0]}",
        "customer_360": reverse("customers:customer_page", args=[who.customers[0]]),
    }
    client = Client(SERVER_NAME="127.0.0.1", headers={"cookie": who.cookie})
    for name, address in pages.items():
        n, body = _count(client, address)
        yield Amount(f"queries_{name}", MOST, n, "queries")
        for panel in _PANEL.findall(body):
            n, _ = _count(client, panel)
            yield Amount(f"queries_{panel.split('/')[-3]}", MOST_OF_A_PANEL, n, "queries")


def _count(client: Client, address: str) -> tuple[int, str]:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status_code}")
    return len(captured), answer.content.decode()
