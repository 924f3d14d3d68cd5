"""Facts of holdings and customers are seen with them; ownership of a closed month stays as it was."""

from django.db import migrations

from kejing.engines.metrics.migration_ops import GuardPeriod, ShowFacts


class Migration(migrations.Migration):
    dependencies = [("customers", "0002_walls"), ("metrics", "0002_walls")]
    operations = [
        ShowFacts("holding", "customers_holding"),
        ShowFacts("customer", "customers_customer"),
        GuardPeriod("customers_ownership", "valid_from", on=("insert",)),
    ]
