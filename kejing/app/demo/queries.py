"""Reading the demo: who can be signed in as, and how far its history is."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kejing.app.demo.cast import OUTSIDER
from kejing.domain.org.public import Seat, seats
from kejing.foundation.identity.public import User
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.models import Progress
from kejing.foundation.ui.formats import chinese
from kejing.foundation.ui.progress import Work

FILL = "demo.fill"


@dataclass(frozen=True, slots=True)
class Member:
    """One line of the cast's page."""

    key: str
    name: str
    role: str
    unit: str
    tour: bool


def cast() -> list[Member]:
    """All who can be signed in as, the people of the tour first."""
    with as_system("the demo's cast"):
        people = [_member(seat) for seat in seats()]
    outsider = OUTSIDER.name if chinese() else OUTSIDER.name_en
    people.append(Member(OUTSIDER.key, outsider, _("in no post: sees nothing"), "", tour=True))
    return sorted(people, key=lambda member: TOUR.index(member.key) if member.tour else len(TOUR))


def account(key: str) -> User | None:
    return User.objects.filter(username=key, is_active=True).first()


def filling() -> Work | None:
    """The worker's progress with the history of the other branches; None before it has begun."""
    row = Progress.objects.filter(key=FILL).first()
    if row is None:
        return None
    return Work(
        label=_("Writing the history of the other branches"),
        done=row.done,
        total=row.total,
        state=row.state,  # type: ignore[arg-type]  # the same four words
        errors=row.errors,
        note=row.step,
    )


def _member(seat: Seat) -> Member:
    zh = chinese()
    return Member(
        key=seat.username,
        name=seat.name if zh else seat.name_en,
        role=seat.role if zh else seat.role_en,
        unit=seat.unit if zh else seat.unit_en,
        tour=seat.username in TOUR,
    )


TOUR = (
    "am01", "am02", "am07", "market1", "head1", "market2", "head2",
    "compliance", "hr", "auditor", "admin1", OUTSIDER.key,
)  # fmt: skip
"""Two account managers of one branch, one of the other, those above them, and head office."""
