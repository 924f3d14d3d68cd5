"""An entry never waits for a close: not for its row's new state, nor for a row that only the close sees yet."""

from importlib import import_module

from django.db import migrations

# 0x6b6a636c is the close's lock (`metrics.close`); it holds that from before it makes the month's row.
OPEN = r"""
create or replace function kj_open_period(day date) returns void language plpgsql
security definer set search_path = public, pg_temp as $$
declare
    first date := date_trunc('month', day)::date;
    found_state text;
begin
    select state into found_state from metrics_period where month = first for share skip locked;
    if not found and not exists (select 1 from metrics_period where month = first)
       and not exists (
           select 1 from pg_locks where locktype = 'advisory' and classid = x'6b6a636c'::int::oid
           and objid = (extract(year from first) * 12 + extract(month from first))::int::oid
           and database = (select oid from pg_database where datname = current_database())
           and granted and pid <> pg_backend_pid())
    then
        insert into metrics_period (month, state, closed_by, snapshot_hash) values (first, 'open', '', '')
        on conflict (month) do nothing;
        select state into found_state from metrics_period where month = first for share skip locked;
    end if;
    if found_state is distinct from 'open' then
        raise exception 'the month % is closed', to_char(first, 'YYYY-MM')
            using errcode = 'KJ001', detail = first::text;
    end if;
end $$;
"""
_BEFORE = import_module("kejing.engines.metrics.migrations.0002_walls").GUARD
BACK = "create or replace" + _BEFORE.partition("create")[2].partition("create function kj_guard_period")[0]


class Migration(migrations.Migration):
    dependencies = [("metrics", "0003_people")]
    operations = [migrations.RunSQL(OPEN, BACK)]
