"""Who acts: a person in a position, with the grants and the scope in force now."""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kejing.foundation.kernel import permissions
from kejing.foundation.kernel.errors import Forbidden
from kejing.foundation.kernel.fields import Access, known_field
from kejing.foundation.kernel.limits import limit_of


@dataclass(frozen=True, slots=True)
class Reach:
    """Units and holders in sight, or everything."""

    units: tuple[int, ...] = ()
    holders: tuple[int, ...] = ()
    sees_all: bool = False


@dataclass(frozen=True, slots=True)
class Actor:
    """A resolved actor. `units` and `holders` are the scope: whose customers the actor sees; `shared` are the ids
    of those opened to her by name, besides; `people`: whose work.

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
    shared: tuple[int, ...] = ()
    sees_all: bool = False
    people: Reach = Reach()
    labels: dict[str, str] = dataclasses.field(default_factory=dict, compare=False)
    fields: Mapping[str, str] = dataclasses.field(default_factory=dict, hash=False)
    """What the role may do with protected fields, where it is not simply shown: code -> Access."""
    limits: Mapping[str, int] = dataclasses.field(default_factory=dict, hash=False)

    @property
    def sees_people_apart(self) -> bool:
        """Whether people are in sight whose customers are not: she reads their figures, not what they are made of."""
        return self.people != Reach(self.units, self.holders, self.sees_all)

    def may(self, permission: str) -> bool:
        return permission in self.permissions

    def require(self, permission: str) -> None:
        """Raises Forbidden (403) without the permission, LookupError for one that no module declared."""
        if not self.may(permissions.known(permission)):
            raise Forbidden(permissions.catalogue()[permission])

    def field(self, code: str) -> Access:
        """What the actor may do with a protected field. Raises LookupError for one no module declared."""
        known_field(code)
        return Access(self.fields.get(code, Access.SHOW))

    def limit(self, code: str) -> int:
        """How much of something the actor's role may do. Raises LookupError for a limit no module declared."""
        return limit_of(self.limits, code)


Resolver = Callable[[int, int | None], Actor]
"""(user id, appointment id or None for the main one) -> Actor; sets the transaction's context on its way."""

_resolver: list[Resolver] = []


def set_resolver(resolver: Resolver) -> None:
    """Called once by `app.wiring`: `org` knows how to resolve, the kernel must not know `org`."""
    _resolver[:] = [resolver]


def resolve(user_id: int, appointment_id: int | None) -> Actor:
    return _resolver[0](user_id, appointment_id)
