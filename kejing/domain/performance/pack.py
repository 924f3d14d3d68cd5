"""The pack's section `points`: policies with their versions. Created where missing, never overwritten.

In `points.yaml`:

    policies:
      - code: points
        label: {zh: 客户经理积分办法, en: Points policy}
        versions:
          - number: 1
            valid_from: 1993-01-01
            approved_by: {zh: 绩效委员会, en: Performance committee}
            approved_at: 1992-12-15
            roles: [account_manager]
            items:
              - {metric: loans_granted, rate: 8, cap: 160}
"""

from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Self

from pydantic import Field, model_validator

from kejing.domain.performance.models import Policy, PolicyVersion
from kejing.domain.performance.vocabulary import PolicyState
from kejing.engines.packs.public import Label, Outcome, Strict
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.clock import system_now
from kejing.foundation.kernel.periods import Month

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Rate = Annotated[Decimal, Field(max_digits=12, decimal_places=4)]
Bound = Annotated[Decimal, Field(max_digits=11, decimal_places=2)]


class ItemSpec(Strict):
    """What one unit of a metric is worth, and the bounds of a month's points by it."""

    metric: Code
    rate: Rate
    floor: Bound | None = None
    cap: Bound | None = None

    @model_validator(mode="after")
    def _floor_under_cap(self) -> Self:
        if self.floor is not None and self.cap is not None and self.floor > self.cap:
            raise ValueError(f"{self.metric}: the floor is above the cap")
        return self


class PolicyBody(Strict):
    """Whom a version judges and by what: the body of a PolicyVersion."""

    roles: Annotated[tuple[Code, ...], Field(min_length=1)]
    items: Annotated[tuple[ItemSpec, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _metrics_differ(self) -> Self:
        metrics = [item.metric for item in self.items]
        if doubles := sorted({metric for metric in metrics if metrics.count(metric) > 1}):
            raise ValueError(f"metric {doubles[0]} twice")
        return self


class VersionSpec(PolicyBody):
    number: Annotated[int, Field(ge=1)]
    valid_from: date
    approved_by: Label
    approved_at: date

    @model_validator(mode="after")
    def _begins_a_month(self) -> Self:
        if self.valid_from.day != 1:
            raise ValueError("valid_from is the first day of a month")
        return self

    @property
    def body(self) -> dict[str, object]:
        return PolicyBody(roles=self.roles, items=self.items).model_dump(mode="json")


class PolicySpec(Strict):
    code: Code
    label: Label
    versions: Annotated[tuple[VersionSpec, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _versions_follow(self) -> Self:
        order = [(version.number, version.valid_from) for version in self.versions]
        if any(a[0] >= b[0] or a[1] >= b[1] for a, b in pairwise(order)):
            raise ValueError("versions rise in number and in valid_from")
        return self


class PointsSection(Strict):
    policies: Annotated[tuple[PolicySpec, ...], Field(min_length=1)]


def apply(section: PointsSection, actor: Actor) -> Outcome:
    """Create the policies and versions that are missing.

    A version that comes later to a policy in use judges from the next month on: nobody is judged by a rule that
    she could not know.
    """
    created = kept = 0
    this_month = Month.of(clock.today())
    for spec in section.policies:
        policy, new = Policy.objects.get_or_create(
            code=spec.code, defaults={"label_zh": spec.label.zh, "label_en": spec.label.en}
        )
        known = dict(PolicyVersion.objects.filter(policy=policy).values_list("number", "valid_from"))
        missing = [version for version in spec.versions if version.number not in known]
        if known:
            latest = max(this_month, Month.of(max(known.values())))
            missing = _to_come(missing, latest.next().start)
        PolicyVersion.objects.bulk_create([_version(policy, version, actor) for version in missing])
        created += new + len(missing)
        kept += (not new) + len(spec.versions) - len(missing)
    return Outcome(created, kept)


def _to_come(versions: list[VersionSpec], start: date) -> list[VersionSpec]:
    """Those still to come, and of those that would have begun before, the last, beginning then."""
    past = [version for version in versions if version.valid_from <= start]
    return [version.model_copy(update={"valid_from": start}) for version in past[-1:]] + versions[len(past) :]


def _version(policy: Policy, spec: VersionSpec, actor: Actor) -> PolicyVersion:
    return PolicyVersion(
        policy=policy,
        number=spec.number,
        valid_from=spec.valid_from,
        body=spec.body,
        state=PolicyState.APPROVED,
        approved_by=spec.approved_by.zh,
        approved_by_en=spec.approved_by.en,
        approved_at=spec.approved_at,
        created_by=actor.user_id,
        created_at=system_now(),
    )
