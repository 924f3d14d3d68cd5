"""What can be imported into the customer base.

Unit and holder of a customer already there are not changed by an import: ownership changes by action alone.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kejing.domain.customers import access, rules
from kejing.domain.customers.models import Customer, ProfileField
from kejing.domain.customers.queries import chosen, read_filter
from kejing.domain.customers.queries.unmasking import written
from kejing.domain.customers.vocabulary import (
    ADDRESS,
    IDENTITY_NUMBER,
    PHONE,
    PROFILE,
    CustomerKind,
    CustomerRefusal,
    PartyRole,
    Risk,
)
from kejing.engines.interchange.public import (
    Check,
    Computed,
    ExportColumn,
    ExportTarget,
    ImportTarget,
    Outcome,
    Reference,
    RowsAtFault,
    Set,
    Staging,
    TargetField,
)
from kejing.engines.metrics.public import RowsRefused, closed_months, load_staged
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.context import current_actor

UNIT = Reference("org_unit", "code", _("unit"))
PRODUCT = Reference("customers_product", "code", _("product"))
CUSTOMER = Reference("customers_customer", "number", _("customer"))
HOLDING = Reference("customers_holding", "number", _("holding"))
CHANGE = {"version": "t.version + 1"}

# The person whose staff number is given, in the post she is in today, as a holder.
_PERSONS = (
    "select f.number, h.id, h.unit_id from org_staff f"
    " join org_appointment a on a.staff_id = f.id and a.valid_from <= kj_business_day()"
    " and (a.valid_to is null or kj_business_day() < a.valid_to)"
    " join org_holder h on h.appointment_id = a.id"
)


def _apply_products(staging: Staging) -> Outcome:
    columns = tuple(Set(name, name, f"s.{name}") for name in ("line", "label_zh", "label_en"))
    return staging.upsert("customers_product", columns, match="t.code = s.code", create={"code": "s.code"})


def _apply_customers(staging: Staging) -> Outcome:
    """New customers come to the holder given, or else to the pool of their unit, from `since` on (or today)."""
    person = "left join persons o on o.number = s.holder" if staging.has("holder") else ""
    holder = "coalesce(o.id, pool.id)" if person else "pool.id"
    outcome = staging.upsert(
        "customers_customer",
        (
            Set("name", "name", "s.name"),
            Set("name_is_generated", "name_is_generated", "s.name_is_generated", blank="false"),
            Set("kind", "kind", "s.kind"),
            Set("since", "since", "s.since"),
            Set("risk", "risk", "s.risk", blank="''"),
            # duplicates: what two records of one customer are told by
            Set("phone", "phone", "s.phone", blank="''"),
            Set("identity_number", "identity_number", "s.identity_number", blank="''"),
            Set("address", "address", "s.address", blank="''"),
            Set("attributes", "attributes", "s.attributes", blank="'{}'", merge=True),
            Set("sort_key", "sort_key", "s.sort_key"),
            Set("search_text", "search_text", "s.search_text"),
        ),
        match="t.number = s.number",
        joins="join org_unit u on u.code = s.unit"
        " join org_holder pool on pool.unit_id = u.id and pool.kind = 'pool'"
        + person.replace("persons", f"({_PERSONS})"),
        create={"number": "s.number", "unit_id": "u.id", "holder_id": holder, "version": "1"},
        change=CHANGE,
    )
    _open_ownership(staging)
    return outcome


def _open_ownership(staging: Staging) -> None:
    """From the day she became a customer; a closed month stays as it was, whoever is delivered late."""
    since = "coalesce(c.since, kj_business_day())"
    staging.execute(
        "insert into customers_ownership (customer_id, holder_id, unit_id, valid_from, reason)"  # noqa: S608  # names from code
        f" select c.id, c.holder_id, c.unit_id, greatest({since}, %(open_from)s::date), 'import'"
        " from {staging} s join customers_customer c on c.number = s.number"
        " where not exists (select 1 from customers_ownership o where o.customer_id = c.id)"
        " order by s.row_no",
        {"open_from": _first_open_day()},
    )


def _first_open_day() -> date | None:
    newest = closed_months(limit=1)
    return newest[0].month.end if newest else None


def _apply_holdings(staging: Staging) -> Outcome:
    parent = "left join customers_holding p on p.number = s.parent" if staging.has("parent") else ""
    return staging.upsert(
        "customers_holding",
        (
            Set("product_id", "product", "g.id"),
            Set("unit_id", "unit", "u.id"),
            Set("parent_id", "parent", "p.id"),
            Set("opened_on", "opened_on", "s.opened_on"),
            Set("closed_on", "closed_on", "s.closed_on"),
            Set("amount", "amount", "s.amount"),
            Set("status", "status", "s.status", blank="''"),
            Set("attributes", "attributes", "s.attributes", blank="'{}'", merge=True),
        ),
        match="t.number = s.number",
        joins=f"join customers_product g on g.code = s.product join org_unit u on u.code = s.unit {parent}",
        create={"number": "s.number"},
    )


def _apply_parties(staging: Staging) -> Outcome:
    return staging.upsert(
        "customers_holdingparty",
        (Set("role", "role", "s.role"),),
        match="t.holding_id = h.id and t.customer_id = c.id",
        joins="join customers_holding h on h.number = s.holding join customers_customer c on c.number = s.customer",
        create={"holding_id": "h.id", "customer_id": "c.id"},
    )


def _apply_facts(staging: Staging) -> Outcome:
    """What happened to holdings and customers; facts are added, never changed."""
    actor = current_actor()
    assert actor is not None
    try:
        done = load_staged(
            actor=actor, table=staging.table, source=staging.source, content_hash=staging.content_hash
        )
    except RowsRefused as refused:
        errors = [(one.row_no, one.field, one.fault, one.value) for one in refused.result.errors]
        raise RowsAtFault(errors, refused.result.refused) from refused
    return Outcome(created=done.accepted, unchanged=done.repeated)


def _found_by(name: str | None, number: str | None) -> tuple[str | None, ...]:
    return rules.sort_key(name or ""), rules.search_text(name or "", number or "")


PRODUCTS = ImportTarget(
    name="customers.product",
    label=_("Products"),
    fields=(
        TargetField("code", required=True, max_length=60),
        TargetField("line", required=True, max_length=40),
        TargetField("label_zh", required=True, max_length=80),
        TargetField("label_en", required=True, max_length=80),
    ),
    key=("code",),
    apply=_apply_products,
)

CUSTOMERS = ImportTarget(
    name="customers.customer",
    label=_("Customers"),
    fields=(
        TargetField("number", required=True, max_length=40),
        TargetField("name", required=True, max_length=200),
        TargetField("name_is_generated", "boolean"),
        TargetField("kind", required=True, choices=tuple(CustomerKind.values)),
        TargetField("unit", required=True, references=UNIT),
        TargetField("holder", references=Reference("org_staff", "number", _("staff member"))),
        TargetField("since", "date"),
        TargetField("risk", choices=tuple(value for value in Risk.values if value)),
        # duplicates
        TargetField("phone", max_length=40),
        TargetField("identity_number", max_length=40),
        TargetField("address", max_length=300),
        TargetField("attributes", "json"),
    ),
    key=("number",),
    apply=_apply_customers,
    computed=(
        Computed((TargetField("sort_key"), TargetField("search_text")), ("name", "number"), _found_by),
    ),
    checks=(
        Check(
            CustomerRefusal.UNKNOWN_HOLDER,
            "holder",
            "select s.row_no, s.holder from {staging} s join org_unit u on u.code = s.unit"  # noqa: S608  # names from code
            f" where s.holder is not null and not exists"
            f" (select 1 from ({_PERSONS}) o where o.number = s.holder and o.unit_id = u.id)",
            ("holder",),
        ),
    ),
)

HOLDINGS = ImportTarget(
    name="customers.holding",
    label=_("Holdings"),
    fields=(
        TargetField("number", required=True, max_length=60),
        TargetField("product", required=True, references=PRODUCT),
        TargetField("unit", required=True, references=UNIT),
        TargetField("parent", references=HOLDING),
        TargetField("opened_on", "date"),
        TargetField("closed_on", "date"),
        TargetField("amount", "decimal"),
        TargetField("status", max_length=20),
        TargetField("attributes", "json"),
    ),
    key=("number",),
    apply=_apply_holdings,
)

PARTIES = ImportTarget(
    name="customers.holding_party",
    label=_("Parties to holdings"),
    fields=(
        TargetField("holding", required=True, references=HOLDING),
        TargetField("customer", required=True, references=CUSTOMER),
        TargetField("role", required=True, choices=tuple(PartyRole.values)),
    ),
    key=("holding", "customer"),
    apply=_apply_parties,
)

FACTS = ImportTarget(
    name="customers.fact",
    label=_("Facts"),
    fields=(
        TargetField("kind", required=True),
        TargetField("row_key", required=True, max_length=120),
        TargetField("subject", required=True),
        TargetField("on_day", "date", required=True),
        TargetField("amount", "decimal"),
        TargetField("quantity", "decimal", scale=4),
        TargetField("detail", "json"),
    ),
    key=("kind", "row_key"),
    apply=_apply_facts,
)

TARGETS = (PRODUCTS, CUSTOMERS, HOLDINGS, PARTIES, FACTS)


# What can be taken out: the customer list as a file. The same filters, scope and field rights as the page.
MOST_EXPORTED = 1_000_000


def _choose(actor: Actor, params: Mapping[str, str]) -> tuple[QuerySet[Customer], Sequence[str]]:
    rows, keys = chosen(actor, read_filter(actor, params), MOST_EXPORTED)
    return rows.select_related("holder", "unit"), keys


def _columns(_actor: Actor) -> list[ExportColumn]:
    zh = (get_language() or "").startswith("zh")
    return [
        ExportColumn("number", _("Number"), lambda row: row.number),
        ExportColumn("name", _("Name"), lambda row: row.name),
        ExportColumn("kind", _("Kind"), lambda row: str(CustomerKind(row.kind).label)),
        ExportColumn("holder", _("Held by"), lambda row: _local(row.holder, zh=zh)),
        ExportColumn("unit", _("Unit"), lambda row: _local(row.unit, zh=zh)),
        ExportColumn("since", _("Customer since"), lambda row: row.since),
        ExportColumn("risk", _("Loans"), lambda row: str(Risk(row.risk).label)),
        ExportColumn("phone", _("Phone"), lambda row: row.phone, PHONE),
        ExportColumn(
            "identity_number", _("Identity number"), lambda row: row.identity_number, IDENTITY_NUMBER
        ),
        ExportColumn("address", _("Address"), lambda row: row.address, ADDRESS),
        *(_profile_column(field, zh=zh) for field in ProfileField.objects.order_by("position", "code")),
    ]


def _profile_column(field: ProfileField, *, zh: bool) -> ExportColumn:
    label = field.label_zh if zh else field.label_en
    return ExportColumn(
        f"profile.{field.code}",
        label,
        lambda row: written(row.attributes.get(field.code, "")),
        f"{PROFILE}.{field.code}",
    )


def _local(row: Any, *, zh: bool) -> str:
    return str(row.name if zh else row.name_en or row.name)


EXPORTS = (
    ExportTarget(
        name="customers.customer",
        label=_("Customers"),
        route="customers:customer_list",
        columns=_columns,
        choose=_choose,
        visible=access.visible,
    ),
)
