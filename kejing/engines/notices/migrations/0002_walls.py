"""Whose inbox it is; who sees what went outside; the way into the inboxes of others."""

from django.db import migrations

from kejing.foundation.kernel.migration_ops import SecureRows, TrackRows

SYSTEM = "((select kj_user()) is null and (select kj_all()))"
OWN = f"{SYSTEM} or user_id = (select kj_user())"
HOUSE = f"{SYSTEM} or (select kj_may('notices.manage'))"
# The teller sees neither inboxes nor choices of others; this function does, and gives a number back.
TELL = r"""
create function kj_tell(
    of_kind text, of_subject text, of_subject_id bigint, of_key text, of_n integer, defaults text[], readers bigint[],
    on_day timestamptz, moment timestamptz
) returns bigint language sql volatile security definer set search_path = public, pg_temp as $$
    with told as (
        insert into notices_notice (user_id, kind, subject, subject_id, key, n, channels, at, digested_at)
        select u.id, of_kind, of_subject, of_subject_id, of_key, of_n, wanted.channels, on_day,
               case when 'digest' = any (wanted.channels) then null else moment end
        from identity_user u
        left join notices_preference p on p.user_id = u.id and p.kind = of_kind
        cross join lateral (select coalesce(p.channels::text[], defaults) as channels) wanted
        where u.id = any (readers) and u.is_active and wanted.channels <> '{}'
        on conflict (user_id, kind, key) do nothing
        returning id, user_id, channels
    ), outside as (
        insert into notices_delivery
            (notice_id, endpoint_id, user_id, channel, body, state, attempts, next_at, failure, made_at)
        select t.id, null::bigint, t.user_id, 'email', '', 'waiting', 0, moment, '', moment
        from told t join notices_reach r on r.user_id = t.user_id and r.email <> ''
        where 'email' = any (t.channels)
        union all
        select t.id, e.id, t.user_id, 'webhook', '', 'waiting', 0, moment, '', moment
        from told t cross join notices_endpoint e
        where 'webhook' = any (t.channels) and e.active and (e.kinds = '{}' or of_kind = any (e.kinds))
        returning 1
    )
    select count(*) from outside
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_tables"), ("kernel", "0060_closed_rows")]
    operations = [
        SecureRows("notices_notice", OWN),
        SecureRows("notices_preference", OWN),
        SecureRows("notices_reach", OWN),
        SecureRows("notices_endpoint", HOUSE),
        SecureRows("notices_delivery", HOUSE),
        *(TrackRows(f"notices_{name}") for name in ("preference", "reach", "endpoint")),
        migrations.RunSQL(
            TELL,
            "drop function kj_tell(text, text, bigint, text, integer, text[], bigint[], timestamptz, timestamptz)",
        ),
    ]
