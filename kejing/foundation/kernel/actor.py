"""Who acts: a person in a position, with the grants and the scope in force now."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Reach:
    """Units and holders in sight, or everything."""

    units: tuple[int, ...] = ()
    holders: tuple[int, ...] = ()
    sees_all: bool = False


@dataclass(frozen=True, slots=True)
class Actor:
    """A resolved actor. `units` and `holders` are the scope: whose customers the actor sees; `people`: whose work.

    The same scope is set in the database transaction (see `context`), where row-level security reads it.
    """

    user_id: int | None
    name: str
    role: str
    permissions: frozenset[str] = frozenset()
    staff_id: int | None = None
    appointment_id: int | None = None
    holder_id: int | None = None
    unit_id: int | None = None
    units: tuple[int, ...] = ()
    holders: tuple[int, ...] = ()
    sees_all: bool = False
    people: Reach = Reach()
    labels: dict[str, str] = field(default_factory=dict, compare=False)

    @property
    def sees_people_apart(self) -> bool:
        """Whether people are in sight whose customers are not: she reads their figures, not what they are made of."""
        return self.people != Reach(self.units, self.holders, self.sees_all)

    def may(self, permission: str) -> bool:
        return permission in self.permissions


Resolver = Callable[[int, int | None], Actor]
"""(user id, appointment id or None for the main one) -> Actor; sets the transaction's context on its way."""

_resolver: list[Resolver] = []


def set_resolver(resolver: Resolver) -> None:
    """Called once by `app.wiring`: `org` knows how to resolve, the kernel must not know `org`."""
    _resolver[:] = [resolver]


def resolve(user_id: int, appointment_id: int | None) -> Actor:
    return _resolver[0](user_id, appointment_id)
