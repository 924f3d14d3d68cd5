"""Who an account is, now also with the people in her scope."""

from importlib import import_module

from django.db import migrations

ENTER = r"""
drop function kj_enter(bigint, bigint, date, date);
create function kj_enter(
    for_user bigint, for_appointment bigint, frozen_day date, real_day date,
    out business_day date, out frozen boolean, out staff_id bigint, out name text, out name_en text,
    out number text, out appointment_id bigint, out holder_id bigint, out unit_id bigint, out unit_name text,
    out unit_name_en text, out role text, out role_zh text, out role_en text, out sees_all boolean,
    out units bigint[], out holders bigint[], out permissions text[],
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
    sees_all := coalesce(scope = 'all', false);
    units := kj_scope_units(coalesce(scope, 'none'), unit_id, business_day);
    holders := kj_scope_holders(coalesce(scope, 'none'), appointment_id, post, business_day);
    permissions := coalesce(permissions, '{}');
    people_all := coalesce(people = 'all', false);
    people_units := kj_scope_units(coalesce(people, 'none'), unit_id, business_day);
    people_holders := kj_scope_holders(coalesce(people, 'none'), appointment_id, post, business_day);
    perform kj_set_people(people_units, people_holders, people_all);
    perform kj_set_context(for_user, staff_id, coalesce(name, 'user ' || for_user), units, holders, sees_all,
                           permissions, frozen_day, real_day);
end $$;
"""
# What stood there before, for the way back.
BEFORE = import_module("kejing.domain.org.migrations.0002_scope").SCOPE.partition("create function kj_enter(")
BACK = "drop function kj_enter(bigint, bigint, date, date);\n" + BEFORE[1] + BEFORE[2]


class Migration(migrations.Migration):
    dependencies = [("org", "0002_scope"), ("identity", "0003_people"), ("kernel", "0003_people")]
    operations = [migrations.RunSQL(ENTER, BACK)]
