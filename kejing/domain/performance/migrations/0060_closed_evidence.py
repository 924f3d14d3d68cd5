"""Which of some rows of evidence are about confidential customers who are closed to the reader."""

from django.db import migrations

CLOSED = r"""
create function kj_closed_evidence(ids bigint[]) returns bigint[]
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(array_agg(e.id), '{}') from metrics_evidence e
    where e.id = any (ids) and not kj_confidential() and case e.ref_kind
        when 'customer' then kj_closed_customer(e.ref_id)
        when 'visit' then exists (
            select 1 from visits_visit v where v.id = e.ref_id and kj_closed_customer(v.customer_id))
        when 'fact' then exists (
            select 1 from metrics_fact f
            left join customers_holdingparty p on f.subject_kind = 'holding' and p.holding_id = f.subject_id
            where f.id = e.ref_id and f.on_day = e.on_day and kj_closed_customer(
                case f.subject_kind when 'customer' then f.subject_id else p.customer_id end))
        else false end
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("performance", "0003_people"),
        ("customers", "0060_closed_rows"),
        ("visits", "0001_tables"),
    ]
    operations = [migrations.RunSQL(CLOSED, migrations.RunSQL.noop)]
