"""Duties: drafted, put into force from a day, ended. What is in force never changes: a change is a version."""

from dataclasses import asdict, dataclass
from datetime import date, time

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from kejing.domain.duties.models import Duty, DutyVersion
from kejing.domain.duties.vocabulary import MANAGE, DueFrom, DutyRefusal, Every, EvidenceKind
from kejing.foundation.identity.public import Role
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible, Refused


@dataclass(frozen=True, slots=True)
class Said:
    """What a version says. See `models.DutyVersion`."""

    label_zh: str
    label_en: str
    role: str
    every: str
    evidence: str
    item: str = ""
    months: tuple[int, ...] = ()
    due_from: str = DueFrom.END
    lead_months: int = 0
    workdays: int = 0
    due_time: time = time(18)
    opens_before: int = 0
    remind_days: int = 0
    least: int = 1
    most: int | None = None


@action("duties.draft_duty", label=_("Draft a duty"), permission=MANAGE, subject="version")
def draft_duty(
    *, actor: Actor, code: str, said: Said, duty_id: int | None = None, idempotency_key: str | None = None
) -> int:
    """The next version of a duty, or the first of a new one (`duty_id` None); a draft that waits is written anew.

    Returns the version's id. Raises NotVisible (404) for no such duty; Refused for a code in use and for a rule that
    makes no sense, naming the field.
    """
    _check(said)
    if duty_id is None:
        if Duty.objects.filter(code=code).exists():
            raise Refused(DutyRefusal.CODE_TAKEN, field="code")
        duty = Duty.objects.create(code=code)
    elif (found := Duty.objects.select_for_update().filter(pk=duty_id).first()) is not None:
        duty = found
    else:
        raise NotVisible
    last = DutyVersion.objects.filter(duty=duty).aggregate(n=Max("number"))["n"] or 0
    draft = DutyVersion.objects.filter(duty=duty, valid_from=None).first() or DutyVersion(
        duty=duty, number=last + 1
    )
    for name, value in asdict(said).items():
        setattr(draft, name, list(value) if name == "months" else value)
    draft.made_by_name, draft.made_at = actor.name, clock.system_now()
    draft.save()
    return draft.pk


@action("duties.publish_duty", label=_("Put a duty into force"), permission=MANAGE, subject="version")
def publish_duty(*, actor: Actor, version_id: int, from_day: date, idempotency_key: str | None = None) -> int:
    """A draft comes into force from a day on; the version before it ends there. Tasks that exist keep their version.

    Raises NotVisible (404); Refused for what is no draft, a day that is over, or not after the present version's.
    """
    version = _locked(version_id)
    if version.valid_from is not None:
        raise Refused(DutyRefusal.NOT_A_DRAFT)
    if from_day < clock.today():
        raise Refused(DutyRefusal.FROM_THE_PAST, field="from_day")
    _end_present(version, from_day)
    version.valid_from = from_day
    version.save(update_fields=["valid_from"])
    return version.pk


@action("duties.end_duty", label=_("End a duty"), permission=MANAGE, subject="version")
def end_duty(*, actor: Actor, version_id: int, from_day: date, idempotency_key: str | None = None) -> int:
    """Nobody owes it from a day on. Raises NotVisible (404), Refused for a day that is over and what is not used."""
    version = _locked(version_id)
    if version.valid_from is None or version.valid_to is not None:
        raise Refused(DutyRefusal.NOT_OPEN)
    if from_day < max(clock.today(), version.valid_from):
        raise Refused(DutyRefusal.FROM_THE_PAST, field="from_day")
    version.valid_to = from_day
    version.save(update_fields=["valid_to"])
    return version.pk


def _locked(version_id: int) -> DutyVersion:
    version = DutyVersion.objects.select_for_update().filter(pk=version_id).first()
    if version is None:
        raise NotVisible
    return version


def _end_present(version: DutyVersion, day: date) -> None:
    others = DutyVersion.objects.filter(duty_id=version.duty_id, valid_to=None).exclude(valid_from=None)
    present = others.order_by("-valid_from").first()
    if present is None:
        return
    if present.valid_from is not None and day <= present.valid_from:
        raise Refused(DutyRefusal.BEFORE_PRESENT, field="from_day", day=present.valid_from)
    present.valid_to = day
    present.save(update_fields=["valid_to"])


def _check(said: Said) -> None:
    for field, words in (("every", Every), ("due_from", DueFrom), ("evidence", EvidenceKind)):
        if getattr(said, field) not in words.values:
            raise Refused(DutyRefusal.UNKNOWN_WORD, field=field, name=getattr(said, field))
    if not Role.objects.filter(code=said.role).exists():
        raise Refused(DutyRefusal.UNKNOWN_ROLE, field="role", name=said.role)
    if said.every == Every.IN_POST and not said.months:
        raise Refused(DutyRefusal.MONTHS_WANTED, field="months")
    if said.months and said.every not in {Every.IN_POST, Every.MONTH}:
        raise Refused(DutyRefusal.NO_MONTHS, field="months")
    if list(said.months) != sorted({m for m in said.months if 1 <= m <= 12}):
        raise Refused(DutyRefusal.BAD_MONTHS, field="months")
    if said.least < 1 or (said.most is not None and said.most < said.least):
        raise Refused(DutyRefusal.BAD_NUMBERS, field="most")
    if said.lead_months and said.due_from != DueFrom.START:
        raise Refused(DutyRefusal.NOT_FROM_START, field="lead_months")
