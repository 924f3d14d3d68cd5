"""What one reader chose."""

from dataclasses import dataclass

from kejing.engines.notices.kinds import kinds
from kejing.engines.notices.models import Preference, Reach
from kejing.engines.notices.rules import Habits
from kejing.engines.notices.vocabulary import Channel
from kejing.foundation.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class KindChoice:
    code: str
    sentence: str
    channels: tuple[Channel, ...]


@dataclass(frozen=True, slots=True)
class Preferences:
    kinds: tuple[KindChoice, ...]
    email: str
    habits: Habits
    version: int


def preferences(*, actor: Actor) -> Preferences:
    """The actor's own choices; the kinds' defaults where she made none. Two queries."""
    user = actor.user_id or 0
    chosen = dict(Preference.objects.filter(user_id=user).values_list("kind", "channels"))
    reach = Reach.objects.filter(user_id=user).first()
    return Preferences(
        tuple(
            KindChoice(
                kind.code,
                str(kind.neutral),
                tuple(Channel(c) for c in chosen[kind.code]) if kind.code in chosen else kind.defaults,
            )
            for kind in kinds()
        ),
        reach.email if reach else "",
        habits_of(reach),
        reach.version if reach else 0,
    )


def habits_of(reach: Reach | None) -> Habits:
    return Habits(reach.digest_hour, reach.quiet_from, reach.quiet_to) if reach else Habits()
