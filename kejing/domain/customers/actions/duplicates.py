"""Changing customers: asking whether one is there already, searching all for duplicates, deciding about pairs."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from kejing.domain.customers import access
from kejing.domain.customers.actions.blocking import collect, score_next, waiting
from kejing.domain.customers.models import DuplicatePair
from kejing.domain.customers.queries.duplicates import (
    KEY,
    SEARCH,
    AskedFor,
    Likenesses,
    likenesses,
    settings_in_force,
)
from kejing.domain.customers.vocabulary import (
    CHANGE,
    MERGE,
    PROTECTED,
    SEARCH_DUPLICATES,
    DuplicateRefusal,
    PairState,
)
from kejing.foundation.kernel import clock, jobs
from kejing.foundation.kernel.actions import action, name_lines, write_line
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.kernel.fields import Access, require_seen
from kejing.foundation.kernel.versions import check_version

SEARCHED = name_lines("customers.search_duplicates", _("Search all customers for duplicates"))
BATCH = 5_000


@dataclass(frozen=True, slots=True)
class SearchOutcome:
    """So many pairs were compared and suggested; `common` keys were shared by too many to mean anything."""

    compared: int
    suggested: int
    common: int


@action(
    "customers.ask_duplicate",
    label=_("Ask whether a customer is there already"),
    permission=CHANGE,
    subject="customer",
    private=("phone", "identity_number"),
)
def ask_duplicate(
    *, actor: Actor, kind: str, name: str = "", phone: str = "", identity_number: str = ""
) -> Likenesses:
    """Who is there already and looks like the one asked for: the actor's own by card, others by unit alone.

    Counted: raises Refused above the questions a day that the pack allows, for each person and day; NotSeen (403)
    for a field that is hidden from the role. One who sees it masked may ask: she types it in for a new customer.
    """
    for field, value in {"phone": phone, "identity_number": identity_number}.items():
        if value and actor.field(PROTECTED[field]) is Access.HIDE:
            require_seen(actor, PROTECTED[field], field)
    rule = settings_in_force()
    with connection.cursor() as cursor:
        cursor.execute("select kj_count_question(%s)", [rule.questions_a_day])
        row = cursor.fetchone()
    if row is None or not row[0]:
        raise Refused(DuplicateRefusal.TOO_MANY_QUESTIONS, limit=rule.questions_a_day)
    return likenesses(actor, AskedFor(kind, name, phone, identity_number), rule)


@action("customers.decide_pair", label=_("Decide on a pair of customers"), permission=MERGE, subject="pair")
def decide_pair(
    *, actor: Actor, pair_id: int, state: str, version: int, idempotency_key: str | None = None
) -> int:
    """Say that two customers are two, or that it is to be decided later; that they are one, `merge_customers` says.

    Raises NotVisible where one of the two is out of sight, Stale, Refused for a pair that is merged.
    """
    access.get_pair(actor, pair_id)
    pair = DuplicatePair.objects.select_for_update().get(pk=pair_id)
    check_version(pair, version, {"state": state})
    if pair.state == PairState.SAME or state not in {PairState.DIFFERENT, PairState.LATER, PairState.OPEN}:
        raise Refused(DuplicateRefusal.DECIDED, field="state")
    DuplicatePair.objects.filter(pk=pair_id).update(
        state=state, decided_by=actor.staff_id, decided_on=clock.today(), version=F("version") + 1
    )
    return pair_id


@action(
    "customers.request_duplicates",
    label=_("Have duplicates searched"),
    permission=SEARCH_DUPLICATES,
    subject="duplicates",
)
def request_duplicates(*, actor: Actor, idempotency_key: str | None = None) -> None:
    """Have the worker search all customers for duplicates; one that waits already is not doubled."""
    jobs.enqueue(SEARCH, key=SEARCH)


def search_duplicates() -> SearchOutcome:
    """Search all customers, as the system, in steps that commit by themselves; a broken-off search goes on.

    Pairs decided to be two customers are not asked about again; suggestions that no longer hold are taken back.
    """
    compared = suggested = common = 0
    with jobs.progress(KEY) as reporter:
        with as_system("search duplicates"):
            total = waiting()
            if not total:
                total, common = collect(settings_in_force())
        reporter.save(total=total)
        while True:
            with as_system("search duplicates"):
                done, found = score_next(BATCH, settings_in_force())
            if not done:
                break
            compared, suggested = compared + done, suggested + found
            reporter.save(done=compared)
        with as_system("search duplicates"):
            write_line(
                action=SEARCHED,
                subject="duplicates",
                subject_id=None,
                detail={"compared": compared, "suggested": suggested, "common_keys": common},
            )
    return SearchOutcome(compared, suggested, common)
