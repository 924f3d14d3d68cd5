"""The scope also knows the people in sight and the customers shared by name; units say where they are."""

from django.db import migrations, models

# The customers' module stands above and puts its own answer here (its migration 0021).
SHARED = r"""
create function kj_shared_customers(for_holders bigint[], day date) returns bigint[] language sql stable
    as $$ select '{}'::bigint[] $$;
-- Who leads the unit that all others stand below sees everything: two thousand ids need not be compared by each query.
create function kj_wide(scope text, unit_id bigint) returns boolean language sql stable as $$
    select scope = 'all' or scope = 'unit'
        and (select u.parent_id is null from org_unit u where u.id = kj_wide.unit_id)
        and not exists (select 1 from org_unit u where u.parent_id is null and u.id <> kj_wide.unit_id)
$$;
-- Holders of the units need no naming beside them: a holder's customers are her unit's. One condition, one index.
create function kj_beyond(units bigint[], holders bigint[]) returns bigint[] language sql stable as $$
    select coalesce(array_agg(h.id), '{}') from org_holder h
    where h.id = any (holders) and not h.unit_id = any (units)
$$;
drop function kj_enter(bigint, bigint, date, date);
create function kj_enter(
    for_user bigint, for_appointment bigint, frozen_day date, real_day date,
    out business_day date, out frozen boolean, out staff_id bigint, out name text, out name_en text,
    out number text, out appointment_id bigint, out holder_id bigint, out unit_id bigint, out unit_name text,
    out unit_name_en text, out role text, out role_zh text, out role_en text, out sees_all boolean,
    out units bigint[], out holders bigint[], out shared bigint[], out permissions text[],
    out people_all boolean, out people_units bigint[], out people_holders bigint[]
) language plpgsql volatile as $$
declare
    scope text;
    people text;
    post bigint;
    clock_day date := (select day from kernel_businessclock limit 1);
begin
    frozen := clock_day is not null;
    business_day := coalesce(frozen_day, clock_day, real_day);
    select s.id, s.name, s.name_en, s.number, a.id, h.id, u.id, u.name, u.name_en, r.code, r.label_zh, r.label_en,
           r.scope, coalesce(nullif(r.people, ''), r.scope), r.permissions::text[], p.id
    into staff_id, name, name_en, number, appointment_id, holder_id, unit_id, unit_name, unit_name_en, role,
         role_zh, role_en, scope, people, permissions, post
    from identity_user i
    join org_staff s on s.user_id = i.id
    join org_appointment a on a.staff_id = s.id
    join org_position p on p.id = a.position_id
    join org_unit u on u.id = p.unit_id
    join identity_role r on r.code = p.role_id
    left join org_holder h on h.appointment_id = a.id
    where i.id = for_user and i.is_active
      and a.valid_from <= business_day and (a.valid_to is null or business_day < a.valid_to)
    order by (a.id = for_appointment) desc nulls last, a.id
    limit 1;
    if staff_id is null then
        name := (select i.name from identity_user i where i.id = for_user);
    end if;
    scope := coalesce(scope, 'none');
    people := coalesce(people, 'none');
    sees_all := kj_wide(scope, unit_id);
    units := kj_scope_units(scope, unit_id, business_day);
    holders := kj_beyond(units, kj_scope_holders(scope, appointment_id, post, business_day));
    -- What is shared is shared with a person, not with whoever leads her: her own holder, and those she covers.
    shared := kj_shared_customers(
        kj_scope_holders(case scope when 'none' then 'none' else 'own' end, appointment_id, post, business_day),
        business_day);
    permissions := coalesce(permissions, '{}');
    people_all := kj_wide(people, unit_id);
    people_units := kj_scope_units(people, unit_id, business_day);
    people_holders := kj_beyond(people_units, kj_scope_holders(people, appointment_id, post, business_day));
    perform kj_set_context(for_user, staff_id, coalesce(name, 'user ' || for_user),
                           units, holders, sees_all, permissions,
                           frozen_day, real_day);
    perform set_config('kejing.shared', shared::text, true);
    perform kj_set_people(people_units, people_holders, people_all);
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("org", "0002_scope"), ("identity", "0003_people"), ("kernel", "0010_shared")]
    operations = [
        migrations.RunSQL(SHARED, migrations.RunSQL.noop),
        migrations.AddField(
            "unit", "time_zone", models.CharField(blank=True, db_default="", default="", max_length=40)
        ),
        migrations.AddField(
            "unit", "language", models.CharField(blank=True, db_default="", default="", max_length=10)
        ),
        migrations.AddField(
            "cover", "reason", models.CharField(blank=True, db_default="", default="", max_length=200)
        ),
        migrations.AddField("cover", "arranged_by", models.BigIntegerField(null=True)),
    ]
