"""Who sees and changes what hangs on a customer; what never changes; closed months; the trail."""

from django.db import migrations

from kejing.engines.metrics.migration_ops import GuardPeriod
from kejing.foundation.kernel.migration_ops import AppendOnly, SecureRows, TrackRows

SEEN = (
    "(select kj_everything()) or (select kj_may('customers.view'))"
    " and exists (select 1 from customers_customer c where c.id = customer_id)"
)
CHANGED = f"({SEEN}) and (select kj_may('customers.change'))"
OF_CUSTOMERS = (
    "rating", "stagechange", "need", "promise", "question", "plan", "goal", "message", "resource", "resourceuse",
    "signal", "riskevent", "analysis", "communication", "stance", "negotiation", "round", "happening",
)  # fmt: skip
NEVER_CHANGED = (
    "rating", "stagechange", "message", "resourceuse", "riskevent", "stance", "round", "happening",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("relations", "0001_tables"), ("customers", "0021_scope"), ("org", "0002_scope"), ("metrics", "0002_walls"),
    ]  # fmt: skip
    operations = [
        *(SecureRows(f"relations_{name}", SEEN, CHANGED) for name in OF_CUSTOMERS),
        # How far we would go: a wall of its own, above that of the customer.
        SecureRows(
            "relations_negotiationlimit",
            f"(select kj_may('relations.limits')) and ({SEEN})",
            f"(select kj_may('relations.limits')) and {CHANGED}",
        ),
        *(AppendOnly(f"relations_{name}") for name in NEVER_CHANGED),
        GuardPeriod("relations_happening", "day", on=("insert",)),
        GuardPeriod("relations_riskevent", "day", on=("insert",)),
        *(
            TrackRows(f"relations_{name}")
            for name in (*OF_CUSTOMERS, "negotiationlimit", "lineshare", "policyversion")
        ),
    ]
