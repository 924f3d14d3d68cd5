# Arrivals and departures, coarse places, the policy of work in the field, findings, photos, checklists.

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0060_closed_rows"),
        ("org", "0040_saved_views_wall"),
        ("visits", "0010_following"),
    ]

    operations = [
        migrations.CreateModel(
            name="Checklist",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40)),
                ("number", models.PositiveIntegerField()),
                ("valid_from", models.DateField()),
                ("place", models.PositiveSmallIntegerField()),
                ("label_zh", models.CharField(max_length=80)),
                ("label_en", models.CharField(max_length=80)),
                ("channels", models.JSONField()),
                ("kinds", models.JSONField()),
                ("points", models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name="ChecklistAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("answers", models.JSONField()),
                ("kept", models.PositiveSmallIntegerField()),
                ("whole", models.PositiveSmallIntegerField()),
                ("kept_etiquette", models.PositiveSmallIntegerField()),
                ("whole_etiquette", models.PositiveSmallIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Etiquette",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=400)),
                ("on", models.DateField()),
                ("version", models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name="FieldPolicy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(unique=True)),
                ("valid_from", models.DateField()),
                ("body", models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("kind", models.CharField(max_length=40)),
                (
                    "severity",
                    models.CharField(
                        choices=[("grave", "grave"), ("medium", "medium"), ("slight", "slight")], max_length=8
                    ),
                ),
                ("text", models.CharField(max_length=1000)),
                (
                    "first_route",
                    models.CharField(
                        choices=[
                            ("fixed", "Fixed on the spot"),
                            ("rectify", "Customer rectifies"),
                            ("escalate", "To the superior"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "route",
                    models.CharField(
                        choices=[
                            ("fixed", "Fixed on the spot"),
                            ("rectify", "Customer rectifies"),
                            ("escalate", "To the superior"),
                        ],
                        max_length=8,
                    ),
                ),
                ("due_on", models.DateField(null=True)),
                ("first_due_on", models.DateField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("solved_on", models.DateField(null=True)),
                ("reminded_on", models.DateField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name="FindingStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("found", "found"),
                            ("solved", "checked: solved"),
                            ("not_solved", "checked: not solved"),
                            ("reminded", "reminded"),
                            ("escalated", "taken to the superior"),
                            ("answered", "answered"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("text", models.CharField(blank=True, max_length=1000)),
                ("due_on", models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Photo",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("jpeg", "JPEG"), ("png", "PNG"), ("webp", "WebP")], max_length=4
                    ),
                ),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="PhotoContent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("content", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Place",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("latitude", models.DecimalField(decimal_places=2, max_digits=5)),
                ("longitude", models.DecimalField(decimal_places=2, max_digits=5)),
                ("forget_on", models.DateField()),
            ],
        ),
        migrations.AddField(
            model_name="visit",
            name="arrived_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="visit",
            name="customer_view",
            field=models.TextField(blank=True, db_default="", default="", max_length=2000),
        ),
        migrations.AddField(
            model_name="visit",
            name="drop_in",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="visit",
            name="left_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="visit",
            name="place_in_day",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.UniqueConstraint(
                models.F("staff"),
                condition=models.Q(("arrived_at__isnull", False), ("left_at", None), ("state", "planned")),
                name="at_one_place_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("left_at", None), ("left_at__gte", models.F("arrived_at")), _connector="OR"
                ),
                name="who_left_had_arrived",
            ),
        ),
        migrations.AddConstraint(
            model_name="checklist",
            constraint=models.UniqueConstraint(
                models.F("code"), models.F("number"), name="one_checklist_of_a_version"
            ),
        ),
        migrations.AddField(
            model_name="checklistanswer",
            name="checklist",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="visits.checklist"
            ),
        ),
        migrations.AddField(
            model_name="checklistanswer",
            name="visit",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="visits.visit"
            ),
        ),
        migrations.AddField(
            model_name="etiquette",
            name="customer",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.customer"
            ),
        ),
        migrations.AddField(
            model_name="etiquette",
            name="staff",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.staff"
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="customer",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="customers.customer",
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="found_by",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.staff"
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="holder",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.holder"
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="staff",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.staff"
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="superior",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="org.staff",
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="unit",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit"
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="visit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="visits.visit"
            ),
        ),
        migrations.AddField(
            model_name="findingstep",
            name="finding",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="visits.finding"
            ),
        ),
        migrations.AddField(
            model_name="findingstep",
            name="staff",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="org.staff",
            ),
        ),
        migrations.AddField(
            model_name="photo",
            name="finding",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="visits.finding"
            ),
        ),
        migrations.AddField(
            model_name="photo",
            name="staff",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.staff"
            ),
        ),
        migrations.AddField(
            model_name="photo",
            name="visit",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="visits.visit"
            ),
        ),
        migrations.AddField(
            model_name="photocontent",
            name="photo",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="visits.photo"
            ),
        ),
        migrations.AddField(
            model_name="place",
            name="visit",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="visits.visit"
            ),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(
                models.F("customer"), models.F("day"), models.F("id"), name="finding_of_customer"
            ),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(models.F("found_by"), models.F("day"), models.F("id"), name="finding_by"),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(
                models.F("staff"),
                models.F("due_on"),
                models.F("id"),
                condition=models.Q(("solved_on", None)),
                name="finding_of_staff",
            ),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(
                models.F("holder"),
                models.F("due_on"),
                models.F("id"),
                condition=models.Q(("solved_on", None)),
                name="finding_of_holder",
            ),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(
                models.F("unit"),
                models.F("due_on"),
                models.F("id"),
                condition=models.Q(("solved_on", None)),
                name="finding_of_unit",
            ),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(
                models.F("due_on"),
                models.F("id"),
                condition=models.Q(("solved_on", None)),
                name="finding_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_on", None), ("solved_on", None), _negated=True),
                name="an_open_finding_is_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("route", "fixed"), _negated=True),
                    models.Q(("first_route", "fixed"), ("solved_on", models.F("day"))),
                    _connector="OR",
                ),
                name="fixed_on_the_spot_is_solved",
            ),
        ),
        migrations.AddConstraint(
            model_name="photo",
            constraint=models.CheckConstraint(
                condition=models.Q(("finding", None), ("visit__isnull", False), _connector="OR"),
                name="evidence_of_a_visit",
            ),
        ),
        migrations.AddIndex(
            model_name="place",
            index=models.Index(models.F("forget_on"), name="place_to_forget"),
        ),
    ]
