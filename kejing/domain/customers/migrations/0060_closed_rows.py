"""What the trail and what counted hold of confidential customers is closed to who may not see such customers."""

from django.db import migrations

# She as she is now; one that is gone as the trail last had her; one merged into another by the other's mark too.
CUSTOMER = r"""
create function kj_closed_customer(customer bigint) returns boolean
language sql stable parallel safe security definer set search_path = public, pg_temp as $$
    select not kj_confidential() and customer <> all (coalesce(kj_shared(), '{}')) and coalesce(
        (select c.confidential or coalesce(s.confidential, false) from customers_customer c
         left join customers_customer s on s.id = c.merged_into_id where c.id = customer),
        (select (r.old ->> 'confidential')::boolean from kernel_rowchange r
         where r.table_name = 'customers_customer' and r.row_id = customer and r.op = 'D' order by r.id desc limit 1),
        false)
$$;
"""

# From a row to the customers it hangs on: by its foreign keys, three steps far, over rows that are gone as well, since
# the trail keeps them. The modules below know no customers. What nobody holds any more is nobody's to be told of.
ROW = r"""
create or replace function kj_closed_row(of_table text, of_row bigint, image jsonb, steps integer default 3)
returns boolean language plpgsql stable parallel safe security definer set search_path = public, pg_temp as $$
declare
    pointer record;
    behind jsonb;
begin
    if of_table = 'customers_customer' then
        return kj_closed_customer(of_row);
    elsif of_table = 'customers_holding' then
        return (select coalesce(bool_or(kj_closed_customer(p.customer_id)), not kj_confidential())
                from customers_holdingparty p where p.holding_id = of_row);
    elsif image ? 'customer_id' and kj_closed_customer((image ->> 'customer_id')::bigint) then
        return true;
    end if;
    for pointer in
        select c.confrelid::regclass::text as other, (image ->> a.attname::text)::bigint as id
        from pg_constraint c
        join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
        where c.contype = 'f' and c.conrelid = to_regclass(of_table) and cardinality(c.conkey) = 1
          and image ->> a.attname::text is not null
          and c.confrelid::regclass::text !~ '^(identity|kernel|metrics|org|packs|ui)_'
    loop
        if pointer.other in ('customers_customer', 'customers_holding') then
            if kj_closed_row(pointer.other, pointer.id, null) then return true; end if;
        elsif steps > 1 then
            select coalesce(r.new, r.old) into behind from kernel_rowchange r
            where r.table_name = pointer.other and r.row_id = pointer.id order by r.id desc limit 1;
            if kj_closed_row(pointer.other, pointer.id, behind, steps - 1) then return true; end if;
        end if;
    end loop;
    return false;
end $$;
"""

LINE = r"""
create or replace function kj_closed_line(subject text, subject_id bigint, detail jsonb) returns boolean
language sql stable parallel safe security definer set search_path = public, pg_temp as $$
    select subject = 'customer' and subject_id is not null and kj_closed_customer(subject_id)
        or named.id ~ '^\d{1,18}$' and kj_closed_customer(named.id::bigint)
    from (select coalesce(detail ->> 'customer_id', detail #>> '{arguments,customer_id}', '') as id) named
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("customers", "0050_list_and_unmasking"), ("kernel", "0060_closed_rows")]
    operations = [migrations.RunSQL(CUSTOMER + ROW + LINE, migrations.RunSQL.noop)]
