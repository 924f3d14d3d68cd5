# Contacts inside the house, and first meetings with a person outside.

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0060_closed_rows"),
        ("org", "0040_saved_views_wall"),
        ("visits", "0012_field_walls"),
    ]

    operations = [
        migrations.CreateModel(
            name="FirstMeeting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("preparation", models.CharField(max_length=1000)),
                ("prepared_at", models.DateTimeField()),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.contact"
                    ),
                ),
                (
                    "visit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="visits.visit"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="InternalContact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("happened_at", models.DateTimeField()),
                ("department", models.CharField(max_length=120)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("visit", "Visit"),
                            ("call", "Call"),
                            ("video", "Video"),
                            ("message", "Text"),
                            ("counter", "Counter"),
                        ],
                        max_length=8,
                    ),
                ),
                ("topic", models.CharField(max_length=400)),
                ("result", models.CharField(blank=True, max_length=1000)),
                ("minutes", models.PositiveSmallIntegerField(null=True)),
                (
                    "holder",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.holder",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.staff",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.unit",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("staff"), models.F("day"), models.F("id"), name="internal_of_staff"
                    ),
                    models.Index(models.F("unit"), models.F("day"), models.F("id"), name="internal_of_unit"),
                    models.Index(
                        models.F("holder"), models.F("day"), models.F("id"), name="internal_of_holder"
                    ),
                ],
            },
        ),
    ]
