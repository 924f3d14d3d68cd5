"""The context also says which customers were opened to the actor by name, and whether confidential ones are open."""

from django.db import migrations

CONTEXT = r"""
create or replace function kj_set_context(
    user_id bigint, staff_id bigint, actor text, units bigint[], holders bigint[], sees_all boolean,
    permissions text[], frozen_day date, real_day date
) returns date language sql volatile as $$
    select set_config('kejing.day', coalesce(frozen_day, (select day from kernel_businessclock limit 1), real_day)::text,
                      true),
           set_config('kejing.user', coalesce(user_id::text, ''), true),
           set_config('kejing.staff', coalesce(staff_id::text, ''), true),
           set_config('kejing.actor', actor, true),
           set_config('kejing.units', units::text, true),
           set_config('kejing.holders', holders::text, true),
           set_config('kejing.all', sees_all::text, true),
           set_config('kejing.confidential', ('customers.confidential' = any (permissions))::text, true),
           -- Whoever sets a context says afterwards what is shared and which people are seen; nothing is left of the actor before.
           set_config('kejing.shared', '', true),
           set_config('kejing.people_units', '', true),
           set_config('kejing.people_holders', '', true),
           set_config('kejing.people_all', '', true),
           set_config('kejing.permissions', permissions::text, true),
           set_config('kejing.journal', '', true);
    select day from kernel_businessclock limit 1;
$$;
create function kj_shared() returns bigint[] language sql stable parallel safe
    as $$ select nullif(current_setting('kejing.shared', true), '')::bigint[] $$;
create function kj_confidential() returns boolean language sql stable parallel safe
    as $$ select coalesce(nullif(current_setting('kejing.confidential', true), '')::boolean, false) $$;
create function kj_everything() returns boolean language sql stable parallel safe
    as $$ select kj_all() and kj_confidential() $$;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0003_people")]
    operations = [migrations.RunSQL(CONTEXT, migrations.RunSQL.noop)]
