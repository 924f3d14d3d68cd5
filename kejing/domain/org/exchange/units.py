"""Units of the organisation. A move below another unit can be dated ahead: it waits, and is made on its day."""

from django.utils.translation import gettext_lazy as _

from kejing.domain.org.vocabulary import OrgFault
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

UNIT = Reference("org_unit", "code", _("unit"))

_UPPERMOST_FIRST = (
    " left join org_unit p on p.code = s.parent left join org_unit x on x.code = s.code"
    " join (select true) ready on s.parent is null or p.id is not null"
)


def _apply_units(staging: Staging) -> Outcome:
    """Upper units first, however the file has them. A new unit gets its pool."""
    parent = "p.id"
    if staging.has("effective"):
        parent = (
            "case when s.effective > kj_business_day() and x.id is not null then x.parent_id else p.id end"
        )
    created = updated = 0
    while True:
        outcome = staging.upsert(
            "org_unit",
            (
                Set("name", "name", "s.name"),
                Set("name_en", "name_en", "s.name_en", blank="s.name"),
                Set("kind", "kind", "s.kind"),
                Set("parent_id", "parent", parent),
            ),
            match="t.code = s.code",
            joins=_UPPERMOST_FIRST if staging.has("parent") else "",
            create={"code": "s.code", "version": "1"},
            change={"version": "t.version + 1"},
        )
        created, updated = created + outcome.created, updated + outcome.updated
        if not outcome.created or not staging.has("parent"):
            break
    _refuse_rings(staging)
    staging.execute(
        "insert into org_holder (kind, unit_id, name, name_en)"
        " select 'pool', u.id, u.name || '公海', u.name_en || ' pool'"
        " from {staging} s join org_unit u on u.code = s.code"
        " where not exists (select 1 from org_holder h where h.unit_id = u.id and h.kind = 'pool')"
        " order by s.row_no"
    )
    if staging.has("parent", "effective"):
        updated += _plan_moves(staging)
    return Outcome(created, updated, max(0, staging.rows - created - updated))


def _refuse_rings(staging: Staging) -> None:
    """Units of the file that stand below one another in a ring came to nothing."""
    left = staging.fetch(
        "select s.row_no, s.code from {staging} s where not exists (select 1 from org_unit u where u.code = s.code)"
        " order by 1"
    )
    if left:
        raise RowsAtFault([(row_no, "parent", OrgFault.RING, code) for row_no, code in left], len(left))


def _plan_moves(staging: Staging) -> int:
    """A move that lies ahead takes the place of one planned for the same unit and day."""
    rows = "from {staging} s join org_unit u on u.code = s.code join org_unit p on p.code = s.parent"
    ahead = "s.effective > kj_business_day() and u.parent_id is distinct from p.id"
    changed = staging.execute(
        f"update org_unitmove t set parent_id = p.id {rows} where {ahead} and t.unit_id = u.id"  # noqa: S608  # names from code
        " and t.moves_on = s.effective and t.done_at is null and t.parent_id <> p.id"
    )
    made = staging.execute(
        "insert into org_unitmove (unit_id, parent_id, moves_on, asked_by, asked_by_name, asked_at)"  # noqa: S608  # as above
        f" select u.id, p.id, s.effective, kj_user(), kj_actor(), clock_timestamp() {rows} where {ahead}"
        " and not exists (select 1 from org_unitmove m where m.unit_id = u.id and m.moves_on = s.effective)"
        " order by s.row_no"
    )
    return changed + made


UNITS = ImportTarget(
    name="org.unit",
    label=_("Units"),
    fields=(
        TargetField(
            "code",
            required=True,
            max_length=40,
            label=_("Unit code"),
            also=("机构编号", "机构号", "编号", "code"),
        ),
        TargetField(
            "name", required=True, max_length=120, label=_("Name"), also=("名称", "机构名称", "name")
        ),
        TargetField("name_en", max_length=120, label=_("English name"), also=("英文名称", "name en")),
        TargetField(
            "kind",
            required=True,
            max_length=40,
            label=_("Kind of unit"),
            also=("类别", "级别", "kind", "level"),
        ),
        TargetField(
            "parent", label=_("Code of the unit above"), also=("上级机构", "上级", "上级编号", "parent")
        ),
        TargetField("effective", "date", label=_("Moves on"), also=("生效日期", "调整日期", "effective")),
    ),
    key=("code",),
    apply=_apply_units,
    checks=(
        Check(
            OrgFault.NO_SUCH_UNIT,
            "parent",
            "select s.row_no, s.parent from {staging} s where s.parent is not null"
            " and not exists (select 1 from org_unit u where u.code = s.parent)"
            " and not exists (select 1 from {staging} o where o.code = s.parent)",
            ("parent",),
        ),
        Check(
            OrgFault.MOVED_BACK,
            "effective",
            "select s.row_no, s.effective::text from {staging} s join org_unit u on u.code = s.code"
            " where s.effective < kj_business_day()",
            ("effective",),
        ),
    ),
)
