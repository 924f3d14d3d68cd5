"""An export is seen by its taker, and by who approves or keeps the register for her unit."""

from django.db import migrations

from kejing.foundation.kernel.migration_ops import SecureRows, TrackRows

SEEN = (
    "taker_id = coalesce((select kj_user()), 0)"
    " or ((select kj_may('exports.approve')) or (select kj_may('exports.register')))"
    " and ((select kj_all()) or unit_id = any ((select kj_units())::bigint[]))"
)


class Migration(migrations.Migration):
    dependencies = [("interchange", "0020_exports")]
    operations = [SecureRows("interchange_export", SEEN), TrackRows("interchange_export")]
