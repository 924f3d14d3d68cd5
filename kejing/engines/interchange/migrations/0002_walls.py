"""Runs and their files are seen by those who may import; a recorded run is never changed."""

from django.db import migrations

from kejing.foundation.kernel.migration_ops import AppendOnly, SecureRows, TrackRows

MAY_IMPORT = "(select kj_may('imports.run'))"


class Migration(migrations.Migration):
    dependencies = [("interchange", "0001_tables"), ("kernel", "0002_functions")]
    operations = [
        AppendOnly("interchange_importrun"),
        SecureRows("interchange_importrun", MAY_IMPORT),
        SecureRows("interchange_keptfile", MAY_IMPORT),
        TrackRows("interchange_importrun"),
    ]
