"""Saved views are seen by their owner, by her unit where shared with it, or by everybody; written by the owner."""

from django.db import migrations

from kejing.foundation.kernel.migration_ops import SecureRows

MY_UNITS = (
    "select p.unit_id from org_appointment a join org_position p on p.id = a.position_id"
    " where a.staff_id = (select kj_staff()) and a.valid_from <= kj_business_day()"
    " and (a.valid_to is null or kj_business_day() < a.valid_to)"
)
SYSTEM = "((select kj_user()) is null and (select kj_all()))"
OWN = "owner_id = coalesce((select kj_user()), 0)"


class Migration(migrations.Migration):
    dependencies = [("org", "0030_unit_moves"), ("ui", "0001_saved_views")]
    operations = [
        SecureRows(
            "ui_savedview",
            f"{OWN} or {SYSTEM} or share = 'all' or (share = 'unit' and unit_id in ({MY_UNITS}))",
            OWN,
        ),
    ]
