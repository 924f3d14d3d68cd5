"""Who sees contacts inside the house and first meetings; what never changes."""

from django.db import migrations

from kejing.engines.metrics.migration_ops import GuardPeriod
from kejing.foundation.kernel.migration_ops import AppendOnly, SecureRows, TrackRows

OWN = "staff_id = (select kj_staff())"
INTERNAL_SEEN = (
    f"(select kj_all()) or {OWN} or (select kj_may('team.view'))"
    " and (holder_id = any ((select kj_holders())::bigint[]) or unit_id = any ((select kj_units())::bigint[]))"
)
OF_SEEN_VISIT = "exists (select 1 from visits_visit v where v.id = visit_id)"
OF_OWN_VISIT = (
    "exists (select 1 from visits_visit v where v.id = visit_id and v.staff_id = (select kj_staff()))"
)


class Migration(migrations.Migration):
    dependencies = [("visits", "0013_people"), ("metrics", "0002_walls")]
    operations = [
        SecureRows("visits_internalcontact", INTERNAL_SEEN, OWN),
        SecureRows("visits_firstmeeting", OF_SEEN_VISIT, OF_OWN_VISIT),
        AppendOnly("visits_internalcontact"),
        GuardPeriod("visits_internalcontact", "day", on=("insert",)),
        TrackRows("visits_internalcontact"),
        TrackRows("visits_firstmeeting"),
    ]
