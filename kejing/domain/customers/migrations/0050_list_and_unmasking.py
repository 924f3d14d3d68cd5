"""Indexes for the filters and sorts of the customer list; who looked at masked fields."""

from datetime import date

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce

from kejing.foundation.kernel.migration_ops import AppendOnly, SecureRows, TrackRows

# Whoever sees the customer sees who looked, and everybody her own looks; only these are written.
SEEN = "(select kj_everything()) or exists (select 1 from customers_customer c where c.id = customer_id)"
OWN = "user_id = coalesce((select kj_user()), 0)"


class Migration(migrations.Migration):
    dependencies = [("customers", "0031_search")]
    operations = [
        migrations.AddField(
            "customer",
            "since_key",
            models.GeneratedField(
                expression=Coalesce("since", Value(date(1, 1, 1))),
                output_field=models.DateField(),
                db_persist=True,
            ),
        ),
        migrations.AddIndex(
            "customer",
            models.Index(
                models.F("kind"),
                models.F("sort_key"),
                models.F("id"),
                name="customer_of_kind",
                include=("holder", "unit", "confidential", "merged_into"),
            ),
        ),
        migrations.AddIndex(
            "customer",
            models.Index(
                models.F("risk"),
                models.F("sort_key"),
                models.F("id"),
                name="customer_of_risk",
                include=("holder", "unit", "confidential", "merged_into"),
                condition=~Q(risk=""),
            ),
        ),
        migrations.AddIndex(
            "customer",
            models.Index(
                models.F("since_key"),
                models.F("id"),
                name="customer_by_since",
                include=("holder", "unit", "confidential", "merged_into"),
            ),
        ),
        migrations.CreateModel(
            name="Unmasking",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("field", models.CharField(max_length=120)),
                ("reason", models.CharField(max_length=200)),
                ("user_id", models.BigIntegerField()),
                ("user_name", models.CharField(max_length=200)),
                ("day", models.DateField()),
                ("at", models.DateTimeField()),
                ("contact_id", models.BigIntegerField(null=True)),
                (
                    "customer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(models.F("user_id"), models.F("day"), name="unmasking_of_user"),
                    models.Index(
                        models.F("customer"),
                        models.OrderBy(models.F("id"), descending=True),
                        name="unmasking_of_customer",
                    ),
                ]
            },
        ),
        SecureRows("customers_unmasking", f"{SEEN} or {OWN}", OWN),
        TrackRows("customers_unmasking"),
        AppendOnly("customers_unmasking"),
    ]
