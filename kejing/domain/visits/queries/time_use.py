"""How people share out their time: a person's month, a team's, and why (Q1; items A2.8, A2.36, A2.37, A4.9)."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from kejing.domain.org.public import is_in_team, staff_names, team
from kejing.domain.visits import access
from kejing.domain.visits.models import TimeEntry, WorkType
from kejing.domain.visits.queries.hours import counted_entries, targets, work_types
from kejing.domain.visits.queries.names import name_of
from kejing.domain.visits.rules import Targets, TimeUse
from kejing.domain.visits.vocabulary import TimeShare
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible
from kejing.foundation.kernel.periods import Month
from kejing.foundation.ui import formats
from kejing.foundation.ui.explanation import Criterion, Explanation, Fact, Rule
from kejing.foundation.ui.formats import local

MOST_CONSUMERS = 3
VERSION = "v1"
NONE = (0, 0)
Took = dict[int | None, tuple[int, int]]
"""Minutes and times by type of work; None: not classified."""


@dataclass(frozen=True, slots=True)
class TypeRow:
    """What one type of work took of a month. `share` "" is not classified; `ratio` is of all minutes."""

    label: str
    share: str
    minutes: int
    times: int
    ratio: float | None


@dataclass(frozen=True, slots=True)
class PersonTime:
    """A person's month. `consumers` are the largest takers of time that is not spent outside, when too little is."""

    staff_id: int
    name: str
    unit: str
    use: TimeUse
    types: tuple[TypeRow, ...]
    is_short: bool

    @property
    def consumers(self) -> tuple[TypeRow, ...]:
        if not self.is_short:
            return ()
        inside = [row for row in self.types if row.share != TimeShare.OUTSIDE and row.minutes]
        return tuple(sorted(inside, key=lambda row: -row.minutes)[:MOST_CONSUMERS])


@dataclass(frozen=True, slots=True)
class TimePage:
    person: PersonTime
    month: Month
    targets: Targets


@dataclass(frozen=True, slots=True)
class TimeBoard:
    people: tuple[PersonTime, ...]
    month: Month
    targets: Targets

    @property
    def short(self) -> tuple[PersonTime, ...]:
        return tuple(person for person in self.people if person.is_short)


def time_use(*, actor: Actor, staff_id: int, month: Month | None = None) -> TimePage:
    """A person's month, for herself and for those who see her on their board. Raises NotVisible (404)."""
    _check_reader(actor, staff_id)
    shown, wanted = month or Month.of(clock.today()), targets()
    name = staff_names([staff_id]).get(staff_id, "")
    found = _people(actor, {staff_id: (name, "")}, shown, wanted)
    return TimePage(found[0], shown, wanted)


def time_board(*, actor: Actor, month: Month | None = None) -> TimeBoard:
    """The team's month, those with too little time outside first. Five queries.

    Raises Forbidden (403) without the right to the board.
    """
    actor.require(access.TEAM)
    shown, wanted = month or Month.of(clock.today()), targets()
    named = {m.staff_id: (name_of(m), local(m.unit, m.unit_en)) for m in team(actor, clock.today())}
    people = _people(actor, named, shown, wanted)
    return TimeBoard(tuple(sorted(people, key=lambda person: not person.is_short)), shown, wanted)


def explain_time(*, actor: Actor, staff_id: int, month: Month) -> Explanation:
    """Why the shares are what they are: the rule, the targets, the minutes, the days behind. Raises NotVisible."""
    page = time_use(actor=actor, staff_id=staff_id, month=month)
    use, wanted = page.person.use, page.targets
    outside = use.share(TimeShare.OUTSIDE)
    criteria = [
        Criterion(
            str(share.label),
            percent(use, share),
            threshold=formats.percent(float(wanted.of(share))),
            facts=duration(getattr(use, share)),
        )
        for share in TimeShare
    ]
    criteria.append(Criterion(_("Not classified"), formats.NOTHING, facts=duration(use.unclassified)))
    return Explanation(
        title=_("Time outside"),
        score=percent(use, TimeShare.OUTSIDE),
        conclusion=_("Too little time outside")
        if page.person.is_short
        else _("Enough time outside")
        if use.total
        else _("Nothing to count yet"),
        detail=f"{page.person.name} · {formats.month(month.start)}",
        rule=Rule(
            _(
                "Minutes of a share, of all classified minutes in the logs of the month;"
                " at or below %(limit)s outside is too little"
            )
            % {"limit": formats.percent(float(wanted.limit))},
            VERSION,
            month.start,
            computed_at=clock.now(),
        ),
        share=None if outside.ratio is None else float(outside.ratio * 100),
        mark=float(wanted.limit * 100),
        criteria=tuple(criteria),
        facts=tuple(_day_facts(actor, staff_id, month)),
    )


def percent(use: TimeUse, share: str) -> str:
    ratio = use.share(share).ratio
    return formats.percent(None if ratio is None else float(ratio))


def duration(minutes: int) -> str:
    """`2:05`: hours and minutes."""
    return f"{minutes // 60}:{minutes % 60:02}"


def _check_reader(actor: Actor, staff_id: int) -> None:
    if staff_id == actor.staff_id:
        return
    actor.require(access.TEAM)
    if not is_in_team(actor, staff_id, clock.today()):
        raise NotVisible


def _day_facts(actor: Actor, staff_id: int, month: Month) -> list[Fact]:
    with access.counting(actor) as counter:
        rows = list(
            _entries(counter, [staff_id], month)
            .values("log_id", "day")
            .annotate(minutes=Sum("minutes"))
            .order_by("-day")
        )
    opens = not actor.sees_people_apart
    return [
        Fact(
            label=formats.iso(row["day"]),
            quantity=duration(row["minutes"]),
            on=row["day"],
            url=reverse("visits:log_page", args=[row["log_id"]]) if opens else "",
        )
        for row in rows
    ]


def _entries(actor: Actor, staff_ids: Collection[int], month: Month) -> QuerySet[TimeEntry]:
    days = access.visible_time(actor).filter(staff_id__in=staff_ids, day__gte=month.start, day__lt=month.end)
    return counted_entries(days)


def _people(
    actor: Actor, named: dict[int, tuple[str, str]], month: Month, wanted: Targets
) -> list[PersonTime]:
    """Two queries, whatever the number of people."""
    with access.counting(actor) as counter:
        sums = list(
            _entries(counter, list(named), month)
            .values("staff_id", "work_type_id")
            .annotate(minutes=Sum("minutes"), times=Sum("times"))
            .order_by("staff_id")
        )
    took: dict[int, Took] = defaultdict(dict)
    for row in sums:
        took[row["staff_id"]][row["work_type_id"]] = (row["minutes"], row["times"])
    types = work_types()
    return [
        _person(staff_id, name, unit, took[staff_id], types, wanted)
        for staff_id, (name, unit) in named.items()
    ]


def _person(
    staff_id: int, name: str, unit: str, took: Took, types: list[WorkType], wanted: Targets
) -> PersonTime:
    use = TimeUse(
        **{
            share.value: sum(took.get(kind.pk, NONE)[0] for kind in types if kind.share == share)
            for share in TimeShare
        },
        unclassified=took.get(None, NONE)[0],
    )
    whole = use.total + use.unclassified
    rows = [_row(name_of(kind), kind.share, took.get(kind.pk, NONE), whole) for kind in types]
    if use.unclassified:
        rows.append(_row(_("Not classified"), "", took[None], whole))
    return PersonTime(staff_id, name, unit, use, tuple(rows), use.is_too_little_outside(wanted.limit))


def _row(label: str, share: str, took: tuple[int, int], whole: int) -> TypeRow:
    minutes, times = took
    return TypeRow(label, share, minutes, times, minutes / whole if whole else None)
