"""Files brought in and mapped by a person, runs that can be undone. Files kept for a trial before this are let go."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("interchange", "0002_walls"),
    ]

    operations = [
        migrations.RunSQL("delete from interchange_keptfile", migrations.RunSQL.noop),
        migrations.AddField(
            model_name="importrun",
            name="line",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="importrun",
            name="specification",
            field=models.JSONField(null=True),
        ),
        migrations.AlterField(
            model_name="keptfile",
            name="run",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="interchange.importrun",
            ),
        ),
        migrations.CreateModel(
            name="ImportUndo",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("by", models.BigIntegerField(null=True)),
                ("by_name", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("reason", models.CharField(max_length=200)),
                ("counts", models.JSONField(default=dict)),
                (
                    "run",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="interchange.importrun",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Intake",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("spec", models.CharField(blank=True, max_length=120)),
                ("target", models.CharField(blank=True, max_length=80)),
                ("layout", models.JSONField(null=True)),
                ("sample", models.JSONField(default=dict)),
                ("mapping", models.JSONField(default=dict)),
                ("specification", models.JSONField(null=True)),
                (
                    "asked",
                    models.CharField(
                        choices=[("nothing", "nothing"), ("trial", "a trial"), ("run", "the import")],
                        default="nothing",
                        max_length=8,
                    ),
                ),
                ("failure", models.TextField(blank=True)),
                ("made_by", models.BigIntegerField(null=True)),
                ("made_by_name", models.CharField(max_length=200)),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("asked__in", ["nothing", "trial", "run"])), name="intake_asked"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("spec", ""), ("target__gt", "")),
                            models.Q(("spec__gt", ""), ("target", "")),
                            _connector="OR",
                        ),
                        name="intake_is_of_one_sort",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="importrun",
            name="intake",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="interchange.intake",
            ),
        ),
        migrations.AddField(
            model_name="keptfile",
            name="intake",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="interchange.intake"
            ),
        ),
        migrations.CreateModel(
            name="SavedMapping",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("target", models.CharField(max_length=80)),
                ("fingerprint", models.CharField(max_length=64)),
                ("mapping", models.JSONField()),
                ("saved_by_name", models.CharField(max_length=200)),
                ("saved_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(models.F("target"), models.F("fingerprint"), name="savedmapping_of_heads")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("target"), models.F("name"), name="one_mapping_of_a_name"
                    )
                ],
            },
        ),
    ]
