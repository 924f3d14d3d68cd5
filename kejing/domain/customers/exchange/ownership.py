"""Who holds customers from a day on: changes decided elsewhere, or a whole history since the last one known."""

from django.utils.translation import gettext_lazy as _

from kejing.domain.customers.exchange.references import CUSTOMER, STAFF, UNIT
from kejing.domain.customers.vocabulary import ImportFault
from kejing.engines.interchange.public import Check, ImportTarget, Outcome, Staging, TargetField

# The holder that a row names, on the row's day: the person in her post of that day, or a unit's pool.
_HOLDERS = (
    "select s.row_no, s.since, s.reason, c.id as customer_id, coalesce(h.id, p.id) as holder_id,"
    " coalesce(h.unit_id, p.unit_id) as unit_id from {staging} s"
    " join customers_customer c on c.number = s.customer"
    " left join org_staff f on f.number = s.holder"
    " left join org_appointment a on a.staff_id = f.id and a.valid_from <= s.since"
    " and (a.valid_to is null or s.since < a.valid_to)"
    " left join org_holder h on h.appointment_id = a.id"
    " left join org_unit u on u.code = s.pool"
    " left join org_holder p on p.unit_id = u.id and p.kind = 'pool'"
)
_NEW = (
    f"select distinct on (n.row_no) n.* from ({_HOLDERS}) n where not exists (select 1 from customers_ownership o"  # noqa: S608  # names from code
    " where o.customer_id = n.customer_id and o.holder_id = n.holder_id and o.valid_from = n.since)"
    " order by n.row_no, n.holder_id"
)


def _apply_ownership(staging: Staging) -> Outcome:
    """The present ownership ends where the first change begins; each change ends where the next one begins.

    A change that is there already, same holder and same day, is left alone.
    """
    staging.execute(f"create temporary table kj_owned on commit drop as {_NEW}")
    staging.execute(
        "update customers_ownership t set valid_to = n.since from"
        " (select customer_id, min(since) as since from kj_owned group by 1) n"
        " where t.customer_id = n.customer_id and t.valid_to is null"
    )
    made = staging.execute(
        "insert into customers_ownership (customer_id, holder_id, unit_id, valid_from, valid_to, reason, decided_by)"
        " select customer_id, holder_id, unit_id, since, lead(since) over (partition by customer_id order by since),"
        " coalesce(reason, 'import'), kj_staff() from kj_owned order by row_no"
    )
    staging.execute(
        "update customers_customer t set holder_id = n.holder_id, unit_id = n.unit_id, version = t.version + 1"
        " from (select distinct on (customer_id) * from kj_owned order by customer_id, since desc) n"
        " where t.id = n.customer_id"
    )
    staging.execute("drop table kj_owned")
    return Outcome(created=made, unchanged=staging.rows - made)


OWNERSHIP = ImportTarget(
    name="customers.ownership",
    label=_("Ownership"),
    fields=(
        TargetField(
            "customer",
            required=True,
            references=CUSTOMER,
            label=_("Customer number"),
            also=("客户号", "客户编号", "客户"),
        ),
        TargetField(
            "since",
            "date",
            required=True,
            label=_("Held from"),
            also=("归属日期", "生效日期", "起", "from", "since", "date"),
        ),
        TargetField(
            "holder",
            references=STAFF,
            label=_("Holder's staff number"),
            also=("客户经理", "客户经理工号", "归属人", "归属人工号", "owner", "owner id"),
        ),
        TargetField(
            "pool", references=UNIT, label=_("Unit whose pool holds it"), also=("公海", "公海机构", "pool")
        ),
        TargetField("reason", max_length=200, label=_("Reason"), also=("原因", "理由")),
    ),
    key=("customer", "since"),
    apply=_apply_ownership,
    checks=(
        Check(
            ImportFault.ONE_HOLDER,
            "holder",
            "select row_no, coalesce(holder, '') from {staging} where (holder is null) = (pool is null)",
        ),
        Check(
            ImportFault.HOLDER_NOT_THERE,
            "holder",
            f"select row_no, (select s.holder from {{staging}} s where s.row_no = n.row_no) from ({_HOLDERS}) n"  # noqa: S608  # names from code
            " where holder_id is null and exists (select 1 from {staging} s"
            " where s.row_no = n.row_no and s.holder is not null)",
        ),
        Check(
            ImportFault.BEFORE_PRESENT,
            "since",
            f"select n.row_no, n.since::text from ({_NEW}) n where n.since > kj_business_day() or exists"  # noqa: S608  # names from code
            " (select 1 from customers_ownership o where o.customer_id = n.customer_id and o.valid_to is null"
            " and o.valid_from >= n.since)",
        ),
        Check(
            ImportFault.LOCKED,
            "customer",
            f"select n.row_no, k.name from ({_NEW}) n join customers_lock l on l.customer_id = n.customer_id"  # noqa: S608  # names from code
            " and l.holder_id <> n.holder_id and (l.valid_to is null or l.valid_to > n.since)"
            " join org_holder k on k.id = l.holder_id",
        ),
    ),
)
