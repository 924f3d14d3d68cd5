"""The whole history of a customer in one stream."""

from collections.abc import Sequence

from django.db.models import BigIntegerField, Case, QuerySet, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _

from kejing.domain.customers.public import CustomerCard, customer_card, members_of
from kejing.domain.relations import access
from kejing.domain.relations.models import Happening as Row
from kejing.domain.relations.queries.policy import policy
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
from kejing.foundation.kernel.history import Happening, Line, Source
from kejing.foundation.kernel.paging import Page
from kejing.foundation.ui.formats import local
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
SHEETS = {
    Verb.ANALYSED: "relations:analysis_page",
    Verb.REVIEWED: "relations:analysis_page",
    Verb.NEGOTIATION: "relations:negotiation_page",
    Verb.NEGOTIATED: "relations:negotiation_page",
}
"""The lines that lead to a page of their own; others lead to the relation's."""


def customer_history(
    *, actor: Actor, customer_id: int, cursor: str | None = None, size: int = PAGE_SIZE
) -> tuple[CustomerCard, Page[Entry]]:
    """A page of all that happened, newest first. Three queries. Raises NotVisible (404)."""
    customer = customer_card(actor=actor, customer_id=customer_id)
    found = history.stream(SUBJECT, actor=actor, subject_id=customer_id, cursor=cursor, size=size)
    return customer, Page([_entry(row) for row in found.rows], found.next, found.previous)


def _rows(*, actor: Actor, customer_id: int) -> QuerySet[Row]:
    return access.visible(Row, actor).filter(customer_id__in=members_of(customer_id))


def _told(lines: Sequence[Line]) -> list[Happening]:
    in_force = policy()
    return [
        Happening(
            day=line.day,
            id=line.id,
            verb=line.verb,
            text=_worded(line, in_force, zh=True),
            text_en=_worded(line, in_force, zh=False),
            icon=ICONS[Verb(line.verb)],
            url=_address(line),
            by=local(line.by, line.by_en or "") if line.by else _("by a rule"),
        )
        for line in lines
    ]


def relations_begun() -> bool:
    """Whether anything was ever entered, as far as the open context sees."""
    return Row.objects.exists()


def _entry(row: Happening) -> Entry:
    words = {"visit": _("Contact"), "ownership": _("New holder")}
    verb = words.get(row.verb) or (str(Verb(row.verb).label) if row.verb in Verb.values else row.verb)
    after = f" · {row.by}" if row.by else ""
    return Entry(row.day, verb, row.icon, row.url, after, local(row.text, row.text_en))


def _address(line: Line) -> str:
    return reverse(SHEETS.get(Verb(line.verb), "relations:relation_page"), args=[line.ref])


_STATES = {
    Verb.NEED_CHANGED: NeedState,
    Verb.SETTLED: PromiseState,
    Verb.GOAL_CHANGED: GoalState,
    Verb.STANCE: StanceCode,
}


def _worded(line: Line, in_force: Policy, *, zh: bool) -> str:
    """Codes at the head of a line become words: of a stage by the pack, of a state by the vocabulary."""
    code, mark, rest = line.text.partition(": ")
    if line.verb == Verb.STAGE:
        code, _space, rest = line.text.partition(" ")
        label = next(((s.zh if zh else s.en) for s in in_force.stages if s.code == code), code)
        return f"{label} {rest}".strip()
    states = _STATES.get(Verb(line.verb))
    if states is not None and code in states.values:
        return f"{states(code).label}{mark}{rest}"
    if line.by is None:
        rule = in_force.rule(line.text)
        return line.text if rule is None else rule.zh if zh else rule.en
    return line.text


RELATION_HAPPENINGS = Source(
    rows=_rows,
    day="day",
    columns=(
        "verb",
        "text",
        Value(""),
        "staff__name",
        "staff__name_en",
        Case(When(verb__in=SHEETS, then="ref_id"), default="customer_id", output_field=BigIntegerField()),
    ),
    told=_told,
)
"""What this module adds to a customer's history."""
