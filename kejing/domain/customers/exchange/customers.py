"""Customers: new ones come to a holder or the pool of their unit; those already there keep both.

Ownership changes by action, or by the target `customers.ownership`.
"""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from kejing.domain.customers import rules
from kejing.domain.customers.exchange.references import CHANGE, PERSONS, STAFF, UNIT, first_open_day
from kejing.domain.customers.models import ProfileField
from kejing.domain.customers.vocabulary import CustomerKind, CustomerRefusal, ImportFault, Risk
from kejing.engines.interchange.public import (
    Check,
    Computed,
    ImportTarget,
    Outcome,
    Set,
    Staging,
    TargetField,
    spoken,
)
from kejing.engines.metrics.public import has_facts

_TEXTS = ("identity_number", "phone", "address", "entered_by")
# The customer above in a group: by number, else by a name that only one customer has.
_ABOVE = (
    "select number as named, min(id) as id from customers_customer where number in (select parent from {staging})"
    " group by number union all select name, min(id) from customers_customer c"
    " where name in (select parent from {staging})"
    " and not exists (select 1 from customers_customer n where n.number = c.name)"
    " group by name having count(*) = 1"
)


def _apply_customers(staging: Staging) -> Outcome:
    """New customers come to the holder given, or else to the pool of their unit, from `since` on (or today)."""
    person = f" left join ({PERSONS}) o on o.number = s.holder" if staging.has("holder") else ""
    holder = "coalesce(o.id, pool.id)" if person else "pool.id"
    outcome = staging.upsert(
        "customers_customer",
        (
            Set("name", "name", "s.name"),
            Set("name_is_generated", "name_is_generated", "s.name_is_generated", blank="false"),
            Set("kind", "kind", "s.kind"),
            Set("since", "since", "s.since"),
            Set("risk", "risk", "s.risk", blank="''"),
            *(Set(name, name, f"s.{name}", blank="''") for name in _TEXTS),
            Set("entered_on", "entered_on", "s.entered_on"),
            Set("attributes", "attributes", "s.attributes", blank="'{}'", merge=True),
            Set("sort_key", "sort_key", "s.sort_key"),
            Set("search_text", "search_text", "s.search_text"),
        ),
        match=" and ".join(f"t.{name} = s.{name}" for name in staging.key),
        joins="join org_unit u on u.code = s.unit"
        f" join org_holder pool on pool.unit_id = u.id and pool.kind = 'pool'{person}",
        create={"number": "s.number", "unit_id": "u.id", "holder_id": holder, "version": "1"},
        change=CHANGE,
    )
    _open_ownership(staging)
    return _put_below(staging, outcome) if staging.has("parent") else outcome


def _open_ownership(staging: Staging) -> None:
    """From the day she became a customer; a closed month stays as it was, whoever is delivered late."""
    since = "coalesce(c.since, kj_business_day())"
    match = " and ".join(f"c.{name} = s.{name}" for name in staging.key)
    staging.execute(
        "insert into customers_ownership (customer_id, holder_id, unit_id, valid_from, reason)"  # noqa: S608  # names from code
        f" select c.id, c.holder_id, c.unit_id, greatest({since}, %(open_from)s::date), 'import'"
        f" from {{staging}} s join customers_customer c on {match}"
        " where not exists (select 1 from customers_ownership o where o.customer_id = c.id)"
        " order by s.row_no",
        {"open_from": first_open_day()},
    )


def _put_below(staging: Staging, outcome: Outcome) -> Outcome:
    """Parents last: they may come in the same file. A customer that was there already counts as changed."""
    match = " and ".join(f"t.{name} = s.{name}" for name in staging.key)
    below = (
        f"from {{staging}} s join ({_ABOVE}) a on a.named = s.parent"  # names from code
        f" where {match} and t.parent_id is distinct from a.id and a.id <> t.id"
    )
    changed = staging.execute(
        f"update customers_customer t set parent_id = a.id, version = t.version + 1 {below}"  # noqa: S608  # as above
        " and t.id <= %(last)s",
        {"last": staging.last_before("customers_customer")},
    )
    staging.execute(f"update customers_customer t set parent_id = a.id {below}")  # noqa: S608  # as above
    changed = min(changed, outcome.unchanged)
    return Outcome(outcome.created, outcome.updated + changed, outcome.unchanged - changed)


def _found_by(name: str | None, number: str | None) -> tuple[str | None, ...]:
    return rules.found_by(name or "", number or "")


def _profile() -> Sequence[TargetField]:
    """The fields that the installation's pack keeps of customers. A coded one holds a code with its labels."""
    kinds = {"date": "date", "number": "decimal"}
    return [
        TargetField(
            f"attributes.{field.code}",
            kinds.get(field.kind, "text"),  # type: ignore[arg-type]  # two of the types
            label=spoken(field.label_zh, field.label_en),
            also=(field.label_zh, field.label_en),
            paths=tuple(f"attributes.{field.code}.{part}" for part in ("code", "zh", "en"))
            if field.kind == "coded"
            else (),
        )
        for field in ProfileField.objects.order_by("position", "id")
    ]


CUSTOMERS = ImportTarget(
    name="customers.customer",
    label=_("Customers"),
    fields=(
        TargetField(
            "number",
            required=True,
            max_length=40,
            label=_("Customer number"),
            also=("编号", "客户编号", "id", "no", "account number", "customer id", "客户代码"),
        ),
        TargetField(
            "name",
            required=True,
            max_length=200,
            label=_("Name of the customer"),
            also=(
                "名称",
                "姓名",
                "客户名称",
                "企业名称",
                "单位名称",
                "account",
                "account name",
                "company",
                "客户姓名",
            ),
        ),
        TargetField("name_is_generated", "boolean"),
        TargetField(
            "kind",
            required=True,
            choices=tuple(CustomerKind.values),
            label=_("Kind"),
            also=("类别", "客户类型", "type"),
            words={
                "person": (CustomerKind.PERSON.label, "个人", "自然人", "individual", "p", "零售"),
                "organisation": (
                    CustomerKind.ORGANISATION.label,
                    "企业",
                    "公司",
                    "法人",
                    "company",
                    "o",
                    "对公",
                ),
            },
        ),
        TargetField(
            "unit",
            required=True,
            references=UNIT,
            label=_("Unit code"),
            also=("机构", "机构号", "网点", "branch"),
        ),
        TargetField(
            "holder",
            references=STAFF,
            label=_("Holder's staff number"),
            also=("客户经理", "客户经理工号", "归属人", "归属人工号", "owner", "owner id", "account manager"),
        ),
        TargetField(
            "since", "date", label=_("Customer since"), also=("开户日", "开户日期", "建档日期", "opened")
        ),
        TargetField(
            "risk",
            choices=tuple(value for value in Risk.values if value),
            label=_("Risk"),
            also=("风险",),
            words={value: (label,) for value, label in Risk.choices if value},
        ),
        TargetField(
            "identity_number",
            max_length=40,
            label=_("Identity number"),
            also=("证件号", "证件号码", "身份证号", "身份证", "统一社会信用代码", "信用代码", "tax id"),
        ),
        TargetField(
            "phone",
            max_length=40,
            label=_("Telephone"),
            also=("电话", "手机", "手机号", "联系电话", "tel", "mobile"),
        ),
        TargetField(
            "address",
            max_length=300,
            label=_("Address"),
            also=("住址", "联系地址", "billing street", "office location"),
        ),
        TargetField(
            "parent",
            label=_("Customer above it in the group"),
            also=("上级客户", "母公司", "集团", "parent id", "subsidiary of"),
        ),
        TargetField(
            "entered_on",
            "date",
            label=_("Entered on"),
            also=("录入日期", "创建日期", "created date", "created"),
        ),
        TargetField(
            "entered_by",
            max_length=120,
            label=_("Entered by"),
            also=("录入人", "创建人", "created by", "created by id"),
        ),
        TargetField("attributes", "json"),
    ),
    key=("number",),
    keys=(("identity_number",),),
    apply=_apply_customers,
    facts=(("customers_customer", has_facts("customer", "t.id")),),
    members=_profile,
    computed=(
        Computed((TargetField("sort_key"), TargetField("search_text")), ("name", "number"), _found_by),
    ),
    checks=(
        Check(
            CustomerRefusal.UNKNOWN_HOLDER,
            "holder",
            "select s.row_no, s.holder from {staging} s join org_unit u on u.code = s.unit"  # noqa: S608  # names from code
            f" where s.holder is not null and not exists"
            f" (select 1 from ({PERSONS}) o where o.number = s.holder and o.unit_id = u.id)",
            ("holder",),
        ),
        Check(
            ImportFault.UNKNOWN_PARENT,
            "parent",
            "select s.row_no, s.parent from {staging} s where s.parent is not null"
            " and not exists (select 1 from customers_customer c where c.number = s.parent)"
            " and not exists (select 1 from {staging} o where o.number = s.parent)"
            " and not exists (select 1 from (select n.name from ("
            "select c.name, c.number from customers_customer c where c.name in (select parent from {staging})"
            " union select o.name, o.number from {staging} o where o.name in (select parent from {staging})) n"
            " group by n.name having count(*) = 1) once where once.name = s.parent)",
            ("parent",),
        ),
        Check(
            ImportFault.BELOW_ITSELF,
            "parent",
            # Each row under both its names, so that going up is a join of equals.
            "with recursive called (name, row_no, parent) as ("
            " select number, row_no, parent from {staging} where parent is not null"
            " union select name, row_no, parent from {staging} where parent is not null),"
            " up (row_no, number, above) as ("
            " select row_no, number, parent from {staging} where parent is not null"
            " union select u.row_no, u.number, c.parent from up u join called c on c.name = u.above"
            " where u.above <> u.number)"
            " select u.row_no, u.number from up u join called c on c.row_no = u.row_no and c.name = u.above",
            ("parent",),
        ),
        Check(
            ImportFault.SHARED_IDENTITY,
            "identity_number",
            "select s.row_no, s.identity_number from {staging} s where s.identity_number in"
            " (select c.identity_number from customers_customer c where c.identity_number <> ''"
            " group by 1 having count(*) > 1) and not exists"
            " (select 1 from customers_customer c where c.number = s.number)",
            ("identity_number",),
        ),
    ),
)
