"""Saved views of lists. Their wall stands in org's 0040: who is in which unit, only org knows."""

from django.db import migrations, models

from kejing.foundation.kernel.migration_ops import TrackRows


class Migration(migrations.Migration):
    initial = True
    dependencies = [("kernel", "0002_functions")]
    operations = [
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("owner_id", models.BigIntegerField()),
                ("owner_name", models.CharField(max_length=200)),
                ("route", models.CharField(max_length=80)),
                ("name", models.CharField(max_length=60)),
                ("query", models.CharField(max_length=1000)),
                ("share", models.CharField(choices=[("own", "only me"), ("unit", "my unit"), ("all", "everybody")], max_length=4)),
                ("unit_id", models.BigIntegerField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "indexes": [models.Index(models.F("route"), models.F("share"), models.F("unit_id"), name="savedview_of_list")],
                "constraints": [
                    models.UniqueConstraint(models.F("owner_id"), models.F("route"), models.F("name"), name="savedview_name"),
                    models.CheckConstraint(condition=models.Q(("share__in", ["own", "unit", "all"])), name="savedview_share"),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("share", "unit"), _negated=True), ("unit_id__isnull", False), _connector="OR"),
                        name="savedview_unit",
                    ),
                ],
            },
        ),
        TrackRows("ui_savedview"),
    ]
