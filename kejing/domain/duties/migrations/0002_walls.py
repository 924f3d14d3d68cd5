"""Who sees and writes which duties; the calendar is everybody's to read."""

from django.db import migrations

from kejing.foundation.kernel.migration_ops import SecureRows, TrackRows

OWN = "staff_id = (select kj_staff())"
TEAM = (
    "(select kj_may('team.view')) and ((select kj_people_all()) or unit_id = any ((select kj_people_units())::bigint[])"
    " or holder_id = any ((select kj_people_holders())::bigint[]))"
)
# The system makes tasks; a person settles her own; a superior excuses people of her scope.
SEEN = f"(select kj_everything()) or {OWN} or {TEAM}"
WRITTEN = f"(select kj_everything()) or {OWN} or (select kj_may('duties.excuse')) and {TEAM}"
# Evidence is seen with the task it is evidence of.
TRACE_SEEN = (
    f"(select kj_everything()) or {OWN} or exists (select 1 from duties_dutytask t"  # noqa: S608  # constants
    " where t.staff_id = duties_trace.staff_id and t.starts_on <= duties_trace.on and duties_trace.on < t.ends_on)"
)
TRACE_WRITTEN = f"(select kj_everything()) or {OWN}"
READ = "(select kj_actor()) is not null"
CALENDAR = "(select kj_everything()) or (select kj_may('duties.manage'))"


class Migration(migrations.Migration):
    dependencies = [
        ("duties", "0001_tables"), ("kernel", "0010_shared"), ("kernel", "0003_people"), ("org", "0010_shared"),
        ("metrics", "0003_people"),
    ]  # fmt: skip
    operations = [
        SecureRows("duties_duty", READ, CALENDAR),
        SecureRows("duties_dutyversion", READ, CALENDAR),
        SecureRows("duties_dutytask", SEEN, WRITTEN),
        SecureRows("duties_trace", TRACE_SEEN, TRACE_WRITTEN),
        *(TrackRows(f"duties_{name}") for name in ("duty", "dutyversion", "dutytask", "trace")),
    ]
