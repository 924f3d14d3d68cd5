"""What a pack says of customers: `profile.yaml`, the fields its industry keeps, and `duplicates.yaml`."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from kejing.domain.customers.models import DuplicateSettings, ProfileField
from kejing.domain.customers.queries.duplicates import DEFAULTS
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


class DuplicatesSection(Strict):
    """`duplicates.yaml`: from which score two customers are suggested as one, how often a person may ask in a day

    whether a customer is there already, how many may share a name or another key before it says nothing, and
    whom to ask in the other unit.
    """

    threshold: Annotated[float, Field(ge=1, le=40)] = float(DEFAULTS.threshold)
    questions_a_day: Annotated[int, Field(ge=0, le=10_000)] = DEFAULTS.questions_a_day
    common_name: Annotated[int, Field(ge=2, le=50)] = DEFAULTS.common_name
    common_key: Annotated[int, Field(ge=2, le=200)] = DEFAULTS.common_key
    ask: Label


def apply_duplicates(section: DuplicatesSection, _actor: Actor) -> Outcome:
    """Settings that are not there yet; those in force stay."""
    if DuplicateSettings.objects.exists():
        return Outcome(kept=1)
    DuplicateSettings.objects.create(
        threshold=Decimal(str(section.threshold)),
        questions_a_day=section.questions_a_day,
        common_name=section.common_name,
        common_key=section.common_key,
        ask_zh=section.ask.zh,
        ask_en=section.ask.en,
    )
    return Outcome(created=1)
