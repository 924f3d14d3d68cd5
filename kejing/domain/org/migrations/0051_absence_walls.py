"""Why somebody is away is for her, her superiors and the personnel department; until when is for everybody."""

from django.db import migrations

from kejing.foundation.kernel.migration_ops import SecureRows, TrackRows

SYSTEM = "((select kj_user()) is null and (select kj_all()))"
SEEN = (
    f"{SYSTEM} or staff_id = (select kj_staff()) or (select kj_may('org.absences')) and ((select kj_people_all())"
    " or unit_id = any ((select kj_people_units())::bigint[])"
    " or holder_id = any ((select kj_people_holders())::bigint[]))"
)
# Working days, deputies and calendars need the days of people whose reasons they must not know.
AWAY = """
create function kj_absences(of_staff bigint[], since date, until date)
returns table (staff_id bigint, valid_from date, valid_to date, half text) language sql stable
security definer set search_path = public, pg_temp as $$
    select a.staff_id, a.valid_from, a.valid_to, a.half::text from org_absence a
    where a.state = 'approved' and a.staff_id = any (of_staff)
      and (until is null or a.valid_from < until) and (since is null or a.valid_to > since)
$$;
-- As the months' guard (metrics), for the day that a change touches: leave begun in a month closed since may end in this one.
create trigger kj_guard_insert_new after insert on org_absence referencing new table as kj_touched
    for each statement execute function kj_guard_period('changes_from');
create trigger kj_guard_update_new after update on org_absence referencing new table as kj_touched
    for each statement execute function kj_guard_period('changes_from');
"""
BACK = """
drop trigger kj_guard_update_new on org_absence;
drop trigger kj_guard_insert_new on org_absence;
drop function kj_absences(bigint[], date, date);
"""


class Migration(migrations.Migration):
    dependencies = [("org", "0050_absences"), ("metrics", "0002_walls"), ("kernel", "0060_closed_rows")]
    operations = [
        SecureRows("org_absence", SEEN),
        SecureRows("org_absencekind", "true", "(select kj_may('packs.apply'))"),
        TrackRows("org_absence"),
        TrackRows("org_absencekind"),
        migrations.RunSQL(AWAY, BACK),
    ]
