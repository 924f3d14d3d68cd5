"""Findings: the open ones, one with its steps, those of a visit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from kejing.domain.customers.public import CustomerCard, cards
from kejing.domain.visits import access
from kejing.domain.visits.models import Finding, FindingStep
from kejing.domain.visits.queries.fieldwork import fieldwork, kind_word
from kejing.domain.visits.queries.names import name_of
from kejing.domain.visits.queries.photos import PhotoRow, photos_of_visit
from kejing.domain.visits.vocabulary import RECORD, FindingRefusal, Route, Severity, Step, VisitState
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.kernel.paging import Capped, Page, capped_count, page

PAGE_SIZE = 50
KEYS = ("due_on", "id")
WHOSE = ("mine", "asked", "team")


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding as lists show it; `customer` is None where she is out of the reader's sight."""

    id: int
    visit_id: int
    customer_id: int
    customer: CustomerCard | None
    kind: str
    severity: Severity
    text: str
    route: Route
    day: date
    due_on: date | None
    solved_on: date | None
    answered_at: datetime | None
    found_by: str
    staff: str
    superior: str
    version: int

    @property
    def is_open(self) -> bool:
        return self.solved_on is None

    @property
    def waits_for_answer(self) -> bool:
        return self.is_open and self.route == Route.ESCALATE and self.answered_at is None


@dataclass(frozen=True, slots=True)
class FindingList:
    """Open findings, the most urgent first. `whose`: mine, those asked of me, or my team's."""

    page: Page[FindingRow]
    count: Capped
    whose: str


@dataclass(frozen=True, slots=True)
class StepRow:
    step: Step
    at: datetime
    staff: str
    text: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class FindingPage:
    finding: FindingRow
    steps: tuple[StepRow, ...]
    photos: tuple[PhotoRow, ...]
    may_follow: bool
    may_answer: bool


def finding_list(*, actor: Actor, whose: str = "mine", cursor: str | None = None) -> FindingList:
    """A page of open findings in scope. Four queries."""
    wanted = whose if whose in WHOSE else WHOSE[0]
    rows = _of(actor, wanted).filter(solved_on=None)
    found = page(rows.select_related("staff", "found_by", "superior"), KEYS, cursor, PAGE_SIZE)
    shown = Page(finding_rows(actor, found.rows), found.next, found.previous)
    return FindingList(shown, capped_count(rows), wanted)


def _of(actor: Actor, whose: str) -> QuerySet[Finding]:
    rows, me = access.findings_in_scope(actor), actor.staff_id or 0
    if whose == "mine":
        return rows.filter(staff_id=me)
    return rows.filter(superior_id=me, answered_at=None) if whose == "asked" else rows


def finding_page(*, actor: Actor, finding_id: int) -> FindingPage:
    """Raises NotVisible (404)."""
    finding = access.get_visible_finding(actor, finding_id)
    (row,) = finding_rows(actor, [finding])
    steps = FindingStep.objects.filter(finding=finding).select_related("staff").order_by("at", "id")
    return FindingPage(
        finding=row,
        steps=tuple(
            StepRow(Step(one.step), one.at, name_of(one.staff) if one.staff else "", one.text, one.due_on)
            for one in steps
        ),
        photos=tuple(one for one in photos_of_visit(finding.visit_id) if one.finding_id == finding.pk),
        may_follow=row.is_open and actor.may(RECORD) and access.may_follow(actor, finding),
        may_answer=row.waits_for_answer and actor.may(access.TEAM) and access.may_answer(actor, finding),
    )


def following_finding(*, actor: Actor, finding_id: int) -> FindingRow:
    """For the forms that take a finding further. Raises Forbidden, NotVisible, NotYours (403)."""
    actor.require(RECORD)
    finding = access.get_visible_finding(actor, finding_id)
    if not access.may_follow(actor, finding):
        raise access.NotYours(FindingRefusal.NOT_YOURS)
    return finding_rows(actor, [finding])[0]


def answering_finding(*, actor: Actor, finding_id: int) -> FindingRow:
    """For the superior's answer. Raises Forbidden, NotVisible, NotYours (403)."""
    actor.require(access.TEAM)
    finding = access.get_visible_finding(actor, finding_id)
    if not access.may_answer(actor, finding):
        raise access.NotYours(FindingRefusal.NOT_YOURS)
    return finding_rows(actor, [finding])[0]


def adding_to_visit(
    *, actor: Actor, visit_id: int, held: bool = True
) -> tuple[int, tuple[tuple[str, str], ...]]:
    """For a finding or a photo of one's own visit: its customer, and the kinds of findings.

    Raises Forbidden, NotVisible, NotYours (403); Refused for a visit not held, where that is asked.
    """
    actor.require(RECORD)
    visit = access.get_visible(actor, visit_id)
    if visit.staff_id != actor.staff_id:
        raise access.NotYours(FindingRefusal.NOT_YOURS)
    if held and visit.state != VisitState.DONE:
        raise Refused(FindingRefusal.NOT_HELD_YET)
    policy = fieldwork()
    return visit.customer_id, tuple((word.code, kind_word(policy, word.code)) for word in policy.kinds)


def findings_of_visit(actor: Actor, visit_id: int) -> tuple[FindingRow, ...]:
    """Of a visit the caller sees."""
    rows = Finding.objects.filter(visit_id=visit_id).select_related("staff", "found_by", "superior")
    return tuple(finding_rows(actor, rows.order_by("id")))


def open_findings(*, actor: Actor, customer_ids: Iterable[int]) -> list[FindingRow]:
    """The open findings of customers the actor sees, for briefs. Three queries."""
    rows = access.visible_findings(actor).filter(customer_id__in=list(customer_ids), solved_on=None)
    return finding_rows(actor, rows.select_related("staff", "found_by", "superior").order_by(*KEYS)[:500])


def finding_rows(actor: Actor, findings: Iterable[Finding]) -> list[FindingRow]:
    found = list(findings)
    if not found:
        return []
    known = cards(actor=actor, ids={finding.customer_id for finding in found})
    policy = fieldwork()
    return [
        FindingRow(
            id=row.pk, visit_id=row.visit_id, customer_id=row.customer_id, customer=known.get(row.customer_id),
            kind=kind_word(policy, row.kind), severity=Severity(row.severity), text=row.text,
            route=Route(row.route), day=row.day, due_on=row.due_on, solved_on=row.solved_on,
            answered_at=row.answered_at, found_by=name_of(row.found_by), staff=name_of(row.staff),
            superior=name_of(row.superior) if row.superior else "", version=row.version,
        )
        for row in found
    ]  # fmt: skip
