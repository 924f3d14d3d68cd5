"""The whole history of a customer in one stream."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from kejing.domain.customers.public import CustomerCard, customer_card, members_of
from kejing.domain.relations import access
from kejing.domain.relations.models import Happening as Line
from kejing.domain.relations.queries.policy import local, policy
from kejing.domain.relations.rules import Policy
from kejing.domain.relations.vocabulary import (
    GoalState,
    NeedState,
    PromiseState,
    StanceCode,
    Verb,
)
from kejing.foundation.kernel import history
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.history import Happening
from kejing.foundation.kernel.paging import Page
from kejing.foundation.ui.timeline import Entry

SUBJECT = "customer"
PANEL_SIZE, PAGE_SIZE = 12, 50
ICONS = {
    Verb.RATED: "star", Verb.STAGE: "stairs-up", Verb.NEED: "bulb", Verb.NEED_CHANGED: "bulb",
    Verb.PROMISED: "flag", Verb.SETTLED: "circle-check", Verb.ASKED: "message", Verb.ANSWERED: "message",
    Verb.PLANNED: "file-text", Verb.GOAL: "target-arrow", Verb.GOAL_CHANGED: "target-arrow", Verb.SAID: "send",
    Verb.RESOURCE: "route", Verb.USED: "route", Verb.SIGNAL: "alert-triangle", Verb.SIGNAL_CLOSED: "shield-check",
    Verb.EVENT: "alert-triangle", Verb.ANALYSED: "chart-bar", Verb.REVIEWED: "checklist",
    Verb.COMMUNICATION: "phone", Verb.STANCE: "user-check", Verb.NEGOTIATION: "scale", Verb.ROUND: "scale",
    Verb.NEGOTIATED: "gavel",
}  # fmt: skip


def customer_history(
    *, actor: Actor, customer_id: int, cursor: str | None = None, size: int = PAGE_SIZE
) -> tuple[CustomerCard, Page[Entry]]:
    """A page of all that happened, newest first: one query for each source. Raises NotVisible (404)."""
    customer = customer_card(actor=actor, customer_id=customer_id)
    found = history.stream(SUBJECT, actor=actor, subject_id=customer_id, cursor=cursor, size=size)
    return customer, Page([_entry(row) for row in found.rows], found.next, found.previous)


def relation_happenings(
    *, actor: Actor, customer_id: int, before: tuple[date, int], limit: int
) -> Iterable[Happening]:
    """The lines this module adds to a customer's history: the newest before a place."""
    day, last = before
    rows = access.visible(Line, actor).filter(customer_id__in=members_of(customer_id), day__lte=day)
    older = rows.filter(day__lt=day) | rows.filter(day=day, pk__lt=last)
    in_force = policy()
    return [
        Happening(
            day=row.day,
            id=row.pk,
            verb=row.verb,
            text=_worded(row, in_force, zh=True),
            text_en=_worded(row, in_force, zh=False),
            icon=ICONS[Verb(row.verb)],
            url=_address(row),
            by=local(row.staff.name, row.staff.name_en) if row.staff else _("by a rule"),
        )
        for row in older.select_related("staff").order_by("-day", "-pk")[:limit]
    ]


def relations_begun() -> bool:
    """Whether anything was ever entered, as far as the open context sees."""
    return Line.objects.exists()


def _entry(row: Happening) -> Entry:
    words = {"visit": _("Contact"), "ownership": _("New holder")}
    verb = words.get(row.verb) or (str(Verb(row.verb).label) if row.verb in Verb.values else row.verb)
    after = f" · {row.by}" if row.by else ""
    return Entry(row.day, verb, row.icon, row.url, after, local(row.text, row.text_en))


def _address(row: Line) -> str:
    pages = {
        Verb.ANALYSED: "relations:analysis_page",
        Verb.REVIEWED: "relations:analysis_page",
        Verb.NEGOTIATION: "relations:negotiation_page",
        Verb.NEGOTIATED: "relations:negotiation_page",
    }
    page = pages.get(Verb(row.verb))
    return (
        reverse(page, args=[row.ref_id])
        if page
        else reverse("relations:relation_page", args=[row.customer_id])
    )


_STATES = {
    Verb.NEED_CHANGED: NeedState,
    Verb.SETTLED: PromiseState,
    Verb.GOAL_CHANGED: GoalState,
    Verb.STANCE: StanceCode,
}


def _worded(row: Line, in_force: Policy, *, zh: bool) -> str:
    """Codes at the head of a line become words: of a stage by the pack, of a state by the vocabulary."""
    code, mark, rest = row.text.partition(": ")
    if row.verb == Verb.STAGE:
        code, _space, rest = row.text.partition(" ")
        label = next(((s.zh if zh else s.en) for s in in_force.stages if s.code == code), code)
        return f"{label} {rest}".strip()
    states = _STATES.get(Verb(row.verb))
    if states is not None and code in states.values:
        return f"{states(code).label}{mark}{rest}"
    if row.staff_id is None:
        rules = {rule.code: rule for rule in (*in_force.alarms, *in_force.events)}
        rule = rules.get(row.text)
        return row.text if rule is None else rule.zh if zh else rule.en
    return row.text
