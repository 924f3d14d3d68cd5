"""The context, the journal, the trail trigger, the digests."""

from django.db import migrations

from kejing.foundation.kernel.migration_ops import AppendOnly, SecureRows, TrackRows

CONTEXT = r"""
create function kj_set_context(
    user_id bigint, staff_id bigint, actor text, units bigint[], holders bigint[], sees_all boolean,
    permissions text[], frozen_day date, real_day date
) returns date language sql volatile as $$
    select set_config('kejing.day', coalesce(frozen_day, (select day from kernel_businessclock limit 1), real_day)::text,
                      true),
           set_config('kejing.user', coalesce(user_id::text, ''), true),
           set_config('kejing.staff', coalesce(staff_id::text, ''), true),
           set_config('kejing.actor', actor, true),
           set_config('kejing.units', units::text, true),
           set_config('kejing.holders', holders::text, true),
           set_config('kejing.all', sees_all::text, true),
           set_config('kejing.permissions', permissions::text, true),
           set_config('kejing.journal', '', true);
    select day from kernel_businessclock limit 1;
$$;
create function kj_business_day() returns date language sql stable parallel safe
    as $$ select coalesce(nullif(current_setting('kejing.day', true), '')::date, current_date) $$;
create function kj_units() returns bigint[] language sql stable parallel safe
    as $$ select nullif(current_setting('kejing.units', true), '')::bigint[] $$;
create function kj_holders() returns bigint[] language sql stable parallel safe
    as $$ select nullif(current_setting('kejing.holders', true), '')::bigint[] $$;
create function kj_all() returns boolean language sql stable parallel safe
    as $$ select coalesce(nullif(current_setting('kejing.all', true), '')::boolean, false) $$;
create function kj_user() returns bigint language sql stable parallel safe
    as $$ select nullif(current_setting('kejing.user', true), '')::bigint $$;
create function kj_staff() returns bigint language sql stable parallel safe
    as $$ select nullif(current_setting('kejing.staff', true), '')::bigint $$;
create function kj_may(permission text) returns boolean language sql stable parallel safe
    as $$ select permission = any (coalesce(nullif(current_setting('kejing.permissions', true), '')::text[], '{}')) $$;
create function kj_actor() returns text language sql stable parallel safe
    as $$ select nullif(current_setting('kejing.actor', true), '') $$;
insert into kernel_businessclock (day) values (null);
revoke insert, update, delete, truncate on kernel_businessclock from kejing_app;
"""

# The definer writes, so that the application needs no right to read what it has written.
JOURNAL = r"""
create function kj_journal(
    line_id bigint, action text, subject text, subject_id bigint, detail jsonb, outcome text
) returns bigint language plpgsql security definer set search_path = public, pg_temp as $$
declare
    line bigint := coalesce(line_id, nextval('kernel_journalline_id_seq'));
begin
    if kj_actor() is null then
        raise exception 'no actor: a journal line needs a context' using errcode = 'KJ002';
    end if;
    insert into kernel_journalline
        (id, at, business_day, user_id, staff_id, actor, action, subject, subject_id, detail, outcome, salt)
    values (line, clock_timestamp(), kj_business_day(),
        kj_user(), kj_staff(), kj_actor(), action, subject, subject_id, detail, outcome,
        decode(replace(gen_random_uuid()::text, '-', ''), 'hex'));
    insert into kernel_unsealed (source, entry_id) values ('j', line);
    return line;
end $$;
"""

TRACK = r"""
-- A password's hash never enters the history, but its change does; the time of the last sign-in is no change.
create function kj_image(content jsonb) returns jsonb language sql immutable parallel safe as $$
    select case when content ? 'password' then jsonb_set(content - 'last_login', '{password}', to_jsonb(
        '#' || left(encode(sha256(convert_to(content ->> 'password', 'UTF8')), 'hex'), 12))) else content end
$$;
create function kj_track_row() returns trigger language plpgsql
security definer set search_path = public, pg_temp as $$
declare
    acting text := case current_setting('role') when 'none' then session_user else current_setting('role') end;
    before jsonb := case when tg_op = 'INSERT' then null else kj_image(to_jsonb(old)) end;
    after jsonb := case when tg_op = 'DELETE' then null else kj_image(to_jsonb(new)) end;
    change bigint;
begin
    if before is not distinct from after then
        return null;
    end if;
    if kj_actor() is null and acting <> current_user then
        raise exception 'no actor: % of % needs a context', tg_op, tg_table_name using errcode = 'KJ002';
    end if;
    insert into kernel_rowchange (at, journal_id, actor, db_user, table_name, row_id, op, old, new, salt)
    values (clock_timestamp(), nullif(current_setting('kejing.journal', true), '')::bigint, kj_actor(), acting,
        tg_table_name, (coalesce(after, before) ->> 'id')::bigint, left(tg_op, 1), before, after,
        decode(replace(gen_random_uuid()::text, '-', ''), 'hex'))
    returning id into change;
    insert into kernel_unsealed (source, entry_id) values ('r', change);
    return null;
end $$;
"""

DIGEST = r"""
create function kj_micros(at timestamptz) returns bigint language sql immutable
    as $$ select (extract(epoch from at) * 1000000)::bigint $$;
create function kj_digest(source char, entry bigint) returns bytea language sql stable as $$
    select case source
        when 'j' then (select sha256(l.salt || convert_to(jsonb_build_array(l.id, kj_micros(l.at), l.business_day,
            l.user_id, l.staff_id, l.actor, l.action, l.subject, l.subject_id, l.detail, l.outcome)::text, 'UTF8'))
            from kernel_journalline l where l.id = entry)
        else (select sha256(r.salt || convert_to(jsonb_build_array(r.id, kj_micros(r.at), r.journal_id, r.actor,
            r.db_user, r.table_name, r.row_id, r.op, r.old, r.new)::text, 'UTF8'))
            from kernel_rowchange r where r.id = entry)
    end
$$;
"""

# Columns added or dropped since a row's last change are no difference: only keys both sides have are compared.
UNLIKE = r"""
create function kj_same_where_both(a jsonb, b jsonb) returns boolean language sql immutable as $$
    select a = b or not exists (
        select 1 from jsonb_each(a) x join jsonb_each(b) y using (key) where x.value is distinct from y.value)
$$;
create function kj_unlike_history(table_name text) returns table (row_id bigint, detail text)
language plpgsql stable as $$
begin
    return query execute format($q$
        with last as (
            select distinct on (c.row_id) c.row_id, c.op, c.new from kernel_rowchange c
            where c.table_name = %1$L order by c.row_id, c.id desc)
        select coalesce(t.id, l.row_id)::bigint,
               case when t.id is null then 'deleted' when l.row_id is null or l.op = 'D' then 'inserted'
                    else 'changed' end
        from %1$I t full join last l on l.row_id = t.id
        where (t.id is null and l.op <> 'D')
           or (t.id is not null and (l.row_id is null or l.op = 'D' or not kj_same_where_both(l.new, kj_image(to_jsonb(t)))))
        order by 1 limit 20 $q$, table_name);
end $$;
"""

# Two characters are the shortest Chinese query; trigrams know none of them (see docs/adr/0006).
BIGRAMS = r"""
create function kj_bigrams(content text) returns text[] language sql immutable parallel safe as $$
    select coalesce(array_agg(distinct piece), '{}')
    from (select substr(lower(content), i, 2) as piece from generate_series(1, length(content) - 1) i) p
    where piece !~ '\s'
$$;
"""

# What the application may do with the trail: add through the functions above, read with the right to, seal.
RIGHTS = r"""
revoke insert, update, delete, truncate on kernel_journalline, kernel_rowchange from kejing_app;
revoke insert, update, truncate on kernel_unsealed from kejing_app;
revoke update, delete, truncate on kernel_seal from kejing_app;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_tables")]
    operations = [
        migrations.RunSQL(
            CONTEXT + BIGRAMS + JOURNAL + TRACK + DIGEST + UNLIKE + RIGHTS, migrations.RunSQL.noop
        ),
        SecureRows("kernel_journalline", "(select kj_may('trail.read')) or user_id = (select kj_user())"),
        SecureRows("kernel_rowchange", "(select kj_may('trail.read'))"),
        AppendOnly("kernel_seal"),
        TrackRows("kernel_calendarday"),
    ]
