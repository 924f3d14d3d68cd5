"""Facts by month, the guard of closed months, the walls."""

from django.db import migrations

from kejing.engines.metrics.migration_ops import GuardPeriod
from kejing.foundation.kernel.migration_ops import AppendOnly, SecureRows, TrackRows

FACTS = r"""
create sequence metrics_fact_id_seq;
create table metrics_fact (
    id bigint not null default nextval('metrics_fact_id_seq'),
    kind_id bigint not null,
    subject_kind varchar(20) not null,
    subject_id bigint not null,
    on_day date not null,
    amount numeric(18, 2),
    quantity numeric(18, 4) not null,
    row_key varchar(120) not null,
    batch_id bigint,
    reverses bigint,
    detail jsonb not null default '{}',
    primary key (id, on_day)
) partition by range (on_day);
alter sequence metrics_fact_id_seq owned by metrics_fact.id;
create index fact_subject on metrics_fact (subject_kind, subject_id, on_day desc, id desc);
"""

# Attached, not created in place: that would lock all readers of facts out. The key of a row is unique within a
# partition, by an index of its own, since one over all partitions would have to hold the day too.
PARTITION = r"""
create function kj_fact_partition(month date) returns void language plpgsql
security definer set search_path = public, pg_temp as $$
declare
    first date := date_trunc('month', month)::date;
    name text := 'metrics_fact_' || to_char(month, 'YYYY_MM');
begin
    if first < date '1900-01-01' or first > kj_business_day() + 31 then
        raise exception '% is no month for facts', to_char(first, 'YYYY-MM') using errcode = '22008';
    end if;
    if to_regclass(name) is not null then
        return;
    end if;
    perform pg_advisory_xact_lock(hashtext('kj_fact_partition'));
    if to_regclass(name) is not null then
        return;
    end if;
    execute format('create table %I (like metrics_fact including defaults)', name);
    execute format('revoke all on %I from kejing_app', name);
    execute format('create unique index on %I (kind_id, row_key)', name);
    execute format('alter table metrics_fact attach partition %I for values from (%L) to (%L)',
                   name, first, first + interval '1 month');
end $$;
"""

# Everybody who enters something into a month shares a lock on it; the close takes it alone. An entry never
# waits for a close: it is refused at once. A month nobody entered anything into yet gets its row here.
GUARD = r"""
create function kj_open_period(day date) returns void language plpgsql
security definer set search_path = public, pg_temp as $$
declare
    first date := date_trunc('month', day)::date;
    found_state text;
begin
    select state into found_state from metrics_period where month = first for share skip locked;
    if not found then
        insert into metrics_period (month, state, closed_by, snapshot_hash) values (first, 'open', '', '')
        on conflict (month) do nothing;
        select state into found_state from metrics_period where month = first for share skip locked;
    end if;
    if found_state is distinct from 'open' then
        raise exception 'the month % is closed', to_char(first, 'YYYY-MM')
            using errcode = 'KJ001', detail = first::text;
    end if;
end $$;
create function kj_guard_period() returns trigger language plpgsql as $$
begin
    execute format('select kj_open_period(month) from (select distinct date_trunc(''month'', %1$s)::date as month'
                   ' from kj_touched where (%1$s) is not null order by 1) months', tg_argv[0]);
    return null;
end $$;
create function kj_closed_for_ever() returns trigger language plpgsql as $$
begin
    if old.state = 'closed' then
        raise exception 'the month % is closed', to_char(old.month, 'YYYY-MM')
            using errcode = 'KJ001', detail = old.month::text;
    end if;
    return coalesce(new, old);
end $$;
create trigger kj_final before update or delete on metrics_period
    for each row execute function kj_closed_for_ever();
revoke insert, delete, truncate on metrics_period from kejing_app;
"""

CLOSES = "(select kj_may('close.run'))"
IMPORTS = "(select kj_may('imports.run'))"
JUDGED = (
    "(select kj_all()) or staff_id = (select kj_staff())"
    " or holder_id = any ((select kj_holders())::bigint[]) or unit_id = any ((select kj_units())::bigint[])"
)
OF_VALUE = "exists (select 1 from metrics_metricvalue v where v.id = value_id)"


class Migration(migrations.Migration):
    dependencies = [("metrics", "0001_tables"), ("kernel", "0010_shared")]
    operations = [
        migrations.RunSQL(FACTS + PARTITION + GUARD, migrations.RunSQL.noop),
        GuardPeriod("metrics_fact", "on_day", on=("insert",)),
        SecureRows("metrics_fact", "(select kj_everything())", IMPORTS),
        SecureRows("metrics_batch", f"(select kj_all()) or {IMPORTS}", IMPORTS),
        SecureRows("metrics_period", "true", CLOSES),
        SecureRows("metrics_metricvalue", JUDGED, f"(select kj_all()) and {CLOSES}"),
        SecureRows("metrics_evidence", OF_VALUE, f"(select kj_all()) and {CLOSES}"),
        *(
            AppendOnly(f"metrics_{name}")
            for name in ("fact", "batch", "factkind", "metric", "metricvalue", "evidence")
        ),
        *(TrackRows(f"metrics_{name}") for name in ("factkind", "batch", "period", "metric", "metricvalue")),
    ]
