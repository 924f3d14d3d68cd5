"""Search, the walls, one holder at every instant, the trail."""

from django.db import migrations

from kejing.foundation.kernel.migration_ops import SecureRows, TrackRows

# One index for both scopes: any of its columns leads, and moving a customer writes her tokens once.
INDEXES = r"""
create index customer_find on customers_customer using gin (holder_id, unit_id, tokens) with (fastupdate = off);
"""

# Under row-level security the planner may not use the token indexes (their operator is not leakproof), so
# search goes through a definer function that applies the scope itself, by the same context as the policies.
# Planned anew for each query: whether to look up the pieces or to walk in order depends on how common they are.
SEARCH = r"""
create function kj_find_customers(query text, after_key text, after_id bigint, max_rows integer)
returns table (id bigint) language plpgsql stable security definer set search_path = public, pg_temp
set plan_cache_mode = force_custom_plan as $$
declare
    wanted text := lower(query);
    pieces text[] := kj_bigrams(query);
    pattern text := '%' || replace(replace(replace(wanted, '\', '\\'), '%', '\%'), '_', '\_') || '%';
begin
    if cardinality(pieces) = 0 or not kj_may('customers.view') then
        return;
    end if;
    if kj_all() then
        return query
        select c.id from customers_customer c
        where c.tokens @> pieces and c.search_text like pattern
          and (after_key is null or (c.sort_key, c.id) > (after_key, after_id))
        order by c.sort_key, c.id
        limit max_rows;
        return;
    end if;
    return query
    select found.id from (
        select c.id, c.sort_key from unnest(kj_holders()) h join customers_customer c on c.holder_id = h
        where c.tokens @> pieces and c.search_text like pattern
        union
        select c.id, c.sort_key from unnest(kj_units()) u join customers_customer c on c.unit_id = u
        where c.tokens @> pieces and c.search_text like pattern
    ) found
    where after_key is null or (found.sort_key, found.id) > (after_key, after_id)
    order by found.sort_key, found.id
    limit max_rows;
end $$;
"""

# A shared holding says with how many it is shared, whoever has the other customers; only that number passes the wall.
SHARES = r"""
create function kj_party_counts(holdings bigint[]) returns table (holding_id bigint, parties bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    select p.holding_id, count(*) from customers_holdingparty p where p.holding_id = any (holdings) group by 1
$$;
"""

# EXCLUDE gives at most one holder; this gives no gap, and keeps the customer's own columns in step.
NO_GAP = r"""
create function kj_check_ownership() returns trigger language plpgsql
security definer set search_path = public, pg_temp as $$
declare
    subject bigint := case when tg_table_name = 'customers_customer' then coalesce(new.id, old.id)
                           else coalesce((to_jsonb(new) ->> 'customer_id')::bigint,
                                         (to_jsonb(old) ->> 'customer_id')::bigint) end;
    present record;
    held record;
begin
    select c.holder_id, c.unit_id into present from customers_customer c where c.id = subject;
    if not found then
        return null;
    end if;
    -- By customer alone: asked for the holder too, the planner walks all the holder's customers; asked for the open
    -- row, it walks an index of all open rows when it knows nothing yet of a table that an import has just filled.
    select count(*) as times, bool_or(o.valid_to is null and o.holder_id = present.holder_id
                                      and o.unit_id = present.unit_id) as now
    into held from customers_ownership o where o.customer_id = subject;
    if held.now is distinct from true then
        raise exception 'customer % has no holder in force', subject using errcode = '23514';
    end if;
    if held.times > 1 and exists (
        select 1 from (select o.valid_from, lag(o.valid_to) over (order by o.valid_from) as before,
                              lag(o.id) over (order by o.valid_from) as earlier
                       from customers_ownership o where o.customer_id = subject) s
        where s.earlier is not null and s.before is distinct from s.valid_from) then
        raise exception 'customer % had no holder for a time', subject using errcode = '23514';
    end if;
    return null;
end $$;
create constraint trigger kj_holder after insert or update of holder_id, unit_id on customers_customer
    deferrable initially deferred for each row execute function kj_check_ownership();
create constraint trigger kj_holder after update or delete on customers_ownership
    deferrable initially deferred for each row execute function kj_check_ownership();
-- A row that is open when it comes follows one that was just closed, or its customer: both are checked above.
create constraint trigger kj_holder_past after insert on customers_ownership
    deferrable initially deferred for each row when (new.valid_to is not null) execute function kj_check_ownership();
"""

IN_SCOPE = (
    "(select kj_all()) or holder_id = any ((select kj_holders())::bigint[])"
    " or unit_id = any ((select kj_units())::bigint[])"
)
OF_CUSTOMER = "(select kj_all()) or exists (select 1 from customers_customer c where c.id = customer_id)"


class Migration(migrations.Migration):
    dependencies = [("customers", "0001_tables"), ("org", "0002_scope")]
    operations = [
        migrations.RunSQL(INDEXES + SEARCH + SHARES + NO_GAP, migrations.RunSQL.noop),
        SecureRows("customers_customer", IN_SCOPE),
        SecureRows("customers_ownership", OF_CUSTOMER),
        SecureRows("customers_contact", OF_CUSTOMER),
        SecureRows("customers_holdingparty", OF_CUSTOMER),
        SecureRows(
            "customers_holding",
            "(select kj_all()) or exists"
            " (select 1 from customers_holdingparty p where p.holding_id = customers_holding.id)",
        ),
        *(
            TrackRows(f"customers_{name}")
            for name in (
                "customer",
                "ownership",
                "contact",
                "product",
                "holding",
                "holdingparty",
                "profilefield",
            )
        ),
    ]
