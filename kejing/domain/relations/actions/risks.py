"""Warnings and what came of them."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from kejing.domain.relations import access
from kejing.domain.relations.actions.entries import changed, check_due, check_past, check_word, enter, opened
from kejing.domain.relations.events import SignalRaised
from kejing.domain.relations.models import RiskEvent, Signal
from kejing.domain.relations.queries.policy import policy
from kejing.domain.relations.vocabulary import CHANGE, Level, Outcome, RelationRefusal, Verb
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.kernel.events import publish

LONGEST_WATCH = 366


@action(
    "relations.raise_signal",
    label=_("Raise a risk signal"),
    permission=CHANGE,
    subject="customer",
    private=("reason", "control"),
)
def raise_signal(
    *, actor: Actor, customer_id: int, kind: str, level: str, reason: str, until: date, control: str = "",
    idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Warn of a risk today; it is watched until a day. Items A9.3, A9.26: a warning is never dated back.

    Raises NotVisible; Refused for a kind the pack does not have and a day that is over or too far away.
    """
    customer = access.changeable_customer(actor, customer_id)
    check_word(policy().risk_kinds, kind, "kind")
    if not clock.today() <= until <= clock.today() + timedelta(days=LONGEST_WATCH):
        raise Refused(RelationRefusal.WATCH_TOO_LONG, field="until", days=LONGEST_WATCH)
    row = Signal(
        held_by_id=customer.holder_id, kind=kind, level=Level(level), reason=reason, until=until, control=control
    )  # fmt: skip
    enter(actor, customer, row, Verb.SIGNAL, reason)
    publish(SignalRaised(row.pk, customer.id, level, row.day))
    return row.pk


@action(
    "relations.change_signal",
    label=_("Change a risk signal"),
    permission=CHANGE,
    subject="signal",
    private=("control",),
)
def change_signal(
    *, actor: Actor, signal_id: int, version: int, level: str, control: str, until: date, ending: str = "",
    idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Say what is done about a risk, watch it longer, or close it with an outcome. Item A9.3.

    Raises NotVisible, Forbidden, Stale; Refused for a closed one and a day that is over.
    """
    row = opened(
        Signal, actor, signal_id, version, {"level": level, "control": control, "until": until, "ending": ending}
    )  # fmt: skip
    if row.closed_on is not None:
        raise Refused(RelationRefusal.NOT_OPEN)
    if until != row.until:
        check_due(until)
    row.level, row.control, row.until = Level(level), control, until
    if ending:
        row.ending, row.closed_on = Outcome(ending), clock.today()
    changed(actor, row, Verb.SIGNAL_CLOSED if ending else Verb.SIGNAL, control or row.reason)
    return row.pk


@action(
    "relations.record_event",
    label=_("Record a risk event"),
    permission=CHANGE,
    subject="customer",
    private=("text",),
)
def record_event(
    *, actor: Actor, customer_id: int, kind: str, text: str, day: date, idempotency_key: str | None = None
) -> int:
    """Record that a risk became real. Item A9.26.

    Raises NotVisible; Refused for a kind the pack does not have, a day to come, a closed month.
    """
    customer = access.changeable_customer(actor, customer_id)
    check_word(policy().risk_kinds, kind, "kind")
    check_past(day, "day")
    row = RiskEvent(held_by_id=customer.holder_id, kind=kind, text=text)
    return enter(actor, customer, row, Verb.EVENT, text, day).pk
