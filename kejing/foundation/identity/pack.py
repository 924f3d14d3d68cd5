"""What a pack says of roles: `roles.yaml`. A floor below the packs engine, so it brings its schema ready-made."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from kejing.foundation.identity.models import Role, Scope
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.fields import Access, known_field
from kejing.foundation.kernel.limits import known_limit
from kejing.foundation.kernel.permissions import known

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]


class RoleLabel(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    zh: Annotated[str, Field(min_length=1, max_length=80)]
    en: Annotated[str, Field(min_length=1, max_length=80)]


class RoleSpec(BaseModel):
    """A role: its label, whose customers it sees, whose work (`people`; default: the same), what it may do, how it
    sees protected fields, its limits.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: Code
    label: RoleLabel
    scope: Scope
    people: Scope | None = None
    permissions: tuple[str, ...] = ()
    fields: dict[str, Access] = {}
    limits: dict[str, Annotated[int, Field(ge=0, le=1_000_000_000)]] = {}

    @field_validator("permissions")
    @classmethod
    def _declared(cls, permissions: tuple[str, ...]) -> tuple[str, ...]:
        for permission in permissions:
            try:
                known(permission)
            except LookupError as error:
                raise ValueError(str(error)) from error
        return permissions

    @field_validator("fields", "limits")
    @classmethod
    def _known(cls, named: dict[str, Any], info: ValidationInfo) -> dict[str, Any]:
        for code in named:
            try:
                known_field(code) if info.field_name == "fields" else known_limit(code)
            except LookupError as error:
                raise ValueError(str(error)) from error
        return named


class RolesSection(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    roles: Annotated[tuple[RoleSpec, ...], Field(min_length=1)]


def apply_roles(section: RolesSection, actor: Actor) -> tuple[int, int]:
    """Create the roles that are missing, and grant those there what no version granted before.

    Returns (created or grown, kept). What somebody took from a role stays taken, its scope stays as it is.
    """
    there = {role.code: role for role in Role.objects.order_by("id")}
    grown = [
        there[spec.code] for spec in section.roles if spec.code in there and _grow(there[spec.code], spec)
    ]
    Role.objects.bulk_update(grown, ["permissions", "offered", "people", "fields"])
    new = [
        Role(
            code=spec.code,
            label_zh=spec.label.zh,
            label_en=spec.label.en,
            scope=spec.scope,
            people=spec.people or "",
            permissions=list(spec.permissions),
            fields={code: access.value for code, access in spec.fields.items()},
            limits=spec.limits,
            offered=list(spec.permissions),
        )
        for spec in section.roles
        if spec.code not in there
    ]
    Role.objects.bulk_create(new)
    changed = len(new) + len(grown)
    return changed, len(section.roles) - changed


def _grow(role: Role, spec: RoleSpec) -> bool:
    """Add what is new to the role; whether anything was."""
    new = [code for code in spec.permissions if code not in role.offered]
    says_people = not role.people and spec.people is not None
    role.permissions += [code for code in new if code not in role.permissions]
    role.offered += new
    role.people = spec.people if says_people and spec.people else role.people
    protected = {code: access.value for code, access in spec.fields.items() if code not in role.fields}
    role.fields = {**role.fields, **protected}
    return bool(new) or says_people or bool(protected)
