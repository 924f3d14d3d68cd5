"""The rules of the pack raise alarms and record events by themselves, every night. Item A9.3."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from kejing.domain.customers.public import risk_marks
from kejing.domain.relations.models import Happening, Promise, RiskEvent, Signal
from kejing.domain.relations.queries.policy import policy
from kejing.domain.relations.rules import AlarmRule, Policy
from kejing.domain.relations.vocabulary import ALARMS, NEVER, PromiseState, Verb
from kejing.domain.visits.public import last_contacts
from kejing.engines.metrics.public import Comparison, Criterion, Part, evaluate
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor

BATCH = 5_000
MARKS = {"": 0, "good": 1, "unclassified": 2, "watch": 3, "bad": 4}


@dataclass(frozen=True, slots=True)
class Watched:
    """A customer with the values that rules look at."""

    id: int
    holder_id: int
    values: Mapping[str, Decimal | None]


@action("relations.raise_alarms", label=_("Raise alarms by the rules"), permission=ALARMS, subject="signal")
def raise_alarms(*, actor: Actor) -> int:
    """Look at every customer by the rules in force; returns how many signals and events are new.

    A rule has one open signal for a customer, and one event for all time.
    """
    in_force = policy()
    return sum(_look(batch, in_force) for batch in _batches(actor))


def _batches(actor: Actor) -> Iterator[list[Watched]]:
    after = 0
    while rows := risk_marks(actor=actor, after=after, limit=BATCH):
        after = rows[-1][0]
        ids = [pk for pk, _, _ in rows]
        met = last_contacts(actor=actor, customer_ids=ids)
        late = dict(
            Promise.objects.filter(customer_id__in=ids, state=PromiseState.OPEN, due_on__lt=clock.today())
            .order_by().values_list("customer_id").annotate(n=Count("pk"))
        )  # fmt: skip
        warned = dict(
            Signal.objects.filter(customer_id__in=ids, closed_on=None, rule="")
            .order_by().values_list("customer_id").annotate(n=Count("pk"))
        )  # fmt: skip
        yield [
            Watched(pk, holder_id, {
                "loan_mark": Decimal(MARKS[mark]),
                "days_since_contact": Decimal((clock.today() - met[pk]).days if pk in met else NEVER),
                "overdue_promises": Decimal(late.get(pk, 0)),
                "open_signals": Decimal(warned.get(pk, 0)),
            })
            for pk, holder_id, mark in rows
        ]  # fmt: skip


def _look(customers: list[Watched], in_force: Policy) -> int:
    ids = [row.id for row in customers]
    alarmed = set(
        Signal.objects.filter(customer_id__in=ids, closed_on=None).exclude(rule="").values_list("customer_id", "rule")
    )  # fmt: skip
    happened = set(
        RiskEvent.objects.filter(customer_id__in=ids).exclude(rule="").values_list("customer_id", "rule")
    )
    version = in_force.number
    signals = [
        _signal(rule, row, version) for rule in in_force.alarms for row in _meeting(rule, customers, alarmed)
    ]
    events = [_event(rule, row) for rule in in_force.events for row in _meeting(rule, customers, happened)]
    _tell_all(Signal.objects.bulk_create(signals), Verb.SIGNAL)
    _tell_all(RiskEvent.objects.bulk_create(events), Verb.EVENT)
    return len(signals) + len(events)


def _meeting(rule: AlarmRule, customers: list[Watched], there: set[tuple[int, str]]) -> Iterator[Watched]:
    criteria = [
        Criterion(f"{rule.code}_{n}", line.value, Part.MUST_HAVE, Comparison(line.comparison), line.bound)
        for n, line in enumerate(rule.bounds)
    ]
    for row in customers:
        if (row.id, rule.code) not in there and evaluate(criteria, row.values).passed:
            yield row


def _signal(rule: AlarmRule, row: Watched, version: int) -> Signal:
    today = clock.today()
    values = {bound.value: str(row.values[bound.value]) for bound in rule.bounds}
    return Signal(
        customer_id=row.id, held_by_id=row.holder_id, day=today, kind=rule.kind, level=rule.level,
        reason=rule.zh, until=today + timedelta(days=rule.watch_days), rule=rule.code,
        basis={"version": version, "values": values},
    )  # fmt: skip


def _event(rule: AlarmRule, row: Watched) -> RiskEvent:
    return RiskEvent(
        customer_id=row.id, held_by_id=row.holder_id, day=clock.today(), kind=rule.kind, text=rule.zh, rule=rule.code
    )  # fmt: skip


def _tell_all(rows: Sequence[Signal | RiskEvent], verb: Verb) -> None:
    """The lines of many entries of rules: each says the rule's code, which the page words."""
    Happening.objects.bulk_create(
        [
            Happening(customer_id=row.customer_id, day=row.day, verb=verb, ref_id=row.pk, text=row.rule)
            for row in rows
        ]
    )
