"""Whose work a role sees, apart from whose customers; and what packs have granted so far."""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("identity", "0002_trail")]
    operations = [
        migrations.AddField(
            "role",
            "people",
            models.CharField(
                choices=[
                    ("none", "no customers"),
                    ("own", "own customers"),
                    ("team", "own and direct reports' customers"),
                    ("unit", "customers of the unit and below"),
                    ("all", "all customers"),
                ],
                blank=True,
                default="",
                max_length=8,
            ),
        ),
        migrations.AddField(
            "role", "offered", ArrayField(models.CharField(max_length=60), default=list, size=None)
        ),
        # Nobody could change a role before: what it has is what its pack gave.
        migrations.RunSQL("update identity_role set offered = permissions", migrations.RunSQL.noop),
    ]
