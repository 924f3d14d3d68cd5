"""The closure over time, and the one answer to "who is this and whose customers are in scope"."""

from django.db import migrations

from kejing.foundation.kernel.migration_ops import TrackRows

# A unit moved on a day keeps its old ancestors until that day: history answers "as of that month".
CLOSURE = r"""
create function kj_close_unit_path() returns trigger language plpgsql
security definer set search_path = public, pg_temp as $$
declare
    start date := case when tg_op = 'INSERT' then date '0001-01-01' else kj_business_day() end;
    ended bigint[];
begin
    if tg_op = 'UPDATE' then
        if new.parent_id is not distinct from old.parent_id then
            return null;
        end if;
        if exists (select 1 from org_unitclosure where ancestor_id = new.id and descendant_id = new.parent_id
                   and valid_to is null) then
            raise exception 'a unit cannot stand below itself' using errcode = '23514';
        end if;
        ended := array(
            select c.id from org_unitclosure c, org_unitclosure below, org_unitclosure above
            where c.valid_to is null
              and below.ancestor_id = new.id and below.valid_to is null and c.descendant_id = below.descendant_id
              and above.descendant_id = new.id and above.depth > 0 and above.valid_to is null
              and c.ancestor_id = above.ancestor_id);
        -- What began today and ends today never was: a unit moved twice in a day was where it ended up.
        delete from org_unitclosure where id = any (ended) and valid_from >= start;
        update org_unitclosure set valid_to = start where id = any (ended);
    else
        insert into org_unitclosure (ancestor_id, descendant_id, depth, valid_from)
        values (new.id, new.id, 0, start);
    end if;
    insert into org_unitclosure (ancestor_id, descendant_id, depth, valid_from)
    select above.ancestor_id, below.descendant_id, above.depth + below.depth + 1, start
    from org_unitclosure above, org_unitclosure below
    where above.descendant_id = new.parent_id and above.valid_to is null
      and below.ancestor_id = new.id and below.valid_to is null;
    return null;
end $$;
create trigger kj_path after insert or update of parent_id on org_unit
    for each row execute function kj_close_unit_path();
revoke insert, update, delete, truncate on org_unitclosure from kejing_app;
"""

# Units and holders in scope, as sorted arrays. `own` is the holder itself; covers add the covered one's.
SCOPE = r"""
create function kj_scope_units(scope text, unit_id bigint, day date) returns bigint[] language sql stable as $$
    select case when scope = 'unit' then coalesce((
        select array_agg(c.descendant_id order by c.descendant_id) from org_unitclosure c
        where c.ancestor_id = kj_scope_units.unit_id
          and c.valid_from <= day and (c.valid_to is null or day < c.valid_to)), '{}') else '{}'::bigint[] end
$$;
create function kj_scope_holders(scope text, appointment_id bigint, position_id bigint, day date)
returns bigint[] language sql stable as $$
    select coalesce(array_agg(distinct h.id), '{}') from org_holder h
    where scope <> 'none' and (
        h.appointment_id = kj_scope_holders.appointment_id
        or h.appointment_id in (
            select c.covered_id from org_cover c where c.deputy_id = kj_scope_holders.appointment_id
            and c.valid_from <= day and day < c.valid_to)
        or (scope = 'team' and h.appointment_id in (
            select a.id from org_appointment a join org_position p on p.id = a.position_id
            where p.reports_to_id = kj_scope_holders.position_id
              and a.valid_from <= day and (a.valid_to is null or day < a.valid_to))))
$$;

create function kj_enter(
    for_user bigint, for_appointment bigint, frozen_day date, real_day date,
    out business_day date, out frozen boolean, out staff_id bigint, out name text, out name_en text,
    out number text, out appointment_id bigint, out holder_id bigint, out unit_id bigint, out unit_name text,
    out unit_name_en text, out role text, out role_zh text, out role_en text, out sees_all boolean,
    out units bigint[], out holders bigint[], out permissions text[]
) language plpgsql volatile as $$
declare
    scope text;
    post bigint;
    clock_day date := (select day from kernel_businessclock limit 1);
begin
    frozen := clock_day is not null;
    business_day := coalesce(frozen_day, clock_day, real_day);
    select s.id, s.name, s.name_en, s.number, a.id, h.id, u.id, u.name, u.name_en, r.code, r.label_zh, r.label_en,
           r.scope, r.permissions::text[], p.id
    into staff_id, name, name_en, number, appointment_id, holder_id, unit_id, unit_name, unit_name_en, role,
         role_zh, role_en, scope, permissions, post
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
    perform kj_set_context(for_user, staff_id, coalesce(name, 'user ' || for_user), units, holders, sees_all,
                           permissions, frozen_day, real_day);
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("org", "0001_tables"), ("identity", "0001_tables"), ("kernel", "0002_functions")]
    operations = [
        migrations.RunSQL(CLOSURE + SCOPE, migrations.RunSQL.noop),
        *(
            TrackRows(f"org_{name}")
            for name in ("unit", "staff", "position", "appointment", "cover", "holder")
        ),
    ]
