"""Who sees and writes plans, what is frozen once approved, closed months, the trail."""

from django.db import migrations

from kejing.engines.metrics.migration_ops import GuardPeriod
from kejing.foundation.kernel.migration_ops import AppendOnly, SecureRows, TrackRows

SYSTEM = "(select kj_all() and kj_user() is null)"
OWN = "(staff_id = (select kj_staff()) or holder_id = any ((select kj_own_holders())::bigint[]))"
IN_SCOPE = (
    "((select kj_all()) or unit_id = any ((select kj_units())::bigint[])"
    " or holder_id = any ((select kj_holders())::bigint[]))"
)
READS = "(select kj_may('plans.view') or kj_may('plans.approve'))"
SEEN = f"{SYSTEM} or {OWN} or {READS} and {IN_SCOPE}"
# Whoever approves writes to the plans of others, never to her own.
WRITTEN = f"{SYSTEM} or {OWN} or (select kj_may('plans.approve')) and staff_id <> (select kj_staff()) and {IN_SCOPE}"
OF_SEEN = "exists (select 1 from plans_plan p where p.id = plan_id)"
# An action with a confidential customer is closed to who may not see such customers; its writer reads it.
ITEM = f"""{SYSTEM} or {OF_SEEN} and (customer_id is null or not kj_closed_customer(customer_id)
    or exists (select 1 from plans_plan p where p.id = plan_id and p.staff_id = (select kj_staff())))"""  # noqa: S608
OF_OWN = (
    "exists (select 1 from plans_plan p where p.id = plan_id and (p.staff_id = (select kj_staff())"
    " or p.holder_id = any ((select kj_own_holders())::bigint[])))"
)
ITEM_SEEN = "exists (select 1 from plans_item i where i.id = item_id)"
ITEM_OWN = (
    "(select kj_all() and kj_user() is null) or exists (select 1 from plans_item i join plans_plan p on p.id = i.plan_id"
    " where i.id = item_id and (p.staff_id = (select kj_staff())"
    " or p.holder_id = any ((select kj_own_holders())::bigint[])))"
)
DECIDING = (
    "by_id = (select kj_staff()) and (select kj_may('plans.approve'))"
    " and exists (select 1 from plans_plan p where p.id = plan_id and p.staff_id <> (select kj_staff()))"
)
BOUND_SEEN = f"{SYSTEM} or {READS} and ((select kj_all()) or unit_id = any ((select kj_units())::bigint[]))"
BINDING = (
    "by_id = (select kj_staff()) and (select kj_may('plans.approve'))"
    " and ((select kj_all()) or unit_id = any ((select kj_units())::bigint[]))"
)

FROZEN = r"""
create function kj_plan_is_frozen() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or old.state = 'approved' then
        raise exception 'an approved plan is not changed, and none is deleted: amend it' using errcode = '23514';
    end if;
    if new.state = 'approved' and not exists (
        select 1 from plans_decision d
        where d.plan_id = new.id and d.verdict = 'approved' and d.by_id = new.decided_by_id) then
        raise exception 'a plan is approved by a decision' using errcode = '23514';
    end if;
    return new;
end $$;
create trigger kj_frozen before update or delete on plans_plan
    for each row execute function kj_plan_is_frozen();
create function kj_plan_item_is_open() returns trigger language plpgsql as $$
declare
    of_plan bigint := case when tg_op = 'DELETE' then old.plan_id else new.plan_id end;
begin
    if exists (select 1 from plans_plan p where p.id = of_plan and p.state in ('submitted', 'approved')) then
        raise exception 'the actions of a plan that waits or is approved are not changed' using errcode = '23514';
    end if;
    return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger kj_frozen before insert or update or delete on plans_item
    for each row execute function kj_plan_item_is_open();
"""
FROZEN_BACK = """
drop trigger kj_frozen on plans_item;
drop function kj_plan_item_is_open();
drop trigger kj_frozen on plans_plan;
drop function kj_plan_is_frozen();
"""
NEVER_CHANGED = ("policyversion", "outcome", "decision", "binder")


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0001_tables"), ("customers", "0060_closed_rows"), ("org", "0010_shared"), ("metrics", "0002_walls"),
    ]  # fmt: skip
    operations = [
        migrations.RunSQL(FROZEN, FROZEN_BACK),
        SecureRows("plans_policyversion", "true", "(select kj_may('packs.apply'))"),
        SecureRows("plans_plan", SEEN, WRITTEN),
        SecureRows("plans_item", ITEM, OF_OWN),
        SecureRows("plans_outcome", ITEM_SEEN, ITEM_OWN),
        SecureRows("plans_decision", OF_SEEN, DECIDING),
        SecureRows("plans_binder", BOUND_SEEN, BINDING),
        *(AppendOnly(f"plans_{name}") for name in NEVER_CHANGED),
        # A plan is handed in or approved as long as its last month is open.
        GuardPeriod("plans_plan", "case when state in ('submitted', 'approved') then end_on - 1 end"),
        GuardPeriod("plans_outcome", "done_on", on=("insert",)),
        *(
            TrackRows(f"plans_{name}")
            for name in ("policyversion", "plan", "item", "outcome", "decision", "binder")
        ),
    ]
