"""The pack's fields of a customer: values, their age, how complete the profile is, and whose is not. Item A4.10."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from kejing.domain.customers import access, rules
from kejing.domain.customers.models import Customer, MasterSettings, ProfileField
from kejing.domain.customers.vocabulary import PROFILE, Check, FieldKind
from kejing.domain.org.public import holders_of_unit
from kejing.engines.packs.public import installed_packs
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.fields import Access, show
from kejing.foundation.kernel.paging import Capped, Page, capped_count, page
from kejing.foundation.ui import formats
from kejing.foundation.ui.explanation import Criterion, Explanation, Rule

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """A field as a page shows it. `at` is the day its value was last given or confirmed."""

    code: str
    label: str
    section: str
    value: str
    at: date | None
    required: bool
    max_age_days: int | None
    is_missing: bool
    is_old: bool


@dataclass(frozen=True, slots=True)
class Profile:
    rows: list[ProfileRow]
    completeness: rules.Completeness
    identity_doubtful: bool

    @property
    def sections(self) -> list[tuple[str, list[ProfileRow]]]:
        """Fields with a value, or that ought to have one."""
        found: dict[str, list[ProfileRow]] = {}
        for row in self.rows:
            if row.value or row.required:
                found.setdefault(row.section, []).append(row)
        return list(found.items())

    @property
    def tone(self) -> str:
        """How the bar of completeness looks: a state of the kit."""
        return "" if self.completeness.complete else "warn"

    @property
    def confirmable(self) -> bool:
        return any(row.value for row in self.rows)


@dataclass(frozen=True, slots=True)
class Gap:
    """A customer whose profile is incomplete or old, and by what."""

    customer: Customer
    percent: int
    missing: list[str]
    old: list[str]


@dataclass(frozen=True, slots=True)
class GapList:
    page: Page[Customer]
    gaps: dict[int, Gap]
    count: Capped
    holder_id: int | None
    holders: list[tuple[int, str]]


def fields_of(kind: str) -> list[ProfileField]:
    """The fields of a kind of customer, in the order of the page."""
    return list(_fields().filter(applies_to__in=["", kind]))


def asked(field: ProfileField) -> rules.Asked:
    options = tuple(option["code"] for option in field.options)
    return rules.Asked(field.code, field.kind, field.required, field.max_age_days, options)


def profile_of(actor: Actor, customer: Customer) -> Profile:
    """The profile of a customer the reader sees, each field as her role may see it."""
    fields, today = fields_of(customer.kind), clock.today()
    found = rules.completeness(
        [asked(field) for field in fields], customer.attributes, customer.attributes_at, today
    )
    rows = [_row(actor, field, customer, found, today) for field in fields if _is_shown(actor, field)]
    return Profile(rows, found, _is_doubtful(customer))


def explain_profile(*, actor: Actor, customer_id: int) -> Explanation:
    """Why a profile counts as complete or not. Raises NotVisible (404)."""
    customer = access.get_visible(actor, customer_id)
    profile = profile_of(actor, customer)
    found, packs = profile.completeness, installed_packs()
    counted = {"done": formats.number(found.done), "required": formats.number(found.required)}
    return Explanation(
        title=_("Completeness of the profile"),
        score=formats.percent(found.percent / 100, 0),
        conclusion=_("%(done)s of %(required)s required fields are there and young enough") % counted,
        detail=customer.name,
        rule=Rule(
            _("Required fields that are filled and younger than their age limit, of all required fields"),
            str(packs[0].version) if packs else "1", clock.today(), computed_at=clock.now(),
        ),
        share=float(found.percent),
        criteria=tuple(_criterion(row) for row in profile.rows if row.required),
        missing=tuple(row.label for row in profile.rows if row.is_missing),
        object_url=reverse("customers:customer_page", args=[customer_id]),
    )  # fmt: skip


def profile_gaps(*, actor: Actor, holder_id: int | None = None, cursor: str | None = None) -> GapList:
    """The customers of a holder (the reader, unless named) whose profile is incomplete or old, the worst first."""
    wanted = holder_id if holder_id is not None else actor.holder_id
    rows = access.visible(actor).filter(holder_id=wanted or 0, profile_due__lte=clock.today())
    found = page(rows, ("profile_due", "id"), cursor, PAGE_SIZE)
    by_kind = _by_kind()
    gaps = {row.pk: _gap(row, by_kind.get(row.kind, by_kind[""])) for row in found.rows}
    return GapList(found, gaps, capped_count(rows), wanted, _holders(actor))


def written(field: ProfileField, value: Any) -> str:
    """A value in the reader's words; nothing for none."""
    if rules.is_empty(value):
        return ""
    if isinstance(value, dict):
        return str(value.get("zh" if formats.chinese() else "en") or value.get("code"))
    if field.options:
        words = {option["code"]: option["zh" if formats.chinese() else "en"] for option in field.options}
        chosen = value if isinstance(value, list) else [value]
        return listed([words.get(one, str(one)) for one in chosen])
    if field.kind == FieldKind.FLAG:
        return _("Yes") if value else _("No")
    if field.kind == FieldKind.MONEY:
        return formats.exact(Decimal(str(value)))
    return str(value)


def listed(words: list[str]) -> str:
    """Words one after the other, as the reader's language writes them."""
    return ("、" if formats.chinese() else ", ").join(words)


def _fields() -> QuerySet[ProfileField]:
    return ProfileField.objects.order_by("position", "code")


def _is_shown(actor: Actor, field: ProfileField) -> bool:
    return actor.field(f"{PROFILE}.{field.code}") is not Access.HIDE


def _row(
    actor: Actor, field: ProfileField, customer: Customer, found: rules.Completeness, today: date
) -> ProfileRow:
    chinese, at = formats.chinese(), rules.day_of(customer.attributes_at.get(field.code))
    value = show(actor, f"{PROFILE}.{field.code}", written(field, customer.attributes.get(field.code)))
    return ProfileRow(
        code=field.code,
        label=field.label_zh if chinese else field.label_en,
        section=field.section_zh if chinese else field.section_en,
        value=value,
        at=at,
        required=field.required,
        max_age_days=field.max_age_days,
        is_missing=field.code in found.missing,
        is_old=bool(value) and rules.is_old(asked(field), at, today),
    )


def _criterion(row: ProfileRow) -> Criterion:
    limit = _("at most %(n)s days old") % {"n": row.max_age_days} if row.max_age_days else _("of any age")
    given = formats.iso(row.at) if row.at else _("day unknown")
    return Criterion(
        name=row.label, value=row.value or formats.NOTHING, threshold=limit,
        facts=_("given or confirmed: %(day)s") % {"day": given} if row.value else "",
        tone="bad" if row.is_missing else "warn" if row.is_old else "",
    )  # fmt: skip


def _by_kind() -> dict[str, list[ProfileField]]:
    fields = list(_fields())
    kinds = {field.applies_to for field in fields} | {""}
    return {kind: [f for f in fields if f.applies_to in {"", kind}] for kind in kinds}


def _gap(row: Customer, fields: list[ProfileField]) -> Gap:
    found = rules.completeness(
        [asked(field) for field in fields], row.attributes, row.attributes_at, clock.today()
    )
    labels = {field.code: field.label_zh if formats.chinese() else field.label_en for field in fields}
    return Gap(
        row, found.percent, [labels[code] for code in found.missing], [labels[code] for code in found.old]
    )


def _holders(actor: Actor) -> list[tuple[int, str]]:
    """Whose customers a leader may look through: the people and the pool of her unit."""
    if actor.unit_id is None or actor.unit_id not in actor.units:
        return []
    found: Iterator[tuple[int, str]] = (
        (card.id, card.name if formats.chinese() else card.name_en or card.name)
        for card in holders_of_unit(actor.unit_id, clock.today())
    )
    return sorted(found, key=lambda choice: choice[1])


def _is_doubtful(customer: Customer) -> bool:
    """Whether the identity number was taken with a warning."""
    settings = MasterSettings.objects.first()
    if settings is None or settings.identity_check == Check.OFF:
        return False
    number, other = customer.identity_number, settings.other_countries
    return not rules.identity_fits(number, customer.kind, other_countries=other)
