"""Products, holdings, who has a part in them, and what happens to them."""

from django.utils.translation import gettext_lazy as _

from kejing.domain.customers.exchange.references import CUSTOMER, HOLDING, PRODUCT, UNIT
from kejing.domain.customers.vocabulary import PartyRole
from kejing.engines.interchange.public import ImportTarget, Outcome, RowsAtFault, Set, Staging, TargetField
from kejing.engines.metrics.public import RowsRefused, has_facts, load_staged
from kejing.foundation.kernel.context import current_actor


def _apply_products(staging: Staging) -> Outcome:
    columns = tuple(Set(name, name, f"s.{name}") for name in ("line", "label_zh", "label_en"))
    return staging.upsert("customers_product", columns, match="t.code = s.code", create={"code": "s.code"})


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
    facts=(("customers_holding", has_facts("holding", "t.id")),),
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
    lasting=True,
    apply=_apply_facts,
)
