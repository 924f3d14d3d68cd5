"""When a customer asked, until when she is answered by the standard, when she was."""

from django.db import migrations, models
from django.db.models import Q
from django.db.models.functions import Now


class Migration(migrations.Migration):
    dependencies = [("relations", "0003_courses")]
    operations = [
        migrations.AddField(
            "question", "asked_at", models.DateTimeField(db_default=Now()), preserve_default=False
        ),
        migrations.AlterField("question", "asked_at", models.DateTimeField()),
        migrations.AddField("question", "answer_by", models.DateTimeField(null=True)),
        migrations.AddField("question", "answered_at", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "question", models.Index("answer_by", "id", name="question_late", condition=Q(answered_on=None))
        ),
    ]
