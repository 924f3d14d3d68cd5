"""What can be imported into the organisation."""

from django.utils.translation import gettext_lazy as _

from kejing.engines.interchange.public import ImportTarget, Outcome, Reference, Set, Staging, TargetField

UNIT = Reference("org_unit", "code", _("unit"))


def _apply_units(staging: Staging) -> Outcome:
    """A unit's parent must be there before it: give parents in an earlier step. A new unit gets its pool."""
    outcome = staging.upsert(
        "org_unit",
        (
            Set("name", "name", "s.name"),
            Set("name_en", "name_en", "s.name_en"),
            Set("kind", "kind", "s.kind"),
            Set("parent_id", "parent", "p.id"),
        ),
        match="t.code = s.code",
        joins="left join org_unit p on p.code = s.parent" if staging.has("parent") else "",
        create={"code": "s.code", "version": "1"},
        change={"version": "t.version + 1"},
    )
    staging.execute(
        "insert into org_holder (kind, unit_id, name, name_en)"
        " select 'pool', u.id, u.name || '公海', u.name_en || ' pool'"
        " from {staging} s join org_unit u on u.code = s.code"
        " where not exists (select 1 from org_holder h where h.unit_id = u.id and h.kind = 'pool')"
        " order by s.row_no"
    )
    return outcome


UNITS = ImportTarget(
    name="org.unit",
    label=_("Units"),
    fields=(
        TargetField("code", required=True, max_length=40),
        TargetField("name", required=True, max_length=120),
        TargetField("name_en", required=True, max_length=120),
        TargetField("kind", required=True, max_length=40),
        TargetField("parent", references=UNIT),
    ),
    key=("code",),
    apply=_apply_units,
)

TARGETS = (UNITS,)
