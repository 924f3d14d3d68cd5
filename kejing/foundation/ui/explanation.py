"""Why a figure is what it is: one order of things for every judgement in the house."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Rule:
    """The rule that judged, in the version that was in force."""

    name: str
    version: str
    valid_from: date
    approved_by: str = ""
    computed_at: datetime | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One row of the judgement. Figures come formatted; `tone` is "", "warn" or "bad"."""

    name: str
    value: str
    threshold: str = ""
    points: str = ""
    facts: str = ""
    facts_url: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class MustHave:
    name: str
    met: bool
    link: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that happened and was counted, down to a transaction or a visit."""

    label: str
    quantity: str = ""
    on: date | datetime | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What the docked panel shows, always in this order.

    `share` and `mark` are percentages 0 to 100 for the bar under the conclusion: how far the score goes
    and where the threshold stands. `total` closes the criteria. `more_facts` says what the list leaves out.
    """

    title: str
    score: str
    conclusion: str
    rule: Rule
    detail: str = ""
    share: float | None = None
    mark: float | None = None
    criteria: tuple[Criterion, ...] = ()
    total: str = ""
    must_haves: tuple[MustHave, ...] = ()
    missing: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    more_facts: str = ""
    object_url: str = ""

    @property
    def has_thresholds(self) -> bool:
        return any(row.threshold for row in self.criteria)

    @property
    def has_points(self) -> bool:
        return bool(self.total) or any(row.points for row in self.criteria)
