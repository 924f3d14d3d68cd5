"""Who sees whom, said a second time in plain Python: no Django, no SQL, nothing shared with the product."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Role:
    scope: str
    """none, own, team, unit or all"""
    sees_customers: bool = True
    sees_confidential: bool = False


@dataclass(frozen=True)
class Post:
    unit: int
    role: Role
    above: int | None
    """The post it reports to."""


@dataclass(frozen=True)
class Stay:
    """A person in a post, `[start, end)`; days count from today, `end` None is open. Also a cover, of `post` by `person`."""

    person: int
    post: int
    start: int
    end: int | None

    def now(self) -> bool:
        return self.start <= 0 and (self.end is None or self.end > 0)


@dataclass(frozen=True)
class Share:
    """A stay works on a customer beside the one who holds her, `[start, end)`."""

    stay: int
    customer: int
    start: int
    end: int | None

    def now(self) -> bool:
        return self.start <= 0 and (self.end is None or self.end > 0)


@dataclass(frozen=True)
class Organisation:
    """Everything by number: units by their parent, posts, stays, covers, customers by the stay that holds them."""

    parents: list[int | None]
    posts: list[Post]
    stays: list[Stay]
    covers: list[Stay] = field(default_factory=list)
    """`person` is the deputy's stay, `post` the covered stay."""
    customers: list[tuple[str, int]] = field(default_factory=list)
    """("stay", its number) or ("pool", the unit's number)"""
    inactive: frozenset[int] = frozenset()
    shares: list[Share] = field(default_factory=list)
    confidential: frozenset[int] = frozenset()
    merged: frozenset[int] = frozenset()
    """Customers that were merged into another one."""

    def listed_for(self, person: int) -> set[int]:
        """What lists, searches and pickers show her: not what was merged into another."""
        return self.seen_by(person) - self.merged

    def seen_by(self, person: int) -> set[int]:
        """The customers in the person's scope today."""
        stay = next((n for n, s in enumerate(self.stays) if s.person == person and s.now()), None)
        if stay is None or person in self.inactive:
            return set()
        return {n for n in range(len(self.customers)) if self._in_scope(stay, n)}

    def _in_scope(self, stay: int, customer: int) -> bool:
        role = self.posts[self.stays[stay].post].role
        if role.scope == "none":
            return False
        if self._by_name(stay, customer):
            return True
        return (customer not in self.confidential or role.sees_confidential) and self._by_scope(
            stay, customer
        )

    def _by_name(self, stay: int, customer: int) -> bool:
        """She, or whoever she covers, works on the customer; or holds her, though she is confidential."""
        acting = self._acting_for(stay)
        kind, holder = self.customers[customer]
        works = any(
            share.customer == customer and share.stay in acting and share.now() for share in self.shares
        )
        return works or (kind == "stay" and holder in acting)

    def _by_scope(self, stay: int, customer: int) -> bool:
        post = self.posts[self.stays[stay].post]
        kind, holder = self.customers[customer]
        if post.role.scope == "all":
            return True
        if post.role.scope == "unit" and self._within(self._unit_of(customer), post.unit):
            return True
        return kind == "stay" and holder in self._holders(stay)

    def _acting_for(self, stay: int) -> set[int]:
        """The stay itself and those it covers today."""
        return {stay} | {cover.post for cover in self.covers if cover.person == stay and cover.now()}

    def _holders(self, stay: int) -> set[int]:
        """Those she acts for, and in a team those who report to her post today."""
        mine = self.stays[stay].post
        held = self._acting_for(stay)
        if self.posts[mine].role.scope == "team":
            held |= {
                n
                for n, other in enumerate(self.stays)
                if other.now() and self.posts[other.post].above == mine
            }
        return held

    def _unit_of(self, customer: int) -> int:
        kind, holder = self.customers[customer]
        return holder if kind == "pool" else self.posts[self.stays[holder].post].unit

    def _within(self, unit: int, above: int) -> bool:
        at: int | None = unit
        while at is not None and at != above:
            at = self.parents[at]
        return at == above
