"""Who sees which visits and logs, what never changes, closed months, the trail."""

from django.db import migrations

from kejing.engines.metrics.migration_ops import GuardPeriod
from kejing.foundation.kernel.migration_ops import AppendOnly, SecureRows, TrackRows

IN_SCOPE = (
    "holder_id = any ((select kj_holders())::bigint[]) or unit_id = any ((select kj_units())::bigint[])"
    " or staff_id = (select kj_staff())"
)
# The history of a customer goes with her, also to a new holder.
VISIT_SEEN = (
    f"(select kj_all()) or {IN_SCOPE}"  # noqa: S608  # constants of this file
    " or exists (select 1 from customers_customer c where c.id = visits_visit.customer_id)"
)
OWN = "staff_id = (select kj_staff())"
# A deputy sees the covered colleague's customers, not what she wrote about her days.
LOG_SEEN = (
    f"(select kj_all()) or {OWN} or (select kj_may('logs.review')) and"
    " (holder_id = any ((select kj_holders())::bigint[]) or unit_id = any ((select kj_units())::bigint[]))"
)
OF_SEEN_LOG = "exists (select 1 from visits_log l where l.id = log_id)"
OF_OWN_LOG = f"exists (select 1 from visits_log l where l.id = log_id and l.{OWN})"  # noqa: S608  # as above
DAY_OF_LOG = "(select l.day from visits_log l where l.id = log_id)"
REVIEWING = (
    "reviewer_id = (select kj_staff()) and (select kj_may('logs.review'))"
    " and exists (select 1 from visits_log l where l.id = log_id and l.staff_id <> (select kj_staff()))"
)


class Migration(migrations.Migration):
    dependencies = [
        ("visits", "0001_tables"), ("customers", "0002_walls"), ("org", "0002_scope"), ("metrics", "0002_walls"),
    ]  # fmt: skip
    operations = [
        SecureRows("visits_visit", VISIT_SEEN, OWN),
        SecureRows("visits_log", LOG_SEEN, OWN),
        SecureRows("visits_logcorrection", OF_SEEN_LOG, OF_OWN_LOG),
        SecureRows("visits_review", OF_SEEN_LOG, REVIEWING),
        AppendOnly("visits_log"),
        AppendOnly("visits_logcorrection"),
        AppendOnly("visits_review"),
        GuardPeriod("visits_visit", "case when state = 'done' then day end"),
        GuardPeriod("visits_log", "day", on=("insert",)),
        GuardPeriod("visits_logcorrection", DAY_OF_LOG, on=("insert",)),
        *(TrackRows(f"visits_{name}") for name in ("visit", "log", "logcorrection", "review", "settings")),
    ]
