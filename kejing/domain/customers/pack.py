"""What a pack says of customers: `profile.yaml`, the fields its industry keeps besides the common ones."""

from typing import Annotated, Literal

from pydantic import Field

from kejing.domain.customers.models import ProfileField
from kejing.engines.packs.public import Label, Strict
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
