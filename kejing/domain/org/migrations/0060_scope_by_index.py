"""An actor's holders by their appointments: with `or` between the ways, every holder of the bank was looked at."""

from django.db import migrations

SCOPE_HOLDERS = r"""
create or replace function kj_scope_holders(scope text, appointment_id bigint, position_id bigint, day date)
returns bigint[] language sql stable as $$
    select coalesce(array_agg(h.id order by h.id), '{}') from org_holder h where h.appointment_id = any (array(
        select kj_scope_holders.appointment_id where scope <> 'none'
        union
        select c.covered_id from org_cover c
        where scope <> 'none' and c.deputy_id = kj_scope_holders.appointment_id
          and c.valid_from <= day and day < c.valid_to
        union
        select a.id from org_position p join org_appointment a on a.position_id = p.id
        where scope = 'team' and p.reports_to_id = kj_scope_holders.position_id
          and a.valid_from <= day and (a.valid_to is null or day < a.valid_to)))
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("org", "0051_absence_walls")]
    operations = [migrations.RunSQL(SCOPE_HOLDERS, migrations.RunSQL.noop)]
