"""The world the matrix walks in: the cast with visits, logs, results, an import and a journal, and its ids by name."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client

from kejing.domain.performance.tests.factories import publish
from kejing.domain.visits.tests.factories import held, planned, submitted
from kejing.engines.interchange.models import ImportRun, Intake, KeptFile
from kejing.engines.packs.public import apply_pack
from kejing.foundation.identity.actions import make_token
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.models import JournalLine
from kejing.foundation.kernel.testing import as_owner
from tests.cast import TODAY, Cast, make_cast

YESTERDAY = TODAY - timedelta(days=1)
SIGNED_IN = (
    "manager_a1", "manager_a2", "market_manager_a", "branch_head_a", "manager_b1", "market_manager_b",
    "branch_head_b", "compliance", "auditor", "administrator", "hr", "outsider",
)  # fmt: skip
ANONYMOUS = "anonymous"
UNTRACKED = (
    "metrics_fact",
    "metrics_evidence",
    "interchange_keptfile",
    "interchange_intake",
    "procrastinate_jobs",
    "identity_failedsignin",
)


@dataclass
class World:
    """The cast and the objects of the matrix. `ids` resolves a name of `matrix.py` to a route argument."""

    cast: Cast
    ids: dict[str, Any]
    tokens: dict[str, str]

    def ask(
        self, person: str, method: str, address: str, data: Any = None, *, api: bool = False
    ) -> HttpResponse:
        """One request: by session to a page, by token to the API."""
        client = Client(raise_request_exception=False)
        headers = {"Accept-Language": "en"}
        if api and person != ANONYMOUS:
            headers["Authorization"] = f"Bearer {self.tokens[person]}"
        elif person != ANONYMOUS:
            client = self.cast[person].client
            client.raise_request_exception = False
        kind = {"content_type": "application/json"} if api else {}
        return client.generic(method, address, headers=headers) if data is None else getattr(client, method.lower())(
            address, data, headers=headers, **kind
        )  # fmt: skip

    def resolve(self, value: Any) -> Any:
        return self.ids.get(value, value) if isinstance(value, str) else value


def make_world() -> World:
    cast = make_cast()
    with as_system("pack") as system:
        apply_pack(actor=system, code="bank")
    publish(
        {cast[key].staff_id or 0: n for key, n in (("manager_a1", 3), ("manager_a2", 2), ("manager_b1", 1))}
    )
    ids: dict[str, Any] = {**cast.customers, "TODAY": TODAY, "LONG_AGO": date(1998, 1, 12)}
    for key in ("a1", "b1"):
        person, customer = f"manager_{key}", {"a1": "C0001", "b1": "C0006"}[key]
        ids[f"plan_{key}"] = planned(cast, person, customer)
        ids[f"visit_{key}"] = held(cast, person, customer)
        held(cast, person, customer, day=YESTERDAY)
        ids[f"log_{key}"] = submitted(cast, person, YESTERDAY)
        ids[f"staff_{key}"] = cast[person].staff_id
        ids[f"holder_{key}"] = cast[person].holder_id
    ids["holder_a2"] = cast["manager_a2"].holder_id
    with as_owner():
        run = ImportRun.objects.create(
            spec="bank/units", spec_version=1, spec_sha256="x", dry=True, state="refused", started_by_name="administrator",
            started_at=clock.system_now(),
        )  # fmt: skip
        # imports: a file that waits for its columns to be mapped
        intake = Intake.objects.create(
            target="customers.customer", layout={"kind": "text"}, sample={"names": ["no"], "rows": [], "values": {}},
            made_by_name="administrator", made_at=clock.system_now(),
        )  # fmt: skip
        KeptFile.objects.create(intake=intake, name="a.csv", sha256="x", content=b"no\n1\n")
    ids["import_run"], ids["intake"] = run.pk, intake.pk
    with as_system("look"):
        ids["line"] = JournalLine.objects.order_by("id").first().pk  # type: ignore[union-attr]  # the cast made some
    with as_system("tokens") as system:
        tokens = {
            key: make_token(actor=system, user_id=cast[key].user.pk, name="matrix") for key in SIGNED_IN
        }
    return World(cast, ids, tokens)


def fingerprint() -> tuple[Any, ...]:
    """What a request that was refused may not change: every tracked row, and the untracked ones by count."""
    counts = ", ".join(f"(select count(*) from {table})" for table in UNTRACKED)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"select (select count(*) from kernel_rowchange), {counts}")
        row = cursor.fetchone()
    assert row is not None
    return tuple(row)
