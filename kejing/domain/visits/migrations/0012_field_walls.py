"""Who sees places and findings, who may take a finding further, and what never changes."""

from django.db import migrations

from kejing.engines.metrics.migration_ops import GuardPeriod
from kejing.foundation.kernel.migration_ops import AppendOnly, SecureRows, TrackRows

OF_SEEN_VISIT = "exists (select 1 from visits_visit v where v.id = visit_id)"
OF_OWN_VISIT = (
    "exists (select 1 from visits_visit v where v.id = visit_id and v.staff_id = (select kj_staff()))"
)
MACHINE = "(select kj_all()) and (select kj_user()) is null"
HERS = (
    "staff_id = (select kj_staff()) or found_by_id = (select kj_staff()) or superior_id = (select kj_staff())"
)
# Whoever acts for the customer today takes her findings further: a deputy, the new holder, her managers.
ACTING = (
    "exists (select 1 from customers_customer c where c.id = customer_id"
    " and (c.holder_id = any ((select kj_holders())::bigint[]) or c.unit_id = any ((select kj_units())::bigint[])))"
)
OF_SEEN_FINDING = "exists (select 1 from visits_finding f where f.id = finding_id)"
PHOTO_SEEN = f"{MACHINE} or staff_id = (select kj_staff()) or visit_id is not null and {OF_SEEN_VISIT}"
OF_SEEN_PHOTO = "exists (select 1 from visits_photo p where p.id = photo_id)"
OF_OWN_PHOTO = (
    "exists (select 1 from visits_photo p where p.id = photo_id and p.staff_id = (select kj_staff()))"
)
OF_SEEN_CUSTOMER = f"{MACHINE} or exists (select 1 from customers_customer c where c.id = customer_id)"  # noqa: S608  # constants

# Whoever moves customers writes no findings of others: open ones get the person who holds the customer now, if any.
FOLLOW = r"""
create function kj_follow_findings(customers bigint[]) returns bigint
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    moved bigint;
begin
    update visits_finding f
    set staff_id = a.staff_id, holder_id = c.holder_id, unit_id = c.unit_id, version = f.version + 1
    from customers_customer c
    join org_holder h on h.id = c.holder_id and h.kind = 'person'
    join org_appointment a on a.id = h.appointment_id
    where f.customer_id = any (customers) and f.solved_on is null and c.id = f.customer_id
      and (f.staff_id, f.holder_id, f.unit_id) is distinct from (a.staff_id, c.holder_id, c.unit_id);
    get diagnostics moved = row_count;
    return moved;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("visits", "0011_field_tables"), ("metrics", "0002_walls")]
    operations = [
        SecureRows("visits_place", f"{MACHINE} or {OF_OWN_VISIT}", f"{MACHINE} or {OF_OWN_VISIT}"),
        SecureRows(
            "visits_finding",
            f"{HERS} or {OF_SEEN_VISIT}",
            f"{MACHINE} or {HERS} or {ACTING}",
        ),
        SecureRows("visits_findingstep", OF_SEEN_FINDING),
        SecureRows("visits_photo", PHOTO_SEEN, f"{MACHINE} or staff_id = (select kj_staff())"),
        SecureRows("visits_photocontent", OF_SEEN_PHOTO, f"{MACHINE} or {OF_OWN_PHOTO}"),
        SecureRows("visits_checklistanswer", OF_SEEN_VISIT, OF_OWN_VISIT),
        SecureRows("visits_etiquette", OF_SEEN_CUSTOMER, ACTING),
        AppendOnly("visits_checklistanswer"),
        AppendOnly("visits_checklist"),
        AppendOnly("visits_findingstep"),
        AppendOnly("visits_fieldpolicy"),
        GuardPeriod("visits_finding", "day", on=("insert",)),
        migrations.RunSQL(FOLLOW, migrations.RunSQL.noop),
        *(
            TrackRows(f"visits_{name}")
            for name in (
                "finding",
                "findingstep",
                "fieldpolicy",
                "photo",
                "checklist",
                "checklistanswer",
                "etiquette",
            )
        ),
    ]
