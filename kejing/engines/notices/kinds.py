"""What people are told of, and how a notice's subject is named to its reader.

Modules declare kinds and register resolvers in `app/wiring/notices.py`.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from kejing.engines.notices.vocabulary import Channel, Urgency
from kejing.foundation.kernel.actor import Actor

Text = str | Promise
DEFAULTS = {
    Urgency.URGENT: (Channel.IN_APP, Channel.EMAIL, Channel.WEBHOOK),
    Urgency.NORMAL: (Channel.IN_APP, Channel.DIGEST, Channel.WEBHOOK),
    Urgency.LOW: (Channel.IN_APP,),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """`neutral` is the whole sentence that may leave the house: it names nobody and nothing. `text` is read inside,
    with `%(subject)s`, where the reader's rights name the subject; `many` with `%(n)s`, of several at once. `place` is
    the page for notices without a subject of their own.
    """

    code: str
    neutral: Text
    text: Text
    subject: str
    urgency: Urgency
    many: Text = ""
    place: str = ""

    @property
    def defaults(self) -> tuple[Channel, ...]:
        return DEFAULTS[self.urgency]


@dataclass(frozen=True, slots=True)
class Shown:
    """A subject as one reader may see it: its name ("" where she may not know it) and its page."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """`zone` (IANA, "" for the organisation's) and, while somebody is on leave, the day she is back."""

    zone: str = ""
    back_on: date | None = None


Resolver = Callable[[Actor, Collection[int]], Mapping[int, Shown]]
"""(reader, ids) → those she sees. A fixed number of queries."""
Locator = Callable[[Collection[int]], Mapping[int, Whereabouts]]
"""(user ids) → where they are, one or two queries."""
_kinds: dict[str, Kind] = {}
_resolvers: dict[str, Resolver] = {}
_locator: list[Locator] = []


def declare(
    code: str, *, neutral: Text, text: Text = "", subject: str = "", urgency: Urgency = Urgency.NORMAL,
    many: Text = "", place: str = "",
) -> str:  # fmt: skip
    """Make a kind of notice known; returns its code. Without a `text` the neutral sentence is read inside too."""
    if code in _kinds:
        raise ValueError(f"notice {code!r} is declared twice")
    _kinds[code] = Kind(code, neutral, text or neutral, subject, urgency, many, place)
    return code


def kinds() -> list[Kind]:
    return list(_kinds.values())


def kind_of(code: str) -> Kind | None:
    """None for a kind that no module declares any more; its old notices stay readable."""
    return _kinds.get(code)


def known(code: str) -> Kind:
    """Raises LookupError for a kind that no module declared."""
    return _kinds[code]


def register_subject(subject: str, resolver: Resolver) -> None:
    _resolvers[subject] = resolver


def shown(actor: Actor, subject: str, ids: Collection[int]) -> Mapping[int, Shown]:
    """The subjects of one kind that this reader may see now."""
    resolver = _resolvers.get(subject)
    return resolver(actor, ids) if resolver else {}


def register_whereabouts(locator: Locator) -> None:
    """Called once by `app.wiring`: the organisation knows zones and leave, this engine does not."""
    _locator[:] = [locator]


def whereabouts(user_ids: Collection[int]) -> Mapping[int, Whereabouts]:
    return _locator[0](user_ids) if _locator and user_ids else {}
