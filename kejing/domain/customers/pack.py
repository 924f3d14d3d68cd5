"""What a pack says of customers: `profile.yaml`, the fields kept of one; `master.yaml`, how one is entered;
`ownership.yaml`, the rules of who holds them (see `rules.ownership.Policy`); `duplicates.yaml`, when two are one.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self

from django.db import connection
from pydantic import Field, model_validator

from kejing.domain.customers.models import DuplicateSettings, MasterSettings, OwnershipPolicy, ProfileField
from kejing.domain.customers.queries.duplicates import DEFAULTS
from kejing.domain.customers.rules import KINDS
from kejing.domain.customers.vocabulary import Check
from kejing.engines.packs.public import Label, Outcome, Strict
from kejing.foundation.kernel.actor import Actor

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
LISTS = frozenset({"choice", "several"})


class OptionSpec(Strict):
    code: Code
    label: Label


class FieldSpec(Strict):
    """One field, in the order of the page. A `coded` one holds a code with its words as a source delivers it.

    `max_age_days` says after how many days a value has to be confirmed; `applies_to` the kind of customer.
    """

    code: Code
    label: Label
    kind: Literal["text", "coded", "choice", "several", "date", "number", "money", "flag", "phone"] = "text"
    section: Label | None = None
    required: bool = False
    max_age_days: Annotated[int, Field(ge=1, le=3650)] | None = None
    applies_to: Literal["person", "organisation"] | None = None
    options: tuple[OptionSpec, ...] = ()

    @model_validator(mode="after")
    def _options_fit(self) -> Self:
        if bool(self.options) != (self.kind in LISTS):
            raise ValueError(f"{self.code}: options belong to choice and several, and to nothing else")
        if len({option.code for option in self.options}) != len(self.options):
            raise ValueError(f"{self.code}: an option's code stands twice")
        return self


class ProfileSection(Strict):
    fields: Annotated[tuple[FieldSpec, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        codes = [field.code for field in self.fields]
        if twice := {code for code in codes if codes.count(code) > 1}:
            raise ValueError(f"fields that stand twice: {', '.join(sorted(twice))}")
        return self


class MasterSection(Strict):
    """`master.yaml`. `{year}` in the prefix is the year of the business day; `check` what happens to a bad number."""

    number_prefix: Annotated[str, Field(pattern=r"^[A-Z0-9-]*(\{year\})?[A-Z0-9-]*$", max_length=20)] = (
        "C{year}-"
    )
    number_digits: Annotated[int, Field(ge=1, le=12)] = 6
    identity_check: Check = Check.WARN
    other_countries: bool = True
    file_megabytes: Annotated[int, Field(ge=1, le=50)] = 10
    file_kinds: tuple[str, ...] = tuple(KINDS)

    @model_validator(mode="after")
    def _kinds_known(self) -> Self:
        if unknown := set(self.file_kinds) - KINDS.keys():
            raise ValueError(f"unknown kinds of files: {', '.join(sorted(unknown))}")
        return self


def apply_profile(section: ProfileSection, actor: Actor) -> tuple[int, int]:
    """Create the fields that are missing; returns (created, kept)."""
    there = set(ProfileField.objects.values_list("code", flat=True))
    new = [_field(spec, n) for n, spec in enumerate(section.fields) if spec.code not in there]
    ProfileField.objects.bulk_create(new)
    if any(field.required for field in new):
        _judge_anew()
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


def apply_master(section: MasterSection, _actor: Actor) -> Outcome:
    """Settings that are not there yet; those in force stay."""
    if MasterSettings.objects.exists():
        return Outcome(kept=1)
    MasterSettings.objects.create(**section.model_dump(mode="json"))
    return Outcome(created=1)


def _field(spec: FieldSpec, position: int) -> ProfileField:
    section = spec.section
    return ProfileField(
        code=spec.code, label_zh=spec.label.zh, label_en=spec.label.en, kind=spec.kind, position=position,
        section_zh=section.zh if section else "", section_en=section.en if section else "",
        required=spec.required, max_age_days=spec.max_age_days, applies_to=spec.applies_to or "",
        options=[{"code": o.code, "zh": o.label.zh, "en": o.label.en} for o in spec.options],
    )  # fmt: skip


def _judge_anew() -> None:
    """A newly required field makes profiles incomplete that were complete."""
    due = "kj_profile_due(kind, attributes, attributes_at)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"update customers_customer set profile_due = {due} where profile_due is distinct from {due}"  # noqa: S608  # ours
        )


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
