"""Accounts and roles leave a trail; password hashes do not enter it."""

from django.db import migrations

from kejing.foundation.kernel.migration_ops import TrackRows


class Migration(migrations.Migration):
    dependencies = [("identity", "0001_tables"), ("kernel", "0002_functions")]
    operations = [TrackRows(f"identity_{name}") for name in ("user", "role", "apitoken", "onetimelink")]
