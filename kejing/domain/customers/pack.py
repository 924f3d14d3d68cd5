"""What a pack says of customers: `profile.yaml`, the fields its industry keeps besides the common ones, and
`ownership.yaml`, the rules of who holds them (see `rules.ownership.Policy`).
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from kejing.domain.customers.models import OwnershipPolicy, ProfileField
from kejing.engines.packs.public import Label, Outcome, Strict
from kejing.foundation.kernel.actor import Actor


class FieldSpec(Strict):
    """One field, in the order of the page. A `coded` one holds a code with its labels."""

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
    label: Label
    kind: Literal["text", "coded", "date", "number"] = "text"


class ProfileSection(Strict):
    fields: Annotated[tuple[FieldSpec, ...], Field(min_length=1)]


def apply_profile(section: ProfileSection, actor: Actor) -> tuple[int, int]:
    """Create the fields that are missing; returns (created, kept)."""
    there = set(ProfileField.objects.values_list("code", flat=True))
    new = [
        ProfileField(
            code=spec.code, label_zh=spec.label.zh, label_en=spec.label.en, kind=spec.kind, position=position
        )
        for position, spec in enumerate(section.fields)
        if spec.code not in there
    ]
    ProfileField.objects.bulk_create(new)
    return len(new), len(section.fields) - len(new)


Days = Annotated[int, Field(ge=1, le=3_650)]


class PoolSpec(Strict):
    """When customers go back to the pool, in days, and who may take them out. What is left out does not apply."""

    days_without_contact: Days | None = None
    days_to_first_visit: Days | None = None
    days_without_holding: Days | None = None
    after_owner_left: bool = False
    warn_days: Annotated[int, Field(ge=0, le=90)] = 14
    acts: bool = False
    claim_from: Literal["unit", "region", "all"] = "unit"
    claims_a_day: Annotated[int, Field(ge=1, le=1_000)] | None = None
    cooling_off_days: Annotated[int, Field(ge=0, le=3_650)] = 0


class CapacitySpec(Strict):
    """The most customers of a kind that one person may hold."""

    person: Annotated[int, Field(ge=1)] | None = None
    organisation: Annotated[int, Field(ge=1)] | None = None


class RotationSpec(Strict):
    """How long one person may have a customer, and how long before she may have her again. Item A2.58."""

    max_years: Annotated[int, Field(ge=1, le=40)] | None = None
    notice_days: Annotated[int, Field(ge=0, le=366)] = 90
    return_months: Annotated[int, Field(ge=0, le=120)] = 0


class MarketSpec(Strict):
    """Which facts are the sales of unit markets: a kind, and whether it is of holdings or of customers."""

    sales_kind: Annotated[str, Field(max_length=60)] = ""
    sales_subject: Literal["holding", "customer"] = "holding"


class OwnershipSection(Strict):
    """`ownership.yaml`: one version of the rules, from a day on."""

    version: Annotated[int, Field(ge=1)]
    valid_from: date
    pool: PoolSpec = PoolSpec()
    capacity: CapacitySpec = CapacitySpec()
    rotation: RotationSpec = RotationSpec()
    market: MarketSpec = MarketSpec()


def apply_ownership(section: OwnershipSection, actor: Actor) -> Outcome:
    """A version that is not there yet; those that are stay as they were decided."""
    if OwnershipPolicy.objects.filter(version=section.version).exists():
        return Outcome(kept=1)
    rotation = section.rotation
    content = (
        section.pool.model_dump()
        | section.market.model_dump()
        | {
            "capacity": section.capacity.model_dump(exclude_none=True),
            "max_years": rotation.max_years,
            "rotation_notice_days": rotation.notice_days,
            "return_months": rotation.return_months,
        }
    )
    OwnershipPolicy.objects.create(
        version=section.version, valid_from=section.valid_from, content=content, decided_by=actor.staff_id
    )
    return Outcome(created=1)
