"""Targets from files: a measure, a period, whose it is, and the figures."""

from django.utils.translation import gettext_lazy as _

from kejing.domain.targets.vocabulary import REFRESH, SET_ALL, ChangeKind, PeriodKind, TargetFault
from kejing.engines.interchange.public import (
    Check,
    ImportTarget,
    Outcome,
    Reference,
    RowsAtFault,
    Set,
    Staging,
    TargetField,
)
from kejing.foundation.kernel.context import current_actor
from kejing.foundation.kernel.jobs import enqueue

MEASURE = Reference("targets_measure", "code", _("measure"))
UNIT = Reference("org_unit", "code", _("unit"))
STAFF = Reference("org_staff", "number", _("person"))
CUSTOMER = Reference("customers_customer", "number", _("customer"))
PRODUCT = Reference("customers_product", "code", _("product"))

# Any day of the period will do.
_BEGINS = (
    "case s.kind when 'half' then make_date(extract(year from s.day)::int,"
    " case when extract(month from s.day) <= 6 then 1 else 7 end, 1) else date_trunc(s.kind, s.day)::date end"
)
_LENGTH = (
    "case s.kind when 'year' then interval '1 year' when 'half' then interval '6 months'"
    " when 'quarter' then interval '3 months' when 'month' then interval '1 month'"
    " when 'week' then interval '7 days' else interval '1 day' end"
)
# The post of a person then, else her present one, else any.
_JOINS = f"""
 join targets_measure m on m.code = s.measure
 cross join lateral (select {_BEGINS} as begins) b
 left join org_unit u on u.code = s.unit
 left join org_staff f on f.number = s.staff
 left join customers_customer c on c.number = s.customer
 left join customers_product p on p.code = s.product
 left join org_holder ch on ch.id = c.holder_id
 left join org_appointment ca on ca.id = ch.appointment_id
 left join lateral (
    select h.id, h.unit_id from org_holder h join org_appointment a on a.id = h.appointment_id where a.staff_id = f.id
    order by (a.valid_from <= b.begins and (a.valid_to is null or a.valid_to > b.begins)) desc,
             (a.valid_to is null) desc, a.id limit 1) h on true
"""  # noqa: S608  # constants
_LEVEL = (
    "case when s.staff is not null then 'staff' when s.customer is not null then 'customer'"
    " when s.unit is not null then 'unit' else 'organisation' end"
)
_MATCH = (
    f"t.measure_id = m.id and t.kind = s.kind and t.begins = b.begins and t.level = {_LEVEL}"
    " and t.subject = coalesce(f.id, c.id, u.id, 0) and t.product_id is not distinct from p.id"
)
_TOUCHED = f"select t.id from {{staging}} s {_JOINS} join targets_target t on {_MATCH}"  # noqa: S608  # constants
_NOTE = f"""
insert into targets_targetchange
    (target_id, version, kind, base, floor, stretch, themes, reason, made_by, made_by_name, made_at)
select t.id, t.version, '{ChangeKind.IMPORTED.value}', t.base, t.floor, t.stretch, t.themes, '', %(by)s, %(name)s, now()
from targets_target t where t.id in ({_TOUCHED})
  and not exists (select 1 from targets_targetchange n where n.target_id = t.id and n.version = t.version)
"""  # noqa: S608  # constants
# Parts that come to more than a whole whose measure forbids it: each row of the file that has a share in it.
_EXCEEDING = f"""
select s.row_no, s.base::text from {{staging}} s {_JOINS} join targets_target t on {_MATCH}
join targets_target a on a.id = t.above_id
where m.reconcile = 'refuse' and a.base < (
    select sum(o.base) from targets_target o where o.above_id = a.id
    and (o.product_id is distinct from a.product_id) = (t.product_id is distinct from a.product_id))
order by 1
"""  # noqa: S608  # constants
_PERIOD = ("measure", "kind", "day")
_WHOSE = (
    ("unit",), ("unit", "staff"), ("staff", "product"), ("unit", "product"), ("unit", "staff", "product"),
    ("customer",), ("customer", "product"), ("unit", "staff", "customer", "product"), (),
)  # fmt: skip
"""Whose a row is: the columns a file has; no column at all for targets of the organisation."""


def _apply(staging: Staging) -> Outcome:
    """New targets and changed ones, their history, their places in the tree; all or nothing."""
    person = "coalesce(f.id, ca.staff_id)"
    outcome = staging.upsert(
        "targets_target",
        (
            Set("base", "base", "s.base"),
            Set("floor", "floor", "s.floor"),
            Set("stretch", "stretch", "s.stretch"),
        ),
        match=_MATCH,
        joins=_JOINS,
        create={
            "measure_id": "m.id", "kind": "s.kind", "begins": "b.begins", "ends": f"(b.begins + {_LENGTH})::date",
            "level": _LEVEL, "unit_id": "coalesce(h.unit_id, c.unit_id, u.id)", "staff_id": person,
            "holder_id": "coalesce(h.id, ch.id)", "customer_id": "c.id", "product_id": "p.id", "version": "1",
        },
        change={"version": "t.version + 1"},
    )  # fmt: skip
    actor = current_actor()
    staging.execute(_NOTE, {"by": actor.user_id if actor else None, "name": actor.name if actor else ""})
    ids = [pk for (pk,) in staging.fetch(_TOUCHED)]
    staging.execute("select kj_link_targets(%(ids)s::bigint[])", {"ids": ids})
    if errors := [(row, "base", TargetFault.EXCEEDS, text) for row, text in staging.fetch(_EXCEEDING)]:
        raise RowsAtFault(errors, staging.rows)
    enqueue(REFRESH, key=REFRESH)
    return outcome


TARGETS = (
    ImportTarget(
        name="targets.target",
        label=_("Targets"),
        permission=SET_ALL,
        fields=(
            TargetField("measure", required=True, references=MEASURE, label=_("Measure"), also=("指标", "measure")),
            TargetField(
                "kind", required=True, choices=tuple(PeriodKind.values), label=_("Period"), also=("周期", "period"),
                words={kind.value: (kind.label,) for kind in PeriodKind},
            ),
            TargetField(
                "day", "date", required=True, label=_("A day in it"), also=("日期", "月份", "target month", "month"),
            ),
            TargetField("unit", references=UNIT, label=_("Unit code"), also=("机构", "机构编号", "unit")),
            TargetField("staff", references=STAFF, label=_("Staff number"), also=("工号", "employee id")),
            TargetField("customer", references=CUSTOMER, label=_("Customer number"), also=("客户编号", "customer")),
            TargetField("product", references=PRODUCT, label=_("Product"), also=("产品", "product")),
            TargetField("base", "decimal", required=True, label=_("Target"), also=("目标", "目标值", "target")),
            TargetField("floor", "decimal", label=_("Floor"), also=("底线", "floor")),
            TargetField("stretch", "decimal", label=_("Stretch target"), also=("挑战目标", "stretch")),
        ),
        key=(*_PERIOD, "staff"),
        keys=tuple((*_PERIOD, *whose) for whose in _WHOSE),
        apply=_apply,
        lasting=True,
        checks=(
            Check(
                TargetFault.ONE_SUBJECT, "staff",
                "select s.row_no, coalesce(s.staff, s.customer, s.unit) from {staging} s"
                " where num_nonnulls(s.staff, s.customer, s.unit) > 1",
            ),
            Check(
                TargetFault.TWICE, "day",
                f"select s.row_no, s.day::text from (select s.*, row_number() over (partition by s.measure, s.kind,"  # noqa: S608  # constants
                f" {_BEGINS}, s.unit, s.staff, s.customer, s.product order by s.row_no) as n from {{staging}} s) s"
                " where s.n > 1",
            ),
            Check(
                TargetFault.NO_POST, "staff",
                "select s.row_no, s.staff from {staging} s join org_staff f on f.number = s.staff"
                " where not exists (select 1 from org_appointment a where a.staff_id = f.id)",
                ("staff",),
            ),
            Check(
                TargetFault.NOT_HELD, "customer",
                "select s.row_no, s.customer from {staging} s join customers_customer c on c.number = s.customer"
                " join org_holder h on h.id = c.holder_id where h.kind <> 'person'",
                ("customer",),
            ),
            Check(
                TargetFault.NEGATIVE, "base",
                "select s.row_no, least(s.base, s.floor)::text from {staging} s where least(s.base, s.floor) < 0",
            ),
            Check(
                TargetFault.FLOOR_ABOVE, "floor",
                "select s.row_no, s.floor::text from {staging} s where s.floor > s.base",
                ("floor",),
            ),
            Check(
                TargetFault.STRETCH_BELOW, "stretch",
                "select s.row_no, s.stretch::text from {staging} s where s.stretch < s.base",
                ("stretch",),
            ),
        ),
    ),
)  # fmt: skip
