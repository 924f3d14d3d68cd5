"""Fields of the profile with their age, teams of groups, notes, tags and files."""

import django.contrib.postgres.constraints
import django.db.models.deletion
from django.db import migrations, models

import kejing.foundation.kernel.sql


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0004_master"),
        ("org", "0002_scope"),
    ]

    operations = [
        migrations.CreateModel(
            name="CustomerFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("kind", models.CharField(max_length=8)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "share",
                    models.CharField(
                        choices=[
                            ("owner", "who holds the customer"),
                            ("unit", "the customer's unit"),
                            ("all", "everybody who sees the customer"),
                        ],
                        max_length=8,
                    ),
                ),
                ("author_id", models.BigIntegerField(null=True)),
                ("author_name", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="CustomerTag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FileContent",
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
            name="GroupMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("lead", "lead account manager"), ("member", "member")], max_length=8
                    ),
                ),
                ("duty", models.CharField(blank=True, max_length=80)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                ("reason", models.CharField(max_length=200)),
                ("ended_because", models.CharField(blank=True, max_length=200)),
                ("decided_by", models.BigIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="MasterSettings",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number_prefix", models.CharField(max_length=20)),
                ("number_digits", models.PositiveSmallIntegerField()),
                (
                    "identity_check",
                    models.CharField(
                        choices=[
                            ("off", "is taken"),
                            ("warn", "is taken with a warning"),
                            ("refuse", "is refused"),
                        ],
                        max_length=8,
                    ),
                ),
                ("other_countries", models.BooleanField()),
                ("file_megabytes", models.PositiveSmallIntegerField()),
                ("file_kinds", models.JSONField(default=list)),
            ],
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
                (
                    "share",
                    models.CharField(
                        choices=[
                            ("owner", "who holds the customer"),
                            ("unit", "the customer's unit"),
                            ("all", "everybody who sees the customer"),
                        ],
                        max_length=8,
                    ),
                ),
                ("author_id", models.BigIntegerField(null=True)),
                ("author_name", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name="Tag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40, unique=True)),
            ],
        ),
        migrations.AddField(
            model_name="customer",
            name="attributes_at",
            field=models.JSONField(db_default={}, default=dict),
        ),
        migrations.AddField(
            model_name="customer",
            name="profile_due",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="profilefield",
            name="applies_to",
            field=models.CharField(blank=True, db_default="", default="", max_length=12),
        ),
        migrations.AddField(
            model_name="profilefield",
            name="max_age_days",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="profilefield",
            name="options",
            field=models.JSONField(db_default=[], default=list),
        ),
        migrations.AddField(
            model_name="profilefield",
            name="required",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="profilefield",
            name="section_en",
            field=models.CharField(blank=True, db_default="", default="", max_length=80),
        ),
        migrations.AddField(
            model_name="profilefield",
            name="section_zh",
            field=models.CharField(blank=True, db_default="", default="", max_length=80),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                models.F("holder"),
                models.F("profile_due"),
                models.F("id"),
                condition=models.Q(("profile_due__isnull", False)),
                name="customer_profile",
            ),
        ),
        migrations.AddField(
            model_name="customerfile",
            name="customer",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="customers.customer",
            ),
        ),
        migrations.AddField(
            model_name="customertag",
            name="customer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="customers.customer"
            ),
        ),
        migrations.AddField(
            model_name="filecontent",
            name="file",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="customers.customerfile"
            ),
        ),
        migrations.AddField(
            model_name="groupmember",
            name="customer",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="customers.customer",
            ),
        ),
        migrations.AddField(
            model_name="groupmember",
            name="staff",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.staff"
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="customer",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="customers.customer",
            ),
        ),
        migrations.AddField(
            model_name="customertag",
            name="tag",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="customers.tag",
            ),
        ),
        migrations.AddIndex(
            model_name="customerfile",
            index=models.Index(
                models.F("customer"),
                models.OrderBy(models.F("at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="file_of_customer",
            ),
        ),
        migrations.AddConstraint(
            model_name="customerfile",
            constraint=models.CheckConstraint(
                condition=models.Q(("share__in", ["owner", "unit", "all"])), name="file_share"
            ),
        ),
        migrations.AddIndex(
            model_name="groupmember",
            index=models.Index(models.F("customer"), models.F("valid_from"), name="groupmember_of"),
        ),
        migrations.AddConstraint(
            model_name="groupmember",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("role", "lead")),
                expressions=[
                    (models.F("customer"), "="),
                    (kejing.foundation.kernel.sql.DateRange("valid_from", "valid_to"), "&&"),
                ],
                name="one_lead_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="groupmember",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    (models.F("customer"), "="),
                    (models.F("staff"), "="),
                    (kejing.foundation.kernel.sql.DateRange("valid_from", "valid_to"), "&&"),
                ],
                name="one_part_in_a_team_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="groupmember",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to", None), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                ),
                name="groupmember_period",
            ),
        ),
        migrations.AddIndex(
            model_name="note",
            index=models.Index(
                models.F("customer"),
                models.OrderBy(models.F("at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="note_of_customer",
            ),
        ),
        migrations.AddConstraint(
            model_name="note",
            constraint=models.CheckConstraint(
                condition=models.Q(("share__in", ["owner", "unit", "all"])), name="note_share"
            ),
        ),
        migrations.AddConstraint(
            model_name="customertag",
            constraint=models.UniqueConstraint(models.F("tag"), models.F("customer"), name="a_tag_once"),
        ),
    ]
