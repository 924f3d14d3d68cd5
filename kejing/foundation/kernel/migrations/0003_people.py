"""The people an actor sees apart from her customers: a scope of its own in the context."""

from django.db import migrations

PEOPLE = r"""
create function kj_set_people(units bigint[], holders bigint[], sees_all boolean) returns void
language sql volatile as $$
    select set_config('kejing.people_units', units::text, true),
           set_config('kejing.people_holders', holders::text, true),
           set_config('kejing.people_all', sees_all::text, true);
$$;
create function kj_people_units() returns bigint[] language sql stable parallel safe
    as $$ select nullif(current_setting('kejing.people_units', true), '')::bigint[] $$;
create function kj_people_holders() returns bigint[] language sql stable parallel safe
    as $$ select nullif(current_setting('kejing.people_holders', true), '')::bigint[] $$;
create function kj_people_all() returns boolean language sql stable parallel safe
    as $$ select coalesce(nullif(current_setting('kejing.people_all', true), '')::boolean, false) $$;
"""
BACK = """
drop function kj_people_all();
drop function kj_people_holders();
drop function kj_people_units();
drop function kj_set_people(bigint[], bigint[], boolean);
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_functions")]
    operations = [migrations.RunSQL(PEOPLE, BACK)]
