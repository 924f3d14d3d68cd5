"""Who acts for whom."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from kejing.domain.org import queries
from kejing.domain.org.events import CoverArranged
from kejing.domain.org.models import Appointment, Cover
from kejing.domain.org.queries import PersonCard, absences_of
from kejing.domain.org.queries.covers import visible_covers
from kejing.domain.org.vocabulary import ARRANGE, OrgRefusal
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible, Refused
from kejing.foundation.kernel.events import publish


@action("org.arrange_cover", label=_("Arrange a cover"), permission=ARRANGE, subject="cover")
def arrange_cover(
    *, actor: Actor, covered_id: int, deputy_id: int, first: date, last: date, reason: str,
    idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Let one holder's person act for another's from a first to a last day: she sees and does what the other may.

    Ids are holders'. Raises Refused for somebody outside the actor's units, oneself, days that are over or the
    wrong way round, a deputy who is away herself, and a time in which somebody acts already.
    """
    people = queries.people([covered_id, deputy_id])
    covered, deputy = people.get(covered_id), people.get(deputy_id)
    units = None if actor.sees_all else set(actor.units)
    for person, field in ((covered, "covered_id"), (deputy, "deputy_id")):
        if person is None or (units is not None and person.unit_id not in units):
            raise Refused(OrgRefusal.NOT_YOURS, field=field)
    assert covered is not None  # both are there
    assert deputy is not None  # as above
    if first < clock.today():
        raise Refused(OrgRefusal.TOO_LATE, field="first")
    if last < first:
        raise Refused(OrgRefusal.NO_DAYS, field="last")
    check_deputy(covered, deputy, first, last + timedelta(days=1))
    return make_cover(actor, covered, deputy, first, last + timedelta(days=1), reason)


def check_deputy(covered: PersonCard, deputy: PersonCard, first: date, end: date) -> None:
    """Raises Refused for oneself, a deputy who is away in `[first, end)` herself, and a time that is covered."""
    if covered.staff_id == deputy.staff_id:
        raise Refused(OrgRefusal.SELF_COVER, field="deputy_id")
    if away := absences_of([deputy.staff_id], first, end).get(deputy.staff_id):
        raise Refused(
            OrgRefusal.DEPUTY_AWAY, field="deputy_id", first=away[0].valid_from, last=away[0].last_day
        )
    Appointment.objects.select_for_update().get(pk=covered.appointment_id)  # two arranging at once wait here
    taken = Cover.objects.filter(covered_id=covered.appointment_id, valid_from__lt=end, valid_to__gt=first)
    if there := taken.select_related("deputy__staff").first():
        raise Refused(OrgRefusal.COVERED_ALREADY, field="first", name=there.deputy.staff.name)


def make_cover(
    actor: Actor, covered: PersonCard, deputy: PersonCard, first: date, end: date, reason: str
) -> int:
    """The cover of `[first, end)`; the deputy is told."""
    cover = Cover.objects.create(
        covered_id=covered.appointment_id, deputy_id=deputy.appointment_id, valid_from=first, valid_to=end,
        reason=reason, arranged_by=actor.staff_id,
    )  # fmt: skip
    publish(CoverArranged(cover.pk, covered.staff_id, deputy.staff_id))
    return cover.pk


@action("org.end_cover", label=_("End a cover"), permission=ARRANGE, subject="cover")
def end_cover(*, actor: Actor, cover_id: int, idempotency_key: str | None = None) -> int:
    """End a cover today: the deputy has nothing of it from now on. Raises NotVisible (404), Refused when it is over."""
    cover = visible_covers(actor).filter(pk=cover_id).first()
    if cover is None:
        raise NotVisible
    cover = Cover.objects.select_for_update().get(pk=cover_id)
    today = max(clock.today(), cover.valid_from)
    if cover.valid_to <= today:
        raise Refused(OrgRefusal.ENDED)
    cover.valid_to = today
    cover.save(update_fields=["valid_to"])
    return cover.pk
