"""Open plans go with their customers; what happened with a confidential customer is seen by few."""

from django.db import migrations

# Whoever moves customers writes no visits of others: each plan gets the person who holds its customer now, if any.
FOLLOW = r"""
create function kj_follow_plans(customers bigint[]) returns bigint
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    moved bigint;
begin
    update visits_visit v
    set staff_id = a.staff_id, holder_id = c.holder_id, unit_id = c.unit_id, version = v.version + 1
    from customers_customer c
    join org_holder h on h.id = c.holder_id and h.kind = 'person'
    join org_appointment a on a.id = h.appointment_id
    where v.customer_id = any (customers) and v.state = 'planned' and c.id = v.customer_id
      and (v.staff_id, v.holder_id, v.unit_id) is distinct from (a.staff_id, c.holder_id, c.unit_id);
    get diagnostics moved = row_count;
    return moved;
end $$;
create function kj_is_confidential(customer bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce((select c.confidential from customers_customer c where c.id = customer), false)
$$;
"""
SEEN = (
    "staff_id = (select kj_staff()) or ((select kj_all()) or holder_id = any ((select kj_holders())::bigint[])"
    " or unit_id = any ((select kj_units())::bigint[]))"
    " and ((select kj_confidential()) or not kj_is_confidential(customer_id))"
    " or exists (select 1 from customers_customer c where c.id = visits_visit.customer_id)"
)


class Migration(migrations.Migration):
    dependencies = [("visits", "0002_walls"), ("customers", "0021_scope")]
    operations = [
        migrations.RunSQL(FOLLOW, migrations.RunSQL.noop),
        migrations.RunSQL(f"alter policy kj_wall on visits_visit using ({SEEN})", migrations.RunSQL.noop),
    ]
