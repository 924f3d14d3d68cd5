"""Which target is a part of which; who sees and writes targets; what never changes; closed months; the trail."""

from django.db import migrations

from kejing.engines.metrics.migration_ops import GuardPeriod
from kejing.foundation.kernel.migration_ops import AppendOnly, SecureRows, TrackRows

# The whole a target is a part of, in its own period: without its product, else of the person, the nearest unit
# above, the organisation. Who sets a target may not see all above her: the links are found for her.
LINK = r"""
create function kj_target_above(t targets_target) returns bigint language sql stable
security definer set search_path = public, pg_temp as $$
    select x.id
    from targets_target x
    left join org_unitclosure c
        on x.level = 'unit' and c.ancestor_id = x.unit_id and c.descendant_id = t.unit_id and c.valid_to is null
    where x.measure_id = t.measure_id and x.kind = t.kind and x.begins = t.begins and x.id <> t.id
      and (case x.level
            when t.level then t.level <> 'unit' and x.subject = t.subject and t.product_id is not null
                              and x.product_id is null
                              or t.level = 'unit' and (c.depth > 0 and x.product_id is not distinct from t.product_id
                              or c.depth = 0 and t.product_id is not null and x.product_id is null)
            when 'staff' then t.level = 'customer' and x.staff_id = t.staff_id
                              and x.product_id is not distinct from t.product_id
            when 'unit' then t.level in ('staff', 'customer') and c.id is not null
                              and x.product_id is not distinct from t.product_id
            when 'organisation' then x.product_id is not distinct from t.product_id
            else false end)
    -- A part by product hangs on its own whole before it hangs on the same product further up.
    order by (x.level = t.level and x.subject = t.subject) desc,
             case x.level when 'staff' then 0 when 'unit' then 1 else 2 end, c.depth nulls last
    limit 1
$$;
create function kj_link_targets(ids bigint[]) returns void language plpgsql volatile
security definer set search_path = public, pg_temp as $$
begin
    update targets_target t set above_id = kj_target_above(t)
    where t.id = any (ids) and t.above_id is distinct from kj_target_above(t);
    -- What hung where the new ones hang now may be a part of them.
    update targets_target t set above_id = kj_target_above(t)
    from (select distinct n.measure_id, n.kind, n.begins, n.above_id from targets_target n where n.id = any (ids)) n
    where t.measure_id = n.measure_id and t.kind = n.kind and t.begins = n.begins and t.id <> all (ids)
      and (t.above_id is null or t.above_id = n.above_id)
      and t.above_id is distinct from kj_target_above(t);
end $$;
"""
LINK_BACK = "drop function kj_link_targets(bigint[]); drop function kj_target_above(targets_target);"

IN_SCOPE = (
    "unit_id = any ((select kj_units())::bigint[]) or holder_id = any ((select kj_holders())::bigint[])"
)
OF_ALL = "(select kj_all()) or customer_id is null and (select kj_may('targets.set_all'))"
SEEN = (
    f"({OF_ALL} or staff_id = (select kj_staff()) or {IN_SCOPE})"  # noqa: S608  # constants of this file
    " and (customer_id is null or exists (select 1 from customers_customer c where c.id = customer_id))"
)
WRITES = (
    f"{OF_ALL} or (select kj_may('targets.set')) and ({IN_SCOPE})"
    " or (select kj_may('targets.split')) and staff_id = (select kj_staff())"
)
OF_SEEN = "exists (select 1 from targets_target t where t.id = target_id)"
SYSTEM = "(select kj_all())"
LAST_DAY = "(select t.ends - 1 from targets_target t where t.id = target_id)"


class Migration(migrations.Migration):
    dependencies = [
        ("targets", "0001_tables"), ("customers", "0021_scope"), ("org", "0002_scope"), ("metrics", "0002_walls"),
    ]  # fmt: skip
    operations = [
        migrations.RunSQL(LINK, LINK_BACK),
        SecureRows("targets_target", SEEN, WRITES),
        SecureRows("targets_targetchange", OF_SEEN),
        SecureRows("targets_explanation", OF_SEEN),
        SecureRows("targets_attainment", OF_SEEN, SYSTEM),
        AppendOnly("targets_targetchange"),
        AppendOnly("targets_explanation"),
        # A year may still be set while its last month is open.
        GuardPeriod("targets_target", "ends - 1"),
        GuardPeriod("targets_targetchange", LAST_DAY, on=("insert",)),
        GuardPeriod("targets_explanation", LAST_DAY, on=("insert",)),
        *(
            TrackRows(f"targets_{name}")
            for name in ("measure", "theme", "target", "targetchange", "explanation")
        ),
    ]
