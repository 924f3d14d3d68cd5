"""The search in steps: who is called so, then whose contacts are, then who is nearly so; each only where rows lack.

The contacts of a common name are thousands, and each leads to a customer elsewhere in the table: a page that is full of
customers called so does not look at them. The place in a list that was found is a step, a key and an id.
"""

from django.db import migrations

SEARCH = r"""
drop function kj_find_customers(text, boolean, boolean, text, bigint, integer);
drop function kj_search_ways(boolean, text, boolean, bigint[], bigint[], bigint[], boolean, boolean, boolean, text, bigint,
                             integer);
create function kj_search_ways(
    step integer, query text, everybody boolean, holders bigint[], units bigint[], shared bigint[],
    opened boolean, phones boolean, contact_phones boolean, after_key text, after_id bigint, max_rows integer
) returns table (id bigint, sort_key varchar, holder_id bigint, unit_id bigint, confidential boolean, way text, rank real,
                 contact_id bigint)
language plpgsql stable set plan_cache_mode = force_custom_plan as $$
declare
    wanted constant text := lower(query);
    -- Spaces do not count in names and numbers; `search_text` has them without.
    pieces constant text[] := kj_bigrams(replace(wanted, ' ', ''));
    escaped constant text := '%' || replace(replace(replace(wanted, '\', '\\'), '%', '\%'), '_', '\_') || '%';
    pattern constant text := replace(escaped, ' ', '');
    tail constant text := case when wanted ~ '^[0-9 +()-]+$' and length(kj_digits(wanted)) >= 4
                               then kj_backwards(wanted) || '%' end;
begin
    if step = 3 then
        return query
        select c.id, c.sort_key, c.holder_id, c.unit_id, c.confidential, 'similar', -word_similarity(wanted, lower(c.name)), null::bigint
        from customers_customer c
        where c.merged_into_id is null and c.name ~ '^[ -~]+$' and wanted <% lower(c.name)
          and (everybody or c.holder_id = any (holders))
        union all
        select c.id, c.sort_key, c.holder_id, c.unit_id, c.confidential, 'similar', -word_similarity(wanted, lower(c.name)), null::bigint
        from customers_customer c
        where c.merged_into_id is null and c.name ~ '^[ -~]+$' and wanted <% lower(c.name) and c.unit_id = any (units);
        return;
    end if;
    if step = 2 then
        return query
        select coalesce(c.id, o.id), coalesce(c.sort_key, o.sort_key), coalesce(c.holder_id, o.holder_id),
               coalesce(c.unit_id, o.unit_id), coalesce(c.confidential, o.confidential), 'contact', 3::real, p.id
        from (select p.id, p.customer_id from customers_contact p
              where kj_bigrams(lower(p.name)) @> kj_bigrams(wanted) and lower(p.name) like escaped limit 5000) p
        join customers_customer o on o.id = p.customer_id
        left join customers_customer c on c.id = o.merged_into_id
        -- Whom the first step shows already is not shown again.
        where not (o.tokens @> pieces and o.search_text like pattern)
          and not exists (select 1 from customers_customer m where m.merged_into_id = coalesce(c.id, o.id)
                          and m.tokens @> pieces and m.search_text like pattern)
          and (tail is null
               or not (phones and o.phone <> '' and kj_backwards(o.phone) like tail)
                  and not (contact_phones and exists (
                      select 1 from customers_contact t
                      where t.customer_id = o.id and t.phone <> '' and kj_backwards(t.phone) like tail)));
        return;
    end if;
    if everybody then
        return query
        select c.id, c.sort_key, c.holder_id, c.unit_id, c.confidential, 'text', 1::real, null::bigint from customers_customer c
        where c.tokens @> pieces and c.search_text like pattern and c.merged_into_id is null
          and (opened or not c.confidential or c.id = any (shared))
          and (after_key is null or (c.sort_key, c.id) > (after_key, after_id))
        order by c.sort_key, c.id limit max_rows;
    else
        return query
        select c.id, c.sort_key, c.holder_id, c.unit_id, c.confidential, 'text', 1::real, null::bigint
        from unnest(holders) h join customers_customer c on c.holder_id = h
        where c.tokens @> pieces and c.search_text like pattern and c.merged_into_id is null
        union all
        select c.id, c.sort_key, c.holder_id, c.unit_id, c.confidential, 'text', 1::real, null::bigint
        from unnest(units) u join customers_customer c on c.unit_id = u
        where c.tokens @> pieces and c.search_text like pattern and c.merged_into_id is null
        union all
        select c.id, c.sort_key, c.holder_id, c.unit_id, c.confidential, 'text', 1::real, null::bigint
        from unnest(shared) s join customers_customer c on c.id = s
        where c.tokens @> pieces and c.search_text like pattern and c.merged_into_id is null;
    end if;
    return query
    select c.id, c.sort_key, c.holder_id, c.unit_id, c.confidential, 'merged', 4::real, null::bigint
    from customers_customer m join customers_customer c on c.id = m.merged_into_id
    where m.merged_into_id is not null and m.tokens @> pieces and m.search_text like pattern;
    if tail is not null then
        return query
        select c.id, c.sort_key, c.holder_id, c.unit_id, c.confidential, 'phone', 2::real, f.contact_id
        from ((select coalesce(o.merged_into_id, o.id) as customer_id, null::bigint as contact_id from customers_customer o
               where phones and o.phone <> '' and kj_backwards(o.phone) like tail limit 2000)
              union all
              (select coalesce(o.merged_into_id, o.id), p.id
               from customers_contact p join customers_customer o on o.id = p.customer_id
               where contact_phones and p.phone <> '' and kj_backwards(p.phone) like tail limit 2000)) f
        join customers_customer c on c.id = f.customer_id;
    end if;
end $$;

-- `phones` and `contact_phones`: whether the reader's role sees these in full (ADR 10); if not, no tail finds anybody.
create function kj_find_customers(
    query text, phones boolean, contact_phones boolean, after_step integer, after_key text, after_id bigint,
    max_rows integer)
returns table (id bigint, found_by text, contact_id bigint) language plpgsql stable security definer
set search_path = public, pg_temp
set enable_seqscan = off -- every way has its index; a common piece must not tempt the planner to read the table
as $$
declare
    everybody constant boolean := kj_all();
    holders constant bigint[] := case when everybody then '{}' else kj_holders() end;
    units constant bigint[] := case when everybody then '{}' else kj_units() end;
    shared constant bigint[] := coalesce(kj_shared(), '{}');
    opened constant boolean := kj_confidential();
    lacking integer := max_rows;
    came integer;
begin
    if cardinality(kj_bigrams(replace(query, ' ', ''))) = 0 or not kj_may('customers.view') then
        return;
    end if;
    -- Not a `set` of the function: a restore, whose session has not loaded pg_trgm yet, would refuse to make it.
    perform set_config('pg_trgm.word_similarity_threshold', '0.45', true);
    for step in coalesce(after_step, 1) .. 3 loop
        -- Only where nothing is called so, those whose names are nearly so: Latin ones, of four letters or more.
        exit when lacking = 0
               or step = 3 and (lacking < max_rows or after_step is not null or lower(query) !~ '^(?=.*[a-z]{3})[ -~]{4,}$');
        if step > after_step then
            after_key := null;
        end if;
        return query
        select f.id, f.way, f.contact_id from (
            select distinct on (w.id) w.*
            from kj_search_ways(step, query, everybody, holders, units, shared, opened, phones, contact_phones,
                                after_key, after_id, lacking) w
            -- The scope, as in the wall of migration 0021: whoever is not in it is not found, by whatever way.
            where w.id = any (shared) or (opened or not w.confidential)
                and (everybody or w.holder_id = any (holders) or w.unit_id = any (units))
            order by w.id, w.rank, w.contact_id
        ) f
        where after_key is null or (f.sort_key, f.id) > (after_key, after_id)
        order by case when step = 3 then f.rank end, f.sort_key, f.id
        limit case when step = 3 then least(lacking, 20) else lacking end;
        get diagnostics came = row_count;
        lacking := lacking - came;
    end loop;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("customers", "0060_closed_rows")]
    operations = [migrations.RunSQL(SEARCH, migrations.RunSQL.noop)]
