"""The profile's age, groups without circles, and the walls of notes, files, contacts and teams."""

from django.db import migrations

from kejing.engines.metrics.migration_ops import GuardPeriod
from kejing.foundation.kernel.migration_ops import SecureRows, TrackRows

# A value that is new or differs was given today; one that stays keeps its day, unless the writer confirms it. The
# first day on which a required field is missing or too old is kept, so that "whose profile is old" is one index.
PROFILE = r"""
create function kj_profile_due(kind text, kept jsonb, kept_at jsonb) returns date language sql stable
set search_path = public, pg_temp as $$
    select min(case
        when coalesce(kept -> f.code, 'null') in ('null', '""', '[]') then date '0001-01-01'
        when f.max_age_days is null then date '9999-12-31'
        else coalesce((kept_at ->> f.code)::date + f.max_age_days, date '0001-01-01') end)
    from customers_profilefield f
    where f.required and f.applies_to in ('', kj_profile_due.kind)
$$;
create function kj_keep_profile() returns trigger language plpgsql set search_path = public, pg_temp as $$
declare
    was jsonb := case when tg_op = 'UPDATE' then old.attributes else '{}' end;
    was_at jsonb := case when tg_op = 'UPDATE' then old.attributes_at else '{}' end;
begin
    new.attributes_at := coalesce((
        select jsonb_strip_nulls(jsonb_object_agg(a.key, case
            when (new.attributes_at -> a.key) is distinct from (was_at -> a.key) then new.attributes_at -> a.key
            when was -> a.key = a.value then was_at -> a.key
            else to_jsonb(kj_business_day()) end))
        from jsonb_each(new.attributes) a where a.value not in ('null', '""', '[]')), '{}');
    new.profile_due := kj_profile_due(new.kind, new.attributes, new.attributes_at);
    return new;
end $$;
create trigger kj_profile before insert or update of attributes, attributes_at, kind on customers_customer
    for each row execute function kj_keep_profile();
"""

# One change of a parent at a time, so that two changes that are right one by one cannot make a circle together.
GROUPS = r"""
-- Its plan is made when the table may be small and kept when it is large: always by the index.
create function kj_check_parent() returns trigger language plpgsql
security definer set search_path = public, pg_temp set enable_seqscan = off as $$
begin
    perform pg_advisory_xact_lock(hashtextextended('customers.parent', 0));
    -- Who has nobody below her closes no circle but with herself.
    if new.parent_id = new.id or exists (select 1 from customers_customer c where c.parent_id = new.id) and exists (
        with recursive above (id, parent_id) as (
            select c.id, c.parent_id from customers_customer c where c.id = new.parent_id
            union
            select c.id, c.parent_id from customers_customer c join above a on c.id = a.parent_id)
        select 1 from above a where a.id = new.id) then
        raise exception 'customer % would stand below herself', new.id
            using errcode = '23514', constraint = 'customer_group_cycle';
    end if;
    return null;
end $$;
create trigger kj_parent after insert or update of parent_id on customers_customer
    for each row when (new.parent_id is not null) execute function kj_check_parent();

-- The shape of a group, whoever has its customers: ids alone pass, and become names only through the wall.
create function kj_group_tree(node bigint, max_rows integer)
returns table (id bigint, parent_id bigint, depth integer)
language sql stable security definer set search_path = public, pg_temp as $$
    with recursive above (id, parent_id) as (
        select c.id, c.parent_id from customers_customer c where c.id = node
        union
        select c.id, c.parent_id from customers_customer c join above a on c.id = a.parent_id
    ), below (id, parent_id, depth) as (
        select a.id, a.parent_id, 0 from above a where a.parent_id is null
        union all
        select c.id, c.parent_id, b.depth + 1 from customers_customer c join below b on c.parent_id = b.id
    )
    select b.id, b.parent_id, b.depth from below b limit max_rows
$$;
"""

# How many posts a contact has, whoever has the customers: only the number passes.
POSTS = r"""
create function kj_post_count(contact bigint) returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
    select count(*) from customers_contactposition p where p.contact_id = contact
$$;
"""

NUMBERS = r"""
create sequence customers_number;
create function kj_next_customer_number(prefix text, digits integer) returns text language plpgsql volatile
security definer set search_path = public, pg_temp as $$
declare
    serial text;
begin
    loop
        serial := nextval('customers_number')::text;
        exit when not exists (
            select 1 from customers_customer c where c.number = prefix || lpad(serial, greatest(digits, length(serial)), '0'));
    end loop;
    return prefix || lpad(serial, greatest(digits, length(serial)), '0');
end $$;
"""

# The holders that the reader is herself, in any of her posts, and those she covers; not those below her.
OWN = r"""
create function kj_own_holders() returns bigint[] language sql stable set search_path = public, pg_temp as $$
    select coalesce(array_agg(distinct h.id), '{}') from org_holder h join org_appointment a on a.id = h.appointment_id
    where a.valid_from <= kj_business_day() and (a.valid_to is null or kj_business_day() < a.valid_to)
      and (a.staff_id = kj_staff() or a.id in (
          select v.covered_id from org_cover v join org_appointment d on d.id = v.deputy_id
          where d.staff_id = kj_staff() and v.valid_from <= kj_business_day() and kj_business_day() < v.valid_to))
$$;
"""

# Kejing itself seals and verifies every row; a person who sees all customers does not read all notes.
SYSTEM = "(select kj_all() and kj_user() is null)"
OF_CUSTOMER = "exists (select 1 from customers_customer c where c.id = customer_id)"
SHARED = f"""{SYSTEM} or exists (
    select 1 from customers_customer c where c.id = customer_id and (
        share = 'all' or author_id = (select kj_staff())
        or share = 'owner' and c.holder_id = any ((select kj_own_holders())::bigint[])
        or share = 'unit' and (c.holder_id = any ((select kj_holders())::bigint[])
                               or c.unit_id = any ((select kj_units())::bigint[]))))"""  # noqa: S608  # ours alone
OF_CONTACT = """exists (select 1 from customers_customer c where c.id = customer_id) or exists (
    select 1 from customers_contactposition p join customers_customer c on c.id = p.customer_id
    where p.contact_id = customers_contact.id)"""


class Migration(migrations.Migration):
    dependencies = [("customers", "0010_master_fields"), ("org", "0002_scope"), ("metrics", "0002_walls")]
    operations = [
        migrations.RunSQL(PROFILE + GROUPS + POSTS + NUMBERS + OWN, migrations.RunSQL.noop),
        migrations.RunSQL(
            f"alter policy kj_wall on customers_contact using ({OF_CONTACT}) with check ({OF_CONTACT})",
            migrations.RunSQL.noop,
        ),
        SecureRows("customers_groupmember", OF_CUSTOMER),
        SecureRows("customers_customertag", OF_CUSTOMER),
        SecureRows("customers_note", SHARED),
        SecureRows("customers_customerfile", SHARED),
        SecureRows(
            "customers_filecontent", "exists (select 1 from customers_customerfile f where f.id = file_id)"
        ),
        *(
            TrackRows(f"customers_{name}")
            for name in ("groupmember", "customertag", "note", "customerfile", "tag", "mastersettings")
        ),
        GuardPeriod("customers_groupmember", "valid_from", on=("insert",)),
    ]
