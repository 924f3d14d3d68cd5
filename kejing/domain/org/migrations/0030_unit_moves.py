"""Moves of units that lie ahead; a unit that is taken back takes its paths with it."""

import django.db.models.deletion
from django.db import migrations, models

from kejing.foundation.kernel.migration_ops import TrackRows

# Paths follow from units by trigger alone; so they do when a unit goes.
FORGET = r"""
create function kj_forget_unit_path() returns trigger language plpgsql
security definer set search_path = public, pg_temp as $$
begin
    delete from org_unitclosure where descendant_id = old.id or ancestor_id = old.id;
    return old;
end $$;
create trigger kj_forget_path before delete on org_unit for each row execute function kj_forget_unit_path();
"""


class Migration(migrations.Migration):
    dependencies = [("org", "0010_shared")]

    operations = [
        migrations.CreateModel(
            name="UnitMove",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("moves_on", models.DateField()),
                ("asked_by", models.BigIntegerField(null=True)),
                ("asked_by_name", models.CharField(max_length=200)),
                ("asked_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "parent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="org.unit"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="org.unit",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("moves_on"),
                        condition=models.Q(("done_at__isnull", True)),
                        name="unitmove_ahead",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("unit"), models.F("moves_on"), name="one_move_of_a_unit_on_a_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("unit", models.F("parent")), _negated=True),
                        name="unitmove_not_below_itself",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FORGET, migrations.RunSQL.noop),
        TrackRows("org_unitmove"),
    ]
