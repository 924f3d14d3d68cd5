"""Collaborators, locks, the pool's rules, unit markets; the indexes tell confidential and merged customers."""

import django.contrib.postgres.constraints
import django.db.models.deletion
from django.db import migrations, models

import kejing.foundation.kernel.sql


class Migration(migrations.Migration):
    dependencies = [("customers", "0012_contact_posts"), ("org", "0010_shared")]

    operations = [
        migrations.CreateModel(
            name="Collaboration",
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
                        choices=[
                            ("specialist", "product specialist"),
                            ("assistant", "assistant"),
                            ("b_role", "B role"),
                            ("credit", "credit officer"),
                        ],
                        max_length=12,
                    ),
                ),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                ("reason", models.CharField(max_length=200)),
                ("decided_by", models.BigIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="HoldingOwnership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=18, null=True)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                ("reason", models.CharField(max_length=200)),
                ("decided_by", models.BigIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Lock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                ("reason", models.CharField(max_length=200)),
                ("decided_by", models.BigIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="OwnershipPolicy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(unique=True)),
                ("valid_from", models.DateField()),
                ("content", models.JSONField()),
                ("decided_by", models.BigIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Recycling",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "rule",
                    models.CharField(
                        choices=[
                            ("left", "the account manager has left"),
                            ("no_visit", "not visited since she came"),
                            ("no_contact", "no contact for too long"),
                            ("no_holding", "holds nothing"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("warned", "warned"),
                            ("recycled", "went back to the pool"),
                            ("withdrawn", "the reason fell away"),
                        ],
                        default="warned",
                        max_length=9,
                    ),
                ),
                ("warned_on", models.DateField()),
                ("due_on", models.DateField()),
                ("ended_on", models.DateField(null=True)),
                ("policy_version", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Territory",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("name_en", models.CharField(blank=True, max_length=120)),
            ],
        ),
        migrations.CreateModel(
            name="TerritoryCustomer",
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
            name="TerritoryHolder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                ("reason", models.CharField(max_length=200)),
                ("decided_by", models.BigIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="UnlockRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "waits for a decision"),
                            ("approved", "approved"),
                            ("declined", "declined"),
                        ],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(max_length=200)),
                ("asked_by", models.BigIntegerField()),
                ("asked_on", models.DateField()),
                ("decided_by", models.BigIntegerField(null=True)),
                ("decided_on", models.DateField(null=True)),
                ("comment", models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.RemoveIndex(
            model_name="customer",
            name="customer_of_holder",
        ),
        migrations.RemoveIndex(
            model_name="customer",
            name="customer_of_unit",
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                models.F("holder"),
                models.F("sort_key"),
                models.F("id"),
                include=("unit", "confidential", "merged_into"),
                name="customer_of_holder",
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                models.F("unit"),
                models.F("sort_key"),
                models.F("id"),
                include=("holder", "confidential", "merged_into"),
                name="customer_of_unit",
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                models.F("holder"), condition=models.Q(("confidential", True)), name="customer_confidential"
            ),
        ),
        migrations.AddIndex(
            model_name="ownership",
            index=models.Index(
                models.F("unit"),
                models.F("valid_to"),
                models.F("id"),
                condition=models.Q(("valid_to__isnull", False)),
                name="ownership_ended",
            ),
        ),
        migrations.AddIndex(
            model_name="ownership",
            index=models.Index(
                models.F("valid_from"),
                models.F("id"),
                condition=models.Q(("valid_to", None)),
                name="ownership_open_since",
            ),
        ),
        migrations.AddIndex(
            model_name="ownership",
            index=models.Index(
                models.F("holder"),
                models.F("valid_from"),
                models.F("customer"),
                condition=models.Q(("valid_to", None)),
                name="ownership_held_now",
            ),
        ),
        migrations.AddField(
            model_name="collaboration",
            name="customer",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="customers.customer",
            ),
        ),
        migrations.AddField(
            model_name="collaboration",
            name="holder",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.holder"
            ),
        ),
        migrations.AddField(
            model_name="holdingownership",
            name="holder",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.holder"
            ),
        ),
        migrations.AddField(
            model_name="holdingownership",
            name="holding",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="customers.holding",
            ),
        ),
        migrations.AddField(
            model_name="lock",
            name="customer",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="customers.customer",
            ),
        ),
        migrations.AddField(
            model_name="lock",
            name="holder",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.holder"
            ),
        ),
        migrations.AddField(
            model_name="holdingownership",
            name="lock",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="customers.lock"
            ),
        ),
        migrations.AddField(
            model_name="recycling",
            name="customer",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="customers.customer",
            ),
        ),
        migrations.AddField(
            model_name="recycling",
            name="holder",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.holder"
            ),
        ),
        migrations.AddField(
            model_name="recycling",
            name="unit",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit"
            ),
        ),
        migrations.AddField(
            model_name="territory",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit"
            ),
        ),
        migrations.AddField(
            model_name="territorycustomer",
            name="customer",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="customers.customer"
            ),
        ),
        migrations.AddField(
            model_name="territorycustomer",
            name="territory",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="customers.territory"
            ),
        ),
        migrations.AddField(
            model_name="territoryholder",
            name="holder",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.holder"
            ),
        ),
        migrations.AddField(
            model_name="territoryholder",
            name="territory",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="customers.territory",
            ),
        ),
        migrations.AddField(
            model_name="unlockrequest",
            name="lock",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="customers.lock",
            ),
        ),
        migrations.AddIndex(
            model_name="collaboration",
            index=models.Index(
                models.F("holder"),
                models.F("valid_from"),
                include=("customer", "valid_to"),
                name="collaboration_of_holder",
            ),
        ),
        migrations.AddIndex(
            model_name="collaboration",
            index=models.Index(
                models.F("customer"), models.F("valid_from"), name="collaboration_on_customer"
            ),
        ),
        migrations.AddConstraint(
            model_name="collaboration",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    (models.F("customer"), "="),
                    (models.F("holder"), "="),
                    (kejing.foundation.kernel.sql.DateRange("valid_from", "valid_to"), "&&"),
                ],
                name="one_role_of_a_collaborator_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="collaboration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="collaboration_period",
            ),
        ),
        migrations.AddIndex(
            model_name="lock",
            index=models.Index(models.F("customer"), models.F("valid_from"), name="lock_of_customer"),
        ),
        migrations.AddConstraint(
            model_name="lock",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    (models.F("customer"), "="),
                    (kejing.foundation.kernel.sql.DateRange("valid_from", "valid_to"), "&&"),
                ],
                name="one_lock_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="lock",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to", None), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                ),
                name="lock_period",
            ),
        ),
        migrations.AddIndex(
            model_name="holdingownership",
            index=models.Index(
                models.F("holding"), models.F("valid_from"), name="holdingownership_of_holding"
            ),
        ),
        migrations.AddConstraint(
            model_name="holdingownership",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    (models.F("holding"), "="),
                    (kejing.foundation.kernel.sql.DateRange("valid_from", "valid_to"), "&&"),
                ],
                name="one_owner_of_a_holding_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="holdingownership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to", None), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                ),
                name="holdingownership_period",
            ),
        ),
        migrations.AddIndex(
            model_name="recycling",
            index=models.Index(models.F("customer"), models.F("ended_on"), name="recycling_of_customer"),
        ),
        migrations.AddIndex(
            model_name="recycling",
            index=models.Index(
                models.F("unit"),
                models.F("due_on"),
                models.F("id"),
                condition=models.Q(("state", "warned")),
                name="recycling_open_of_unit",
            ),
        ),
        migrations.AddIndex(
            model_name="recycling",
            index=models.Index(
                models.F("holder"),
                models.F("due_on"),
                models.F("id"),
                condition=models.Q(("state", "warned")),
                name="recycling_open_of_holder",
            ),
        ),
        migrations.AddConstraint(
            model_name="recycling",
            constraint=models.UniqueConstraint(
                models.F("customer"), condition=models.Q(("state", "warned")), name="one_open_recycling"
            ),
        ),
        migrations.AddConstraint(
            model_name="recycling",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_on", None), ("state", "warned")),
                    models.Q(models.Q(("state", "warned"), _negated=True), ("ended_on__isnull", False)),
                    _connector="OR",
                ),
                name="recycling_ended",
            ),
        ),
        migrations.AddConstraint(
            model_name="territoryholder",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    (models.F("territory"), "="),
                    (kejing.foundation.kernel.sql.DateRange("valid_from", "valid_to"), "&&"),
                ],
                name="one_manager_of_a_territory_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="territoryholder",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    (models.F("holder"), "="),
                    (kejing.foundation.kernel.sql.DateRange("valid_from", "valid_to"), "&&"),
                ],
                name="one_territory_of_a_manager_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="territoryholder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to", None), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                ),
                name="territoryholder_period",
            ),
        ),
        migrations.AddIndex(
            model_name="unlockrequest",
            index=models.Index(models.F("lock"), models.F("id"), name="unlockrequest_of_lock"),
        ),
        migrations.AddConstraint(
            model_name="unlockrequest",
            constraint=models.UniqueConstraint(
                models.F("lock"), condition=models.Q(("state", "open")), name="one_open_unlock_request"
            ),
        ),
        migrations.AddConstraint(
            model_name="unlockrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by", None),
                    models.Q(("decided_by", models.F("asked_by")), _negated=True),
                    _connector="OR",
                ),
                name="unlock_decided_by_a_second_person",
            ),
        ),
    ]
