from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("interchange", "0021_exports_wall")]

    operations = [
        migrations.AddField(model_name="export", name="words", field=models.JSONField(default=dict)),
    ]
