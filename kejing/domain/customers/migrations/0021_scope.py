"""Scope with collaborators and confidential marks; the pool and what left a unit through reviewed functions."""

from django.db import migrations

from kejing.engines.metrics.migration_ops import GuardPeriod
from kejing.foundation.kernel.migration_ops import SecureRows, TrackRows

# Asked before there is a context: whoever enters is told what is hers by name. Ids alone.
SHARED = r"""
create or replace function kj_shared_customers(for_holders bigint[], day date) returns bigint[]
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(array_agg(distinct found.id), '{}') from (
        select c.customer_id as id from customers_collaboration c
        where c.holder_id = any (for_holders) and c.valid_from <= day and (c.valid_to is null or day < c.valid_to)
        union all
        select c.id from customers_customer c where c.confidential and c.holder_id = any (for_holders)) found
$$;
"""

# Who may claim sees what lies in a pool as a name and a number, not as a customer of hers.
POOL = r"""
create function kj_pool(in_units bigint[], after_on date, after_id bigint, max_rows integer, one bigint default null)
returns table (id bigint, number text, name text, kind text, unit_id bigint, pooled_on date, lost_on date)
language sql stable security definer set search_path = public, pg_temp as $$
    select c.id, c.number::text, c.name::text, c.kind::text, c.unit_id, o.valid_from,
           (select max(r.ended_on) from customers_recycling r
            join org_holder h on h.id = r.holder_id join org_appointment a on a.id = h.appointment_id
            where r.customer_id = c.id and r.state = 'recycled' and a.staff_id = kj_staff())
    from org_holder p
    join customers_ownership o on o.holder_id = p.id and o.valid_to is null
    join customers_customer c on c.id = o.customer_id
    where kj_may('customers.claim') and p.kind = 'pool' and (in_units is null or p.unit_id = any (in_units))
      and (one is null or c.id = one) and c.merged_into_id is null and (not c.confidential or kj_confidential())
      and (after_on is null or (o.valid_from, c.id) < (after_on, after_id))
    order by o.valid_from desc, c.id desc
    limit max_rows
$$;
"""

# From a pool to oneself and nothing else; the trail keeps who it was. Two at once: the second finds it taken.
TAKE = r"""
create function kj_take_from_pool(customer bigint, taker bigint, why text) returns bigint
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    present customers_customer;
    their_unit bigint := (select unit_id from org_holder where id = taker);
begin
    if not kj_may('customers.claim') or not exists (
        select 1 from org_holder h join org_appointment a on a.id = h.appointment_id
        where h.id = taker and h.kind = 'person' and a.staff_id = kj_staff()) then
        raise exception 'only to oneself' using errcode = '42501';
    end if;
    select * into present from customers_customer where id = customer for update;
    if not found or (select kind from org_holder where id = present.holder_id) <> 'pool'
       or present.merged_into_id is not null or (present.confidential and not kj_confidential()) then
        return null;
    end if;
    update customers_ownership set valid_to = kj_business_day() where customer_id = customer and valid_to is null;
    insert into customers_ownership (customer_id, holder_id, unit_id, valid_from, reason, decided_by)
    values (customer, taker, their_unit, kj_business_day(), why, kj_staff());
    update customers_customer set holder_id = taker, unit_id = their_unit, version = version + 1 where id = customer;
    return present.holder_id;
end $$;
"""

# That a customer left, when and to which unit: what she is now stays with those who have her now.
LEFT = r"""
create function kj_left_units(after_on date, after_id bigint, max_rows integer, wanted text)
returns table (id bigint, number text, held_from date, left_on date, holder text, holder_en text, unit text,
               unit_en text, to_unit text, to_unit_en text, reason text, decided_by bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    select o.id, c.number::text, o.valid_from, o.valid_to, h.name::text, h.name_en::text, u.name::text,
           u.name_en::text, v.name::text, v.name_en::text, n.reason::text, n.decided_by
    from customers_ownership o
    join customers_ownership n on n.customer_id = o.customer_id and n.valid_from = o.valid_to
    join customers_customer c on c.id = o.customer_id
    join org_holder h on h.id = o.holder_id
    join org_unit u on u.id = o.unit_id
    join org_unit v on v.id = n.unit_id
    where kj_may('customers.view') and o.unit_id = any (kj_units()) and o.valid_to is not null
      and n.unit_id <> all (kj_units()) and c.unit_id <> all (kj_units())
      and (not c.confidential or kj_confidential()) and (wanted = '' or c.number = wanted)
      and (after_on is null or (o.valid_to, o.id) < (after_on, after_id))
    order by o.valid_to desc, o.id desc
    limit max_rows
$$;
"""

IN_SCOPE = (
    "id = any ((select kj_shared())::bigint[]) or (not confidential or (select kj_confidential())) and ("
    "(select kj_all()) or holder_id = any ((select kj_holders())::bigint[])"
    " or unit_id = any ((select kj_units())::bigint[]))"
)
OF_CUSTOMER = (
    "(select kj_everything()) or exists (select 1 from customers_customer c where c.id = customer_id)"
)
OF_HOLDING = "(select kj_everything()) or exists (select 1 from customers_holding h where h.id = holding_id)"
MARKET = (
    "(select kj_all()) or unit_id = any ((select kj_units())::bigint[])"
    " or exists (select 1 from customers_territoryholder t where t.territory_id = customers_territory.id)"
)
MARKET_HOLDER = (
    "(select kj_all()) or holder_id = any ((select kj_holders())::bigint[]) or exists (select 1 from org_holder h"
    " where h.id = holder_id and h.unit_id = any ((select kj_units())::bigint[]))"
)
WALLS = {
    "customers_customer": IN_SCOPE,
    "customers_ownership": OF_CUSTOMER,
    "customers_contactposition": OF_CUSTOMER,
    "customers_holdingparty": OF_CUSTOMER,
    "customers_holding": "(select kj_everything()) or exists"
    " (select 1 from customers_holdingparty p where p.holding_id = customers_holding.id)",
}
NEW = {
    "customers_collaboration": OF_CUSTOMER,
    "customers_lock": OF_CUSTOMER,
    "customers_unlockrequest": "(select kj_everything()) or exists"
    " (select 1 from customers_lock l where l.id = lock_id)",
    "customers_holdingownership": OF_HOLDING,
    "customers_recycling": OF_CUSTOMER,
    "customers_territory": MARKET,
    "customers_territoryholder": MARKET_HOLDER,
    "customers_territorycustomer": OF_CUSTOMER,
}


class Migration(migrations.Migration):
    dependencies = [("customers", "0020_ownership"), ("org", "0010_shared"), ("metrics", "0002_walls")]
    operations = [
        migrations.RunSQL(SHARED + POOL + TAKE + LEFT, migrations.RunSQL.noop),
        *(
            migrations.RunSQL(
                f"alter policy kj_wall on {table} using ({using}) with check ({using})",
                migrations.RunSQL.noop,
            )
            for table, using in WALLS.items()
        ),
        *(SecureRows(table, using) for table, using in NEW.items()),
        # Everybody reads the rules; a pack, or whoever may apply one, writes them.
        SecureRows("customers_ownershippolicy", "true", "(select kj_may('packs.apply'))"),
        *(TrackRows(table) for table in (*NEW, "customers_ownershippolicy")),
        GuardPeriod("customers_lock", "valid_from", on=("insert",)),
        GuardPeriod("customers_holdingownership", "valid_from", on=("insert",)),
    ]
