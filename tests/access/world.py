"""The world the matrix walks in: the cast with visits, logs, results, an import and a journal, and its ids by name."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.test import Client

from kejing.domain.customers.actions import merge_customers
from kejing.domain.customers.models import (
    Collaboration,
    DuplicatePair,
    Lock,
    Recycling,
    Territory,
    UnlockRequest,
)
from kejing.domain.customers.tests.factories import kept_of
from kejing.domain.org.models import Cover
from kejing.domain.performance.tests.factories import publish
from kejing.domain.relations.tests.factories import relations_of
from kejing.domain.segments.tests.factories import filled
from kejing.domain.visits.tests.factories import held, planned, submitted
from kejing.engines.interchange.exports.actions import start_export
from kejing.engines.interchange.models import ImportRun, Intake, KeptFile
from kejing.engines.packs.public import apply_pack
from kejing.foundation.identity.actions import make_token
from kejing.foundation.identity.models import Role
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.models import JournalLine
from kejing.foundation.kernel.testing import as_owner
from kejing.foundation.ui.actions import save_view
from tests.access import rows
from tests.cast import TODAY, Cast, make_cast, make_customer

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
    "customers_filecontent",
    "visits_photocontent",
    "visits_place",
    "interchange_intake",
    "procrastinate_jobs",
    "identity_failedsignin",
    "notices_notice",
    "notices_delivery",
)


@dataclass
class World:
    """The cast and the objects of the matrix. `ids` resolves a name of `matrix.py` to a route argument."""

    cast: Cast
    ids: dict[str, Any]
    tokens: dict[str, str]

    def ask(self, person: str, method: str, address: str, data: Any = None, *, api: bool = False) -> Any:
        """The answer to one request: by session to a page, by token to the API."""
        client = Client(raise_request_exception=False)
        headers = {"Accept-Language": "en"}
        if api and person != ANONYMOUS:
            headers["Authorization"] = f"Bearer {self.tokens[person]}"
        elif person != ANONYMOUS:
            client = self.cast[person].client
            client.raise_request_exception = False
        kind = {"content_type": "application/json"} if api else {}
        if data is None:
            return client.generic(method, address, headers=headers)
        send: Callable[..., Any] = getattr(client, method.lower())
        return send(address, data, headers=headers, **kind)

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
    ids |= relations_of(cast)
    ids["holder_a2"] = cast["manager_a2"].holder_id
    ids |= filled(cast)
    # master
    ids |= kept_of(cast, "C0001", author="manager_a1", member="manager_a2")
    ids |= _duplicates(cast)
    ids |= _owned(cast)
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
    ids |= exports_and_views(cast)
    ids |= rows.objects(cast)
    with as_system("look"):
        ids["line"] = JournalLine.objects.order_by("id").first().pk  # type: ignore[union-attr]  # the cast made some
    with as_system("tokens") as system:
        tokens = {
            key: make_token(actor=system, user_id=cast[key].user.pk, name="matrix") for key in SIGNED_IN
        }
    return World(cast, ids, tokens)


def exports_and_views(cast: Cast) -> dict[str, Any]:
    """Exports, field rights, saved views: a request of the first account manager's, a view, and a masked phone."""
    with as_system("test"):
        Role.objects.update(fields={"customers.phone": "mask"})
        Role.objects.filter(code="account_manager").update(limits={"exports.rows": 1})
    with cast["manager_a1"].acting() as actor:
        export = start_export(
            actor=actor, target="customers.customer", query="", file_format="csv", reason="matrix"
        )
        view = save_view(actor=actor, route="customers:customer_list", name="mine", query="kind=person")
    return {"export_a1": export, "view_a1": view}


def _duplicates(cast: Cast) -> dict[str, Any]:
    """A pair of branch a that waits for a decision, and a merge of its own two customers that may be undone."""
    with as_system("duplicates"):
        pair = DuplicatePair.objects.create(
            first_id=cast.customers["C0001"],
            second_id=cast.customers["C0004"],
            score=9,
            reasons={"name": [1.0, 9.0]},
        )
        one, two = (
            make_customer(number, "司马光", cast["manager_a2"].holder_id or 0)
            for number in ("D0001", "D0002")
        )
    with cast["branch_head_a"].acting() as actor:
        merge = merge_customers(actor=actor, customer_id=one, merged_id=two, reason="one person")
    return {"pair_a": pair.pk, "merge_a": merge}


def _owned(cast: Cast) -> dict[str, Any]:
    """Ownership: a collaborator, a lock that somebody asks to lift, a warning that has run out, a cover."""
    with as_system("ownership"):
        share = Collaboration.objects.create(
            customer_id=cast.customers["C0004"], holder_id=cast["manager_b1"].holder_id, role="b_role",
            valid_from=TODAY, reason="x",
        )  # fmt: skip
        lock = Lock.objects.create(
            customer_id=cast.customers["C0005"],
            holder_id=cast["manager_a2"].holder_id,
            valid_from=TODAY,
            reason="x",
        )
        asked = UnlockRequest.objects.create(
            lock=lock, reason="x", asked_by=cast["manager_a2"].staff_id, asked_on=TODAY
        )
        due = Recycling.objects.create(
            customer_id=cast.customers["C0004"], holder_id=cast["manager_a2"].holder_id, unit=cast.units["A"],
            rule="no_contact", warned_on=TODAY, due_on=TODAY, policy_version=1,
        )  # fmt: skip
        cover = Cover.objects.create(
            covered_id=cast["manager_a1"].appointment_id, deputy_id=cast["manager_a2"].appointment_id,
            valid_from=TODAY + timedelta(days=5), valid_to=TODAY + timedelta(days=9),
        )  # fmt: skip
        market = Territory.objects.create(code="M0", name="M0", unit=cast.units["A"])
    return {
        "market": market.pk, "collaboration": share.pk, "unlock_request": asked.pk, "recycling": due.pk, "cover": cover.pk,
        "unit_a": cast.units["A"].pk,
    }  # fmt: skip


def fingerprint() -> tuple[Any, ...]:
    """What a request that was refused may not change: every tracked row, and the untracked ones by count."""
    counts = ", ".join(f"(select count(*) from {table})" for table in UNTRACKED)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"select (select count(*) from kernel_rowchange), {counts}")
        row = cursor.fetchone()
    assert row is not None
    return tuple(row)
