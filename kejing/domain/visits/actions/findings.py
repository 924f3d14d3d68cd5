"""What was found and what becomes of it: fixed on the spot, put right by the customer, or taken to the superior."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from kejing.domain.visits import access
from kejing.domain.visits.actions.photos import attach
from kejing.domain.visits.events import FindingDue, FindingEscalated, FindingRaised, FindingSolved
from kejing.domain.visits.models import Finding, FindingStep, Visit
from kejing.domain.visits.queries.duty import rhythm
from kejing.domain.visits.queries.fieldwork import fieldwork
from kejing.domain.visits.queries.superiors import superiors_of
from kejing.domain.visits.rules import Fieldwork
from kejing.domain.visits.vocabulary import NIGHTLY, RECORD, FindingRefusal, Route, Step, VisitState
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.kernel.events import publish
from kejing.foundation.kernel.versions import check_version
from kejing.foundation.kernel.workdays import next_workday


@action(
    "visits.add_finding", label=_("Record a finding"), permission=RECORD, subject="finding",
    private=("text", "evidence"),
)  # fmt: skip
def add_finding(
    *, actor: Actor, visit_id: int, kind: str, severity: str, text: str, route: str, evidence: str = "",
    due_on: date | None = None, photo_ids: Sequence[int] = (), idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Record a finding of one's own visit that was held; returns its id. Items A7.39, A7.51 to A7.53.

    `fixed` closes it the same day and needs evidence, a sentence or a photo; `rectify` gives the customer until
    `due_on`, at the latest the severity's check period; `escalate` takes it to the superior, who answers within
    the pack's working days. Raises NotVisible, NotYours (403), Refused.
    """
    visit = access.get_changeable(actor, visit_id)
    if visit.state != VisitState.DONE:
        raise Refused(FindingRefusal.NOT_HELD_YET)
    said = {"kind": kind, "severity": severity, "text": text, "route": route, "evidence": evidence,
            "due_on": due_on, "photo_ids": photo_ids}  # fmt: skip
    return note_findings(actor, visit, [said])[0]


def note_findings(actor: Actor, visit: Visit, said: Iterable[Mapping[str, Any]]) -> list[int]:
    """The findings of a visit being recorded, each as `add_finding` takes it; `[]` where there are none."""
    wanted = list(said)
    policy = fieldwork() if wanted else Fieldwork()
    return [_noted(actor, visit, policy, **one) for one in wanted]


def _noted(
    actor: Actor, visit: Visit, policy: Fieldwork, *, kind: str, severity: str, text: str, route: str,
    evidence: str = "", due_on: date | None = None, photo_ids: Sequence[int] = (),
) -> int:  # fmt: skip
    if policy.kind(kind) is None:
        raise Refused(FindingRefusal.UNKNOWN_KIND, field="kind", code=kind[:40])
    if route == Route.FIXED:
        _check_fixed(visit, evidence, photo_ids)
    finding = Finding(
        visit=visit, customer_id=visit.customer_id, holder_id=visit.holder_id, unit_id=visit.unit_id,
        staff_id=visit.staff_id, found_by_id=visit.staff_id, day=visit.day, recorded_at=clock.now(), kind=kind,
        severity=severity, text=text, first_route=route, route=route,
    )  # fmt: skip
    if route == Route.FIXED:
        finding.solved_on = visit.day
    elif route == Route.RECTIFY:
        finding.due_on = _checked_due(policy, finding, due_on)
    else:
        _take_up(finding, policy)
    finding.first_due_on = finding.due_on
    finding.save()
    attach(actor, visit, photo_ids, finding)
    _step(finding, Step.FOUND, actor, evidence)
    publish(FindingRaised(finding.pk, finding.customer_id, finding.staff_id, route, finding.superior_id))
    return finding.pk


@action(
    "visits.check_finding",
    label=_("Check a finding"),
    permission=RECORD,
    subject="finding",
    private=("note",),
)
def check_finding(
    *, actor: Actor, finding_id: int, version: int, solved: bool, note: str, due_on: date | None = None,
    idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Look again: solved, or with a new day until when it is put right. Item A7.51.

    Raises NotVisible, Refused for a finding solved already or with somebody else, a day too far off; Stale.
    """
    finding = _taken(actor, finding_id, version, {"solved_on": clock.today() if solved else None})
    if not note:
        raise Refused(FindingRefusal.SAY_WHAT, field="note")
    if solved:
        finding.solved_on = clock.today()
        publish(FindingSolved(finding.pk, finding.customer_id, finding.staff_id))
    else:
        finding.due_on = _checked_due(fieldwork(), finding, due_on)
        finding.reminded_on = None
    _saved(finding)
    _step(finding, Step.SOLVED if solved else Step.NOT_SOLVED, actor, note)
    return finding.pk


@action(
    "visits.escalate_finding", label=_("Take a finding to the superior"), permission=RECORD, subject="finding",
    private=("note",),
)  # fmt: skip
def escalate_finding(
    *, actor: Actor, finding_id: int, version: int, note: str, idempotency_key: str | None = None
) -> int:
    """Take it to the superior, who has to answer in time. Item A7.53. Raises as `check_finding`."""
    finding = _taken(actor, finding_id, version, {"route": Route.ESCALATE})
    _take_up(finding, fieldwork())
    _saved(finding)
    _step(finding, Step.ESCALATED, actor, note)
    publish(FindingEscalated(finding.pk, finding.customer_id, finding.superior_id, finding.due_on))
    return finding.pk


@action(
    "visits.answer_finding",
    label=_("Answer a finding"),
    permission=access.TEAM,
    subject="finding",
    private=("answer",),
)
def answer_finding(
    *, actor: Actor, finding_id: int, version: int, answer: str, idempotency_key: str | None = None
) -> int:
    """Answer what was taken to one; whoever found it then has until the check period's end to see it solved.

    Raises NotVisible, NotYours (403) for who is not asked, Refused for one's own question, and for a finding that
    was not escalated; Stale. Item A7.53.
    """
    finding = access.lock_finding(actor, finding_id)
    if actor.staff_id in {finding.found_by_id, finding.staff_id}:
        raise Refused(FindingRefusal.OWN_ANSWER)
    if not access.may_answer(actor, finding):
        raise access.NotYours(FindingRefusal.NOT_YOURS)
    if finding.route != Route.ESCALATE:
        raise Refused(FindingRefusal.NOT_ESCALATED)
    check_version(finding, version, {})
    finding.answered_at = clock.now()
    finding.due_on = fieldwork().latest_check(finding.severity, clock.today())
    _saved(finding)
    _step(finding, Step.ANSWERED, actor, answer)
    return finding.pk


@action("visits.follow_findings", label=_("Remind of findings"), permission=NIGHTLY, subject="finding")
def follow_findings(*, actor: Actor) -> int:
    """What the clock does every night: remind the day before, and take up what the customer let pass. Item A7.51.

    Returns how many findings it touched.
    """
    today, policy = clock.today(), fieldwork()
    late = list(Finding.objects.filter(solved_on=None, route=Route.RECTIFY, due_on__lt=today).order_by("pk"))
    above = superiors_of({finding.staff_id for finding in late})
    taken = [finding for finding in late if finding.staff_id in above]
    for finding in taken:
        _take_up(finding, policy, above[finding.staff_id])
        _saved(finding)
        _step(finding, Step.ESCALATED, actor, "")
        publish(FindingEscalated(finding.pk, finding.customer_id, finding.superior_id, finding.due_on))
    soon = list(
        Finding.objects.filter(
            solved_on=None, due_on__lte=next_workday(today, rhythm().overrides), due_on__gte=today,
            reminded_on=None,
        ).order_by("pk")
    )  # fmt: skip
    for finding in soon:
        finding.reminded_on = today
        _saved(finding)
        _step(finding, Step.REMINDED, actor, "")
        publish(FindingDue(finding.pk, finding.customer_id, finding.staff_id, finding.due_on))
    return len(taken) + len(soon)


def _check_fixed(visit: Visit, evidence: str, photo_ids: Sequence[int]) -> None:
    """Item A7.52: closed the same day, and with evidence."""
    if visit.day != clock.today():
        raise Refused(FindingRefusal.NOT_THE_SAME_DAY, field="route")
    if not evidence and not photo_ids:
        raise Refused(FindingRefusal.EVIDENCE_MISSING, field="evidence")


def _checked_due(policy: Fieldwork, finding: Finding, due_on: date | None) -> date:
    """The day said, or the last one that the severity leaves from today."""
    latest = policy.latest_check(finding.severity, clock.today())
    if due_on is None:
        return latest
    if due_on < clock.today():
        raise Refused(FindingRefusal.DUE_IN_THE_PAST, field="due_on")
    if due_on > latest:
        raise Refused(FindingRefusal.DUE_TOO_LATE, field="due_on", day=latest)
    return due_on


def _take_up(finding: Finding, policy: Fieldwork, superior: int | None = None) -> None:
    superior = superior or superiors_of({finding.staff_id}).get(finding.staff_id)
    if superior is None:
        raise Refused(FindingRefusal.NO_SUPERIOR, field="route")
    due, overrides = clock.today(), rhythm().overrides
    for _day in range(policy.answer_days):
        due = next_workday(due, overrides)
    finding.route, finding.superior_id, finding.due_on = Route.ESCALATE, superior, due
    finding.answered_at = finding.reminded_on = None


def _taken(actor: Actor, finding_id: int, version: int, changes: dict[str, object]) -> Finding:
    finding = access.lock_finding(actor, finding_id)
    if not access.may_follow(actor, finding):
        raise access.NotYours(FindingRefusal.NOT_YOURS)
    check_version(finding, version, changes)
    return finding


def _saved(finding: Finding) -> None:
    finding.version += 1
    finding.save()


def _step(finding: Finding, step: Step, actor: Actor, text: str) -> None:
    FindingStep.objects.create(
        finding=finding, step=step, at=clock.now(), staff_id=actor.staff_id, text=text, due_on=finding.due_on
    )
