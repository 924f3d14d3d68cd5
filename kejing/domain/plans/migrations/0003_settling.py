"""What a plan was drafted from took place: its actions are done, in one statement, whoever's plan it is."""

from django.db import migrations

SETTLE = r"""
-- A definer: whoever held a visit need not see the plan of somebody else that asked for it. It only adds an outcome.
create function kj_settle_items(
    from_source text, from_key text, day date, by_staff bigint, did text, thing bigint, url text, moment timestamptz
) returns bigint language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    settled bigint;
begin
    insert into plans_outcome (item_id, seq, state, done_on, did_kind, did_id, did_url, by_id, at, note)
    select distinct coalesce(i.origin_id, i.id), 1, 'done', day, did, thing, url, by_staff, moment, ''
    from plans_item i join plans_plan p on p.id = i.plan_id
    where i.source = from_source and i.source_key = from_key and not i.left_out
      and p.state = 'approved' and p.start_on <= day and p.end_on > day
      and not exists (select 1 from plans_outcome o where o.item_id = coalesce(i.origin_id, i.id));
    get diagnostics settled = row_count;
    return settled;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("plans", "0002_walls")]
    operations = [migrations.RunSQL(SETTLE, "drop function kj_settle_items")]
