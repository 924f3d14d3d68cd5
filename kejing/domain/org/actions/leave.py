"""Leave: asked for, entered, decided, cancelled, ended early."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from kejing.domain.org import access, queries
from kejing.domain.org.actions.covers import check_deputy, make_cover
from kejing.domain.org.events import AbsenceAsked, AbsenceDecided
from kejing.domain.org.models import Absence, AbsenceKind, Appointment, Cover
from kejing.domain.org.queries import PersonCard
from kejing.domain.org.rules import AROUND, LONGEST
from kejing.domain.org.vocabulary import ABSENCES, LEAVE, AbsenceState, HalfDay, LeaveRefusal, OrgRefusal
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Difference, Refused, Stale
from kejing.foundation.kernel.events import publish

PERSONAL = ("reason", "note", "kind")
"""Nothing of this stands in the journal: who reads the trail need not know who was ill."""
ONE = timedelta(days=1)


@action("org.ask_absence", label=_("Ask for leave"), permission=LEAVE, subject="absence", private=PERSONAL)
def ask_absence(
    *, actor: Actor, kind: str, first: date, last: date, half: str = "", reason: str = "",
    deputy_id: int | None = None, idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Ask for leave from a first to a last day; `deputy_id` is the holder wished for.

    Raises Refused for an unknown kind, days that will not do, a time with leave already, a deputy who cannot act.
    """
    absence = _asked(actor, actor.holder_id or 0, kind, first, last, half, reason, deputy_id)
    publish(AbsenceAsked(absence.pk, absence.staff_id, queries.superior_of(absence.staff_id)))
    return absence.pk


@action("org.enter_absence", label=_("Enter leave"), permission=ABSENCES, subject="absence", private=PERSONAL,
        day="first")  # fmt: skip
def enter_absence(
    *, actor: Actor, person_id: int, kind: str, first: date, last: date, half: str = "", reason: str = "",
    deputy_id: int | None = None, idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Enter the leave of somebody in one's scope, by her holder; it is approved with that.

    Raises Refused as `ask_absence` does, for oneself, for somebody out of scope, and into a closed month.
    """
    if person_id == actor.holder_id:
        raise Refused(LeaveRefusal.OWN, field="person_id")
    person = queries.people([person_id]).get(person_id)
    if person is None or not _leads(actor, person):
        raise Refused(LeaveRefusal.OUTSIDE, field="person_id")
    absence = _asked(actor, person_id, kind, first, last, half, reason, deputy_id)
    return _approved(actor, absence, person)


@action("org.decide_absence", label=_("Decide on leave"), permission=ABSENCES, subject="absence", private=PERSONAL,
        day="approve")  # fmt: skip
def decide_absence(
    *, actor: Actor, absence_id: int, approve: bool, note: str = "", deputy_id: int | None = None,
    version: int = 1, idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Approve a request, with the deputy who acts meanwhile, or refuse it; never one's own.

    Raises NotVisible (404), Refused when it is decided already, for one's own, for a deputy who cannot act and
    into a closed month; Stale.
    """
    absence = access.lock_decidable(actor, absence_id)
    if absence.state != AbsenceState.ASKED:
        raise Refused(LeaveRefusal.DECIDED)
    if version != absence.version:
        raise Stale([Difference("deputy_id", deputy_id, absence.deputy_id)])
    absence.note = note
    if approve:
        absence.deputy_id = deputy_id
        return _approved(actor, absence, _person(absence.holder_id))
    absence.state = AbsenceState.REFUSED
    _decided(actor, absence)
    return absence.pk


@action("org.cancel_absence", label=_("Cancel leave"), permission=LEAVE, subject="absence")
def cancel_absence(*, actor: Actor, absence_id: int, idempotency_key: str | None = None) -> int:
    """Take leave back before its first day, one's own or that of somebody in one's scope; the cover goes with it.

    Raises NotVisible (404), Refused once it has begun or is over.
    """
    absence = access.lock_absence(actor, absence_id)
    if absence.state not in {AbsenceState.ASKED, AbsenceState.APPROVED}:
        raise Refused(LeaveRefusal.DECIDED)
    if absence.state == AbsenceState.APPROVED and absence.valid_from <= clock.today():
        raise Refused(LeaveRefusal.BEGUN)
    absence.state = AbsenceState.CANCELLED
    absence.version += 1
    absence.save(update_fields=["state", "version"])
    _end_cover(absence, absence.valid_from)
    return absence.pk


@action("org.end_absence", label=_("Return early"), permission=LEAVE, subject="absence", day="back_on")
def end_absence(
    *, actor: Actor, absence_id: int, back_on: date, version: int, idempotency_key: str | None = None
) -> int:
    """Somebody is back before the last day: the leave ends there, and the deputy hands back.

    Raises NotVisible (404), Refused for leave that is not approved, a day outside it or further ahead than
    tomorrow, and in a closed month; Stale.
    """
    absence = access.lock_absence(actor, absence_id)
    if absence.state != AbsenceState.APPROVED:
        raise Refused(LeaveRefusal.NOT_RUNNING)
    if version != absence.version:
        raise Stale([Difference("back_on", back_on, absence.valid_to)])
    if not absence.valid_from < back_on < absence.valid_to:
        raise Refused(LeaveRefusal.NOT_EARLY, field="back_on")
    if back_on > clock.today() + ONE:
        raise Refused(LeaveRefusal.IN_FUTURE, field="back_on")
    absence.valid_to = absence.changes_from = back_on
    absence.version += 1
    absence.save(update_fields=["valid_to", "changes_from", "version"])
    _end_cover(absence, back_on)
    return absence.pk


def _asked(
    actor: Actor, holder_id: int, kind: str, first: date, last: date, half: str, reason: str,
    deputy_id: int | None,
) -> Absence:  # fmt: skip
    person = _person(holder_id)
    found = AbsenceKind.objects.filter(code=kind).first()
    if found is None:
        raise Refused(LeaveRefusal.NO_KIND, field="kind", code=kind)
    end = last + ONE
    _check_days(first, last, half)
    Appointment.objects.select_for_update().get(pk=person.appointment_id)  # two at once wait here
    there = Absence.objects.filter(
        staff_id=person.staff_id, valid_from__lt=end, valid_to__gt=first,
        state__in=[AbsenceState.ASKED, AbsenceState.APPROVED],
    ).first()  # fmt: skip
    if there:
        raise Refused(LeaveRefusal.OVERLAPS, field="first", first=there.valid_from, last=there.valid_to - ONE)
    if deputy_id is not None:
        _deputy(person, deputy_id, first, end)
    return Absence.objects.create(
        staff_id=person.staff_id, holder_id=holder_id, unit_id=person.unit_id, kind=found, valid_from=first,
        valid_to=end, half=half, reason=reason, state=AbsenceState.ASKED, deputy_id=deputy_id,
        asked_by_id=actor.staff_id or 0, asked_at=clock.now(),
    )  # fmt: skip


def _check_days(first: date, last: date, half: str) -> None:
    if last < first:
        raise Refused(OrgRefusal.NO_DAYS, field="last")
    if abs(first - clock.today()) > AROUND:
        raise Refused(LeaveRefusal.TOO_FAR, field="first", days=AROUND.days)
    if last - first >= LONGEST:
        raise Refused(LeaveRefusal.TOO_LONG, field="last", days=LONGEST.days)
    if half != HalfDay.WHOLE and first != last:
        raise Refused(LeaveRefusal.HALF_OF_ONE, field="half")


def _person(holder_id: int) -> PersonCard:
    person = queries.people([holder_id]).get(holder_id)
    if person is None:
        raise Refused(LeaveRefusal.NO_POST)
    return person


def _leads(actor: Actor, person: PersonCard) -> bool:
    reach = actor.people
    return reach.sees_all or person.unit_id in reach.units or person.holder_id in reach.holders


def _deputy(person: PersonCard, deputy_id: int, first: date, end: date) -> PersonCard:
    """Somebody in a post near by, who is there and whom nobody else's cover forestalls."""
    deputy = queries.people([deputy_id]).get(deputy_id)
    if deputy is None:
        raise Refused(LeaveRefusal.NO_DEPUTY, field="deputy_id")
    if deputy.unit_id not in queries.units_around(person.unit_id, clock.today()):
        raise Refused(LeaveRefusal.DEPUTY_FAR, field="deputy_id")
    check_deputy(person, deputy, first, end)
    return deputy


def _approved(actor: Actor, absence: Absence, person: PersonCard) -> int:
    """The cover begins today at the earliest; leave that is over already gets none. Why stays with the leave."""
    first = max(absence.valid_from, clock.today())
    if absence.deputy_id is not None and first < absence.valid_to:
        deputy = _deputy(person, absence.deputy_id, first, absence.valid_to)
        absence.cover_id = make_cover(actor, person, deputy, first, absence.valid_to, "")
    absence.state = AbsenceState.APPROVED
    absence.changes_from = absence.valid_from
    _decided(actor, absence)
    return absence.pk


def _decided(actor: Actor, absence: Absence) -> None:
    absence.decided_by_id, absence.decided_at = actor.staff_id, clock.now()
    absence.version += 1
    absence.save()
    publish(AbsenceDecided(absence.pk, absence.staff_id, approved=absence.state == AbsenceState.APPROVED))


def _end_cover(absence: Absence, day: date) -> None:
    """The cover made for it ends on a day, today at the earliest: what was done before stays done."""
    cover = Cover.objects.select_for_update().filter(pk=absence.cover_id or 0).first()
    if cover is not None:
        end = max(day, cover.valid_from, min(clock.today(), cover.valid_to))
        cover.valid_to = min(cover.valid_to, end)
        cover.save(update_fields=["valid_to"])
