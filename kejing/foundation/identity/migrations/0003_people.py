"""Whose work a role sees, apart from whose customers: personnel sees people and no customers."""

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
    ]
