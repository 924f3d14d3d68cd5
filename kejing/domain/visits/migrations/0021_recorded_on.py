"""When a visit was entered as held: on which business day, whatever path it took. Older rows do not know."""

from django.db import migrations, models

STAMP = r"""
create function kj_stamp_recorded() returns trigger language plpgsql as $$
begin
    if new.state = 'done' and (tg_op = 'INSERT' or old.state <> 'done') then
        new.recorded_on := coalesce(nullif(current_setting('kejing.day', true), '')::date,
                                    (now() at time zone current_setting('TimeZone'))::date);
    end if;
    return new;
end $$;
create trigger kj_recorded before insert or update of state on visits_visit
    for each row execute function kj_stamp_recorded();
"""
UNSTAMP = "drop trigger kj_recorded on visits_visit; drop function kj_stamp_recorded()"


class Migration(migrations.Migration):
    dependencies = [("visits", "0020_hours")]
    operations = [
        migrations.AddField("visit", "recorded_on", models.DateField(null=True)),
        migrations.RunSQL(STAMP, UNSTAMP),
    ]
