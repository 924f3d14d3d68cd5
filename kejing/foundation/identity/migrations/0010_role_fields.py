"""What a role may do with protected fields, and how much of something."""

from django.db import migrations, models
from django.db.models import Value


class Migration(migrations.Migration):
    dependencies = [("identity", "0003_people")]
    operations = [
        migrations.AddField(
            "role",
            name,
            models.JSONField(default=dict, db_default=Value({}, models.JSONField())),
        )
        for name in ("fields", "limits")
    ]
