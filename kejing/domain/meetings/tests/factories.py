"""Meetings for tests, made by the actions, on the cast's days."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from kejing.domain.meetings import actions, pack
from kejing.domain.meetings.models import Kind, Meeting
from kejing.domain.meetings.rules import Tick
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.context import as_system
from tests.cast import TODAY, Cast

LEADER = "market_manager_a"
BEGAN = date(1998, 1, 5)
"""A Monday: from then on meetings are due."""


@contextmanager
def working(cast: Cast, person: str, day: date = TODAY, hour: int = 9) -> Iterator[Actor]:
    """Act as one of the cast at a moment of the business clock."""
    with clock.frozen(clock.at(day, hour)), cast[person].acting() as actor:
        yield actor


def with_kinds(since: date = BEGAN) -> None:
    """The bank's kinds of meetings, due from a day on."""
    text = (Path(settings.PACKS_DIR) / "bank" / "meetings.yaml").read_text()
    with as_system("pack") as system:
        pack.apply(pack.MeetingsSection.model_validate(yaml.safe_load(text)), system)
        Kind.objects.update(since=since)


def staff_of(cast: Cast, person: str) -> int:
    return cast[person].staff_id or 0


def ticks(cast: Cast, **others: tuple[str, str]) -> list[Tick]:
    """Everybody of branch a who is called, present but where said otherwise."""
    people = (LEADER, "manager_a1", "manager_a2")
    said = {person: others.get(person, ("present", "")) for person in people}
    return [
        {"staff_id": staff_of(cast, person), "presence": presence, "reason": reason}
        for person, (presence, reason) in said.items()
    ]


def called(cast: Cast, kind: str = "weekly", day: date = TODAY, person: str = LEADER, **said: Any) -> int:
    with working(cast, person, min(day, TODAY)) as actor:
        return actions.call_meeting(actor=actor, kind=kind, day=day, **said)


def version_of(meeting_id: int) -> int:
    with as_system("look"):
        return Meeting.objects.get(pk=meeting_id).version


def written(cast: Cast, meeting_id: int, day: date = TODAY, person: str = LEADER, **said: Any) -> None:
    """Ticked and with minutes."""
    texts = {"texts": {1: "figures read", 2: "two customers moved"}} | said
    with working(cast, person, day) as actor:
        actions.take_attendance(actor=actor, meeting_id=meeting_id, attendance=ticks(cast))
        actions.write_minutes(actor=actor, meeting_id=meeting_id, version=version_of(meeting_id), **texts)


def signed(cast: Cast, meeting_id: int, day: date = TODAY, person: str = LEADER) -> int:
    with working(cast, person, day) as actor:
        return actions.sign_off(actor=actor, meeting_id=meeting_id, version=version_of(meeting_id))


def held(cast: Cast, kind: str = "weekly", day: date = TODAY) -> int:
    """Called, ticked, written and signed on a day."""
    meeting = called(cast, kind, day)
    written(cast, meeting, day)
    return signed(cast, meeting, day)


def agreed(cast: Cast, meeting_id: int, owner: str = "manager_a1", day: date = TODAY, **said: Any) -> int:
    with working(cast, LEADER, day) as actor:
        return actions.agree_action(
            actor=actor, meeting_id=meeting_id, owner_id=staff_of(cast, owner),
            **{"text": "call the three overdue customers", "due_on": date(1998, 1, 20), **said},
        )  # fmt: skip


def brought(cast: Cast, meeting_id: int, person: str = "manager_a1", **said: Any) -> int:
    with working(cast, person) as actor:
        return actions.add_contribution(
            actor=actor,
            meeting_id=meeting_id,
            **{"kind": "insight", "text": "ask before you offer", "share": "all", **said},
        )
