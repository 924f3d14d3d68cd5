"""Hours in the log: types of work, targets of the three shares, minutes by type."""

import django.db.models.deletion
from django.db import migrations, models

from kejing.engines.metrics.migration_ops import GuardPeriod
from kejing.foundation.kernel.migration_ops import AppendOnly, SecureRows, TrackRows

OWN = "staff_id = (select kj_staff())"
# As the logs they came with: a deputy sees none.
SEEN = (
    f"(select kj_all()) or {OWN} or (select kj_may('logs.review')) and"
    " (holder_id = any ((select kj_holders())::bigint[]) or unit_id = any ((select kj_units())::bigint[]))"
)


class Migration(migrations.Migration):
    dependencies = [("visits", "0014_people_walls"), ("metrics", "0002_walls")]
    operations = [
        migrations.CreateModel(
            name="TimeTargets",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("clerical", models.PositiveSmallIntegerField()),
                ("internal", models.PositiveSmallIntegerField()),
                ("outside", models.PositiveSmallIntegerField()),
                ("limit_part", models.PositiveSmallIntegerField()),
                ("limit_whole", models.PositiveSmallIntegerField()),
                ("volume_fact", models.CharField(blank=True, max_length=40)),
                ("volume_figure", models.CharField(blank=True, max_length=40)),
            ],
        ),
        migrations.CreateModel(
            name="WorkType",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, unique=True)),
                (
                    "share",
                    models.CharField(
                        choices=[("clerical", "Clerical"), ("internal", "Internal"), ("outside", "Outside")],
                        max_length=8,
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("name_en", models.CharField(max_length=60)),
                ("place", models.PositiveSmallIntegerField()),
                ("of_visits", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="TimeEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seq", models.PositiveSmallIntegerField(default=0)),
                ("minutes", models.PositiveSmallIntegerField()),
                ("times", models.PositiveSmallIntegerField(default=1)),
                ("day", models.DateField()),
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
                    "log",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="visits.log",
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
                (
                    "work_type",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="visits.worktype",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(models.F("staff"), models.F("day"), name="time_of_staff"),
                    models.Index(models.F("unit"), models.F("day"), name="time_of_unit"),
                    models.Index(models.F("holder"), models.F("day"), name="time_of_holder"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("log"),
                        models.F("seq"),
                        models.F("work_type"),
                        name="one_entry_a_type",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("minutes__lte", 1440)), name="minutes_within_a_day"
                    ),
                ],
            },
        ),
        SecureRows("visits_worktype", "true", "(select kj_may('packs.apply'))"),
        SecureRows("visits_timetargets", "true", "(select kj_may('packs.apply'))"),
        SecureRows("visits_timeentry", SEEN, OWN),
        AppendOnly("visits_timeentry"),
        GuardPeriod("visits_timeentry", "day", on=("insert",)),
        *(TrackRows(f"visits_{name}") for name in ("worktype", "timetargets", "timeentry")),
    ]
