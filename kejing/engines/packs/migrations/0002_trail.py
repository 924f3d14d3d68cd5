"""Packs and words leave a trail."""

from django.db import migrations

from kejing.foundation.kernel.migration_ops import TrackRows


class Migration(migrations.Migration):
    dependencies = [("packs", "0001_tables"), ("kernel", "0002_functions")]
    operations = [TrackRows("packs_installedpack"), TrackRows("packs_word")]
