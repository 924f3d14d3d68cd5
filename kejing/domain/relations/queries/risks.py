"""Risk signals: of a customer, and of all customers in scope. Item A9.3."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from kejing.domain.customers.public import members_of, owned_holdings
from kejing.domain.relations import access
from kejing.domain.relations.models import RiskEvent, Signal
from kejing.domain.relations.queries.policy import policy, policy_of_version, word
from kejing.domain.relations.rules import AlarmRule, Bound, Course, Policy, fallen
from kejing.domain.relations.vocabulary import AMOUNT, NEVER, VIEW, Level, Outcome
from kejing.engines.metrics.public import FactCard, facts_of
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible
from kejing.foundation.kernel.paging import Capped, Page, capped_count, page
from kejing.foundation.ui import formats
from kejing.foundation.ui.explanation import Criterion, Explanation, Fact, Rule
from kejing.foundation.ui.formats import local

PAGE_SIZE = 50
MOST_SIGNALS = 20
MOST_FACTS = 40
NOTHING_LEFT = 100
"""Percent."""


@dataclass(frozen=True, slots=True)
class SignalRow:
    """A warning: what, how serious, why, who warned when (its lead so far in days), until when it is watched.

    `course`: by how much what was delivered fell in how many days, where that is why.
    """

    id: int
    pk: int
    kind: str
    level: Level
    reason: str
    course: str
    control: str
    by: str
    day: date
    until: date
    lead: int
    closed_on: date | None
    ending: str
    customer_id: int
    customer: str
    holder: str

    @property
    def is_overdue(self) -> bool:
        return self.closed_on is None and self.until < clock.today()


@dataclass(frozen=True, slots=True)
class SignalList:
    page: Page[SignalRow]
    count: Capped


def risk_signals(*, actor: Actor, cursor: str | None = None) -> SignalList:
    """Open signals of the customers in scope, those whose watch ends first at the top. Raises Forbidden (403)."""
    actor.require(VIEW)
    rows = access.visible(Signal, actor).filter(closed_on=None)
    joined = rows.select_related("staff", "customer", "customer__holder")
    found = page(joined, ("until", "id"), cursor, PAGE_SIZE)
    in_force = policy()
    shown = [signal_row(row, in_force) for row in found.rows]
    return SignalList(Page(shown, found.next, found.previous), capped_count(rows))


def customer_signals(
    *, actor: Actor, customer_id: int, in_force: Policy, only_open: bool = False
) -> list[SignalRow]:
    """A customer's signals, open ones first, then the newest. One query."""
    rows = access.visible(Signal, actor).filter(customer_id__in=members_of(customer_id))
    if only_open:
        rows = rows.filter(closed_on=None)
    joined = rows.select_related("staff", "customer", "customer__holder").order_by("-day", "-id")
    found = [signal_row(row, in_force) for row in joined[:MOST_SIGNALS]]
    return sorted(found, key=lambda row: row.closed_on is not None)


def explain_signal(*, actor: Actor, signal_id: int) -> Explanation:
    """Why somebody or a rule warned: what it saw, in which version, down to the facts. Raises NotVisible (404)."""
    rows = access.visible(Signal, actor).select_related("staff", "customer", "customer__holder")
    row = rows.filter(pk=signal_id).first()
    if row is None:
        raise NotVisible
    by = policy_of_version(row.basis["version"]) if row.basis else policy()
    rule, shown = by.rule(row.rule), signal_row(row, by)
    criteria, facts, hidden = _seen(actor, row, rule)
    return Explanation(
        title=_("Risk signal"),
        score=str(shown.level.label),
        conclusion=shown.course or shown.reason,
        detail=f"{shown.customer} · {shown.kind}",
        rule=Rule(
            local(rule.zh, rule.en) if rule else _("A person's own warning"),
            f"v{by.number}" if rule else "",
            by.valid_from if rule else row.day,
            local(by.approved_by, by.approved_by_en) if rule else shown.by,
        ),
        criteria=(
            *criteria,
            Criterion(_("Warned on"), formats.iso(row.day)),
            Criterion(_("Lead so far"), formats.days(shown.lead)),
        ),
        missing=(_("Your role does not see amounts."),) if hidden else (),
        facts=facts,
        more_facts=_("Only the latest are shown.") if len(facts) == MOST_FACTS else "",
        object_url=reverse("relations:relation_page", args=[row.customer_id]) + "#risk",
    )


def _seen(
    actor: Actor, row: Signal, rule: AlarmRule | Course | None
) -> tuple[list[Criterion], tuple[Fact, ...], bool]:
    """What the rule saw, the facts it counted, and whether the reader's role hides them."""
    if isinstance(rule, AlarmRule):
        values = row.basis["values"]
        return [_line(bound, values[bound.value]) for bound in rule.bounds], (), False
    if rule is None:
        return [], (), False
    if rule.figure != "quantity" and not actor.field(AMOUNT).seen:
        return [], (), True
    before, now = Decimal(row.basis["before"]), Decimal(row.basis["now"])
    days, limit = timedelta(days=rule.days), before * (1 - rule.percent / 100)
    spans = {"days": formats.days(rule.days)}
    criteria = [
        Criterion(
            _("The %(days)s before that") % spans,
            formats.exact(before),
            _("at least %(n)s") % {"n": formats.exact(rule.least)},
        ),
        Criterion(
            _("The last %(days)s") % spans,
            formats.exact(now),
            _("at most %(n)s") % {"n": formats.exact(limit)},
        ),
    ]
    return criteria, _facts(actor, row, rule, row.day - 2 * days), False


def _line(bound: Bound, value: str) -> Criterion:
    words = {
        "loan_mark": _("Mark of the loans"),
        "days_since_contact": _("Days since the last contact"),
        "overdue_promises": _("Overdue promises"),
        "open_signals": _("Open signals of people"),
    }
    seen = _("no contact yet") if bound.value == "days_since_contact" and value == str(NEVER) else value
    return Criterion(words[bound.value], seen, f"{bound.comparison} {bound.bound}")


def _facts(actor: Actor, row: Signal, rule: Course, since: date) -> tuple[Fact, ...]:
    """The facts of both spans of days, the newest first: of the customer herself, or of what she owns."""
    own = owned_holdings(actor=actor, customer_id=row.customer_id)
    found = [
        fact
        for subject, ids in (("customer", [row.customer_id]), ("holding", own))
        for fact in facts_of(
            actor=actor, subject_kind=subject, subject_ids=ids, kinds=[rule.fact], since=since, until=row.day,
            limit=MOST_FACTS,
        ).rows
    ]  # fmt: skip
    return tuple(
        Fact(local(fact.label_zh, fact.label_en), _measured(fact, rule.figure), fact.on_day)
        for fact in found[:MOST_FACTS]
    )


def _measured(fact: FactCard, figure: str) -> str:
    plain = {"amount": fact.amount, "quantity": fact.quantity}
    return formats.exact(plain[figure] if figure in plain else Decimal(fact.detail.get(figure) or 0))


def _course_words(rule: Course, basis: Mapping[str, str]) -> str:
    fell = fallen(Decimal(basis["before"]), Decimal(basis["now"]))
    if rule.percent == NOTHING_LEFT:
        return _("none for %(days)s") % {"days": formats.days(rule.days)}
    return _("down %(share)s in %(days)s") % {"share": formats.percent(fell), "days": formats.days(rule.days)}


def customer_events(*, actor: Actor, customer_id: int) -> list[RiskEvent]:
    rows = access.visible(RiskEvent, actor).filter(customer_id__in=members_of(customer_id))
    return list(rows.order_by("-day", "-id")[:MOST_SIGNALS])


def signal_row(row: Signal, in_force: Policy) -> SignalRow:
    rule = in_force.rule(row.rule)
    return SignalRow(
        id=row.pk,
        pk=row.pk,
        kind=word(in_force.risk_kinds, row.kind),
        level=Level(row.level),
        reason=local(rule.zh, rule.en) if rule else row.reason,
        course=_course_words(rule, row.basis) if isinstance(rule, Course) else "",
        control=row.control,
        by=local(row.staff.name, row.staff.name_en) if row.staff else "",
        day=row.day,
        until=row.until,
        lead=((row.closed_on or clock.today()) - row.day).days,
        closed_on=row.closed_on,
        ending=str(Outcome(row.ending).label) if row.ending else "",
        customer_id=row.customer_id,
        customer=row.customer.name,
        holder=local(row.customer.holder.name, row.customer.holder.name_en),
    )
