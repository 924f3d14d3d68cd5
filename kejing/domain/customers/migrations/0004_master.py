"""More of a customer, her place in a group, contacts with posts in several companies."""

import django.contrib.postgres.constraints
import django.db.models.deletion
from django.db import migrations, models

import kejing.foundation.kernel.sql
from kejing.foundation.kernel.migration_ops import SecureRows, TrackRows

OF_CUSTOMER = "(select kj_all()) or exists (select 1 from customers_customer c where c.id = customer_id)"


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0003_facts"),
        ("org", "0002_scope"),
    ]

    operations = [
        migrations.CreateModel(
            name="ContactPosition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=120)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name="contact",
            name="email",
            field=models.CharField(blank=True, db_default="", default="", max_length=200),
        ),
        migrations.AddField(
            model_name="customer",
            name="address",
            field=models.CharField(blank=True, db_default="", default="", max_length=300),
        ),
        migrations.AddField(
            model_name="customer",
            name="confidential",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="customer",
            name="entered_by",
            field=models.CharField(blank=True, db_default="", default="", max_length=120),
        ),
        migrations.AddField(
            model_name="customer",
            name="entered_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="customer",
            name="identity_number",
            field=models.CharField(blank=True, db_default="", default="", max_length=40),
        ),
        migrations.AddField(
            model_name="customer",
            name="merged_into",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="customers.customer",
            ),
        ),
        migrations.AddField(
            model_name="customer",
            name="parent",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="customers.customer",
            ),
        ),
        migrations.AddField(
            model_name="customer",
            name="phone",
            field=models.CharField(blank=True, db_default="", default="", max_length=40),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                models.F("identity_number"),
                condition=models.Q(("identity_number", ""), _negated=True),
                name="customer_identity",
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                models.F("phone"), condition=models.Q(("phone", ""), _negated=True), name="customer_phone"
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                models.F("parent"), condition=models.Q(("parent__isnull", False)), name="customer_parent"
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                models.F("merged_into"),
                condition=models.Q(("merged_into__isnull", False)),
                name="customer_merged",
            ),
        ),
        migrations.AddConstraint(
            model_name="customer",
            constraint=models.CheckConstraint(
                condition=models.Q(("parent", models.F("id")), _negated=True),
                name="customer_not_above_itself",
            ),
        ),
        migrations.AddConstraint(
            model_name="customer",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into", models.F("id")), _negated=True),
                name="customer_not_merged_into_itself",
            ),
        ),
        migrations.AddField(
            model_name="contactposition",
            name="contact",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="customers.contact",
            ),
        ),
        migrations.AddField(
            model_name="contactposition",
            name="customer",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="customers.customer",
            ),
        ),
        migrations.AddIndex(
            model_name="contactposition",
            index=models.Index(models.F("customer"), models.F("valid_from"), name="contactposition_at"),
        ),
        migrations.AddIndex(
            model_name="contactposition",
            index=models.Index(models.F("contact"), models.F("valid_from"), name="contactposition_of"),
        ),
        migrations.AddConstraint(
            model_name="contactposition",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    (models.F("contact"), "="),
                    (models.F("customer"), "="),
                    (kejing.foundation.kernel.sql.DateRange("valid_from", "valid_to"), "&&"),
                ],
                name="one_post_of_a_contact_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="contactposition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to", None), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                ),
                name="contactposition_period",
            ),
        ),
        SecureRows("customers_contactposition", OF_CUSTOMER),
        TrackRows("customers_contactposition"),
    ]
